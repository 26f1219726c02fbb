"""The cliff as a surface that can be turned, walks of gradient descent on it, and their error."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from lstm_viz.figures.frame import Mode
from lstm_viz.measures.cliff import Stop, landscape, way

_GROUND = {  # flat and low is near the page's own background, the wall stands out
    "light": [[0, "#EEF1F5"], [0.25, "#C9D0DB"], [1, "#5D6878"]],
    "dark": [[0, "#1A202A"], [0.25, "#333D4D"], [1, "#9AA6B8"]],
}
_FREE = {"light": "#B3261E", "dark": "#FF8A80"}
_HELD = {"light": "#1B2130", "dark": "#F4F5F7"}
_GRID = {"light": "#C4CAD4", "dark": "#3A4454"}
_LIFT = 0.006
"""By how much a walk floats above the ground, so that the ground does not swallow it."""
# From over the plain: the wall rises behind it.
_CAMERA = {"eye": {"x": 0.5, "y": 1.9, "z": 0.9}, "center": {"x": 0, "y": 0, "z": -0.18}}


class _Walk(NamedTuple):
    """A walk, and how it is drawn."""

    stops: tuple[Stop, ...]
    words: str
    colour: str
    dash: str
    symbol: str


def cliff_walks(
    free: tuple[Stop, ...], held: tuple[Stop, ...], words: str, mode: Mode = "light"
) -> go.Figure:
    """Draw two walks from one beginning: over the error as a landscape, and step by step.

    Parameters
    ----------
    free, held : tuple of Stop
        Without clipping and with it; the same walk twice is drawn once.
    words : str
        What the legend calls the walk that is clipped.
    mode : "light" or "dark"
    """
    walks = [_Walk(free, "not clipped", _FREE[mode], "dash", "x")]
    if held != free:
        walks.append(_Walk(held, words, _HELD[mode], "solid", "circle"))
    title = {"xref": "paper", "yref": "paper", "y": 1.0, "yanchor": "bottom", "xanchor": "left"}
    layout = {
        "height": 460,
        "margin": {"l": 10, "r": 10, "t": 40, "b": 10},
        "legend": {"orientation": "h", "y": -0.14, "yanchor": "top"},
        "hovermode": "closest",
        "scene": _scene(mode),
        "xaxis": {"domain": [0.74, 1], "title": "step of gradient descent"},
        "yaxis": {"anchor": "x", "rangemode": "tozero"},
        "annotations": [
            {**title, "x": 0, "text": "The error as a landscape: drag to turn", "showarrow": False},
            {**title, "x": 0.74, "text": "Error E along the walk", "showarrow": False},
        ],
    }
    paths = [trace for walk in walks for trace in _over_the_ground(walk)]
    traces = [_ground(mode), *paths, *map(_step_by_step, walks)]
    return go.Figure({"data": traces, "layout": layout})


def _ground(mode: Mode) -> dict[str, Any]:
    """Return the landscape."""
    weights, biases, error = landscape()
    return {
        "type": "surface",
        "x": weights.astype("float32"),
        "y": biases.astype("float32"),
        "z": error.astype("float32"),
        "colorscale": _GROUND[mode],
        "showscale": False,
        "lighting": {"ambient": 0.75, "diffuse": 0.5, "specular": 0.05, "roughness": 0.9},
        "hovertemplate": "w %{x:.2f}, b %{y:.2f}: E = %{z:.3f}<extra></extra>",
    }


def _over_the_ground(walk: _Walk) -> list[dict[str, Any]]:
    """Return a walk: its way over the ground, straight in w and b, and its stops."""
    weights, biases, errors = way(walk.stops)
    common = {"type": "scatter3d", "legendgroup": walk.words, "showlegend": False}
    line = {
        **common,
        "x": weights,
        "y": biases,
        "z": errors + _LIFT,
        "mode": "lines",
        "line": {"color": walk.colour, "dash": walk.dash, "width": 5},
        "hoverinfo": "skip",
    }
    stops = {
        **common,
        "x": [stop.weight for stop in walk.stops],
        "y": [stop.bias for stop in walk.stops],
        "z": [stop.error + _LIFT for stop in walk.stops],
        "customdata": np.array([(k, stop.error) for k, stop in enumerate(walk.stops)]),
        "name": walk.words,
        "mode": "markers",
        "marker": {"size": 3.5, "symbol": walk.symbol, "color": walk.colour},
        "hovertemplate": "step %{customdata[0]}: w %{x:.2f}, b %{y:.2f}, E = %{customdata[1]:.3f}",
    }
    return [line, stops]


def _step_by_step(walk: _Walk) -> dict[str, Any]:
    """Return the error along a walk."""
    return {
        "type": "scatter",
        "x": list(range(len(walk.stops))),
        "y": [stop.error for stop in walk.stops],
        "name": walk.words,
        "legendgroup": walk.words,
        "mode": "lines+markers",
        "marker": {"size": 5, "symbol": walk.symbol},
        "line": {"color": walk.colour, "dash": walk.dash, "width": 2},
        "hovertemplate": "step %{x}: E = %{y:.3f}",
    }


def _scene(mode: Mode) -> dict[str, Any]:
    """Return the box around the landscape."""
    axis = {"gridcolor": _GRID[mode], "zerolinecolor": _GRID[mode], "showbackground": False}
    return {
        "domain": {"x": [0, 0.66], "y": [0, 1]},
        "xaxis": {**axis, "title": "weight w", "range": [4.5, 6]},
        "yaxis": {**axis, "title": "bias b", "range": [-3, -1.2]},
        "zaxis": {**axis, "title": "error E", "rangemode": "tozero"},
        "aspectmode": "manual",
        "aspectratio": {"x": 1.25, "y": 1.25, "z": 0.6},
        "camera": _CAMERA,
        "dragmode": "orbit",
    }
