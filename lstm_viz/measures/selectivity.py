"""Which unit writes only when something happens: its input gate there, against everywhere else."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lstm_viz.film import Film
from lstm_viz.measures.film import lstm_of, steps_with

SELECTIVE = 10.0
"""How many times higher the input gate of a unit that writes only at an event is there."""


class Selective(NamedTuple):
    """A unit's input gate, mean over time steps of the probe sequence, in [0, 1].

    Attributes
    ----------
    unit : int
        From 0.
    there : float
        Where the event happens.
    elsewhere : float
        At all other time steps.
    """

    unit: int
    there: float
    elsewhere: float

    @property
    def is_selective(self) -> bool:
        """Return whether it hardly writes elsewhere, compared with there."""
        return self.there > SELECTIVE * self.elsewhere


def most_selective(film: Film, event: str, snapshot: int = -1) -> Selective:
    """Return the unit of an LSTM whose input gate rises most when something happens.

    Where several units follow the stored content, as in adding, the one that stores it shows itself
    by when it writes.

    Parameters
    ----------
    film : Film
    event : str
        A word of the probe's events.
    snapshot : int
        Which snapshot, by its place in the film.

    Raises
    ------
    ValueError
        If the event happens at no time step of the film's probe sequence, or at all of them.
    """
    recording, at = lstm_of(film, snapshot), steps_with(film, event)
    if len(at) in (0, recording.steps):
        raise ValueError(f"{event!r} happens at {len(at)} of the {recording.steps} time steps")
    there = recording.input_gate[at].mean(0)
    elsewhere = np.delete(recording.input_gate, at, 0).mean(0)
    unit = int((there - elsewhere).argmax())
    return Selective(unit, float(there[unit]), float(elsewhere[unit]))
