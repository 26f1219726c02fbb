"""TrainingRun and Snapshot: training as plain values, in NumPy, so that they travel and compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstm_viz.config import TrainConfig
from lstm_viz.recording import LSTMRecording, Recording, RNNRecording
from lstm_viz.tasks import Probe, Task

ModelName = str
"""One of the two cells of a run, by its name in `lstm_viz.family.CELLS`."""

Array = NDArray[np.floating[Any]]
Weights = Mapping[str, Array]


NUMBERS = ("loss", "score", "train_score", "test_score", "gradient_norm")
"""The fields of a `ModelSnapshot` that are single numbers."""


@dataclass(frozen=True, eq=False)
class ModelSnapshot:
    """One model after some update, and what it does on the probe sequence.

    Attributes
    ----------
    loss : float
        Mean training loss over the updates since the last snapshot (at update 0: of the first
        batch). NaN once the run of this model has ended early.
    score : float
        Score on the task's validation set; NaN as for ``loss``.
    train_score, test_score : float
        Score on the training set (at most its first 256 sequences), and on a test set that nothing
        else ever uses. Both are NaN as for ``loss``, and where a run draws fresh sequences at every
        update: all it ever sees is new, so there is nothing to learn by heart.
    gradient_norm : float
        Norm of the last update's gradient before clipping; NaN at update 0.
    recording : Recording
        Every activation on the probe sequence.
    prediction : (T, O)
        Values, class probabilities or set probabilities.
    gradient_hidden, gradient_cell : (T,)
        |dL/dh_t| and |dL/dc_t|, see `lstm_viz.gradients`; without a cell state there is no
        ``gradient_cell`` (None).
    attention : (T, T) or None
        Row t says how much the readout of step t looks at each step; None without attention.
    weights : mapping of str to ndarray
        By the names of `lstm_viz.model.SequenceModel`.
    """

    loss: float
    score: float
    train_score: float
    test_score: float
    gradient_norm: float
    recording: Recording
    prediction: Array
    gradient_hidden: Array
    gradient_cell: Array | None
    attention: Array | None
    weights: Weights


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Both models after the same update."""

    update: int
    models: Mapping[ModelName, ModelSnapshot]

    @property
    def lstm(self) -> ModelSnapshot:
        """Return the side of the first LSTM, of whichever variant; LookupError if there is none."""
        return self._first(LSTMRecording)

    @property
    def rnn(self) -> ModelSnapshot:
        """Return the side of the first vanilla RNN, of whichever variant; LookupError if none."""
        return self._first(RNNRecording)

    def _first(self, kind: type[Recording]) -> ModelSnapshot:
        """Return the first side that was recorded as a kind."""
        for side in self.models.values():
            if isinstance(side.recording, kind):
                return side
        raise LookupError(f"no model of this run has a {kind.__name__}: {', '.join(self.models)}")


@dataclass(frozen=True)
class Ended:
    """Why and when the run of one model ended before its last update."""

    update: int
    reason: str


@dataclass(frozen=True, eq=False)
class Learner:
    """The state of one model in training: all that its next update depends on.

    Attributes
    ----------
    weights, optimiser : mapping of str to ndarray
    losses : float, int
        Sum and number of the training losses since the last snapshot.
    gradient_norm : float
        Of the last update, before clipping.
    ended : Ended or None
        Set when the loss was not a number, infinite or above 1e8, or the gradient not finite.
    seconds : float
        Time spent in updates so far. It is measured, so it differs between equal runs.
    """

    weights: Weights
    optimiser: Weights
    losses: tuple[float, int]
    gradient_norm: float
    ended: Ended | None
    seconds: float


@dataclass(frozen=True, eq=False)
class TrainingRun:
    """A run at one moment: a value, which `lstm_viz.training.advance` maps to a later one.

    Attributes
    ----------
    config : TrainConfig
    probe : Probe
        The sequence that the snapshots watch.
    update : int
        Updates made so far.
    learners : mapping of ModelName to Learner
    snapshots : tuple of Snapshot
        At update 0 and at every multiple of the snapshot spacing.
    latest : Snapshot
        After the last update made, whether or not it is a multiple.
    follows : mapping of ModelName to (H,)
        For each unit, |correlation| of its memory with the stored content, over validation
        sequences, now.
    """

    config: TrainConfig
    probe: Probe
    update: int
    learners: Mapping[ModelName, Learner]
    snapshots: tuple[Snapshot, ...]
    latest: Snapshot
    follows: Mapping[ModelName, Array] = field(default_factory=dict)

    @property
    def is_finished(self) -> bool:
        """Whether no update is left to make."""
        ended = all(learner.ended for learner in self.learners.values())
        return ended or self.update >= self.config.updates


def shown(run: TrainingRun) -> tuple[Snapshot, ...]:
    """Return the snapshots that a film of the run shows: the kept ones and the latest."""
    if run.snapshots and run.snapshots[-1].update == run.latest.update:
        return run.snapshots
    return (*run.snapshots, run.latest)


def best(snapshots: tuple[Snapshot, ...], model: ModelName, task: Task) -> Snapshot:
    """Return the snapshot with the model's best score; the earliest of equals.

    A solved run can leave the solved state later, so the last snapshot need not be the best.
    """
    sign = -1 if task.higher_is_better else 1

    def badness(snapshot: Snapshot) -> float:
        score = snapshot.models[model].score
        return float("inf") if np.isnan(score) else sign * score

    return min(snapshots, key=badness)


def solved_at(snapshots: tuple[Snapshot, ...], model: ModelName, task: Task) -> int | None:
    """Return the update of the first snapshot at which the model met the solved threshold."""
    return next((s.update for s in snapshots if task.is_solved(s.models[model].score)), None)
