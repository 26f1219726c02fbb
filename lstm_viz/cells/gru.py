"""The GRU: two gates, and no cell state beside the hidden state."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor


class GRUStep(NamedTuple):
    """Everything that one time step of a GRU computes; each (H,) or (B, H)."""

    reset_gate: Tensor
    update_gate: Tensor
    candidate: Tensor
    hidden_state: Tensor


def gru_step(
    x: Tensor, hidden: Tensor, W: Tensor, U: Tensor, b_input: Tensor, b_past: Tensor
) -> GRUStep:
    """Compute one time step of a GRU.

    r_t = sigmoid(W_r x_t + b_r + U_r h_{t-1} + d_r)       use how much of the past?
    z_t = sigmoid(W_z x_t + b_z + U_z h_{t-1} + d_z)       keep how much?
    g_t = tanh(W_g x_t + b_g + r_t (U_g h_{t-1} + d_g))    replace it by what?
    h_t = (1 - z_t) g_t + z_t h_{t-1}

    The update gate is an LSTM's forget gate and input gate in one: z_t keeps, 1 - z_t writes. What
    is written is taken from what is kept, where an LSTM can do both, or neither.

    Parameters
    ----------
    x : (F,) or (B, F)
        Input of this time step.
    hidden : (H,) or (B, H)
        Hidden state of the time step before.
    W : (3 H, F)
    U : (3 H, H)
    b_input, b_past : (3 H,)
        b and d above. The reset gate multiplies d_g and not b_g, so their sum is not enough.

    Returns
    -------
    GRUStep

    Notes
    -----
    Cho et al. (2014). This is PyTorch's form, in which the reset gate multiplies after the matrix
    product; in the paper it multiplies h_{t-1} before it.

    Examples
    --------
    >>> step = gru_step(torch.ones(1), torch.ones(1), *torch.zeros(2, 3, 1), *torch.zeros(2, 3))
    >>> step.update_gate, step.hidden_state
    (tensor([0.5000]), tensor([0.5000]))
    """
    W_r, W_z, W_g = W.chunk(3)
    U_r, U_z, U_g = U.chunk(3)
    b_r, b_z, b_g = b_input.chunk(3)
    d_r, d_z, d_g = b_past.chunk(3)

    reset_gate = torch.sigmoid(x @ W_r.T + b_r + hidden @ U_r.T + d_r)
    update_gate = torch.sigmoid(x @ W_z.T + b_z + hidden @ U_z.T + d_z)
    candidate = torch.tanh(x @ W_g.T + b_g + reset_gate * (hidden @ U_g.T + d_g))
    hidden_state = (1 - update_gate) * candidate + update_gate * hidden

    return GRUStep(reset_gate, update_gate, candidate, hidden_state)
