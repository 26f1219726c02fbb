"""Many runs as a grid: in how many of them a task was learned, in words as well as in colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from lstm_viz.figures.frame import Mode
from lstm_viz.study import Count

# From none to all: a grey blue that means no quantity, and on which the words stay legible.
_SCALE = {"light": ("#F3F4F7", "#9DB4D6"), "dark": ("#232834", "#4C6490")}
_WORDS = {"light": "#1B2130", "dark": "#F4F5F7"}
_ROW, _HEAD = 44, 90


def counts_grid(
    rows: Mapping[str, Sequence[Count]],
    columns: Sequence[str],
    mode: Mode = "light",
    above: str = "",
) -> go.Figure:
    """Draw, for every row and column, how many of some runs learned their task.

    Parameters
    ----------
    rows : mapping of str to sequence of (int, int)
        By the words of each row, from top to bottom: for each column, how many, and of how many.
    columns : sequence of str
        The words above the columns; ``<br>`` breaks a line.
    mode : "light" or "dark"
    above : str
        What the columns are, in a line above them.

    Raises
    ------
    ValueError
        If a row has another number of counts than there are columns.
    """
    for name, counts in rows.items():
        if len(counts) != len(columns):
            raise ValueError(f"{name} has {len(counts)} counts, expected {len(columns)}")
    shares = [[k / n if n else 0.0 for k, n in counts] for counts in rows.values()]
    words = [[f"{k}/{n}" if n else "" for k, n in counts] for counts in rows.values()]
    trace = {
        "type": "heatmap",
        "z": shares,
        "x": list(columns),
        "y": list(rows),
        "text": words,
        "texttemplate": "%{text}",
        "textfont": {"size": 15, "color": _WORDS[mode]},
        "hovertemplate": "%{y}, %{x}: %{text}<extra></extra>",
        "colorscale": list(enumerate(_SCALE[mode])),
        "zmin": 0,
        "zmax": 1,
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
    }
    still = {"fixedrange": True, "showgrid": False, "zeroline": False, "type": "category"}
    still |= {"tickfont": {"size": 14}, "ticks": ""}
    layout = {
        "height": _HEAD + _ROW * len(rows),
        "margin": {"l": 10, "r": 10, "t": 10, "b": 10},
        "xaxis": {**still, "side": "top", "tickangle": 0, "title": {"text": above}},
        "yaxis": {**still, "autorange": "reversed", "automargin": True},
    }
    return go.Figure({"data": [trace], "layout": layout})
