"""SequenceModel: a fused recurrence of any cell of the family, and a readout at every time step."""

from __future__ import annotations

from typing import TypeAlias, cast

import torch
from torch import Tensor, nn

from lstm_viz.cells import attend
from lstm_viz.family import CELLS
from lstm_viz.handover import parts, visible
from lstm_viz.peephole import PeepholeLSTM

Layer: TypeAlias = nn.LSTM | nn.GRU | nn.RNN | PeepholeLSTM


class SequenceModel(nn.Module):
    """A recurrent layer and a linear readout at every time step.

    y_t = V h_t + d; with attention y_t = V [h_t, sum_s alpha_ts h_s] + d. With a decoder, a second
    layer goes on from the states of the first at the go mark.

    Parameters
    ----------
    cell : str
        A name in `lstm_viz.family.CELLS`.
    inputs, hidden_size, outputs : int
        F, H (units of each layer and direction) and O.
    """

    def __init__(self, cell: str, inputs: int, hidden_size: int, outputs: int) -> None:
        super().__init__()
        self.cell = CELLS[cell]
        self.recurrence = self._layer(inputs, hidden_size)
        if self.cell.decoder:
            self.decoder = self._layer(inputs, hidden_size)
        width = hidden_size * self.cell.directions * (1 + self.cell.attention)
        self.readout = nn.Linear(width, outputs)

    def _layer(self, inputs: int, hidden_size: int) -> Layer:
        """Return the layer, which draws random weights."""
        cell = self.cell
        if cell.kind == "peephole":
            return PeepholeLSTM(inputs, hidden_size)
        built = {"num_layers": cell.layers, "bidirectional": cell.bidirectional}
        if cell.kind == "rnn":
            return nn.RNN(inputs, hidden_size, nonlinearity=cell.nonlinearity, **built)
        layer = nn.LSTM if cell.kind == "lstm" else nn.GRU
        return layer(inputs, hidden_size, **built)

    @property
    def recurrent_layers(self) -> tuple[Layer, ...]:
        """Return the recurrent layer, and the decoder if there is one."""
        return (self.recurrence, self.decoder) if self.cell.decoder else (self.recurrence,)

    def spans(self, x: Tensor) -> list[tuple[Layer, slice]]:
        """Return which layer reads which time steps of x (T, F) or (T, B, F)."""
        read = parts(x.detach().numpy(), self.cell.decoder)
        return [(cast(Layer, getattr(self, name)), steps) for name, steps in read]

    def hidden_states(self, x: Tensor) -> Tensor:
        """Return the uppermost hidden states (T, B, width) on x (T, B, F), from zero states."""
        if not self.cell.decoder:
            return cast(Tensor, self.recurrence(x)[0])
        state, heard = None, []
        for layer, steps in self.spans(x):
            hidden, state = layer(x[steps], state)
            heard.append(hidden)
        return torch.cat(heard)

    def features(self, hidden: Tensor, x: Tensor) -> Tensor:
        """Return what the readout sees of the hidden states (T, B, H): (T, B, H or 2 H)."""
        if not self.cell.attention:
            return hidden
        seen = torch.from_numpy(visible(x.detach().numpy(), self.cell.decoder))
        context = attend(hidden.transpose(0, 1), seen).context.transpose(0, 1)
        return torch.cat([hidden, context], dim=-1)

    def forward(self, x: Tensor) -> Tensor:
        """Map x (T, B, F) to outputs (T, B, O)."""
        return cast(Tensor, self.readout(self.features(self.hidden_states(x), x)))
