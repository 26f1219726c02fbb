"""A recording as a film of one snapshot, for the player: in a page, in a notebook, in the app."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

import numpy as np

from lstm_viz.family import CELLS
from lstm_viz.film_bytes import ArrayWriter, pack
from lstm_viz.film_writing import described, write_recordings
from lstm_viz.palette import player_palette
from lstm_viz.player import page
from lstm_viz.recording import LSTMRecording, ProjectedLSTMRecording, Recording, RNNRecording

PARTS = ("lines", "cells", "equations", "sequence")
FRAME_HEIGHT = 760
MOST_NUMBERS = 4
"""How many inputs are written out as the word of a time step."""
_PROJECTED = (
    "What is shown as hidden state h is what each unit reads out, o tanh(c). The layer projects "
    "these {units} numbers to {width} before it says them and before they come back as its past."
)


def film_of(
    recording: Recording,
    title: str = "",
    tokens: Sequence[str] = (),
    inputs: Sequence[str] = (),
) -> bytes:
    """Return the bytes of a film that shows one recording: no training, no answers, no gradients.

    Parameters
    ----------
    recording : Recording
    title : str
        By default what was recorded.
    tokens : sequence of str
        A word for each time step; by default what can be read off the inputs.
    inputs : sequence of str
        A name for each input.

    Returns
    -------
    bytes
        As `lstm_viz.film_bytes` has them.

    Raises
    ------
    ValueError
        If there is not one token for each time step, or not one name for each input.
    """
    x = recording.x
    for what, given, expected in (("tokens", tokens, len(x)), ("inputs", inputs, x.shape[1])):
        if given and len(given) != expected:
            raise ValueError(f"{what} has {len(given)} texts, expected {expected}")
    names = list(inputs) or [f"x{n + 1}" for n in range(x.shape[1])]
    words = list(tokens) or _tokens(x, names)
    shown = _without_projection(recording)
    key = recording.kind
    arrays = ArrayWriter()
    arrays.exact("update", np.zeros(1))
    arrays.exact("probe.x", x)
    arrays.exact("probe.target", np.full((len(x), 1), np.nan))
    arrays.exact("probe.content", np.full(len(x), np.nan))
    for number in ("loss", "score"):
        arrays.exact(f"{key}.{number}", np.full(1, np.nan))
    write_recordings(arrays, key, [shown])
    arrays.exact(f"{key}.initial_hidden", shown.initial_hidden[None])
    if isinstance(shown, LSTMRecording):
        arrays.exact(f"{key}.initial_cell", shown.initial_cell[None])
    parts = [part for part in PARTS if part != "sequence" or any(words)]
    return pack(
        {
            "config": {},
            "provenance": dict(recording.provenance),
            "task": _task(recording, title, names),
            "probe": {
                "name": "",
                "description": "",
                "events": [""] * len(x),
                "tokens": words,
                "remember": [""] * len(x),
            },
            "models": [_model(recording, shown)],
            "parts": parts,
        },
        arrays,
    )


def page_of(
    recording: Recording,
    title: str = "",
    tokens: Sequence[str] = (),
    inputs: Sequence[str] = (),
) -> str:
    """Return a web page that plays a recording anywhere; parameters as for `film_of`."""
    film = film_of(recording, title, tokens, inputs)
    return page(film, title or title_of(recording), player_palette())


def frame_of(recording: Recording) -> str:
    """Return a frame that holds the whole page, so that no notebook's style reaches it."""
    # Scripts may run, but see nothing of the notebook.
    return (
        f'<iframe srcdoc="{html.escape(page_of(recording))}" sandbox="allow-scripts" '
        f'title="{html.escape(title_of(recording))}" allow="fullscreen" '
        f'style="width: 100%; height: {FRAME_HEIGHT}px; border: 0"></iframe>'
    )


def title_of(recording: Recording) -> str:
    """Return what was recorded, in a line."""
    return recording.provenance.get("layer", _cell_title(recording))


def _cell_title(recording: Recording) -> str:
    """Return the name of the cell for people."""
    if isinstance(recording, RNNRecording) and recording.nonlinearity == "relu":
        return "RNN of rectified units"
    if isinstance(recording, ProjectedLSTMRecording):
        return "LSTM with a projection"
    return CELLS[recording.kind].title


def _model(recording: Recording, shown: Recording) -> dict[str, Any]:
    """Describe the one model of the film."""
    return {
        "key": shown.kind,
        "title": _cell_title(recording),
        **described(shown),
        "held": None,
        "attention": False,
        "hidden_size": shown.lanes[0].units,
        "ended": None,
        "solved_at": None,
        "unit_order": list(range(shown.units)),
    }


def _task(recording: Recording, title: str, names: list[str]) -> dict[str, Any]:
    """Describe what is shown in the place of a task, which a recording does not have."""
    sizes = f"{_count(recording.steps, 'time step')}, {_count(recording.x.shape[1], 'input')}"
    summary = f"{_cell_title(recording)}: {sizes}, {_layers(recording)}."
    if isinstance(recording, ProjectedLSTMRecording):
        width = recording.places_in("hidden_state")[0].stop
        summary += " " + _PROJECTED.format(units=recording.lanes[0].units, width=width)
    return {
        "name": "recording",
        "title": title or title_of(recording),
        "summary": summary,
        "inputs": names,
        "outputs": [""],
        "target_kind": "value",
    }


def _layers(recording: Recording) -> str:
    """Return how many layers, directions and units there are, in words."""
    units = _count(recording.lanes[0].units, "unit")
    if len(recording.lanes) == 1:
        return units
    layers = _count(1 + max(lane.layer for lane in recording.lanes), "layer")
    both = " in both directions" * any(lane.backward for lane in recording.lanes)
    return f"{layers}{both}, {units} each"


def _count(number: int, what: str) -> str:
    """Return a number of things in words."""
    return f"{number} {what}{'s' * (number != 1)}"


def _tokens(x: np.ndarray[Any, Any], names: list[str]) -> list[str]:
    """Read a word off each time step: the only input that is 1 there, or its few numbers."""
    is_one_hot = bool((((x == 0) | (x == 1)).all(1) & (x.sum(1) == 1)).all())
    if is_one_hot and x.shape[1] > 1:
        return [names[hot] for hot in x.argmax(1)]
    if x.shape[1] > MOST_NUMBERS:
        return [""] * len(x)
    digits = 3 if x.shape[1] == 1 else 2
    return [" ".join(f"{value:.{digits}g}" for value in row) for row in x]


def _without_projection(recording: Recording) -> Recording:
    """Return what the player can show: with a projection, what is read out as hidden state."""
    if not isinstance(recording, ProjectedLSTMRecording):
        return recording
    arrays = recording.arrays()
    read_out = arrays.pop("read_out")
    arrays |= {"hidden_state": read_out, "initial_hidden": np.zeros_like(read_out[0])}
    return LSTMRecording(**arrays, lanes=recording.lanes, provenance=recording.provenance)
