"""Weights wired by hand: one unit that solves its task before any training."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

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


def wired(task: str, kind: str = "lstm", length: int = 0) -> dict[str, Array]:
    """Return weights of one unit that solve a task as they are.

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

    ``timer`` of period N, with peepholes; it counts its own time steps::

        i = s(20), g = tanh(20)             add one
        f = s(20 (N - 1/2 - c_before))      keep, until N is reached
        o = s(20 (c - N + 1/2))             say it when N is reached
        y = h / tanh(N)

    Parameters
    ----------
    task : str
        A name in ``WIRED``.
    kind : str
        The kind of cell, one that the task is wired for.
    length : int
        The task's length, for a task whose solution depends on it.

    Returns
    -------
    mapping of str to float32 arrays
        By the names of `lstm_viz.model.SequenceModel`; H = 1.

    Raises
    ------
    ValueError
        If nobody has wired the task for this kind of cell.

    Examples
    --------
    >>> wired("memory_cell")["recurrence.weight_ih_l0"][1]  # of the forget gate
    array([  0., -20., -20.,   0.], dtype=float32)
    """
    if kind not in WIRED.get(task, {}):
        known = ", ".join(f"{task} ({', '.join(kinds)})" for task, kinds in WIRED.items())
        raise ValueError(f"no weights are wired for {task!r} and {kind!r}, expected: {known}")
    wiring = WIRED[task][kind](length)
    peepholes = {} if kind != "peephole" else {"recurrence.weight_ch_l0": wiring.peepholes}
    weights = {
        "recurrence.weight_ih_l0": wiring.inputs,
        "recurrence.weight_hh_l0": np.zeros((4, 1)),
        "recurrence.bias_ih_l0": wiring.biases,
        "recurrence.bias_hh_l0": np.zeros(4),
        **peepholes,
        "readout.weight": [[wiring.readout]],
        "readout.bias": [0],
    }
    return {name: np.array(values, np.float32) for name, values in weights.items()}


class Wiring(NamedTuple):
    """Weights of one unit. Rows in PyTorch's order: input gate, forget gate, candidate, output."""

    inputs: list[Any]
    biases: list[float]
    readout: float
    peepholes: list[float] = []  # noqa: RUF012  # of input, forget and output gate


def _memory_cell(_: int) -> Wiring:
    # A line that meets a cubic here misses it least on [-1, 1].
    middle, scale = math.sqrt(3 / 4), SCALES["memory_cell"]
    return Wiring(
        # value, write, erase, read
        [
            [0, 2 * SWING, 0, 0],
            [0, -2 * SWING, -2 * SWING, 0],
            [scale, 0, 0, 0],
            [0, 0, 0, 2 * SWING],
        ],
        [-SWING, SWING, 0, -SWING],
        middle / math.tanh(math.tanh(scale * middle)),
    )


def _counter(_: int) -> Wiring:
    scale = SCALES["count_since_reset"]
    return Wiring(
        # tick, reset
        [[2 * SWING, 0], [0, -2 * SWING], [math.atanh(scale / 10), 0], [0, 0]],
        [-SWING, SWING, 0, SWING],
        1 / scale,
    )


def _timer(period: int) -> Wiring:
    late = 2 * SWING * (period - 0.5)
    return Wiring(
        np.zeros((4, 2)).tolist(),  # nothing comes in that it would look at
        [2 * SWING, late, 2 * SWING, -late],
        1 / math.tanh(period),
        [0, -2 * SWING, 2 * SWING],
    )


WIRED: dict[str, dict[str, Callable[[int], Wiring]]] = {
    "memory_cell": {"lstm": _memory_cell},
    "count_since_reset": {"lstm": _counter},
    "timer": {"peephole": _timer, "lstm": _timer},
}
"""The tasks that have been wired, for which kinds of cell, and how at a given length.

The LSTM that is wired as a timer lacks only the peepholes, and so never fires.
"""
