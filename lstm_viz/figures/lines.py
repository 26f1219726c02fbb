"""One quantity of one unit as a line over the time steps."""

from __future__ import annotations

from typing import Any

import numpy as np

from lstm_viz import palette
from lstm_viz.figures.frame import Mode
from lstm_viz.recording import Recording


def line_of(recording: Recording, name: str, unit: int, mode: Mode) -> dict[str, Any]:
    """Return a line of one quantity of one unit against the time step, counted from 1."""
    return {
        "type": "scatter",
        "x": np.arange(recording.steps) + 1,
        "y": getattr(recording, name)[:, unit],
        "mode": "lines",
        "line": {"color": getattr(palette.QUANTITIES[name], mode)},
        "hovertemplate": "%{y:.3f}",
    }
