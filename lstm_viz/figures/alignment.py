"""Alignment: which word a translator looks at for each word that it says."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.figures.frame import Mode
from lstm_viz.measures.translating import Spoken

_NOTHING = {"light": "#F3F4F7", "dark": "#232834"}
_ROW, _ABOVE = 30, 90


def alignment(one: Spoken, mode: Mode = "light") -> go.Figure:
    """Draw a translation as a heat map of where the model looked.

    Columns are the words that were read, rows the words that were said, in their order. The
    stronger the colour, the more the model looked there; what it said first stands on top.

    Parameters
    ----------
    one : Spoken
        With attention.
    mode : "light" or "dark"

    Raises
    ------
    ValueError
        If it was made without attention.
    """
    if one.looks is None:
        raise ValueError("the translation was made without attention, expected one with looks")
    trace = {
        "type": "heatmap",
        "z": np.asarray(one.looks),
        "customdata": [[f"{said} ← {read}" for read in one.read] for said in one.said],
        "hovertemplate": "%{customdata}: %{z:.2f}<extra></extra>",
        "colorscale": [
            [0, _NOTHING[mode]],
            [1, getattr(palette.QUANTITIES["hidden_state"], mode)],
        ],
        "zmin": 0,
        "zmax": 1,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }

    def axis(words: tuple[str, ...]) -> dict[str, object]:
        # The same word may come twice: places have numbers, and the words stand beside them.
        places = list(range(len(words)))
        still = {"fixedrange": True, "showgrid": False, "zeroline": False, "ticks": ""}
        font = {"size": 14}
        return {**still, "tickvals": places, "ticktext": list(words), "tickfont": font}

    layout = {
        "height": _ABOVE + _ROW * max(1, len(one.said)) + 10,
        "margin": {"l": 10, "r": 10, "t": _ABOVE, "b": 10},
        "xaxis": {**axis(one.read), "side": "top", "tickangle": -45},
        "yaxis": {
            **axis(one.said),
            "range": [max(1, len(one.said)) - 0.5, -0.5],
            "automargin": True,
            "ticksuffix": "  ",
        },
    }
    return go.Figure({"data": [trace], "layout": layout})
