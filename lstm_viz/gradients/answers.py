"""What one answer's loss asks of the hidden states that the readout sees."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lstm_viz.recording import Array
from lstm_viz.tasks.base import TargetKind


def loss_gradient(kind: TargetKind, prediction: Array, target: Array) -> Array:
    """Return dL/dy of one answer: y the readout, prediction and target (..., O).

    For squared error y is the prediction. For cross-entropy after softmax (``class``) and binary
    cross-entropy after the sigmoid (``set``) the derivative is prediction - target as well.
    """
    outputs = target.shape[-1]
    factor = {"value": 2 / outputs, "class": 1.0, "set": 1 / outputs}[kind]
    return np.asarray(factor * (prediction - target))


def attention_weights(hidden: Array, visible: NDArray[np.bool_] | None = None) -> Array:
    """Return how much each step looks at each step that it can look at, (S, T, T).

    alpha_ts = softmax over visible s of h_t . h_s

    Parameters
    ----------
    hidden : (S, T, H)
    visible : (T, T) bool, optional
        As in `lstm_viz.handover.visible`; by default every step up to its own.

    Notes
    -----
    Luong, Pham & Manning (2015).
    """
    alike = hidden @ hidden.swapaxes(1, 2)
    if visible is None:
        visible = np.tri(hidden.shape[1], dtype=bool)
    alike = np.where(visible, alike, -np.inf)
    share = np.exp(alike - alike.max(-1, keepdims=True))
    return np.asarray(share / share.sum(-1, keepdims=True))


def asked_of_hidden(
    d_features: Array, hidden: Array, answer: int, attention: Array | None
) -> Array:
    """Return dL/dh of what the readout sees directly, at every step; (S, T, H).

    Parameters
    ----------
    d_features : (S, H), or (S, 2 H) with attention
        dL by what the readout is given at the answering step: h_t, and the context.
    hidden : (S, T, H)
        The hidden states that the readout can see: those of the top layer.
    answer : int
        The answering step.
    attention : (S, T, T) or None
    """
    asked = np.zeros_like(hidden)
    size = hidden.shape[-1]
    asked[:, answer] = d_features[:, :size]
    if attention is None:
        return asked
    alpha, d_context = attention[:, answer, :, None], d_features[:, None, size:]
    # The context is sum_s alpha_s h_s, and alpha the softmax of h_t . h_s.
    d_alpha = (hidden * d_context).sum(-1, keepdims=True)
    d_alike = alpha * (d_alpha - (alpha * d_alpha).sum(1, keepdims=True))
    asked += alpha * d_context + d_alike * hidden[:, answer, None]
    asked[:, answer] += (d_alike * hidden).sum(1)
    return asked
