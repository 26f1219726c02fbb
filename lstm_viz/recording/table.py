"""A recording as a tidy table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lstm_viz.recording.base import Recording


def tidy(recording: Recording) -> pd.DataFrame:
    """Return one row per time step, unit and quantity; see `Recording.to_frame`."""
    columns = dict(recording)
    for name in recording.squashed:
        for part, array in recording.pre_activation(name)._asdict().items():
            if array is not None:
                columns[f"{name}.{part}"] = array
    return pd.concat(
        pd.DataFrame({**_where(recording, name), "quantity": name, "value": array.ravel()})
        for name, array in columns.items()
    ).reset_index(drop=True)


def _where(recording: Recording, name: str) -> dict[str, Any]:
    """Return the time step, lane and unit of each number of a quantity, flat."""
    places, lanes = recording.places_in(name), recording.lanes
    sizes = [place.stop - place.start for place in places]
    step, unit = np.indices((recording.steps, sum(sizes)))
    if len(lanes) == 1:
        return {"time_step": step.ravel(), "unit": unit.ravel()}
    ways = ["backward" if lane.backward else "forward" for lane in lanes]
    layers = [lane.layer for lane in lanes]
    return {
        "time_step": step.ravel(),
        "layer": np.tile(np.repeat(layers, sizes), recording.steps),
        "direction": np.tile(np.repeat(ways, sizes), recording.steps),
        "unit": (unit - np.repeat([place.start for place in places], sizes)).ravel(),
    }
