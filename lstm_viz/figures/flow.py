"""The error signal in every unit at every time step: a map for each state of each model."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from textwrap import wrap
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lstm_viz.family import CELLS
from lstm_viz.figures.frame import Mode
from lstm_viz.film import Film
from lstm_viz.film_writing import title as lane_title
from lstm_viz.measures.flow import unit_flow
from lstm_viz.recording import Array, Recording

DECADES = 8
"""How many powers of ten below the largest value colours can tell apart."""
_SCALE = {"light": ("#E6E9F0", "#8193B8", "#141B2E"), "dark": ("#1E2431", "#5F76A6", "#F2F4F9")}
_LINE = {"light": "#FFFFFF", "dark": "#0E1117"}
_MOST_LABELS = 16
_LONGEST_LINE = 20
"""Letters of a heading's line: on a phone two headings would meet."""
_ROW_HEIGHT, _UNIT_HEIGHT, _FRAME = 80, 9, 170


class _Panel(NamedTuple):
    """One map: which states of which recording, and where it stands."""

    values: Array
    recording: Recording
    title: str
    symbol: str
    column: int
    row: int

    @property
    def axis(self) -> str:
        """Return what Plotly calls its axes, without x and y."""
        number = 2 * self.row + self.column + 1
        return "" if number == 1 else str(number)


def flow_maps(film: Film, snapshot: int = -1, mode: Mode = "light") -> go.Figure:
    """Draw |dL/dh| and |dL/dc| of every unit against the time step, for both models.

    One logarithmic colour scale serves all maps. Where nothing arrives, nothing is drawn. Units
    are grouped by lane, the first layer on top.

    Parameters
    ----------
    film : Film
    snapshot : int
        Which snapshot, by its place in the film.
    mode : "light" or "dark"
    """
    panels = list(_panels(film, snapshot))
    rows = 1 + max(panel.row for panel in panels)
    low, high = _span([panel.values for panel in panels])
    traces = [_map(panel, high) for panel in panels]
    axes = [_axes(panel, rows) for panel in panels]
    units = max(panel.recording.units for panel in panels)
    layout = {
        "height": _FRAME + rows * (_ROW_HEIGHT + _UNIT_HEIGHT * units),
        "margin": {"l": 10, "r": 10, "t": 65, "b": 90},
        "hovermode": "closest",
        "showlegend": False,
        "coloraxis": _colours(low, high, mode),
        "annotations": [_heading(panel, rows) for panel in panels],
        "shapes": [line for panel in panels for line in _borders(panel, mode)],
        **{name: axis for pair in axes for name, axis in pair.items()},
    }
    return go.Figure({"data": traces, "layout": layout})


def _colours(low: float, high: float, mode: Mode) -> dict[str, Any]:
    """Return the logarithmic colour scale of all maps."""
    ticks = list(range(math.ceil(low), math.floor(high) + 1))
    return {
        "cmin": low,
        "cmax": high,
        "colorscale": list(zip((0, 0.5, 1), _SCALE[mode], strict=True)),
        "colorbar": {
            "tickvals": ticks,
            "ticktext": [f"10<sup>{n}</sup>" for n in ticks],
            "thickness": 12,
            "outlinewidth": 0,
            # Below the maps, which on a phone need the width.
            "orientation": "h",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
        },
    }


def _panels(film: Film, snapshot: int) -> Iterator[_Panel]:
    """Yield the maps: a column per model, hidden states on top."""
    for column, name in enumerate(film.config.cells):
        flow = unit_flow(film, name, snapshot)
        recording, title = film.snapshots[snapshot].models[name].recording, CELLS[name].title
        yield _Panel(flow.hidden, recording, f"{title} |dL/dh|, hidden state", "h", column, 0)
        if flow.cell is not None:
            yield _Panel(flow.cell, recording, f"{title} |dL/dc|, cell state", "c", column, 1)


def _span(maps: list[Array]) -> tuple[float, float]:
    """Return the powers of ten at both ends of the colours."""
    known = np.concatenate([values[(values > 0) & np.isfinite(values)] for values in maps])
    if not len(known):
        return -1.0, 0.0
    high = math.log10(known.max())
    low = max(math.log10(known.min()), high - DECADES)
    return (low, high) if high - low > 1 else (high - 1, high)


