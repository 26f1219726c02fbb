"""The toy tasks, one file each. Add a task: write its file and list it here."""

from __future__ import annotations

from lstm_viz.tasks.adding import Adding
from lstm_viz.tasks.anbn import AnBn
from lstm_viz.tasks.base import Batch, Defaults, Lengths, Probe, SequenceError, Task
from lstm_viz.tasks.count_since_reset import CountSinceReset
from lstm_viz.tasks.first_or_recent import FirstOrRecent
from lstm_viz.tasks.latch import Latch
from lstm_viz.tasks.memory_cell import MemoryCell
from lstm_viz.tasks.store_value import StoreValue
from lstm_viz.tasks.temporal_order import TemporalOrder

TASKS: dict[str, Task] = {
    task.name: task
    for task in (
        MemoryCell(),
        StoreValue(),
        Adding(),
        TemporalOrder(),
        FirstOrRecent(),
        CountSinceReset(),
        AnBn(),
        Latch(),
    )
}

__all__ = ["TASKS", "Batch", "Defaults", "Lengths", "Probe", "SequenceError", "Task"]
