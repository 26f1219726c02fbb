"""Readings: how often a stored number is read, and what the model says each time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lstm_viz.film import Film
from lstm_viz.measures.film import steps_with
from lstm_viz.run import Array, ModelName


class Readings(NamedTuple):
    """All reads of one stored number.

    Attributes
    ----------
    stored : float
        What should be said.
    steps : tuple of int, length N
        The time steps, from 0, at which it is read.
    said : (N,)
        What the model says there.
    """

    stored: float
    steps: tuple[int, ...]
    said: Array

    @property
    def largest_error(self) -> float:
        """Return how far the worst of the answers is off."""
        return float(np.abs(self.said - self.stored).max())


def readings(film: Film, model: ModelName = "lstm", snapshot: int = -1) -> tuple[Readings, ...]:
    """Return the reads of each stored number of a memory cell, in their order.

    Reads of nothing (before the first write, after an erase) and of a number that nobody reads are
    left out.
    """
    groups: list[tuple[float, list[int]]] = []
    is_stored = False
    writes, erases, reads = (steps_with(film, event) for event in ("write", "erase", "read"))
    for t in range(film.probe.steps):
        if t in writes:
            groups.append((float(film.probe.content[t]), []))
        is_stored = t in writes or (is_stored and t not in erases)
        if t in reads and is_stored:
            groups[-1][1].append(t)
    said = film.snapshots[snapshot].models[model].prediction[:, 0]
    return tuple(Readings(stored, tuple(at), said[at]) for stored, at in groups if at)


def quiet_steps(film: Film) -> list[int]:
    """Return the time steps, from 0, at which a number other than 0 is held and nothing happens."""
    return [
        t
        for t, (event, content) in enumerate(
            zip(film.probe.events, film.probe.content, strict=True)
        )
        if event == "hold" and content != 0 and not np.isnan(content)
    ]
