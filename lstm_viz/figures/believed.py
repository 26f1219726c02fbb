"""Believed: the score on a run's own validation set beside the score of its weights in earnest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.figures.frame import Mode

Pair = tuple[float, float]
"""A score that was believed, and the score in earnest."""


def believed_and_honest(rows: Mapping[str, Sequence[Pair]], mode: Mode = "light") -> go.Figure:
    """Draw for every way to prepare, and every seed, two errors and a line between them.

    Parameters
    ----------
    rows : mapping of str to sequence of (float, float)
        By the words of each row, from top to bottom: both errors of each seed, above 0.
    mode : "light" or "dark"
    """
    colours = [getattr(colour, mode) for colour in palette.MODELS.values()]
    traces: list[dict[str, object]] = []
    for title, pairs in rows.items():
        x: list[float | None] = []
        for pair in pairs:
            x += [*pair, None]
        line = {"color": "#888888", "width": 1}
        traces.append(
            {"x": x, "y": [title] * len(x), "mode": "lines", "line": line, "hoverinfo": "skip"}
            | {"type": "scatter", "showlegend": False}
        )
    for place, words in enumerate(("believed: its own validation", "in earnest: the test")):
        traces.append(
            {
                "type": "scatter",
                "x": [pair[place] for pairs in rows.values() for pair in pairs],
                "y": [title for title, pairs in rows.items() for _ in pairs],
                "name": words,
                "mode": "markers",
                "marker": {
                    "color": colours[place],
                    "size": 10,
                    "symbol": ("circle-open", "circle")[place],
                    "line": {"width": 2},
                },
                "hovertemplate": "%{y}: %{x:.3g}<extra>" + words + "</extra>",
            }
        )
    layout = {
        "height": 110 + 40 * len(rows),
        "margin": {"l": 10, "r": 10, "t": 40, "b": 10},
        "legend": {"orientation": "h", "y": 1, "yanchor": "bottom"},
        "xaxis": {"type": "log", "title": {"text": "error, less is better"}, "tickformat": "~g"},
        "yaxis": {"type": "category", "autorange": "reversed", "automargin": True},
    }
    return go.Figure({"data": traces, "layout": layout})
