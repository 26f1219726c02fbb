"""What is recorded of each kind of cell, beyond what every recording has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from lstm_viz.recording.base import Recording
from lstm_viz.recording.parts import Array, Kind, PreActivation


@dataclass(frozen=True, eq=False, kw_only=True)
class RNNRecording(Recording):
    """A vanilla RNN: h_t = tanh(W x_t + b + U h_{t-1}).

    Attributes
    ----------
    nonlinearity : "tanh" or "relu"
        What squashes; a rectified hidden state is in [0, inf).
    """

    nonlinearity: Literal["tanh", "relu"] = "tanh"

    kind: ClassVar[Kind] = "rnn"
    squashed = ("hidden_state",)
    quantities = ("hidden_state",)


@dataclass(frozen=True, eq=False, kw_only=True)
class GRURecording(Recording):
    """A GRU in PyTorch's form (Cho et al. 2014).

    The part that comes from the past is recorded before the reset gate multiplies it where it goes
    into the candidate; `pre_activation` gives it after that, so that its parts add up.

    Attributes
    ----------
    reset_gate : (T, H), in (0, 1)
        Near 1 the candidate uses the past, near 0 it leaves it out.
    update_gate : (T, H), in (0, 1)
        Near 1 the hidden state is kept, near 0 replaced by the candidate: forget gate and input
        gate in one.
    candidate : (T, H), in (-1, 1)
        What could take the hidden state's place. Not a gate.
    hidden_state : (T, H), in (-1, 1)
        h_t = (1 - update_gate) candidate + update_gate h_{t-1}.
    """

    reset_gate: Array
    update_gate: Array
    candidate: Array

    kind: ClassVar[Kind] = "gru"
    # PyTorch's order of the three blocks of its weight matrices.
    squashed = ("reset_gate", "update_gate", "candidate")
    quantities = ("reset_gate", "update_gate", "candidate", "hidden_state")

    def pre_activation(self, quantity: str) -> PreActivation:
        """Return what went into ``quantity``; a candidate's past as the reset gate lets it in."""
        parts = super().pre_activation(quantity)
        if quantity != "candidate":
            return parts
        return parts._replace(from_past=self.reset_gate * parts.from_past)


@dataclass(frozen=True, eq=False, kw_only=True)
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
        The cell state before the first time step; in a backward lane, behind the last.
    """

    input_gate: Array
    forget_gate: Array
    output_gate: Array
    candidate: Array
    cell_state: Array
    initial_cell: Array

    kind: ClassVar[Kind] = "lstm"
    # PyTorch's order of the four blocks of its weight matrices.
    squashed = ("input_gate", "forget_gate", "candidate", "output_gate")
    quantities: ClassVar[tuple[str, ...]] = (
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


@dataclass(frozen=True, eq=False, kw_only=True)
class PeepholeRecording(LSTMRecording):
    """An LSTM whose gates also see the cell state (Gers & Schmidhuber 2000).

    Attributes
    ----------
    from_cell : (3, T, H)
        What the peepholes of input, forget and output gate add to their pre-activations: p_i
        c_{t-1}, p_f c_{t-1} and p_o c_t.
    """

    from_cell: Array

    kind: ClassVar[Kind] = "peephole"
    peepholes: ClassVar[tuple[str, ...]] = ("input_gate", "forget_gate", "output_gate")
    """The gates that have a peephole, in the order of ``from_cell``."""

    def _shapes(self, steps: int, units: int) -> dict[str, tuple[str, tuple[int, ...]]]:
        """Return the axes and the expected shape of every array."""
        return {**super()._shapes(steps, units), "from_cell": ("(3, T, H)", (3, steps, units))}

    def pre_activation(self, quantity: str) -> PreActivation:
        """Return what went into ``quantity``, a peephole's part included."""
        parts = super().pre_activation(quantity)
        if quantity not in self.peepholes:
            return parts
        return parts._replace(from_cell=self.from_cell[self.peepholes.index(quantity)])


@dataclass(frozen=True, eq=False, kw_only=True)
class ProjectedLSTMRecording(LSTMRecording):
    """An LSTM whose hidden state is a projection of what its cells read out (Sak et al. 2014).

    Its hidden state, and that alone, has another width than H: P numbers for each lane, which the
    recurrent weights, the layer above and the readout see in the place of the H units.

    Attributes
    ----------
    read_out : (T, H), in (-1, 1)
        output_gate tanh(cell_state): the hidden state of an LSTM without a projection.
    hidden_state : (T, P)
        h_t = W_hr read_out_t.
    initial_hidden : (P,)
    """

    read_out: Array

    quantities = (*LSTMRecording.quantities[:-1], "read_out", "hidden_state")

    def __post_init__(self) -> None:
        super().__post_init__()
        width, lanes = self.hidden_state.shape[-1], len(self.lanes)
        if width % lanes:
            raise ValueError(f"hidden_state has {width} numbers, expected a multiple of {lanes}")

    @property
    def units(self) -> int:
        """Return the number of units H, of all lanes."""
        return int(self.cell_state.shape[-1])

    def places_in(self, name: str) -> tuple[slice, ...]:
        """Return where on the last axis of an array each lane's numbers are."""
        if name not in ("hidden_state", "initial_hidden"):
            return self.places
        width = self.hidden_state.shape[-1] // len(self.lanes)
        return tuple(slice(n * width, (n + 1) * width) for n in range(len(self.lanes)))

    def _shapes(self, steps: int, units: int) -> dict[str, tuple[str, tuple[int, ...]]]:
        """Return the axes and the expected shape of every array."""
        width = self.hidden_state.shape[-1]
        return {
            **super()._shapes(steps, units),
            "hidden_state": ("(T, P)", (steps, width)),
            "initial_hidden": ("(P,)", (width,)),
        }


RECORDINGS: dict[Kind, type[Recording]] = {
    each.kind: each for each in (LSTMRecording, PeepholeRecording, GRURecording, RNNRecording)
}
"""What a recording of each kind is, without a projection."""
