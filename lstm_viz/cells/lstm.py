"""The LSTM: three gates around a cell state."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor


class LSTMStep(NamedTuple):
    """Everything that one time step of an LSTM computes; each (H,) or (B, H)."""

    input_gate: Tensor
    forget_gate: Tensor
    candidate: Tensor
    output_gate: Tensor
    cell_state: Tensor
    hidden_state: Tensor


def lstm_step(x: Tensor, state: tuple[Tensor, Tensor], W: Tensor, U: Tensor, b: Tensor) -> LSTMStep:
    """Compute one time step of an LSTM.

    i_t = sigmoid(W_i x_t + b_i + U_i h_{t-1})      write how much?
    f_t = sigmoid(W_f x_t + b_f + U_f h_{t-1})      keep how much?
    g_t = tanh(W_g x_t + b_g + U_g h_{t-1})         write what?
    o_t = sigmoid(W_o x_t + b_o + U_o h_{t-1})      read out how much?
    c_t = f_t c_{t-1} + i_t g_t
    h_t = o_t tanh(c_t)

    Parameters
    ----------
    x : (F,) or (B, F)
        Input of this time step.
    state : (hidden, cell), each (H,) or (B, H)
        State of the time step before.
    W : (4 H, F)
    U : (4 H, H)
    b : (4 H,)

    Returns
    -------
    LSTMStep

    Notes
    -----
    Hochreiter & Schmidhuber (1997); forget gate: Gers, Schmidhuber & Cummins (2000).
    """
    hidden, cell = state
    W_i, W_f, W_g, W_o = W.chunk(4)
    U_i, U_f, U_g, U_o = U.chunk(4)
    b_i, b_f, b_g, b_o = b.chunk(4)

    input_gate = torch.sigmoid(x @ W_i.T + b_i + hidden @ U_i.T)
    forget_gate = torch.sigmoid(x @ W_f.T + b_f + hidden @ U_f.T)
    candidate = torch.tanh(x @ W_g.T + b_g + hidden @ U_g.T)
    output_gate = torch.sigmoid(x @ W_o.T + b_o + hidden @ U_o.T)
    cell_state = forget_gate * cell + input_gate * candidate
    hidden_state = output_gate * torch.tanh(cell_state)

    return LSTMStep(input_gate, forget_gate, candidate, output_gate, cell_state, hidden_state)
