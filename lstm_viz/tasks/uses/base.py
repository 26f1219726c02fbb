"""Use: a task from practice, with honest baselines beside it and a word on what is used today."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

import numpy as np

from lstm_viz.tasks.base import Array, Batch, Part, Task


class Baseline(NamedTuple):
    """A simple way to answer, without any training by gradients: whoever learns should beat it.

    Attributes
    ----------
    name : str
        Identifier.
    title : str
        Short words for people: ``the last value``.
    says : str
        One sentence on how it answers.
    predict : callable
        From a batch to predictions (T, B, O), as `Task.score` takes them. It may look at a sequence
        up to each time step, as the model may, and at the training data.
    """

    name: str
    title: str
    says: str
    predict: Callable[[Batch], Array]


class Use(Task):
    """A task from practice: as every task, with baselines and a line on what is used today.

    Data that come to an end are cut in parts (`draw_from`): what a model is scored on, it has never
    been trained on. ``known_chance`` and ``solved`` are levels to aim at, drawn in every chart.
    """

    today: ClassVar[str]
    """What one would use for this today, in one sentence."""

    @abstractmethod
    def baselines(self) -> Sequence[Baseline]:
        """Return the baselines, the simplest first."""

    def in_earnest(self, length: int) -> Batch:
        """Return the test set: what a model meets in use is new to it."""
        return self.test(length)

    def baseline_scores(self, batch: Batch) -> dict[str, float]:
        """Return the score of every baseline on a batch, by its title."""
        return {each.title: self.score(each.predict(batch), batch) for each in self.baselines()}


def own_stream(part: Part, rng: np.random.Generator) -> np.random.Generator:
    """Return the generator of one part, for data that are drawn: no part repeats another."""
    number = ("training", "validation", "test").index(part)
    return np.random.default_rng((number, *rng.integers(0, 2**32, 4).tolist()))
