"""Alarms: a threshold across an error, anomalies shaded, and catches against false alarms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.figures.frame import Mode, framed
from lstm_viz.figures.scoreboard import GREY

Point = tuple[float, float]
"""False alarms per 1000 time steps, and the share of anomalies that are caught."""

_SHADE = {"light": "rgba(196, 43, 58, 0.13)", "dark": "rgba(255, 143, 143, 0.20)"}
_DASHES = ("dot", "dashdot", "longdash")
MOST_SHOWN = 60
"""False alarms per 1000 time steps at the end of the axis."""


def shaded(
    figure: go.Figure,
    spans: Sequence[tuple[float, float]],
    threshold: float | None = None,
    mode: Mode = "light",
) -> go.Figure:
    """Shade what is strange in a figure over time steps, and draw a threshold across it.

    Parameters
    ----------
    figure : Figure
    spans : sequence of (float, float)
        The first and the last time step of each anomaly.
    threshold : float, optional
    mode : "light" or "dark"
    """
    shapes: list[dict[str, Any]] = [
        {
            **{"type": "rect", "x0": first - 0.5, "x1": last + 0.5, "y0": 0, "y1": 1},
            **{"yref": "y domain", "fillcolor": _SHADE[mode], "line": {"width": 0}},
            "layer": "below",
        }
        for first, last in spans
    ]
    if threshold is not None:
        red = getattr(palette.QUANTITIES["update_gate"], mode)
        across = {"type": "line", "xref": "x domain", "x0": 0, "x1": 1}
        line = {"color": red, "width": 2}
        shapes.append({**across, "y0": threshold, "y1": threshold, "line": line})
    return figure.update_layout(shapes=shapes)


def catches(
    models: Mapping[str, Sequence[Point]],
    baselines: Mapping[str, Sequence[Point]],
    now: Mapping[str, Point],
    goal: Point,
    mode: Mode = "light",
) -> go.Figure:
    """Draw catches against false alarms, one line per contestant over all thresholds.

    Parameters
    ----------
    models, baselines : mapping of str to sequence of `Point`
        By title: at most two models, the second dashed; at most three baselines, in grey.
    now : mapping of str to `Point`
        Where the chosen threshold puts each.
    goal : `Point`
        The corner to be reached: at most so many false alarms, at least such a share.
    mode : "light" or "dark"
    """
    ink = [getattr(palette.MODELS[place], mode) for place in ("first", "second")]
    looks = {
        **dict(zip(baselines, ((GREY[mode], dash) for dash in _DASHES), strict=False)),
        **dict(zip(models, zip(ink, ("solid", "dash"), strict=True), strict=False)),
    }
    every = {**models, **baselines}
    traces: list[dict[str, Any]] = [
        {
            **{"type": "scatter", "mode": "lines", "name": title},
            **{"x": [x for x, _ in every[title]], "y": [y for _, y in every[title]]},
            "line": {"color": colour, "width": 2.5, "dash": dash},
            "hoverinfo": "skip",
        }
        for title, (colour, dash) in looks.items()
    ]
    traces += [
        {
            **{"type": "scatter", "mode": "markers", "name": title},
            **{"showlegend": False},
            **{"x": [now[title][0]], "y": [now[title][1]]},
            "marker": {"color": colour, "size": 12},
            "hovertemplate": "%{y:.0%} caught, %{x:.1f} false<extra>" + title + "</extra>",
        }
        for title, (colour, _) in looks.items()
    ]
    figure = framed(
        traces,
        xaxis={"title": "false alarms per 1000 time steps", "range": [-1, MOST_SHOWN]},
        yaxis={"title": "anomalies caught", "tickformat": ".0%", "range": [0, 1.05]},
    )
    corner = {"type": "rect", "x0": -1, "x1": goal[0], "y0": goal[1], "y1": 1.05}
    green = getattr(palette.QUANTITIES["input_gate"], mode)
    return figure.update_layout(
        shapes=[{**corner, "line": {"width": 0}, "fillcolor": green, "opacity": 0.25}],
        hovermode="closest",
    )
