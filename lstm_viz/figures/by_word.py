"""A sentence word by word: what is answered after each word, and what each one changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.figures.frame import Mode, framed
from lstm_viz.recording import Array

_GREY = {"light": "#9AA1AE", "dark": "#6E7686"}


def by_word(
    words: Sequence[str], answers: Mapping[str, Array], changed: Array, mode: Mode = "light"
) -> go.Figure:
    """Draw lines of probabilities over bars of the change of the cell state.

    Parameters
    ----------
    words : sequence of str, length T
    answers : mapping of str to (T,)
        Probabilities by title: at most two models, then a baseline in grey.
    changed : (T,), at least 0
        By how much a word changes the cell state, mean over units.
    mode : "light" or "dark"
    """
    colours = [*(getattr(palette.MODELS[each], mode) for each in ("first", "second")), _GREY[mode]]
    ticks = list(range(len(words)))
    traces = [
        {
            "type": "bar",
            "x": ticks,
            "y": changed,
            "name": "LSTM's cell state changes, mean |Δc|",
            "marker": {"color": getattr(palette.QUANTITIES["cell_state"], mode), "opacity": 0.45},
            "hovertemplate": "%{y:.2f}",
        },
        *(
            {
                "type": "scatter",
                "x": ticks,
                "y": values,
                "name": f"{title}: positive",
                "mode": "lines+markers",
                "line": {"color": colour, "width": 2.5, "dash": dash},
                "hovertemplate": "%{y:.0%}",
            }
            for (title, values), colour, dash in zip(
                answers.items(), colours, ("solid", "dash", "dot"), strict=False
            )
        ),
    ]
    figure = framed(
        traces,
        xaxis={"tickvals": ticks, "ticktext": list(words)},
        yaxis={"rangemode": "tozero", "title": "probability, and change"},
        thresholds=((0.5, "undecided"),),
    )
    return figure.update_layout(height=360, margin={"t": 10})
