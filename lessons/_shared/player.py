"""The film player as a Streamlit component, and the messenger that hands it parts while training.

The player's data stays still while it plays: a second, tiny component passes on what is new as a
browser event, so the film grows without the player being drawn anew.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from lstm_viz import player
from lstm_viz.family import CELLS
from lstm_viz.palette import QUANTITIES, player_palette
from lstm_viz.run import ModelName

PARTS = ("curves", "lines", "gradients", "cells", "equations")
PLACES = ("step", "at", "unit", "view", "play", "again")
CHOICES = {"view": ("heat", "lines", "difference"), "play": ("training", "sequence")}

# What stays in view on a phone must not hide behind Streamlit's header.
_BELOW_THE_HEADER = ".film-player { --page-top: 3.75rem }"

_film_player = st.components.v2.component(
    "film_player",
    js=player.module(),
    css=player.style() + _BELOW_THE_HEADER,
    html='<div class="film-root"></div>',
)
_messenger = st.components.v2.component(
    "film_messenger",
    js="""
    export default function ({ data }) {
      window.dispatchEvent(new CustomEvent("lstm-viz:part", { detail: data }));
    }
    """,
)


@dataclass(frozen=True)
class Focus:
    """What of the player a page shows at first; one button shows the rest.

    The input, the event, what to remember, the prediction and the transport are always there.

    Attributes
    ----------
    models : tuple of str
        Names of `lstm_viz.family.CELLS`: a model of the film that is left out vanishes everywhere,
        one that the film lacks is ignored.
    quantities : collection of str
        Names of `lstm_viz.palette.QUANTITIES`: whose heat maps, lines, equations and words are
        shown. The only one of a cell without gates comes with the model. With none there is no
        heat map.
    parts : collection of str
        ``curves`` (without them a slim scrubber of the training stays), ``lines`` (the choice
        between heat maps and lines), ``gradients``, ``cells``, ``equations``.

    Raises
    ------
    ValueError
        If a name is unknown, or there is no model; the message says which are known.

    Examples
    --------
    >>> Focus(quantities=["forget_gate", "cell_state"], parts=["cells"]).to_data()["parts"]
    ['cells']
    >>> Focus(quantities=["keep_gate"])
    Traceback (most recent call last):
        ...
    ValueError: quantities has 'keep_gate', expected some of forget_gate, input_gate, \
output_gate, candidate, cell_state, hidden_state, reset_gate, update_gate
    """

    models: tuple[ModelName, ...] = ("lstm", "rnn")
    quantities: Collection[str] = tuple(QUANTITIES)
    parts: Collection[str] = PARTS

    def __post_init__(self) -> None:
        for name, known in (("models", CELLS), ("quantities", QUANTITIES), ("parts", PARTS)):
            _check_names(name, getattr(self, name), known)
        if not self.models:
            raise ValueError("models is empty, expected at least one cell")

    def to_data(self) -> dict[str, list[str]]:
        """Return the focus as the player reads it."""
        return {name: list(names) for name, names in asdict(self).items()}


def _check_names(what: str, names: Collection[object], known: Collection[str]) -> None:
    """Raise if a text stands in place of a list of names, or a name is unknown."""
    if isinstance(names, str):
        raise ValueError(f"{what} is the text {names!r}, expected a list of names")
    for name in names:
        if name not in known:
            raise ValueError(f"{what} has {name!r}, expected some of {', '.join(known)}")


def film_player(
    film: bytes,
    serial: int,
    key: str,
    position: Mapping[str, int | str] | None = None,
    focus: Focus | None = None,
) -> None:
    """Show a film; where the viewer is in it, the player keeps in the page's link by itself.

    Parameters
    ----------
    film : bytes
        As encoded by `lstm_viz.film.Film.to_bytes`.
    serial : int
        Another number shows the film again, though its bytes may be those of the last call.
    key : str
        Keeps the player, and its playback, over reruns of the page.
    position : mapping, optional
        Where the page points at: ``step`` and ``unit`` counted from 1 as on screen, ``at`` (an
        update), ``view`` (heat, lines, difference), and ``play`` (training, sequence): go through
        that axis once, from its beginning to its end. A changed mapping moves the viewer; a number
        under ``again`` tells two equal ones apart. At first the page's link goes before it.
    focus : Focus, optional
        What is shown at first; without it everything, always.

    Raises
    ------
    ValueError
        If the position has a name or a value that the player does not know.
    """
    data: dict[str, Any] = {
        "film": base64.b64encode(film).decode(),
        "serial": serial,
        "palette": player_palette(),
    }
    if position is not None:
        _check_names("position", position, PLACES)
        for name, known in CHOICES.items():
            if name in position:
                _check_names(f"{name} of the position", [position[name]], known)
        data["position"] = dict(position)
    if focus is not None:
        data["focus"] = focus.to_data()
    _film_player(data=data, key=key)


def send_part(film: bytes, training: Mapping[str, Any], begins: bool, key: str) -> None:
    """Hand new snapshots to the player on this page.

    Parameters
    ----------
    film : bytes
        A film with the new snapshots.
    training : mapping
        How training stands: ``state``, ``update`` and ``of``.
    begins : bool
        Whether this is the whole film so far, to be shown in place of the one before.
    key : str
    """
    part = base64.b64encode(film).decode()
    _messenger(data={"film": part, "training": dict(training), "begins": begins}, key=key)
