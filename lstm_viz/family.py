"""The family: every recurrent cell that a run can train, told apart by a few facts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lstm_viz.recording import RECORDINGS, Kind, Lane, Recording

GATES = ("input_gate", "forget_gate", "output_gate")


@dataclass(frozen=True)
class Cell:
    """A cell, and how its layers are put together.

    Attributes
    ----------
    name : str
        Its key in ``CELLS``, in a link and in a film.
    title : str
        Its name for people.
    summary : str
        One sentence: what sets it apart.
    kind : "lstm", "peephole", "gru" or "rnn"
        Which equations it follows; see `lstm_viz.cells`.
    nonlinearity : "tanh" or "relu"
        What squashes the hidden state of an RNN.
    layers : int
        How many layers stand on each other, each reading the hidden states of the one below.
    bidirectional : bool
        Whether every layer runs in both directions, side by side.
    held_gate : str or None
        A gate of an LSTM that is held at 1 throughout, as if the cell did not have it.
    initialisation : str or None
        How the recurrent layer begins, whatever the configuration says; None: as that says.
    attention : bool
        Whether the readout also sees a weighted mean of the hidden states so far.
    decoder : bool
        Whether a second layer, with weights of its own, takes the states over at the go mark; see
        `lstm_viz.handover`. With attention it looks at what the first one has read.
    source : str
        Author and year.
    """

    name: str
    title: str
    summary: str
    kind: Kind
    nonlinearity: Literal["tanh", "relu"] = "tanh"
    layers: int = 1
    bidirectional: bool = False
    held_gate: str | None = None
    initialisation: str | None = None
    attention: bool = False
    decoder: bool = False
    source: str = ""

    @property
    def recording(self) -> type[Recording]:
        """Return what a recording of this cell is."""
        return RECORDINGS[self.kind]

    @property
    def has_cell_state(self) -> bool:
        """Whether the memory is a cell state, and not the hidden state itself."""
        return "cell_state" in self.recording.quantities

    @property
    def is_plain(self) -> bool:
        """Whether it is one layer in one direction, whose hidden states go to the readout alone."""
        has_more = self.bidirectional or self.attention or self.decoder
        return self.layers == 1 and not has_more

    @property
    def directions(self) -> int:
        """Return 1 or 2."""
        return 1 + self.bidirectional

    def lanes(self, hidden_size: int) -> tuple[Lane, ...]:
        """Return the layers and directions, with H units each, in torch's order of states."""
        return tuple(
            Lane(layer, bool(direction), hidden_size)
            for layer in range(self.layers)
            for direction in range(self.directions)
        )

    def units(self, hidden_size: int) -> int:
        """Return the number of all units, when each lane has H of them."""
        return self.layers * self.directions * hidden_size

    def weight_shapes(
        self, inputs: int, hidden_size: int, outputs: int
    ) -> dict[str, tuple[int, ...]]:
        """Return the shape of every weight, readout included, by its name in PyTorch.

        Parameters
        ----------
        inputs, hidden_size, outputs : int
            F, H (units of one lane) and O.
        """
        rows, width = len(self.recording.squashed) * hidden_size, self.directions * hidden_size
        shapes: dict[str, tuple[int, ...]] = {}
        for lane in self.lanes(hidden_size):
            below = inputs if lane.layer == 0 else width
            for part in ("recurrence", "decoder") if self.decoder else ("recurrence",):
                shapes[f"{part}.weight_ih_{lane.suffix}"] = (rows, below)
                shapes[f"{part}.weight_hh_{lane.suffix}"] = (rows, hidden_size)
                shapes[f"{part}.bias_ih_{lane.suffix}"] = (rows,)
                shapes[f"{part}.bias_hh_{lane.suffix}"] = (rows,)
                if self.kind == "peephole":
                    shapes[f"{part}.weight_ch_{lane.suffix}"] = (3 * hidden_size,)
        shapes["readout.weight"] = (outputs, width * (1 + self.attention))
        shapes["readout.bias"] = (outputs,)
        return shapes

    def parameters(self, inputs: int, hidden_size: int, outputs: int) -> int:
        """Return the number of trained parameters; the rows of a held gate are none."""
        shapes = self.weight_shapes(inputs, hidden_size, outputs)
        count = _count(shapes)
        if self.held_gate is None:
            return count
        recurrent = {name: shape for name, shape in shapes.items() if "recurrence" in name}
        return count - _count(recurrent) // len(self.recording.squashed)


