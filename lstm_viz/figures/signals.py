"""Signals: the truth, what was measured, and what models and simple baselines say, as lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lstm_viz import palette
from lstm_viz.figures.frame import Mode, framed
from lstm_viz.figures.scoreboard import GREY

Line = NDArray[np.number[Any]]

_DASHES = ("dot", "dashdot", "longdash")


def signals(
    x: Line,
    models: Mapping[str, Line],
    baselines: Mapping[str, Line],
    xaxis: str,
    yaxis: str,
    mode: Mode = "light",
    truth: Mapping[str, Line] | None = None,
    measured: Mapping[str, Line] | None = None,
    height: int = 380,
) -> go.Figure:
    """Draw lines over one axis.

    Parameters
    ----------
    x : (N,)
    models : mapping of str to (N,)
        At most two, by title, in the order of the run; the second is dashed.
    baselines : mapping of str to (N,)
        At most three, by title, in grey. NaN leaves a gap, here as everywhere.
    xaxis, yaxis : str
        What the axes measure.
    mode : "light" or "dark"
    truth : mapping of str to (N,), optional
        What is right, as a broad band.
    measured : mapping of str to (N,), optional
        What was read, as dots.
    height : int
        Pixels.
    """
    ink = [getattr(palette.MODELS[place], mode) for place in ("first", "second")]
    blue = getattr(palette.QUANTITIES["hidden_state"], mode)
    looks: list[tuple[Mapping[str, Line], list[dict[str, Any]]]] = [
        (truth or {}, [{"mode": "lines", "opacity": 0.35, "line": {"color": blue, "width": 8}}]),
        (measured or {}, [{"mode": "markers", "marker": {"color": GREY[mode], "size": 6}}]),
        (
            baselines,
            [
                {"mode": "lines", "line": {"color": GREY[mode], "width": 2, "dash": dash}}
                for dash in _DASHES
            ],
        ),
        (
            models,
            [
                {"mode": "lines", "line": {"color": colour, "width": 2.5, "dash": dash}}
                for colour, dash in zip(ink, ("solid", "dash"), strict=True)
            ],
        ),
    ]
    traces = [
        {"type": "scatter", "x": x, "y": y, "name": title, "hovertemplate": "%{y:.3g}", **look}
        for lines, some in looks
        for (title, y), look in zip(lines.items(), some, strict=False)
    ]
    figure = framed(traces, xaxis={"title": xaxis}, yaxis={"title": yaxis})
    return figure.update_layout(
        height=height,
        margin={"t": 60},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )
