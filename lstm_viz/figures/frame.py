"""The frame that all figures share: size, legend, labelled lines across, a title per panel."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Literal

import plotly.graph_objects as go

Mode = Literal["light", "dark"]
"""Whether the page is light or dark."""

_THRESHOLD_COLOUR = "#888888"  # to be seen on light pages and on dark ones


def framed(
    traces: list[dict[str, Any]],
    thresholds: Iterable[tuple[float, str]] = (),
    titles: Iterable[tuple[float, str]] = (),
    **axes: dict[str, Any],
) -> go.Figure:
    """Put a figure together, with labelled lines across its first panel and a title per panel.

    It is made in one call: Plotly checks each later change for a millisecond or more, and a page
    draws its figures anew at every click.
    """
    is_log = axes["yaxis"].get("type") == "log"
    annotations: list[dict[str, Any]] = [
        {"text": text, "x": x, "xref": "paper", "y": 1.0, "yref": "paper", "yanchor": "bottom"}
        for x, text in titles
    ]
    shapes = []
    for value, words in thresholds:
        across = {"xref": "x domain", "yref": "y"}
        line = {"dash": "dot", "width": 1.5, "color": _THRESHOLD_COLOUR}
        span = {"x0": 0, "x1": 1, "y0": value, "y1": value}
        shapes.append({"type": "line", **across, **span, "line": line, "opacity": 0.6})
        # Unlike a shape, an annotation on a logarithmic axis is placed by the exponent.
        y = math.log10(value) if is_log and value > 0 else value
        annotations.append({"text": words, **across, "x": 1, "y": y, "yanchor": "bottom"})
    for annotation in annotations:
        annotation |= {"showarrow": False, "xanchor": "left" if annotation["x"] != 1 else "right"}
    layout = {
        "height": 380,
        "margin": {"l": 10, "r": 10, "t": 40, "b": 10},
        "legend": {"orientation": "h", "y": -0.22, "yanchor": "top"},
        "hovermode": "x unified",
        "shapes": shapes,
        "annotations": annotations,
        **axes,
    }
    return go.Figure({"data": traces, "layout": layout})