@lru_cache(maxsize=1024)
def nearest_size(cell: Cell, inputs: int, outputs: int, parameters: int) -> int:
    """Return the hidden size with which a cell comes nearest to a number of parameters."""
    size = 1
    while cell.parameters(inputs, size + 1, outputs) <= parameters:
        size += 1
    return min(
        (size, size + 1), key=lambda n: abs(cell.parameters(inputs, n, outputs) - parameters)
    )


def _count(shapes: Mapping[str, tuple[int, ...]]) -> int:
    """Count the numbers in arrays of these shapes."""
    return sum(math.prod(shape) for shape in shapes.values())


_ALL = (
    Cell(
        "lstm",
        "LSTM",
        "A cell state, and three gates that keep, write and read it out.",
        "lstm",
        source="Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000",
    ),
    Cell(
        "rnn",
        "Vanilla RNN",
        "Past and input are added and squashed, and that is all.",
        "rnn",
        source="Elman 1990",
    ),
    Cell(
        "gru",
        "GRU",
        "Two gates and no cell state: the update gate is forget and input gate in one, since what "
        "it does not keep it replaces.",
        "gru",
        source="Cho et al. 2014",
    ),
    Cell(
        "peephole",
        "Peephole LSTM",
        "An LSTM whose gates also see the cell state.",
        "peephole",
        source="Gers & Schmidhuber 2000",
    ),
    Cell(
        "no_forget_gate",
        "LSTM of 1997",
        "The LSTM without a forget gate: the cell state is kept for ever, f = 1.",
        "lstm",
        held_gate="forget_gate",
        source="Hochreiter & Schmidhuber 1997",
    ),
    Cell(
        "no_input_gate",
        "LSTM without input gate",
        "Every candidate is written whole, i = 1.",
        "lstm",
        held_gate="input_gate",
        source="Greff et al. 2015",
    ),
    Cell(
        "no_output_gate",
        "LSTM without output gate",
        "The cell state is read out at every time step, o = 1.",
        "lstm",
        held_gate="output_gate",
        source="Greff et al. 2015",
    ),
    Cell(
        "orthogonal_rnn",
        "Orthogonal RNN",
        "A vanilla RNN whose recurrent weights begin as a rotation, which neither shrinks nor "
        "stretches.",
        "rnn",
        initialisation="orthogonal",
        source="Saxe, McClelland & Ganguli 2014",
    ),
    Cell(
        "irnn",
        "IRNN",
        "An RNN of rectified units that begins as the identity: it keeps everything until it "
        "learns not to.",
        "rnn",
        nonlinearity="relu",
        initialisation="identity",
        source="Le, Jaitly & Hinton 2015",
    ),
    Cell(
        "bilstm",
        "Bidirectional LSTM",
        "Two LSTMs side by side, one of which reads the sequence from its end.",
        "lstm",
        bidirectional=True,
        source="Graves & Schmidhuber 2005",
    ),
    Cell(
        "birnn",
        "Bidirectional RNN",
        "Two vanilla RNNs side by side, one of which reads the sequence from its end.",
        "rnn",
        bidirectional=True,
        source="Schuster & Paliwal 1997",
    ),
    Cell(
        "lstm_2_layers",
        "LSTM, 2 layers",
        "A second LSTM reads the hidden states of the first.",
        "lstm",
        layers=2,
        source="Graves, Mohamed & Hinton 2013",
    ),
    Cell(
        "lstm_3_layers",
        "LSTM, 3 layers",
        "Three LSTMs, each reading the hidden states of the one below.",
        "lstm",
        layers=3,
        source="Graves, Mohamed & Hinton 2013",
    ),
    Cell(
        "attention",
        "LSTM with attention",
        "The readout also sees the hidden states so far, each as far as it resembles the present "
        "one.",
        "lstm",
        attention=True,
        source="Luong, Pham & Manning 2015",
    ),
    Cell(
        "encoder_decoder",
        "Encoder-decoder",
        "An LSTM reads to the go mark, then another takes over its two states and says what it "
        "makes of them.",
        "lstm",
        decoder=True,
        source="Sutskever, Vinyals & Le 2014; Cho et al. 2014",
    ),
    Cell(
        "encoder_decoder_attention",
        "Encoder-decoder with attention",
        "An encoder-decoder whose readout also sees what was read, each step as far as its hidden "
        "state resembles the decoder's.",
        "lstm",
        attention=True,
        decoder=True,
        source="Bahdanau, Cho & Bengio 2015; Luong, Pham & Manning 2015",
    ),
)

CELLS: dict[str, Cell] = {cell.name: cell for cell in _ALL}
"""All cells by name, in the order in which they are offered."""
