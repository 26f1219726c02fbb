"""Interventions: what can be done to a trained model, as values that are checked."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_viz.family import Cell
from lstm_viz.interfering.base import (
    Intervention,
    InterventionError,
    Subject,
    require,
    require_place,
)

LARGEST_STATE = 10.0
LARGEST_BIAS = 20.0


@dataclass(frozen=True)
class Hold(Intervention):
    """Hold a gate, or the candidate, at a value.

    Attributes
    ----------
    quantity : str
        A gate, held at 0 to 1, or ``candidate``, held at -1 to 1.
    value : float
    unit : int or None
    first, last : int, int or None
        From which time step to which, both included; by default from the first to the end.
    """

    quantity: str
    value: float
    unit: int | None = None
    first: int = 0
    last: int | None = None

    def __post_init__(self) -> None:
        low = -1 if self.quantity == "candidate" else 0
        require(f"the value of {self.quantity}", self.value, low, 1)
        require_place("unit", self.unit)
        require_place("first", self.first)
        require_place("last", self.last)
        if self.last is not None and self.last < self.first:
            raise InterventionError(
                f"time steps go from {self.first + 1} to {self.last + 1}, expected them in order"
            )

    def quantities(self) -> tuple[str, ...]:
        """Return what is held."""
        return (self.quantity,)

    def moments(self) -> tuple[int, ...]:
        """Return the first and the last time step; nothing if it is held throughout."""
        if self.last is not None:
            return self.first, self.last
        return (self.first,) if self.first else ()


@dataclass(frozen=True)
class Silence(Intervention):
    """Silence a unit: its hidden state reaches nobody.

    The readout, the layer above, attention and all units of its own layer, itself included, get 0
    in place of its hidden state, at every time step: as if all weights that lead away from it were
    0. It goes on computing, and its recording shows what it would have said.
    """

    unit: int

    def __post_init__(self) -> None:
        require_place("unit", self.unit)
        if self.unit is None:
            raise InterventionError("unit is None, expected the unit that is silenced")


@dataclass(frozen=True)
class Bias(Intervention):
    """Add to the bias of a gate: it then stands higher or lower, and still follows its input.

    Added to the forget gate's bias, 3 makes a cell keep for longer and -3 forget faster: the gate's
    odds f / (1 - f) are multiplied by e^3 or e^-3.
    """

    quantity: str
    added: float
    unit: int | None = None

    def __post_init__(self) -> None:
        require("what is added to the bias", self.added, -LARGEST_BIAS, LARGEST_BIAS)
        require_place("unit", self.unit)

    def quantities(self) -> tuple[str, ...]:
        """Return whose bias is changed."""
        return (self.quantity,)


@dataclass(frozen=True)
class StateChange(Intervention):
    """Change the memory that a time step leaves behind: the cell state, or, without one, h.

    It is changed when the step has been computed, before it is read out. So the hidden state of
    that same time step already comes from the changed cell state.
    """

    step: int
    unit: int | None = None

    def __post_init__(self) -> None:
        require_place("step", self.step)
        require_place("unit", self.unit)

    def moments(self) -> tuple[int, ...]:
        """Return its time step."""
        return (self.step,)


@dataclass(frozen=True)
class Replace(StateChange):
    """Replace the memory by a value, -10 to 10 (-1 to 1 where it is squashed); 0 erases it."""

    value: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        require("the state", self.value, -LARGEST_STATE, LARGEST_STATE)

    def check(self, subject: Subject) -> None:
        """Raise unless the subject could be in that state."""
        super().check(subject)
        largest = largest_state(subject.cell)
        if abs(self.value) > largest:
            raise InterventionError(
                f"the state is {self.value:g}, expected {-largest:g} to {largest:g} for a hidden "
                "state"
            )


@dataclass(frozen=True)
class Negate(StateChange):
    """Replace the memory by minus itself."""


@dataclass(frozen=True)
class Swap(StateChange):
    """Exchange the memories of two units of one layer and direction."""

    other: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        require_place("other", self.other)
        if self.unit is None or self.unit == self.other:
            raise InterventionError(
                f"unit is {self.unit} and other is {self.other}, expected two units"
            )

    def units(self) -> tuple[int, ...]:
        """Return both units."""
        return (*super().units(), self.other)

    def check(self, subject: Subject) -> None:
        """Raise unless both units compute at the same time."""
        super().check(subject)
        one, other = (subject.lane_of(unit) for unit in self.units())
        if one != other:
            raise InterventionError(
                f"units {' and '.join(str(u + 1) for u in self.units())} are not of one layer and "
                "direction, expected two that are"
            )


@dataclass(frozen=True)
class Flip(Intervention):
    """Flip one input at one time step: a flag becomes the other one, a number minus itself.

    Only the model is deceived: what it is asked for stays as it was.
    """

    step: int
    input: int = 0

    def __post_init__(self) -> None:
        require_place("step", self.step)
        require_place("input", self.input)

    def moments(self) -> tuple[int, ...]:
        """Return its time step."""
        return (self.step,)

    def check(self, subject: Subject) -> None:
        """Raise unless there is such an input."""
        super().check(subject)
        if self.input >= len(subject.inputs):
            raise InterventionError(
                f"input is {self.input + 1}, expected 1 to {len(subject.inputs)}: "
                f"{', '.join(subject.inputs)}"
            )


def largest_state(cell: Cell) -> float:
    """Return how far the memory of a cell can be set: a squashed hidden state only to 1."""
    is_squashed = not cell.has_cell_state and cell.nonlinearity == "tanh"
    return 1.0 if is_squashed else LARGEST_STATE
