"""Intervention: what every one of them has, and what it is carried out on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lstm_viz.family import Cell
from lstm_viz.recording import Lane

MOST_INTERVENTIONS = 8
LONGEST = 1000
"""No sequence has more time steps, no cell more units: what a link may at most ask for."""


class InterventionError(ValueError):
    """An intervention that cannot be carried out, said in one sentence.

    Sentences count time steps, units and inputs from 1, as everything on screen does.
    """


class Subject(NamedTuple):
    """What is interfered with.

    Attributes
    ----------
    cell : Cell
    lanes : tuple of Lane
        Its layers and directions.
    inputs : sequence of str
        The names of the task's inputs.
    steps : int
        Time steps of the sequence that is watched.
    """

    cell: Cell
    lanes: Sequence[Lane]
    inputs: Sequence[str]
    steps: int

    @property
    def units(self) -> int:
        """Return the number of units, of all lanes."""
        return sum(lane.units for lane in self.lanes)

    def holdable(self) -> tuple[str, ...]:
        """Return what can be held: every gate of this cell, and its candidate."""
        kind = self.cell.recording
        held = set(kind.squashed) - {"hidden_state"}
        return tuple(name for name in kind.quantities if name in held)

    def lane_of(self, unit: int) -> Lane:
        """Return the lane of a unit."""
        first = 0
        for lane in self.lanes:
            first += lane.units
            if unit < first:
                return lane
        raise IndexError(f"unit is {unit}, expected less than {self.units}")


def require(what: str, value: float, low: float, high: float) -> None:
    """Raise unless a value is a number in its range."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not low <= value <= high:  # NaN is not, either
        raise InterventionError(f"{what} is {value!r:.40}, expected {low:g} to {high:g}")


def require_place(what: str, place: int | None) -> None:
    """Raise unless a place is a whole number from 0, or None, where all are meant."""
    if place is not None and (not isinstance(place, int) or not 0 <= place < LONGEST):
        raise InterventionError(f"{what} is {place!r:.40}, expected a whole number from 0")


@dataclass(frozen=True)
class Intervention:
    """Something that is done to a model while it reads a sequence; its weights stay.

    Every intervention names units over all lanes, in the order of the recording, and counts time
    steps, units and inputs from 0. ``unit=None`` means every unit.
    """

    def units(self) -> tuple[int, ...]:
        """Return the units that it names."""
        unit = getattr(self, "unit", None)
        return () if unit is None else (unit,)

    def quantities(self) -> tuple[str, ...]:
        """Return the gates, and the candidate, that it names."""
        return ()

    def moments(self) -> tuple[int, ...]:
        """Return the time steps that it names."""
        return ()

    def check(self, subject: Subject) -> None:
        """Raise an InterventionError unless the subject has all that this names."""
        for unit in self.units():
            if unit >= subject.units:
                raise InterventionError(
                    f"unit is {unit + 1}, but the {subject.cell.title} has {subject.units}"
                )
        for name in self.quantities():
            if name not in subject.holdable():
                known = ", ".join(subject.holdable()) or "none"
                raise InterventionError(
                    f"the {subject.cell.title} has no {name}, expected one of: {known}"
                )
        for step in self.moments():
            if step >= subject.steps:
                raise InterventionError(
                    f"time step is {step + 1}, but the sequence has {subject.steps}"
                )


def check_all(interventions: Iterable[Intervention], subject: Subject) -> None:
    """Raise an InterventionError unless all can be carried out on a subject."""
    listed = list(interventions)
    if len(listed) > MOST_INTERVENTIONS:
        raise InterventionError(
            f"there are {len(listed)} interventions, at most {MOST_INTERVENTIONS} fit"
        )
    for each in listed:
        each.check(subject)
