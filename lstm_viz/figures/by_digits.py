"""How well numbers are translated, by how long they are."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.figures.frame import Mode, framed

_GREY = {"light": "#9AA1AE", "dark": "#6E7686"}


def by_digits(
    models: Mapping[str, Mapping[int, float]],
    simple: Mapping[str, Mapping[int, float]],
    mode: Mode = "light",
) -> go.Figure:
    """Draw one line per contestant: the share of numbers that it gets right, by their digits.

    Parameters
    ----------
    models : mapping of str to mapping of int to float
        By title, at most two, the first solid and the second dashed: shares by number of digits.
    simple : mapping of str to mapping of int to float
        Baselines, dotted in grey.
    mode : "light" or "dark"
    """
    looks = [
        *((getattr(palette.MODELS["first"], mode), "solid"),),
        *((getattr(palette.MODELS["second"], mode), "dash"),),
        *((_GREY[mode], "dot") for _ in simple),
    ]
    lines = [*models.items(), *simple.items()]
    traces = [
        {
            "type": "scatter",
            "name": title,
            "x": [_words(digits) for digits in shares],
            "y": list(shares.values()),
            "mode": "lines+markers",
            "line": {"color": colour, "dash": dash, "width": 2.5},
            "marker": {"size": 8},
            "hovertemplate": "%{y:.0%}",
        }
        for (title, shares), (colour, dash) in zip(lines, looks, strict=True)
    ]
    still = {"fixedrange": True}
    figure = framed(
        traces,
        xaxis={**still, "title": "digits of the number", "type": "category"},
        yaxis={
            **still,
            "title": "right to the last word",
            "range": [-0.03, 1.05],
            "tickformat": ".0%",
        },
    )
    figure.update_layout(margin={"t": 10})
    return figure


def _words(digits: int) -> str:
    """Name a group of numbers by their digits; those with one and two go together."""
    return "1 or 2" if digits == min(2, digits) else str(digits)
