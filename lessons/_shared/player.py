"""The film player as a Streamlit component, and the messenger that hands it parts while training.

The player's data stays still while it plays: a second, tiny component passes on what is new as a
browser event, so the film grows without the player being drawn anew.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import streamlit as st

from lstm_viz import player
from lstm_viz.palette import player_palette

_film_player = st.components.v2.component(
    "film_player", js=player.module(), css=player.style(), html='<div class="film-root"></div>'
)
_messenger = st.components.v2.component(
    "film_messenger",
    js="""
    export default function ({ data }) {
      window.dispatchEvent(new CustomEvent("lstm-viz:part", { detail: data }));
    }
    """,
)


def film_player(film: bytes, serial: int, key: str) -> None:
    """Show a film; where the viewer is in it, the player keeps in the page's link by itself.

    Parameters
    ----------
    film : bytes
        As encoded by `lstm_viz.film.Film.to_bytes`.
    serial : int
        Another number shows the film again, though its bytes may be those of the last call.
    key : str
        Keeps the player, and its playback, over reruns of the page.
    """
    data = {
        "film": base64.b64encode(film).decode(),
        "serial": serial,
        "palette": player_palette(),
    }
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
