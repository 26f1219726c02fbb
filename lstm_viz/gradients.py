"""Backpropagation through time by hand: how much of the last answer's loss each step receives.

L is the loss of the *last* time step that has a target. So the profile shows how far back the error
signal of one answer reaches, also in tasks that ask for an answer at every step. Every function
takes any number of leading axes (for instance one per snapshot), and needs no second forward pass.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstm_viz.recording import LSTMRecording, Recording
from lstm_viz.tasks.base import TargetKind

Array = NDArray[np.floating[Any]]


def loss_gradient(kind: TargetKind, prediction: Array, target: Array) -> Array:
    """Return dL/dy of one answer: y the readout, prediction and target (..., O).

    For squared error y is the prediction. For cross-entropy after softmax (``class``) and binary
    cross-entropy after the sigmoid (``set``) the derivative is prediction - target as well.
    """
    outputs = target.shape[-1]
    factor = {"value": 2 / outputs, "class": 1.0, "set": 1 / outputs}[kind]
    return np.asarray(factor * (prediction - target))


@np.errstate(over="ignore", invalid="ignore")  # a gradient that explodes is infinite, and shown so
def through_time(
    recordings: list[Recording], recurrent: Array, answer_step: int, gradient: Array
) -> tuple[Array, Array | None]:
    """Carry dL/dh of the answering step back to the first step.

    LSTM, with dA the derivatives by the four pre-activations:

        dh_t = U^T dA_{t+1}          dc_t = dh_t o_t (1 - tanh(c_t)^2) + dc_{t+1} f_{t+1}

    Vanilla RNN: dh_t = U^T ((1 - h_{t+1}^2) dh_{t+1}).

    Parameters
    ----------
    recordings : list of S recordings of one cell on one sequence
    recurrent : (S, K H, H)
        The recurrent weights U of each.
    answer_step : int
        The time step of the answer whose loss is L.
    gradient : (S, H)
        dL/dh at that step.

    Returns
    -------
    gradient_hidden : (S, T)
        |dL/dh_t|, Euclidean norm over units; 0 after the answer.
    gradient_cell : (S, T) or None
        |dL/dc_t| of an LSTM.

    Notes
    -----
    Hochreiter (1991); Pascanu, Mikolov & Bengio (2013).
    """
    first = recordings[0]
    shape = (len(recordings), first.steps, first.units)
    d_hidden = np.zeros(shape, first.hidden_state.dtype)
    d_hidden[:, answer_step] = gradient
    if not isinstance(first, LSTMRecording):
        hidden = np.stack([r.hidden_state for r in recordings])
        for t in range(answer_step, 0, -1):
            d_total = d_hidden[:, t] * (1 - hidden[:, t] ** 2)
            d_hidden[:, t - 1] = _back(d_total, recurrent)
        return np.linalg.norm(d_hidden, axis=-1), None

    def stacked(name: str) -> Array:
        return np.stack([getattr(r, name) for r in recordings])

    i, f, g, o = (stacked(n) for n in LSTMRecording.squashed)
    cell = stacked("cell_state")
    initial = np.stack([r.initial_cell for r in recordings if isinstance(r, LSTMRecording)])
    before = np.concatenate([initial[:, None], cell[:, :-1]], axis=1)
    squashed = np.tanh(cell)
    # The factors that do not depend on the gradient itself, for all steps at once.
    to_cell, to_output = o * (1 - squashed**2), squashed * o * (1 - o)
    to_gates = np.stack([g * i * (1 - i), before * f * (1 - f), i * (1 - g**2)], axis=-2)
    d_cell = np.zeros_like(d_hidden)
    for t in range(answer_step, -1, -1):
        d_cell[:, t] = d_hidden[:, t] * to_cell[:, t]
        if t < answer_step:
            d_cell[:, t] += d_cell[:, t + 1] * f[:, t + 1]
        if t:
            d_gates = d_cell[:, t, None] * to_gates[:, t]
            d_output = d_hidden[:, t] * to_output[:, t]
            d_total = np.concatenate([d_gates.reshape(shape[0], -1), d_output], axis=-1)
            d_hidden[:, t - 1] = _back(d_total, recurrent)
    return np.linalg.norm(d_hidden, axis=-1), np.linalg.norm(d_cell, axis=-1)


def _back(d_total: Array, recurrent: Array) -> Array:
    """Return U^T d_total for d_total (S, K H) and U (S, K H, H)."""
    return np.asarray((d_total[:, None] @ recurrent)[:, 0])
