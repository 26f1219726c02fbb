"""A scoreboard: models and simple baselines, one bar each, on the same data."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.figures.frame import Mode, framed

GREY = {"light": "#9AA1AE", "dark": "#6E7686"}
"""The colour of baselines."""


def scoreboard(
    models: Mapping[str, float],
    baselines: Mapping[str, float],
    score_name: str,
    higher_is_better: bool,
    mode: Mode = "light",
) -> go.Figure:
    """Draw one horizontal bar per contestant, the best on top.

    Parameters
    ----------
    models : mapping of str to float
        Scores by title: at most two, in the order of the run; the second is hatched.
    baselines : mapping of str to float
        Scores by title, in grey.
    score_name : str
        What the bars measure.
    higher_is_better : bool
        Whether the score is a share of right answers, else it is an error.
    mode : "light" or "dark"
    """
    colours = [getattr(palette.MODELS[place], mode) for place in ("first", "second")]
    rows = [
        *(
            (score, title, colour, pattern)
            for (title, score), colour, pattern in zip(
                models.items(), colours, ("", "/"), strict=False
            )
        ),
        *((score, title, GREY[mode], "") for title, score in baselines.items()),
    ]
    rows.sort(key=lambda row: row[0], reverse=not higher_is_better)  # the last is drawn on top
    scores, titles, fills, patterns = zip(*rows, strict=True)
    words = ".1%" if higher_is_better else ".3g"
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": scores,
        "y": titles,
        "marker": {"color": fills, "pattern": {"shape": patterns}},
        "text": [format(score, words) for score in scores],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    better = "higher is better" if higher_is_better else "lower is better"
    figure = framed(
        [bars],
        xaxis={
            "title": f"{score_name} ({better})",
            "rangemode": "tozero",
            "tickformat": ".0%" if higher_is_better else "",
            "fixedrange": True,
        },
        yaxis={"automargin": True, "fixedrange": True, "ticksuffix": "  "},
    )
    figure.update_layout(
        height=110 + 34 * len(rows), margin={"t": 10, "r": 60}, hovermode=False, bargap=0.35
    )
    return figure
