"""Reach: which strings each model of a run gets right, within its training and beyond it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lstm_viz import palette
from lstm_viz.figures.frame import Mode

_EMPTY = {"light": "#E6E8ED", "dark": "#2B3140"}


def strings_right(
    rows: Mapping[str, NDArray[np.bool_]], trained_to: int, mode: Mode = "light"
) -> go.Figure:
    """Draw a mark for every string: filled if the model was right at each of its steps.

    Parameters
    ----------
    rows : mapping of str to (N,) bool
        For each model, by its title, whether it was right for n = 1 to N; at most two.
    trained_to : int
        The largest n in training; a line is drawn after it.
    mode : "light" or "dark"
    """
    colours = [getattr(colour, mode) for colour in palette.MODELS.values()]
    traces = [
        {
            "type": "scatter",
            "x": np.arange(1, len(right) + 1),
            "y": [title] * len(right),
            "mode": "markers",
            "marker": {
                "symbol": "square",
                "size": 13,
                "color": [colour if yes else _EMPTY[mode] for yes in right],
            },
            "customdata": ["right at every step" if yes else "wrong" for yes in right],
            "hovertemplate": "n = %{x}: %{customdata}<extra>" + title + "</extra>",
            "showlegend": False,
        }
        for (title, right), colour in zip(rows.items(), colours, strict=False)
    ]
    edge = trained_to + 0.5
    line = {"type": "line", "x0": edge, "x1": edge, "y0": 0, "y1": 1, "yref": "paper"}
    words = {"x": edge, "y": 1, "yref": "paper", "yanchor": "bottom", "showarrow": False}
    layout = {
        "height": 190,
        "margin": {"l": 10, "r": 10, "t": 30, "b": 10},
        "shapes": [{**line, "line": {"dash": "dot", "width": 1.5, "color": "#888888"}}],
        "annotations": [
            {**words, "text": "in training", "xanchor": "right", "xshift": -6},
            {**words, "text": "longer than any", "xanchor": "left", "xshift": 6},
        ],
        "xaxis": {"title": {"text": "n a's, then n b's"}, "zeroline": False, "showgrid": False},
        "yaxis": {
            **{"type": "category", "autorange": "reversed", "automargin": True},
            **{"showgrid": False, "fixedrange": True},
        },
    }
    return go.Figure({"data": traces, "layout": layout})
