"""Weights wired by hand: one LSTM unit that solves its task before any training."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

SWING = 10
"""Gates get -10 or +10, and so stand within 5e-5 of 0 or 1."""
SCALE = 2**-8
"""Contents are stored this small, where tanh is straight; the readout makes them large again.

Half as small would not help: what is left of the error comes from the gates, see ``SWING``.
"""


def wired(task: str) -> dict[str, Array]:
    """Return weights of an LSTM of one unit that solve a task as they are.

    No gate looks at the past (U = 0). s is the sigmoid, e = ``SCALE`` = 1/256, and y = h / e.

    ``memory_cell``::

        i = s(-10 + 20 write)               write exactly when told to
        f = s(10 - 20 write - 20 erase)     keep, unless something else is written, or nothing
        g = tanh(e value)                   what would be written
        o = s(-10 + 20 read)                say it exactly when asked

    ``count_since_reset``::

        i = s(-10 + 20 tick)                write at a tick
        f = s(10 - 20 reset)                keep, until a reset
        g = tanh(a tick), tanh(a) = e / 10  a tick counts a tenth
        o = s(10)                           always say the count

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
    inputs, biases = (np.array(each, np.float32) for each in WIRED[task])
    return {
        "recurrence.weight_ih_l0": inputs,
        "recurrence.weight_hh_l0": np.zeros((4, 1), np.float32),
        "recurrence.bias_ih_l0": biases,
        "recurrence.bias_hh_l0": np.zeros(4, np.float32),
        "readout.weight": np.full((1, 1), 1 / SCALE, np.float32),
        "readout.bias": np.zeros(1, np.float32),
    }


# Rows in PyTorch's order: input gate, forget gate, candidate, output gate.
WIRED: dict[str, tuple[list[Any], list[float]]] = {
    "memory_cell": (
        # value, write, erase, read
        [
            [0, 2 * SWING, 0, 0],
            [0, -2 * SWING, -2 * SWING, 0],
            [SCALE, 0, 0, 0],
            [0, 0, 0, 2 * SWING],
        ],
        [-SWING, SWING, 0, -SWING],
    ),
    "count_since_reset": (
        # tick, reset
        [[2 * SWING, 0], [0, -2 * SWING], [np.arctanh(SCALE / 10), 0], [0, 0]],
        [-SWING, SWING, 0, SWING],
    ),
}
"""The tasks that have been wired: weights from the inputs, and biases."""
