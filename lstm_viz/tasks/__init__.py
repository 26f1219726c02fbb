"""The toy tasks, one file each. Add a task: write its file and list it here."""

from __future__ import annotations

from lstm_viz.tasks.base import Batch, Defaults, Lengths, Probe, SequenceError, Task
from lstm_viz.tasks.memory_cell import MemoryCell

TASKS: dict[str, Task] = {task.name: task for task in (MemoryCell(),)}

__all__ = ["TASKS", "Batch", "Defaults", "Lengths", "Probe", "SequenceError", "Task"]
