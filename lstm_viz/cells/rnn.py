"""The vanilla RNN: one equation, squashed by tanh or cut off at zero."""

from __future__ import annotations

import torch
from torch import Tensor


def rnn_step(x: Tensor, hidden: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:
    """Compute one time step of a vanilla RNN.

    h_t = tanh(W x_t + b + U h_{t-1})

    Parameters
    ----------
    x : (F,) or (B, F)
        Input of this time step.
    hidden : (H,) or (B, H)
        Hidden state of the time step before.
    W : (H, F)
    U : (H, H)
    b : (H,)

    Returns
    -------
    Tensor, shaped as ``hidden``, in (-1, 1)
        The new hidden state.

    Notes
    -----
    Elman (1990).

    Examples
    --------
    >>> one = torch.ones(1)
    >>> rnn_step(one, 0 * one, W=torch.eye(1), U=torch.eye(1), b=0 * one)
    tensor([0.7616])
    """
    return torch.tanh(x @ W.T + b + hidden @ U.T)


def relu_step(x: Tensor, hidden: Tensor, W: Tensor, U: Tensor, b: Tensor) -> Tensor:
    """Compute one time step of an RNN of rectified linear units.

    h_t = max(0, W x_t + b + U h_{t-1})

    Parameters
    ----------
    x : (F,) or (B, F)
        Input of this time step.
    hidden : (H,) or (B, H)
        Hidden state of the time step before.
    W : (H, F)
    U : (H, H)
    b : (H,)

    Returns
    -------
    Tensor, shaped as ``hidden``, at least 0
        The new hidden state.

    Notes
    -----
    Le, Jaitly & Hinton (2015), who start with U the identity and b zero (the IRNN): until training
    changes that, a unit adds up its inputs, and neither it nor its gradient fades while it is
    above 0.

    Examples
    --------
    >>> one = torch.ones(1)
    >>> relu_step(one, 2 * one, W=torch.eye(1), U=torch.eye(1), b=0 * one)
    tensor([3.])
    """
    return torch.relu(x @ W.T + b + hidden @ U.T)
