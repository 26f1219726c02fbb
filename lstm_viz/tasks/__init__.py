"""The tasks, one file each. Add a toy task: write its file and list it here."""

from __future__ import annotations

from lstm_viz.tasks.adding import Adding
from lstm_viz.tasks.anbn import AnBn
from lstm_viz.tasks.base import Batch, Defaults, Lengths, Probe, SequenceError, Task
from lstm_viz.tasks.copy import Copy
from lstm_viz.tasks.count_since_reset import CountSinceReset
from lstm_viz.tasks.embedded_reber import EmbeddedReber
from lstm_viz.tasks.first_or_recent import FirstOrRecent
from lstm_viz.tasks.key_value import KeyValue
from lstm_viz.tasks.latch import Latch
from lstm_viz.tasks.memory_cell import MemoryCell
from lstm_viz.tasks.next_mark import NextMark
from lstm_viz.tasks.preparing import PREPARED
from lstm_viz.tasks.store_value import StoreValue
from lstm_viz.tasks.temporal_order import TemporalOrder
from lstm_viz.tasks.timer import Timer
from lstm_viz.tasks.uses import USES

TOYS: dict[str, Task] = {
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
        Copy(),
        NextMark(),
        KeyValue(),
        EmbeddedReber(),
        Timer(),
    )
}

TASKS: dict[str, Task] = {**TOYS, **PREPARED, **USES}

__all__ = [
    "PREPARED",
    "TASKS",
    "TOYS",
    "USES",
    "Batch",
    "Defaults",
    "Lengths",
    "Probe",
    "SequenceError",
    "Task",
]
