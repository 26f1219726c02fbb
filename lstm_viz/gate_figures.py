"""One unit's gates in pictures: what it keeps, what it writes, what it says."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.figures import Mode, _figure
from lstm_viz.keeping import sigmoid
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
        What the gate of a real unit left after 0, 1, ... N steps: see `lstm_viz.keeping.kept`.
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
    figure = _figure(
        traces,
        xaxis={"title": "time steps kept"},
        yaxis={"title": "share left", "range": [0, 1.03], "tickformat": ".0%"},
        thresholds=((0.5, "half"),),
    )
    return figure.update_layout(height=330, margin={"t": 10}, showlegend=True)
