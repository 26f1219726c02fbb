"""What if another number had come in: what a gate and its candidate would have made of it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstm_viz.film import Film
from lstm_viz.measures.film import telling_unit

Numbers = NDArray[np.float64]


class Written(NamedTuple):
    """What one unit would write; each (N,).

    Attributes
    ----------
    input_gate : ndarray, in (0, 1)
    candidate : ndarray, in (-1, 1)
    """

    input_gate: Numbers
    candidate: Numbers

    @property
    def written_amount(self) -> Numbers:
        """Return input_gate times candidate."""
        return self.input_gate * self.candidate


class Line(NamedTuple):
    """The straight line that comes closest to some amounts.

    Attributes
    ----------
    slope : float
        Amount per unit of number.
    zero : float
        The number at which it crosses 0.
    error : float
        The largest distance of an amount from it.
    """

    slope: float
    zero: float
    error: float


def straight_line(values: Numbers, amounts: Numbers) -> Line:
    """Return the line through amounts (N,) against numbers (N,), by least squares.

    Whatever writes along a straight line adds: a v + a w + 2 b is a (v + w) + 2 b.

    Examples
    --------
    >>> line = straight_line(np.array([0.0, 0.5, 1.0]), np.array([-1.0, 0.0, 1.0]))
    >>> round(line.slope, 6), round(abs(line.zero), 6), round(line.error, 6)
    (2.0, 0.5, 0.0)
    """
    slope, offset = np.polyfit(values, amounts, 1)
    error = np.abs(slope * np.asarray(values) + offset - amounts).max()
    return Line(float(slope), float(-offset / slope) if slope else np.nan, float(error))


def written_if(
    film: Film, step: int, values: Numbers, snapshot: int = -1, unit: int | None = None
) -> Written:
    """Return what a unit would write at a time step if its first input were another.

    Everything before that step stays as it was, and so does the rest of its input. So the
    pre-activation z changes by the weight of that input alone: z(v) = z + w (v - x), exactly.

    Parameters
    ----------
    film : Film
    step : int
        The time step, from 0.
    values : (N,)
        The numbers v that might have come in.
    snapshot : int
        Which snapshot, by its place in the film.
    unit : int, optional
        Which unit, from 0; by default the telling one.
    """
    side, unit = film.snapshots[snapshot].lstm, telling_unit(film) if unit is None else unit
    weights = side.weights["recurrence.weight_ih_l0"]
    changes = np.asarray(values, float) - float(film.probe.x[step, 0])

    def pre_activation(quantity: str) -> Numbers:
        block = side.recording.squashed.index(quantity)
        weight = float(weights[block * side.recording.units + unit, 0])
        total: float = side.recording.pre_activation(quantity).total[step, unit]
        return np.asarray(total + weight * changes, np.float64)

    input_gate = 1 / (1 + np.exp(-pre_activation("input_gate")))
    return Written(input_gate, np.tanh(pre_activation("candidate")))