def _map(panel: _Panel, high: float) -> dict[str, Any]:
    """Return the trace of one map."""
    with np.errstate(divide="ignore"):  # exact zeros have no logarithm, and are left out
        powers = np.log10(panel.values.T)
    powers = np.where(np.isposinf(powers), high, powers)
    steps = np.arange(panel.recording.steps) + 1  # people count time steps from 1
    names = np.array([[each] * len(steps) for each in _unit_names(panel.recording)])
    return {
        "type": "heatmap",
        "x": steps,
        "y": np.arange(panel.recording.units),
        "z": np.where(np.isfinite(powers), powers, np.nan),
        "customdata": np.stack([names, _written(panel.values.T)], axis=-1),
        "hovertemplate": f"%{{customdata[0]}}, time step %{{x}}: |dL/d{panel.symbol}| = "
        "%{customdata[1]}<extra></extra>",
        "hoverongaps": False,
        "coloraxis": "coloraxis",
        "name": panel.title,
        "xaxis": f"x{panel.axis}",
        "yaxis": f"y{panel.axis}",
    }


def _written(values: Array) -> NDArray[np.str_]:
    """Write numbers as they are read in a hover."""
    return np.array([[f"{value:.3g}" for value in row] for row in values])


def _unit_names(recording: Recording) -> list[str]:
    """Name every unit by its lane and its number in it."""
    return [
        ", ".join(filter(None, (lane_title(lane, recording), f"unit {unit + 1}")))
        for lane in recording.lanes
        for unit in range(lane.units)
    ]


def _axes(panel: _Panel, rows: int) -> dict[str, dict[str, Any]]:
    """Return the axes of one map; the units of a plain cell are numbered, lanes have names."""
    recording = panel.recording
    if len(recording.lanes) == 1:
        every = 1 + recording.units // (_MOST_LABELS + 1)
        at = list(range(0, recording.units, every))
        words = [str(unit + 1) for unit in at]
    else:
        at = [(place.start + place.stop - 1) / 2 for place in recording.places]
        words = [lane_title(lane, recording) for lane in recording.lanes]
    bottom, top = _height(panel, rows)
    x = {"domain": [0.55 * panel.column, 0.45 + 0.55 * panel.column], "anchor": f"y{panel.axis}"}
    y = {"domain": [bottom, top], "anchor": f"x{panel.axis}", "autorange": "reversed"}
    still = {"showgrid": False, "zeroline": False, "ticks": ""}
    is_lowest = panel.row == rows - 1 or "cell_state" not in recording.quantities
    return {
        f"xaxis{panel.axis}": {
            **x,
            **still,
            "title": "time step" if is_lowest else "",
            "showticklabels": is_lowest,
            "range": [0.5, recording.steps + 0.5],
        },
        f"yaxis{panel.axis}": {
            **y,
            **still,
            "tickvals": at,
            "ticktext": words,
            "title": "unit" if len(recording.lanes) == 1 else "",
            "automargin": True,
        },
    }


def _height(panel: _Panel, rows: int) -> tuple[float, float]:
    """Return where a map begins and ends, as shares of the figure's height from its bottom."""
    return (0.0, 1.0) if rows == 1 else ((0.6, 1.0) if panel.row == 0 else (0.0, 0.4))


def _heading(panel: _Panel, rows: int) -> dict[str, Any]:
    """Return the words above a map."""
    place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    where = {"x": 0.55 * panel.column, "y": _height(panel, rows)[1]}
    cell, bar, state = panel.title.partition(" |")
    words = "<br>".join([*wrap(cell, _LONGEST_LINE), bar.strip() + state])
    return {"text": words, **place, **where, "align": "left", "showarrow": False}


def _borders(panel: _Panel, mode: Mode) -> list[dict[str, Any]]:
    """Return the lines between the lanes of a map."""
    across = {"xref": f"x{panel.axis} domain", "yref": f"y{panel.axis}", "x0": 0, "x1": 1}
    line = {"color": _LINE[mode], "width": 3}
    return [
        {"type": "line", **across, "y0": above.stop - 0.5, "y1": above.stop - 0.5, "line": line}
        for above, _ in pairwise(panel.recording.places)
    ]
