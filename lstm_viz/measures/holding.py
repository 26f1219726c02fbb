"""What an LSTM does at an erase step: whether what it held is gone, and what it says then."""

from __future__ import annotations

from typing import NamedTuple

from lstm_viz.film import Film
from lstm_viz.measures.film import lstm_of, steps_with, telling_unit


class Erasing(NamedTuple):
    """One erase step, seen in the last snapshot of a film.

    Attributes
    ----------
    step : int
        Time step, from 0.
    unit : int
        The unit, from 0, whose cell state follows the stored number most closely.
    before, after : float
        Its cell state before that step and after it.
    said : float or None
        What the LSTM says at the next read, while nothing is stored; None if nobody reads then.
    """

    step: int
    unit: int
    before: float
    after: float
    said: float | None


def at_erase(film: Film) -> Erasing | None:
    """Return what happens at the first erase step that follows a write; None if there is none.

    Only the memory cell knows ``write`` and ``erase``.
    """
    writes, erases, reads = (steps_with(film, event) for event in ("write", "erase", "read"))
    step = next((t for t in erases if writes and t >= writes[0]), None)
    if step is None:
        return None
    unit = telling_unit(film)
    cell = lstm_of(film).cell_state[:, unit]
    stored_anew = next((t for t in writes if t >= step), film.probe.steps)
    read = next((t for t in reads if step <= t < stored_anew), None)
    said = None if read is None else float(film.snapshots[-1].lstm.prediction[read, 0])
    return Erasing(step, unit, float(cell[step - 1]), float(cell[step]), said)
