"""One step by hand: a time step of one LSTM unit, with weights that fit a pencil."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

GATES = ("forget_gate", "input_gate", "output_gate")
ORDER = ("forget_gate", "input_gate", "candidate", "output_gate", "cell_state", "hidden_state")
"""What is computed, in this order; all but the last two are a sum and a squashing function."""

CHANGES = ("rises", "falls", "below")
"""What can become of a positive cell state in one time step."""

Known = Mapping[str, float]
"""Quantities of this time step, by name."""


def sigmoid(z: float) -> float:
    """Return 1 / (1 + e^-z), from 0 to 1."""
    return 1 / (1 + math.exp(-z))


class Row(NamedTuple):
    """The weights of one sum: ``W x_t + b + U h_{t-1}``."""

    W: float
    b: float
    U: float


@dataclass(frozen=True)
class Exercise:
    """A time step to compute.

    Attributes
    ----------
    x : float
        The input of this time step.
    hidden, cell : float
        The state of the time step before.
    rows : mapping of str to Row
        The weights of the forget gate, the input gate, the candidate and the output gate.
    """

    x: float
    hidden: float
    cell: float
    rows: Mapping[str, Row]

    def parts(self, name: str) -> tuple[float, float, float]:
        """Return what is added up in the sum of a gate or the candidate: W x, b and U h."""
        row = self.rows[name]
        return row.W * self.x, row.b, row.U * self.hidden

    def value(self, name: str, known: Known) -> float:
        """Compute a quantity from the weights and from quantities that are known already.

        i = sigmoid(W x + b + U h), likewise f and o; g = tanh(W x + b + U h);
        c_t = f c_{t-1} + i g; h_t = o tanh(c_t).
        """
        if name in self.rows:
            squash = math.tanh if name == "candidate" else sigmoid
            return squash(sum(self.parts(name)))
        if name == "cell_state":
            written = known["input_gate"] * known["candidate"]
            return known["forget_gate"] * self.cell + written
        return known["output_gate"] * math.tanh(known["cell_state"])

    def values(self) -> dict[str, float]:
        """Compute all six quantities, by name, in their order."""
        known: dict[str, float] = {}
        for name in ORDER:
            known[name] = self.value(name, known)
        return known

    def change(self) -> str:
        """Return what becomes of a positive cell state: it rises, falls or goes below 0."""
        cell = self.values()["cell_state"]
        return "rises" if cell > self.cell else "falls" if cell > 0 else "below"
