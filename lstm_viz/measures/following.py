"""Following: how far an answer goes along with what was measured, at jumps and on plateaus."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lstm_viz.film import Film
from lstm_viz.interfering import answers_to
from lstm_viz.measures.film import lstm_of, steps_with
from lstm_viz.run import ModelName
from lstm_viz.tasks import Batch

LARGE = 0.6
"""A jump by more than this is a large one."""
SETTLED = 5
"""Time steps after a jump from which on a level counts as a plateau."""


class Pull(NamedTuple):
    """The share of the way to the measured number that an answer goes in one step."""

    at_jumps: float
    on_plateaus: float


def pull(film: Film, model: ModelName, batch: Batch) -> Pull:
    """Measure how far a model's answer goes along, with the weights of the last snapshot.

    The share k of y_t - y_{t-1} = k (x_t - y_{t-1}), fitted by least squares over all steps of a
    kind. For exponential smoothing it is a constant; for a Kalman filter, its gain.
    """
    weights = film.snapshots[-1].models[model].weights
    said = answers_to(film.config, model, weights, batch.x)[..., 0]
    way, went = batch.x[1:, :, 0] - said[:-1], np.diff(said, axis=0)
    jump = np.abs(np.diff(batch.target[..., 0], axis=0))
    settled = np.ones(jump.shape, bool)
    settled[: SETTLED - 1] = False
    for back in range(SETTLED):
        settled[back:] &= jump[: len(jump) - back] == 0
    return Pull(
        *(float((went * way)[at].sum() / (way[at] ** 2).sum()) for at in (jump > LARGE, settled))
    )


def forget_gates(film: Film, event: str) -> tuple[float, float]:
    """Return the mean forget gate of all units where something happens, and everywhere else.

    Of the sequence that the film shows; NaN where it has no such time step.
    """
    gate, at = lstm_of(film).forget_gate.mean(1), steps_with(film, event)
    if not at:
        return float("nan"), float(gate.mean())
    return float(gate[at].mean()), float(np.delete(gate, at).mean())
