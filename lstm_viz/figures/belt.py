"""Numbers on their way from time step to time step, as a picture."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import plotly.graph_objects as go

from lstm_viz.figures.frame import Mode, framed
from lstm_viz.measures.belt import Numbers
from lstm_viz.palette import Colour

_DASHES = ("solid", "dot", "dash", "dashdot")


def carried(
    states: Iterable[Numbers], name: str, colour: Colour, height: int = 260, mode: Mode = "light"
) -> go.Figure:
    """Draw what becomes of some numbers that a state carries.

    Parameters
    ----------
    states : iterable of (steps + 1,)
        One line each, from its starting number, all in [0, 1]; up to four.
    name : str
        What carries them: ``cell state``.
    colour : Colour
        Of all lines: they differ in their dashes.
    height : int
        In pixels.
    mode : "light" or "dark"
    """
    traces = [
        {
            "type": "scatter",
            "x": np.arange(len(numbers)),
            "y": numbers,
            "name": f"starts at {numbers[0]:g}",
            "mode": "lines+markers",
            "marker": {"size": 5},
            "line": {"color": getattr(colour, mode), "dash": dash, "width": 2.5},
            "hovertemplate": "%{y:.4f}",
        }
        for numbers, dash in zip(states, _DASHES, strict=False)
    ]
    figure = framed(
        traces,
        xaxis={"title": "time steps later"},
        yaxis={"title": name, "range": [-0.03, 1.03], "fixedrange": True},
    )
    return figure.update_layout(
        height=height, margin={"t": 10}, legend={"y": 1.02, "yanchor": "bottom"}
    )
