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


def film_player(film: bytes, position: Mapping[str, str], key: str) -> None:
    """Show a film.

    Parameters
    ----------
    film : bytes
        As encoded by `lstm_viz.film.Film.to_bytes`.
    position : mapping of str to str
        Where to begin: the player's own URL parameters ``step``, ``at``, ``unit`` and ``view``.
    key : str
        Keeps the player, and its playback, over reruns of the page.
    """
    data = {
        "film": base64.b64encode(film).decode(),
        "palette": player_palette(),
        "position": dict(position),
    }
    _film_player(data=data, key=key)


def send_part(film: bytes | None, training: Mapping[str, Any], key: str) -> None:
    """Hand new snapshots, and how training stands, to the player on this page."""
    part = None if film is None else base64.b64encode(film).decode()
    _messenger(data={"film": part, "training": dict(training)}, key=key, height=0)
