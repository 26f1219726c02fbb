"""Weights wired by hand: one LSTM unit that solves its task before any training."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

SWING = 10
"""Gates get -10 or +10, and so stand within 5e-5 of 0 or 1."""
SCALES = {"memory_cell": 2**-3, "count_since_reset": 2**-8}
"""Contents are stored this small, where tanh is straight; the readout makes them large again.

An eighth keeps the memory cell's numbers large enough to be read in a picture. The counter has to
stay straight over much longer distances.
"""


def wired(task: str) -> dict[str, Array]:
    """Return weights of an LSTM of one unit that solve a task as they are.

    No gate looks at the past (U = 0); s is the sigmoid, and e the task's scale.

    ``memory_cell``, e = 1/8::

        i = s(-10 + 20 write)               write exactly when told to
        f = s(10 - 20 write - 20 erase)     keep, unless something else is written, or nothing
        g = tanh(e value)                   what would be written
        o = s(-10 + 20 read)                say it exactly when asked
        y = h m / tanh(tanh(e m))           m = sqrt(3/4): what two tanh take, made up for evenly

    ``count_since_reset``, e = 1/256::

        i = s(-10 + 20 tick)                write at a tick
        f = s(10 - 20 reset)                keep, until a reset
        g = tanh(a tick), tanh(a) = e / 10  a tick counts a tenth
        o = s(10)                           always say the count
        y = h / e

    Parameters
    ----------
    task : str
        A name in ``WIRED``.

    Returns
    -------
    mapping of str to float32 arrays
        By the names of `lstm_viz.model.SequenceModel`; H = 1.

    Raises
    ------
    ValueError
        If nobody has wired the task.

    Examples
    --------
    >>> wired("memory_cell")["recurrence.weight_ih_l0"][1]  # of the forget gate
    array([  0., -20., -20.,   0.], dtype=float32)
    """
    if task not in WIRED:
        raise ValueError(f"no weights are wired for {task!r}, expected one of {', '.join(WIRED)}")
    inputs, biases, readout = (np.array(each, np.float32) for each in WIRED[task])
    return {
        "recurrence.weight_ih_l0": inputs,
        "recurrence.weight_hh_l0": np.zeros((4, 1), np.float32),
        "recurrence.bias_ih_l0": biases,
        "recurrence.bias_hh_l0": np.zeros(4, np.float32),
        "readout.weight": readout.reshape(1, 1),
        "readout.bias": np.zeros(1, np.float32),
    }


_NUMBER, _COUNT = SCALES["memory_cell"], SCALES["count_since_reset"]
_MIDDLE = math.sqrt(3 / 4)
"""A line that meets a cubic here misses it least on [-1, 1]."""

# Rows in PyTorch's order: input gate, forget gate, candidate, output gate.
WIRED: dict[str, tuple[list[Any], list[float], float]] = {
    "memory_cell": (
        # value, write, erase, read
        [
            [0, 2 * SWING, 0, 0],
            [0, -2 * SWING, -2 * SWING, 0],
            [_NUMBER, 0, 0, 0],
            [0, 0, 0, 2 * SWING],
        ],
        [-SWING, SWING, 0, -SWING],
        _MIDDLE / math.tanh(math.tanh(_NUMBER * _MIDDLE)),
    ),
    "count_since_reset": (
        # tick, reset
        [[2 * SWING, 0], [0, -2 * SWING], [math.atanh(_COUNT / 10), 0], [0, 0]],
        [-SWING, SWING, 0, SWING],
        1 / _COUNT,
    ),
}
"""The tasks that have been wired: weights from the inputs, biases, and the readout's weight."""
