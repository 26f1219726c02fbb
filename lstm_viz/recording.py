"""Recording: every activation of one recurrent layer over one sequence, named and shape-checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.floating[Any]]


class PreActivation(NamedTuple):
    """What goes into one squashing function, split by where it came from; each (T, H).

    Attributes
    ----------
    from_input : ndarray
        W x_t + b.
    from_past : ndarray
        U h_{t-1}.
    """

    from_input: Array
    from_past: Array

    @property
    def total(self) -> Array:
        """Return W x_t + b + U h_{t-1}."""
        return self.from_input + self.from_past


@dataclass(frozen=True, eq=False)
class Recording:
    """What every cell's recording has; T time steps, F inputs, H units, K pre-activations.

    Attributes
    ----------
    x : (T, F)
        The sequence that was recorded.
    from_input, from_past : (K, T, H)
        The parts W x_t + b and U h_{t-1} of each pre-activation, in the order of ``squashed``.
        Biases are effective: PyTorch's two bias vectors are added up.
    initial_hidden : (H,)
        The hidden state before the first time step.
    hidden_state : (T, H), in (-1, 1)

    Raises
    ------
    ValueError
        If an array's shape does not fit; the message names it.
    """

    x: Array
    from_input: Array
    from_past: Array
    initial_hidden: Array
    hidden_state: Array

    squashed: ClassVar[tuple[str, ...]]
    """The quantities that are a squashed pre-activation, in the order of ``from_input``."""
    quantities: ClassVar[tuple[str, ...]]
    """All quantities of shape (T, H), in the order in which a person reads them."""

    def __post_init__(self) -> None:
        steps, units = len(self.x), self.hidden_state.shape[-1]
        named: dict[str, tuple[str, tuple[int, ...]]] = {"x": ("(T, F)", (steps, self.x.shape[-1]))}
        stacked = ("(K, T, H)", (len(self.squashed), steps, units))
        named |= {"from_input": stacked, "from_past": stacked}
        named |= {f.name: ("(H,)", (units,)) for f in fields(self) if f.name.startswith("initial_")}
        named |= dict.fromkeys(self.quantities, ("(T, H)", (steps, units)))
        for name, (axes, expected) in named.items():
            array = getattr(self, name)
            if array.shape != expected:
                raise ValueError(f"{name} has shape {array.shape}, expected {axes} = {expected}")
            array.setflags(write=False)

    @property
    def steps(self) -> int:
        """Return the number of time steps T."""
        return len(self.x)

    @property
    def units(self) -> int:
        """Return the hidden size H."""
        return int(self.hidden_state.shape[1])

    @property
    def memory(self) -> Array:
        """Return the quantity (T, H) that carries content from step to step."""
        return self.hidden_state

    def pre_activation(self, quantity: str) -> PreActivation:
        """Return what went into ``quantity`` before it was squashed.

        Raises
        ------
        KeyError
            If the quantity is not a squashed pre-activation of this cell.
        """
        if quantity not in self.squashed:
            raise KeyError(f"{quantity} has no pre-activation, expected one of {self.squashed}")
        k = self.squashed.index(quantity)
        return PreActivation(self.from_input[k], self.from_past[k])

    def __iter__(self) -> Iterator[tuple[str, Array]]:
        """Iterate over (name, (T, H) array) in reading order."""
        return ((name, getattr(self, name)) for name in self.quantities)

    def to_frame(self) -> pd.DataFrame:
        """Return a tidy table with columns time_step, unit, quantity, value.

        Pre-activations follow the quantities, as ``forget_gate.from_input`` and
        ``forget_gate.from_past``. Time steps and units count from 0.
        """
        import pandas as pd  # slow to import, and not needed to watch a film

        columns = dict(self)
        for name in self.squashed:
            for part, array in self.pre_activation(name)._asdict().items():
                columns[f"{name}.{part}"] = array
        step, unit = np.indices((self.steps, self.units))
        return pd.concat(
            pd.DataFrame(
                {
                    "time_step": step.ravel(),
                    "unit": unit.ravel(),
                    "quantity": name,
                    "value": array.ravel(),
                }
            )
            for name, array in columns.items()
        ).reset_index(drop=True)


@dataclass(frozen=True, eq=False)
class RNNRecording(Recording):
    """A vanilla RNN: h_t = tanh(W x_t + b + U h_{t-1})."""

    squashed = ("hidden_state",)
    quantities = ("hidden_state",)


@dataclass(frozen=True, eq=False)
class LSTMRecording(Recording):
    """An LSTM (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000).

    Attributes
    ----------
    input_gate, forget_gate, output_gate : (T, H), in (0, 1)
        After the sigmoid. Near 1 the gate writes / keeps / reads out.
    candidate : (T, H), in (-1, 1)
        After the tanh: what could be written. Not a gate.
    cell_state : (T, H)
        c_t = forget_gate c_{t-1} + input_gate candidate.
    initial_cell : (H,)
        The cell state before the first time step.
    """

    input_gate: Array
    forget_gate: Array
    output_gate: Array
    candidate: Array
    cell_state: Array
    initial_cell: Array

    # PyTorch's order of the four blocks of its weight matrices.
    squashed = ("input_gate", "forget_gate", "candidate", "output_gate")
    quantities = (
        *("forget_gate", "input_gate", "output_gate"),
        *("candidate", "cell_state", "hidden_state"),
    )

    @property
    def memory(self) -> Array:
        """Return the cell state (T, H)."""
        return self.cell_state

    @property
    def written_amount(self) -> Array:
        """Return input_gate times candidate (T, H): what this step adds to the cell state."""
        return self.input_gate * self.candidate
