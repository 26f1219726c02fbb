"""What padding does to a model that reads on after its sequence has ended."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lstm_viz.film import Film
from lstm_viz.measures.film import steps_with
from lstm_viz.run import ModelName


class OverPadding(NamedTuple):
    """The last real time step against the last padded one.

    Attributes
    ----------
    steps : int
        Padded time steps.
    unit : int
        The unit, from 0, whose memory moves most.
    before, after : float
        Its memory, in an LSTM the cell state.
    said_before, said_after : float
        The first output of the model.
    """

    steps: int
    unit: int
    before: float
    after: float
    said_before: float
    said_after: float


def over_padding(film: Film, model: ModelName) -> OverPadding | None:
    """Compare the end of a film's sequence with the end of its padding; None if it has none."""
    padded = steps_with(film, "padding")
    if not padded:
        return None
    side, real, last = film.snapshots[-1].models[model], padded[0] - 1, padded[-1]
    memory, said = side.recording.memory, side.prediction[:, 0]
    unit = int(np.abs(memory[last] - memory[real]).argmax())
    return OverPadding(
        len(padded),
        unit,
        *(float(memory[t, unit]) for t in (real, last)),
        *(float(said[t]) for t in (real, last)),
    )
