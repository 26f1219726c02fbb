"""What a run learns from and is scored on: fresh random sequences, or a training set of its own."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstm_viz.config import TrainConfig
from lstm_viz.tasks import Batch, Task

SCORED_SEQUENCES = 256

# Streams of random numbers; the others are those of `lstm_viz.tasks.base`.
_TRAINING_SET, _CHOICE = 4, 6


def batch_of(config: TrainConfig, update: int) -> Batch:
    """Return the batch of one update: the same for the same arguments, always.

    Without a training set every batch is drawn afresh. With one, a batch is drawn from it, no
    sequence twice; it is the whole set where that is smaller than a batch.
    """
    if config.training_sequences is None:
        return config.the_task.batch(config.seed, update, config.length, config.batch_size)
    rng = np.random.default_rng((config.seed, update, _CHOICE))
    chosen = rng.permutation(config.training_sequences)[: config.batch_size]
    return _taken(_training_set(config), chosen)


def scored_on(config: TrainConfig) -> dict[str, Batch]:
    """Return the sequences that every snapshot is scored on, by the name of the score.

    ``score`` is the score on the task's validation set. A run with a training set also has its
    ``train_score``, on at most the first 256 of its sequences, and its ``test_score``, on 256
    sequences that nothing else ever uses.
    """
    validation = {"score": config.the_task.validation(config.length)}
    if config.training_sequences is None:
        return validation
    train = _taken(_training_set(config), np.s_[:SCORED_SEQUENCES])
    return {**validation, "train_score": train, "test_score": config.the_task.test(config.length)}


def _training_set(config: TrainConfig) -> Batch:
    """Return the training set of a run, which depends on its seed."""
    size = config.training_sequences or 0
    return _drawn_set(config.the_task, config.length, config.seed, size)


@lru_cache(maxsize=4)
def _drawn_set(task: Task, length: int, seed: int, size: int) -> Batch:
    """Draw a training set."""
    rng = np.random.default_rng((seed, size, _TRAINING_SET))
    return task.draw_from("training", rng, length, size)


def _taken(batch: Batch, which: slice | NDArray[Any]) -> Batch:
    """Return some sequences of a batch."""
    return Batch(
        batch.x[:, which],
        batch.target[:, which],
        batch.mask[:, which],
        batch.content[:, which],
    )
