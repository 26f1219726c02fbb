"""The LSTM with peepholes: its gates also see the cell state."""

from __future__ import annotations

import torch
from torch import Tensor

from lstm_viz.cells.lstm import LSTMStep


def peephole_step(
    x: Tensor, state: tuple[Tensor, Tensor], W: Tensor, U: Tensor, b: Tensor, p: Tensor
) -> LSTMStep:
    """Compute one time step of an LSTM with peepholes.

    i_t = sigmoid(W_i x_t + b_i + U_i h_{t-1} + p_i c_{t-1})    write how much?
    f_t = sigmoid(W_f x_t + b_f + U_f h_{t-1} + p_f c_{t-1})    keep how much?
    g_t = tanh(W_g x_t + b_g + U_g h_{t-1})                     write what?
    c_t = f_t c_{t-1} + i_t g_t
    o_t = sigmoid(W_o x_t + b_o + U_o h_{t-1} + p_o c_t)        read out how much?
    h_t = o_t tanh(c_t)

    A peephole is one weight per unit and gate: a unit's gates see its own cell state, also while
    the output gate hides it from everybody else. The output gate sees the new cell state.

    Parameters
    ----------
    x : (F,) or (B, F)
        Input of this time step.
    state : (hidden, cell), each (H,) or (B, H)
        State of the time step before.
    W : (4 H, F)
    U : (4 H, H)
    b : (4 H,)
    p : (3 H,)
        Peepholes of the input gate, the forget gate and the output gate.

    Returns
    -------
    LSTMStep

    Notes
    -----
    Gers & Schmidhuber (2000).
    """
    hidden, cell = state
    W_i, W_f, W_g, W_o = W.chunk(4)
    U_i, U_f, U_g, U_o = U.chunk(4)
    b_i, b_f, b_g, b_o = b.chunk(4)
    p_i, p_f, p_o = p.chunk(3)

    input_gate = torch.sigmoid(x @ W_i.T + b_i + hidden @ U_i.T + p_i * cell)
    forget_gate = torch.sigmoid(x @ W_f.T + b_f + hidden @ U_f.T + p_f * cell)
    candidate = torch.tanh(x @ W_g.T + b_g + hidden @ U_g.T)
    cell_state = forget_gate * cell + input_gate * candidate
    output_gate = torch.sigmoid(x @ W_o.T + b_o + hidden @ U_o.T + p_o * cell_state)
    hidden_state = output_gate * torch.tanh(cell_state)

    return LSTMStep(input_gate, forget_gate, candidate, output_gate, cell_state, hidden_state)
