"""The map of the cliff with a walk of gradient descent on it, and the error along the walk."""

from __future__ import annotations

import plotly.graph_objects as go

from lstm_viz.figures.frame import Mode, framed
from lstm_viz.measures.cliff import Stop, landscape

_GROUND = {  # flat and low is the page's own background, the wall stands out
    "light": [[0, "#FFFFFF"], [0.25, "#D9DEE6"], [1, "#707B8C"]],
    "dark": [[0, "#10141B"], [0.25, "#2B3340"], [1, "#8A96A8"]],
}
_FREE = {"light": "#B3261E", "dark": "#FF8A80"}
_HELD = {"light": "#1B2130", "dark": "#F4F5F7"}


def cliff_walks(
    free: tuple[Stop, ...], held: tuple[Stop, ...], words: str, mode: Mode = "light"
) -> go.Figure:
    """Draw two walks from one beginning: on the map of the error, and their error step by step.

    Parameters
    ----------
    free, held : tuple of Stop
        Without clipping and with it; the same walk twice is drawn once.
    words : str
        What the legend calls the walk that is clipped.
    mode : "light" or "dark"
    """
    weights, biases, error = landscape()
    walks = [(free, "not clipped", _FREE[mode], "dash", "x")]
    if held != free:
        walks.append((held, words, _HELD[mode], "solid", "circle"))
    ground = {
        "type": "heatmap",
        "x": weights.astype("float32"),
        "y": biases.astype("float32"),
        "z": error.astype("float32"),
        "colorscale": _GROUND[mode],
        "showscale": False,
        "hovertemplate": "w %{x:.2f}, b %{y:.2f}: E = %{z:.3f}<extra></extra>",
    }
    lines = [
        {
            "type": "scatter",
            "x": xs,
            "y": ys,
            "name": name,
            "legendgroup": name,
            "showlegend": axis == "",
            "mode": "lines+markers",
            "marker": {"size": 5, "symbol": symbol},
            "line": {"color": colour, "dash": dash, "width": 2},
            "hovertemplate": hover,
            "xaxis": f"x{axis}",
            "yaxis": f"y{axis}",
        }
        for stops, name, colour, dash, symbol in walks
        for axis, xs, ys, hover in (
            ("", [s.weight for s in stops], [s.bias for s in stops], "w %{x:.2f}, b %{y:.2f}"),
            ("2", list(range(len(stops))), [s.error for s in stops], "step %{x}: E = %{y:.3f}"),
        )
    ]
    figure = framed(
        [ground, *lines],
        titles=((0, "Map of the error"), (0.7, "Error E along the walk")),
        xaxis={"domain": [0, 0.58], "title": "recurrent weight w", "range": [4.5, 6]},
        yaxis={"title": "bias b", "range": [-3, -1.2]},
        xaxis2={"domain": [0.7, 1], "title": "step of gradient descent", "anchor": "y2"},
        yaxis2={"anchor": "x2", "rangemode": "tozero"},
    )
    return figure.update_layout(hovermode="closest")
