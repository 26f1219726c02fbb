"""Weights wired by hand, written as Python."""

from __future__ import annotations

import numpy as np

from lstm_viz.config import TrainConfig
from lstm_viz.family import Cell
from lstm_viz.wired import wired


def wired_weights(config: TrainConfig, cell: Cell) -> dict[str, str]:
    """Return the wired weights of a run as nested lists in Python, by their names in PyTorch.

    Every number is written so that it becomes the same 32-bit number again.
    """
    given = wired(config.task, cell.kind, config.length)
    return {name: written(values) for name, values in given.items()}


def written(values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> str:
    """Write an array as nested lists, each number as short as it can be.

    Examples
    --------
    >>> written(np.array([[1, 0.1]], np.float32))
    '[[1.0, 0.1]]'
    """
    if values.ndim == 0:
        return str(values)
    return f"[{', '.join(written(each) for each in values)}]"
