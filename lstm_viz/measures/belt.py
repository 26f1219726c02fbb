"""Belt: what is left of a number that a state carries from time step to time step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def cell_state(number: float, keep: float, steps: int) -> Numbers:
    """Carry a number in a cell state whose gates stand still, and nothing is written.

    c_t = f c_{t-1}, so c_t = f^t c_0: two numbers keep their ratio.

    Parameters
    ----------
    number : float
        The cell state at the beginning, c_0.
    keep : float, 0 to 1
        The forget gate f.
    steps : int, 0 or more

    Returns
    -------
    (steps + 1,)
        The state before the first step and after each.

    Notes
    -----
    Hochreiter & Schmidhuber (1997), with the forget gate of Gers, Schmidhuber & Cummins (2000).

    Examples
    --------
    >>> cell_state(0.8, keep=0.5, steps=3)
    array([0.8, 0.4, 0.2, 0.1])
    """
    states = [number]
    for _ in range(steps):
        states.append(keep * states[-1])
    return np.array(states)


def rnn_unit(number: float, weight: float, steps: int) -> Numbers:
    """Carry a number in the hidden state of one vanilla RNN unit without input and bias.

    h_t = tanh(u h_{t-1}). For u up to 1 every number ends at 0. For u above 1 every positive number
    ends at the same place, where h = tanh(u h), and so two numbers become one.

    Parameters
    ----------
    number : float
        The hidden state at the beginning, h_0.
    weight : float
        The recurrent weight u.
    steps : int, 0 or more

    Returns
    -------
    (steps + 1,)
        The state before the first step and after each.

    Notes
    -----
    Bengio, Simard & Frasconi (1994).

    Examples
    --------
    >>> rnn_unit(0.8, weight=1.5, steps=30)[-1] - rnn_unit(0.3, weight=1.5, steps=30)[-1] < 1e-6
    np.True_
    """
    states = [number]
    for _ in range(steps):
        states.append(np.tanh(weight * states[-1]))
    return np.array(states)


class Kept(NamedTuple):
    """What became of the first content of a memory cell.

    Attributes
    ----------
    step : int
        The time step of the write, from 0.
    written, left : float
        The cell state at the write, and at the last time step before the next write or erase.
    steps : int
        How many time steps lie between the two.
    """

    step: int
    written: float
    left: float
    steps: int

    @property
    def share(self) -> float:
        """Return which share of the written content is left."""
        return self.left / self.written


def kept(cell: NDArray[np.floating], events: Sequence[str]) -> Kept | None:
    """Return what is left of the first content that was written, when the next command comes.

    Parameters
    ----------
    cell : (T,)
        The cell state of one unit.
    events : sequence of str, T words
        What happens at each time step of a memory cell's sequence: ``write``, ``hold``, ``read``,
        ``erase``, or two of them joined by `` + ``.

    Returns
    -------
    Kept or None
        None if nothing is written, or nothing arrived in the cell state.
    """
    commands = [t for t, words in enumerate(events) if {"write", "erase"} & set(words.split())]
    writes = [t for t in commands if "write" in events[t].split()]
    if not writes or cell[writes[0]] == 0:
        return None
    step = writes[0]
    last = next((t for t in commands if t > step), len(events)) - 1
    return Kept(step, float(cell[step]), float(cell[last]), last - step)
