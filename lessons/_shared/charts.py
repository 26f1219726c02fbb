"""Charts: they wait for the film, and those that are the same for everybody are made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import streamlit as st

from lessons._shared.after_film import after_film
from lessons._shared.theme import mode

if TYPE_CHECKING:
    import plotly.graph_objects as go


def chart(figure: go.Figure, key: str, alt: str, **options: Any) -> None:
    """Draw a figure at its own height, once the session's first film can be seen.

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
    after_film(
        key, figure.layout.height, lambda: st.plotly_chart(figure, key=key, alt=alt, **options)
    )


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
