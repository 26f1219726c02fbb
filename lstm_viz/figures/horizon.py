"""Memory horizons: in which share of some runs a task was learned, against the gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.figures.frame import Mode, framed
from lstm_viz.recording import Kind
from lstm_viz.study import Count

_SYMBOLS = ("circle", "square", "diamond", "x", "triangle-up", "star")
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
_APART = 0.008
"""By how much lines stand apart that would hide each other, as a share of the axis."""


def shares_by_gap(
    rows: Mapping[str, Sequence[Count]],
    kinds: Sequence[Kind],
    gaps: Sequence[int],
    words: str,
    mode: Mode = "light",
) -> go.Figure:
    """Draw the share of runs that learned their task, one line per racer.

    LSTMs have one colour, vanilla RNNs another, the GRU a third; dash and marker tell them apart.
    Lines are drawn a hair apart, because most of them share the top and the bottom of the figure;
    the hover tells the counts.

    Parameters
    ----------
    rows : mapping of str to sequence of (int, int)
        By the words of the legend: for each gap, how many runs learned, and of how many.
    kinds : sequence of str
        What each row's cell is.
    gaps : sequence of int
    words : str
        What the gap counts.
    mode : "light" or "dark"

    Raises
    ------
    ValueError
        If a row has another number of counts than there are gaps.
    """
    for name, counts in rows.items():
        if len(counts) != len(gaps):
            raise ValueError(f"{name} has {len(counts)} counts, expected {len(gaps)}")
    colours = {
        "lstm": palette.MODELS["first"],
        "peephole": palette.MODELS["first"],
        "gru": palette.QUANTITIES["cell_state"],
        "rnn": palette.MODELS["second"],
    }
    middle, traces = (len(rows) - 1) / 2, []
    for place, ((name, counts), kind) in enumerate(zip(rows.items(), kinds, strict=True)):
        known = [(gap, k, n) for gap, (k, n) in zip(gaps, counts, strict=True) if n]
        before = list(kinds[:place]).count(kind)
        traces.append(
            {
                "type": "scatter",
                "x": [gap for gap, _, _ in known],
                "y": [k / n + (middle - place) * _APART for _, k, n in known],
                "name": name,
                "mode": "lines+markers",
                "marker": {"size": 8, "symbol": _SYMBOLS[before % len(_SYMBOLS)]},
                "line": {
                    "color": getattr(colours[kind], mode),
                    "dash": _DASHES[before % len(_DASHES)],
                    "width": 2,
                },
                "customdata": [f"{k} of {n}" for _, k, n in known],
                "hovertemplate": "%{customdata} seeds",
            }
        )
    return framed(
        traces,
        xaxis={"title": f"gap: {words}", "tickvals": list(gaps), "type": "log"},
        yaxis={
            "title": "share of seeds that solved it",
            "tickformat": ".0%",
            "range": [-0.08, 1.08],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
        },
    )
