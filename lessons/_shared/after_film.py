"""After the film: what a page is not about comes to the browser only when its film can be seen.

Plotly is megabytes of script, and laying out a screenful of code takes long, too: either keeps a
browser busy for a good part of a second. What a page is about is its film; so in a new tab the
place of such things stays free, at their own height, until the film is there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

FILM_SEEN = "film_seen"
"""Under this name a session remembers that its browser has shown a film, and so has time."""

_after_film = st.components.v2.component(
    "after_film",
    js=(Path(__file__).parent / "browser" / "after_film.js").read_text(encoding="utf-8"),
)


@st.fragment
def after_film(key: str, height: int, draw: Callable[[], object]) -> None:
    """Draw something: at once, or once the session's first film can be seen.

    It is a fragment: when the browser has shown the film, nothing else is run again.

    Parameters
    ----------
    key : str
        Tells this place from all others of the page.
    height : int
        About how high it will be, in pixels.
    draw : callable
        Draws it.
    """
    if st.session_state.get(FILM_SEEN):
        draw()
        return
    with st.container(height=height, border=False):
        _after_film(key=f"waits_{key}", on_seen_change=_remember)


def _remember() -> None:
    """Note that from now on everything is drawn at once."""
    st.session_state[FILM_SEEN] = True
