"""One unit's gates in pictures: what it keeps, and what it says."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.figures.frame import Mode, framed
from lstm_viz.figures.lines import line_of
from lstm_viz.film import Film
from lstm_viz.measures.film import telling_unit
from lstm_viz.measures.keeping import sigmoid
from lstm_viz.run import Array


def keeping(
    bias: float, measured: Array | None = None, steps: int = 40, mode: Mode = "light"
) -> go.Figure:
    """Draw which share a forget gate leaves of a cell state, against the steps that it is kept.

    Parameters
    ----------
    bias : float
        Of a gate that stands still at sigma(b), and so leaves sigma(b)^n after n steps.
    measured : (N + 1,), optional
        What the gate of a real unit left after 0, 1, ... N steps: see
        `lstm_viz.measures.keeping.kept`.
    steps : int
        How far the line goes.
    mode : "light" or "dark"
    """
    colour = getattr(palette.QUANTITIES["forget_gate"], mode)
    lag = np.arange(steps + 1)
    traces = [
        {
            "type": "scatter",
            "x": lag,
            "y": sigmoid(bias) ** lag,
            "name": f"a gate that stands at σ({bias:g}) = {sigmoid(bias):.3f}",
            "mode": "lines",
            "line": {"color": colour, "dash": "dot", "width": 2.5},
            "hovertemplate": "%{y:.1%}",
        }
    ]
    if measured is not None:
        traces.append(
            {
                "type": "scatter",
                "x": np.arange(len(measured)),
                "y": measured,
                "name": "the unit in the film",
                "mode": "lines+markers",
                "marker": {"size": 6},
                "line": {"color": getattr(palette.QUANTITIES["cell_state"], mode)},
                "hovertemplate": "%{y:.1%}",
            }
        )
    figure = framed(
        traces,
        xaxis={"title": "time steps kept"},
        yaxis={"title": "share left", "range": [0, 1.03], "tickformat": ".0%"},
        thresholds=((0.5, "half"),),
    )
    return figure.update_layout(height=330, margin={"t": 10}, showlegend=True)


def speaking(film: Film, snapshot: int = -1, mode: Mode = "light") -> go.Figure:
    """Draw the telling unit's cell state beside its hidden state, its output gate behind them.

    Parameters
    ----------
    film : Film
    snapshot : int
        Which snapshot, by its place in the film.
    mode : "light" or "dark"
    """
    recording, unit = film.snapshots[snapshot].lstm.recording, telling_unit(film)
    gate = line_of(recording, "output_gate", unit, mode)
    lines = (("cell_state", "cell state c", "solid"), ("hidden_state", "hidden state h", "dash"))
    traces = [
        {
            "type": "bar",
            "name": "output gate o",
            **{key: gate[key] for key in ("x", "y", "hovertemplate")},
            "width": 1,
            "marker": {"color": gate["line"]["color"], "opacity": 0.3, "line": {"width": 0}},
        },
        *(
            {
                **line_of(recording, name, unit, mode),
                "name": title,
                "mode": "lines+markers",
                "marker": {"size": 5},
                "line": {
                    "color": getattr(palette.QUANTITIES[name], mode),
                    "dash": dash,
                    "width": 2.5,
                },
            }
            for name, title, dash in lines
        ),
    ]
    figure = framed(
        traces,
        xaxis={"title": "time step"},
        yaxis={"title": f"unit {unit + 1}", "zeroline": True},
    )
    return figure.update_layout(height=360, margin={"t": 10})
