"""Attention: look back at every hidden state instead of remembering it."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor


class Attention(NamedTuple):
    """Where each step looks, weights (..., T, T), and what it sees there, context (..., T, H)."""

    weights: Tensor
    context: Tensor


def attend(hidden: Tensor, visible: Tensor | None = None) -> Attention:
    """Let every time step look at the hidden states up to its own, or at some of them.

    e_ts = h_t . h_s                        how alike are now and then?
    a_ts = softmax over s <= t of e_ts      look there how much?
    context_t = sum over s of a_ts h_s      what is seen

    Parameters
    ----------
    hidden : (T, H) or (B, T, H)
        The hidden states of one sequence, or of several.
    visible : (T, T) bool, optional
        Row t: the steps that step t can look at, at least one.

    Returns
    -------
    Attention
        Row t of the weights says how much step t looks at each step s: at least 0, 0 for the steps
        after t, and 1 in all.

    Notes
    -----
    Luong, Pham & Manning (2015), with the score that they call "dot".

    Examples
    --------
    >>> attend(torch.zeros(3, 2)).weights
    tensor([[1.0000, 0.0000, 0.0000],
            [0.5000, 0.5000, 0.0000],
            [0.3333, 0.3333, 0.3333]])
    """
    alike = hidden @ hidden.mT
    if visible is None:
        visible = torch.ones_like(alike, dtype=torch.bool).tril()
    weights = alike.masked_fill(~visible, -torch.inf).softmax(dim=-1)
    return Attention(weights, context=weights @ hidden)
