"""Keeping: what forget gates leave of a cell state, time step by time step."""

from __future__ import annotations

import numpy as np

from lstm_viz.film import Film
from lstm_viz.measures.film import lstm_of, telling_unit
from lstm_viz.run import Array
from lstm_viz.tasks import Probe

CUTS = {"write", "erase", "reset"}
"""Events at which what was stored before has to go."""


def sigmoid(z: float) -> float:
    """Return 1 / (1 + e^-z), where a gate stands whose weights are 0 and whose bias is z.

    Examples
    --------
    >>> round(sigmoid(1.0), 2), round(sigmoid(3.0), 2)
    (0.73, 0.95)
    """
    return float(1 / (1 + np.exp(-z)))


def longest_hold(probe: Probe) -> range:
    """Return the time steps, from 0, over which something has to be kept for the longest.

    It is the longest stretch without a write, an erase or a reset in which there is something to
    remember, and not 0; empty if there is none.
    """
    longest, begin = range(0), 0
    for t, (event, content) in enumerate(zip(probe.events, probe.content, strict=True)):
        if CUTS & set(event.split(" + ")) or np.isnan(content) or content == 0:
            begin = t + 1
        elif t + 1 - begin > len(longest):
            longest = range(begin, t + 1)
    return longest


def held_at(film: Film, snapshot: int = -1) -> Array:
    """Return the telling unit's forget gate at the time steps of the longest hold, (N,)."""
    held = list(longest_hold(film.probe))
    return lstm_of(film, snapshot).forget_gate[held, telling_unit(film)]


def kept(film: Film, snapshot: int = -1) -> Array:
    """Return which share of its cell state the telling unit's forget gate leaves, over a hold.

    After n steps of the `longest_hold` it is f_1 f_2 ... f_n. What the input gate adds meanwhile
    is not in it.

    Parameters
    ----------
    film : Film
    snapshot : int
        Which snapshot, by its place in the film.

    Returns
    -------
    (N + 1,), 1 at first
        After 0, 1, ... N steps.
    """
    held = held_at(film, snapshot)
    return np.concatenate([[1.0], np.cumprod(held, dtype=np.float64)])
