"""Plan: interventions, sorted into what has to be done in one lane at which time step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstm_viz.family import Cell
from lstm_viz.interfering.base import Intervention
from lstm_viz.interfering.interventions import (
    Bias,
    Hold,
    Negate,
    Replace,
    Silence,
    StateChange,
    Swap,
)
from lstm_viz.recording import Array


@dataclass(frozen=True, eq=False)
class Plan:
    """What is done to the H units of one lane.

    Attributes
    ----------
    bias : (K H,) float32
        Added to the biases.
    heard : (H,) float32
        1, or 0 for a unit that is silenced.
    holds : mapping of str to (T, H) float32
        By quantity, the value at which each unit is held at each time step; NaN where it is free.
    changes : mapping of int to tuple
        By time step, what is done to the memory, one after the other.
    first : int
        The place of the lane's first unit among those of all lanes.
    """

    bias: NDArray[np.float32]
    heard: NDArray[np.float32]
    holds: Mapping[str, NDArray[np.float32]]
    changes: Mapping[int, tuple[StateChange, ...]]
    first: int

    def held(self, step: int, quantity: str, values: Array) -> Array:
        """Return values (B, H) of a quantity, those that are held in place."""
        if quantity not in self.holds:
            return values
        row = self.holds[quantity][step]
        return np.where(np.isnan(row), values, row)

    def left(self, step: int, memory: Array) -> Array:
        """Return the memory (B, H) that a time step leaves behind, after all changes to it."""
        for change in self.changes.get(step, ()):
            memory = self._changed(change, memory)
        return memory

    def _changed(self, change: StateChange, memory: Array) -> Array:
        units = [unit - self.first for unit in change.units()] or list(range(memory.shape[-1]))
        after = memory.copy()
        match change:
            case Replace():
                after[:, units] = change.value
            case Negate():
                after[:, units] = -memory[:, units]
            case Swap():
                after[:, units] = memory[:, units[::-1]]
        return after


def plan_of(interventions: Iterable[Intervention], cell: Cell, steps: int, units: range) -> Plan:
    """Return what some interventions come to in one lane.

    Parameters
    ----------
    interventions : iterable of Intervention
        Where two disagree, the later one counts.
    cell : Cell
    steps : int
        Time steps T; what is meant for later ones is left out.
    units : range
        The lane's units among those of all lanes.
    """
    squashed, size = cell.recording.squashed, len(units)
    bias = np.zeros((len(squashed), size), np.float32)
    heard = np.ones(size, np.float32)
    holds: dict[str, NDArray[np.float32]] = {}
    changes: dict[int, tuple[StateChange, ...]] = {}
    for each in interventions:
        here = [unit - units.start for unit in each.units() if unit in units]
        if each.units() and not here:
            continue
        which = here or slice(None)
        match each:
            case Bias():
                bias[squashed.index(each.quantity), which] += np.float32(each.added)
            case Silence():
                heard[which] = 0
            case Hold():
                free = np.full((steps, size), np.nan, np.float32)
                last = steps if each.last is None else each.last + 1
                holds.setdefault(each.quantity, free)[each.first : last, which] = each.value
            case StateChange():
                changes[each.step] = (*changes.get(each.step, ()), each)
    return Plan(bias.ravel(), heard, holds, changes, units.start)
