"""Charts that wait for the film: Plotly comes to the browser only when the film can be seen.

Plotly is megabytes of script, and reading them keeps a browser busy for the better part of a
second. What a page is about is its film; so in a new tab a chart's place stays free, at the chart's
own height, until the film is there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from lessons._shared.theme import mode

if TYPE_CHECKING:
    import plotly.graph_objects as go

FILM_SEEN = "film_seen"
"""Under this name a session remembers that its browser has shown a film, and so has time."""

_after_film = st.components.v2.component(
    "after_film",
    js=(Path(__file__).parent / "browser" / "after_film.js").read_text(encoding="utf-8"),
)


@st.fragment
def chart(figure: go.Figure, key: str, alt: str, **options: Any) -> None:
    """Draw a figure at its own height: at once, or once the session's first film can be seen.

    It is a fragment: when the browser has shown the film, nothing but the chart is run again.

    Parameters
    ----------
    figure : Figure
        With a height in its layout.
    key : str
    alt : str
        What the chart shows, for who does not see it.
    **options
        As `st.plotly_chart` takes them.
    """
    if st.session_state.get(FILM_SEEN):
        st.plotly_chart(figure, key=key, alt=alt, **options)
        return
    with st.container(height=figure.layout.height, border=False):
        _after_film(key=f"waits_{key}", on_seen_change=_remember)


def constant(key: str, make: Callable[[], go.Figure]) -> go.Figure:
    """Return a figure that is the same for all visitors: made once for light pages, once for dark.

    Parameters
    ----------
    key : str
        Tells the figure from all others.
    make : callable
        Makes it for the visitor's page; what it closes over must follow from the key.
    """
    return _made(key, mode(), make)


# Found again by key and mode; the function that makes it is new at every page run.
@st.cache_resource(max_entries=32, show_spinner=False)
def _made(key: str, mode: str, _make: Callable[[], go.Figure]) -> go.Figure:  # noqa: ARG001
    """Make a figure, which nobody changes."""
    return _make()


def _remember() -> None:
    """Note that from now on charts are drawn at once."""
    st.session_state[FILM_SEEN] = True
