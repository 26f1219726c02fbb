"""The loop over time of an LSTM with peepholes, in NumPy and in place.

PyTorch has no kernel for this cell, and on layers this small the time goes into calling operations,
not into computing: a call of NumPy costs a third of one of PyTorch. So every operation here works
on whole contiguous blocks (H, B) that exist already, all that does not hang on the step before is
computed for all time steps at once, and sigmoid(a) is (1 + tanh(a / 2)) / 2: the halves are in the
weights, and a tanh of NumPy's is vectorised.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy import add, multiply, tanh

from lstm_viz.peephole.product import product
from lstm_viz.recording import Array


class Unrolled(NamedTuple):
    """What a run over time leaves behind; a sequence is a column, so that blocks are contiguous.

    Attributes
    ----------
    begins : (T + 1, 2 H + F + 1, B)
        What each time step begins with, in rows: the cell state and the hidden state of the step
        before, the input, and 1.
    input_forget : (T, 2 H, B)
        Input gate, then forget gate.
    candidate, output_gate, squashed_cell : (T, H, B)
        g_t, o_t and tanh(c_t).
    """

    begins: Array
    input_forget: Array
    candidate: Array
    output_gate: Array
    squashed_cell: Array


def unroll(
    x: Array, initial: tuple[Array, Array], W: Array, U: Array, b: Array, p: Array
) -> Unrolled:
    """Run the equations of `lstm_viz.cells.peephole_step` over a batch of sequences.

    Parameters
    ----------
    x : (T, B, F)
    initial : (hidden, cell), each (B, H)
        State before the first time step.
    W, U, b, p : (4 H, F), (4 H, H), (4 H,), (3 H,)

    Returns
    -------
    Unrolled
    """
    T, B, _ = x.shape
    H, dtype = len(p) // 3, x.dtype
    begins, input_forget = _begins(x, *initial), np.empty((T, 2 * H, B), dtype)
    candidate, output_gate, squashed_cell = np.empty((3, T, H, B), dtype)
    run = Unrolled(begins, input_forget, candidate, output_gate, squashed_cell)
    weights, p_o = _halved(W, U, b, p), columns(p[2 * H :] / 2, B)
    half, one = np.array(0.5, dtype), np.array(1, dtype)  # which NumPy need not convert each time
    a = np.empty((4 * H, B), dtype)
    a_if, a_g, a_o = a[: 2 * H], a[2 * H : 3 * H], a[3 * H :]
    dot = product(4 * H, weights.shape[1], B)
    first, second = np.empty((2, H, B), dtype)
    steps = zip(
        *(begins[:-1], begins[:-1, :H], begins[1:, :H], begins[1:, H : 2 * H]),
        *(input_forget, input_forget[:, :H], input_forget[:, H:]),
        *(candidate, output_gate, squashed_cell),
        strict=True,
    )
    # A run that diverges computes on with infinite numbers; whoever trains it looks at the loss.
    with np.errstate(all="ignore"):
        for begin, before, c, h, i_f, i, f, g, o, tanh_c in steps:
            dot(weights, begin, a)
            tanh(a_if, i_f)
            add(i_f, one, i_f)
            multiply(i_f, half, i_f)
            tanh(a_g, g)
            multiply(f, before, first)
            multiply(i, g, second)
            add(first, second, c)
            multiply(p_o, c, first)
            add(a_o, first, a_o)
            tanh(a_o, o)
            add(o, one, o)
            multiply(o, half, o)
            tanh(c, tanh_c)
            multiply(o, tanh_c, h)
    return run


def _begins(x: Array, hidden: Array, cell: Array) -> Array:
    """Return what the time steps begin with, where the states are known only for the first."""
    T, B, F = x.shape
    H = hidden.shape[1]
    begins = np.empty((T + 1, 2 * H + F + 1, B), x.dtype)
    begins[0, :H], begins[0, H : 2 * H] = cell.T, hidden.T
    begins[:-1, 2 * H : -1] = x.transpose(0, 2, 1)
    begins[:, -1] = 1
    return begins


def _halved(W: Array, U: Array, b: Array, p: Array) -> Array:
    """Return all that multiplies what a step begins with, (4 H, 2 H + F + 1), halved for gates.

    The output gate's peephole is not there: it sees a cell state that the step has yet to compute.
    """
    H = U.shape[1]
    to_input_gate, to_forget_gate = np.diag(p[:H]), np.diag(p[H : 2 * H])
    peepholes = np.concatenate([to_input_gate, to_forget_gate, np.zeros((2 * H, H), p.dtype)])
    weights = np.concatenate([peepholes, U, W, b[:, None]], axis=1)
    weights[: 2 * H] /= 2
    weights[3 * H :] /= 2
    return weights


def columns(vector: Array, columns: int) -> Array:
    """Repeat a vector as columns, because NumPy multiplies equal shapes faster."""
    return np.repeat(vector[:, None], columns, axis=1)
