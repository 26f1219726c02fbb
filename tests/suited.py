"""Which task every cell of the family can do."""

from __future__ import annotations

from lstm_viz.family import CELLS


def task_for(cell: str) -> str:
    """Return the memory cell, or for a cell with a decoder a task with a go mark."""
    return "copy" if CELLS[cell].decoder else "memory_cell"
