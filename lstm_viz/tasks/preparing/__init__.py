"""Sequences prepared rightly, and with one mistake each, made on purpose: tasks of lesson 12."""

from __future__ import annotations

from lstm_viz.tasks.base import Task
from lstm_viz.tasks.preparing.lengths import DifferentLengths, Unmasked
from lstm_viz.tasks.preparing.series import FutureScaling, OwnLevel, Series, Shuffled, Unscaled

_ALL: tuple[Task, ...] = (
    *(DifferentLengths(), Unmasked()),
    *(OwnLevel(), Series(), Shuffled(), FutureScaling(), Unscaled()),
)

PREPARED: dict[str, Task] = {task.name: task for task in _ALL}
"""By name; the first of each file is prepared as it should be."""

__all__ = ["PREPARED"]
