"""Alarms: where a value comes otherwise than predicted, and how often that is an anomaly."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstm_viz.film import Film
from lstm_viz.interfering import answers_to
from lstm_viz.run import ModelName
from lstm_viz.tasks.uses.anomaly import PERIOD, Anomalies, Watched

WARMUP = 2 * PERIOD
"""Time steps at the beginning in which nobody knows the rhythm yet: no alarm is raised there."""
THRESHOLDS = np.linspace(0.02, 1.2, 119)
"""The thresholds of a curve."""

Array = NDArray[np.floating]


class Alarms(NamedTuple):
    """What comes of a threshold.

    Attributes
    ----------
    raised : int
        Time steps with an alarm.
    caught : int
        Anomalies with an alarm within one usual period from their beginning.
    anomalies : int
    false_rate : float
        Alarms at all other time steps, per 1000 of these.
    """

    raised: int
    caught: int
    anomalies: int
    false_rate: float


class Watch(NamedTuple):
    """Prediction errors (T, B) on watched sequences, of models by name and baselines by title."""

    seen: Watched
    models: dict[ModelName, Array]
    baselines: dict[str, Array]


def errors(said: Array, x: Array) -> Array:
    """Return how far each value x (T, ..., 1) is from what was said one step before; (T, ...).

    It is 0 in the warm-up, where no alarm is raised.
    """
    wrong = np.abs(x[1:, ..., 0] - said[:-1, ..., 0])
    wrong = np.concatenate([np.zeros_like(wrong[:1]), wrong])
    wrong[:WARMUP] = 0
    return wrong


def watch(film: Film, part: Literal["validation", "test"]) -> Watch:
    """Let everybody watch the sequences of one part, with the weights of the last snapshot.

    Raises
    ------
    TypeError
        If the film is of another task.
    """
    config, task, last = film.config, film.config.the_task, film.snapshots[-1]
    if not isinstance(task, Anomalies):
        raise TypeError(f"the film is of the task {task.name}, expected {Anomalies.name}")
    seen = task.watched(part, config.length)
    batch = seen.batch
    return Watch(
        seen,
        {
            name: errors(answers_to(config, name, last.models[name].weights, batch.x), batch.x)
            for name in config.cells
        },
        {each.title: errors(each.predict(batch), batch.x) for each in task.baselines()},
    )


def alarms(wrong: Array, strange: NDArray[np.bool_], threshold: float) -> Alarms:
    """Raise an alarm wherever an error (T, B) is above the threshold, and count.

    Each sequence has one anomaly, at the steps where ``strange`` (T, B) is True. The warm-up does
    not count.
    """
    raised, strange = wrong[WARMUP:] > threshold, strange[WARMUP:]
    return Alarms(
        int(raised.sum()),
        int((raised & strange).any(0).sum()),
        int(strange.any(0).sum()),
        1000 * float(raised[~strange].mean()),
    )


def by_kind(wrong: Array, seen: Watched) -> dict[str, float]:
    """Return the median, over the anomalies of each kind, of their largest error."""
    largest = np.where(seen.strange, wrong, 0).max(0)
    return {str(k): float(np.median(largest[seen.kinds == k])) for k in np.unique(seen.kinds)}


def fewest_false(wrong: Array, strange: NDArray[np.bool_], share: float) -> float:
    """Return the lowest rate of false alarms of any threshold that catches a share of anomalies."""
    seen = [alarms(wrong, strange, threshold) for threshold in THRESHOLDS]
    return min((s.false_rate for s in seen if s.caught >= share * s.anomalies), default=np.nan)
