"""Piano roll: what a model plays, note by note, over the tune itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lstm_viz import palette
from lstm_viz.figures.frame import Mode
from lstm_viz.figures.scoreboard import GREY

Notes = NDArray[np.intp]

_GAP = 0.08
"""Beats between a note and the next, so that repeated ones can be told apart."""


def piano_roll(
    tune: Notes,
    models: Mapping[str, Notes],
    beats: Sequence[float],
    given: int,
    notes: Sequence[str],
    mode: Mode = "light",
) -> go.Figure:
    """Draw notes over time.

    Parameters
    ----------
    tune : (N,) int
        Places in ``notes``.
    models : mapping of str to (N,) int
        What each plays, by title, in the order of the run: at most two.
    beats : sequence of float, N
        The length of each note.
    given : int
        How many notes the models were given; a line stands behind them.
    notes : sequence of str
        The names of all notes, lowest first.
    mode : "light" or "dark"
    """
    ends = np.cumsum(beats)
    starts = ends - beats

    def bars(title: str, played: Notes, first: int, up: float, **line: Any) -> Any:
        """Return one trace: a stroke per note, from the first that counts."""
        x: list[float | None] = []
        y: list[float | None] = []
        for start, end, note in list(zip(starts, ends, played, strict=True))[first:]:
            x += [float(start), float(end) - _GAP, None]
            y += [float(note + up), float(note + up), None]
        look = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "line": line}
        return {"name": title, "x": x, "y": y, **look}

    inks = [getattr(palette.MODELS[place], mode) for place in ("first", "second")]
    traces = [
        bars("the tune", tune, 0, 0, color=GREY[mode], width=15) | {"opacity": 0.45},
        *(
            bars(title, played, given, up, color=ink, width=4)
            for (title, played), ink, up in zip(models.items(), inks, (0.2, -0.2), strict=False)
        ),
    ]
    used = np.unique([tune, *models.values()]).tolist()
    split = float(starts[given]) - _GAP / 2 if given < len(starts) else float(ends[-1])
    still = {"fixedrange": True, "zeroline": False}
    layout = {
        "height": 360,
        "margin": {"l": 10, "r": 10, "t": 50, "b": 10},
        "hovermode": False,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "xaxis": {**still, "title": "beats", "showgrid": False},
        "yaxis": {
            **still,
            "tickvals": used,
            "ticktext": [notes[n] for n in used],
            "range": [used[0] - 1, used[-1] + 1],
            "automargin": True,
            "ticksuffix": "  ",
        },
        "shapes": [
            {
                "type": "line",
                "yref": "paper",
                **{"x0": split, "x1": split, "y0": 0, "y1": 1},
                "line": {"dash": "dot", "width": 1.5, "color": GREY[mode]},
            }
        ],
    }
    return go.Figure({"data": traces, "layout": layout})
