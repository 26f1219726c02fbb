"""Backpropagation through time of an LSTM with peepholes, in NumPy and in place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from numpy import add, multiply

from lstm_viz.peephole.product import product
from lstm_viz.peephole.unrolling import Unrolled, columns
from lstm_viz.recording import Array


class Past(NamedTuple):
    """What a loss asks of the pre-activations (T, 4 H, B) and of the initial state, (H, B) each."""

    pre_activations: Array
    hidden: Array
    cell: Array


def through_time(run: Unrolled, U: Array, p: Array, hidden: Array, last_cell: Array) -> Past:
    """Carry the gradient of a loss back through time.

    Write D for the loss's derivative by h_t and E for that by c_t, each with all that comes back
    from the steps after. With the new D of a step, E += D (o (1 - tanh(c)^2) + p_o k_o); then the
    pre-activations of o, i, f, g get D k_o, E k_i, E k_f, E k_g, and c_{t-1} gets
    E (f + p_i k_i + p_f k_f). None of these factors hangs on D or E.

    Parameters
    ----------
    run : Unrolled
    U, p : (4 H, H), (3 H,)
    hidden : (T, B, H)
        Derivative of the loss by each hidden state, as far as the loss uses it directly.
    last_cell : (B, H)
        The same for the last cell state.

    Returns
    -------
    Past
    """
    steps, H, B = run.candidate.shape
    pre_activations = np.empty((steps, 4 * H, B), U.dtype)
    blocks = pre_activations.reshape(steps, 4, H, B)
    # Copies: the loop is at home in contiguous memory, and changes D and E in place.
    U_back, directly = np.array(U.T, order="C"), np.array(hidden.transpose(0, 2, 1), order="C")
    D, E = np.zeros((H, B), U.dtype), np.array(last_cell.T, order="C")
    dot = product(H, 4 * H, B)
    through_output = np.empty((H, B), U.dtype)
    with np.errstate(all="ignore"):
        factors = _factors(run, p)
        arrays = (directly, pre_activations, *(blocks[:, k] for k in range(4)), *factors)
        backwards = zip(*(array[::-1] for array in arrays), strict=True)
        for here, a, a_i, a_f, a_g, a_o, k_i, k_f, k_g, k_o, by_hidden, by_cell in backwards:
            add(D, here, D)
            multiply(D, by_hidden, through_output)
            add(E, through_output, E)
            multiply(D, k_o, a_o)
            multiply(E, k_i, a_i)
            multiply(E, k_f, a_f)
            multiply(E, k_g, a_g)
            multiply(E, by_cell, E)
            dot(U_back, a, D)
    return Past(pre_activations, D, E)


class WeightGradients(NamedTuple):
    """Derivatives of a loss by W (4 H, F), U (4 H, H), b (4 H,) and p (3 H,)."""

    W: Array
    U: Array
    b: Array
    p: Array


def weight_gradients(run: Unrolled, pre_activations: Array) -> WeightGradients:
    """Sum what all time steps of all sequences ask of the weights.

    Parameters
    ----------
    run : Unrolled
    pre_activations : (T, 4 H, B)
        From `through_time`.
    """
    steps, H, B = run.candidate.shape
    begins, cell = run.begins[:-1], run.begins[:, :H]
    rows = torch.from_numpy(begins[:, H:]).transpose(1, 2)
    whole = torch.bmm(torch.from_numpy(pre_activations), rows).sum(0).numpy()
    with np.errstate(all="ignore"):
        a_i, a_f, _, a_o = pre_activations.reshape(steps, 4, H, B).transpose(1, 0, 2, 3)
        seen = ((a_i, cell[:-1]), (a_f, cell[:-1]), (a_o, cell[1:]))
        p = np.concatenate([np.einsum("thb,thb->h", a, c) for a, c in seen])
    return WeightGradients(whole[:, H:-1].copy(), whole[:, :H].copy(), whole[:, -1].copy(), p)


def _factors(run: Unrolled, p: Array) -> tuple[Array, ...]:
    """Return k_i, k_f, k_g, k_o, and what D gives to E and E to the E before; each (T, H, B)."""
    _, H, B = run.candidate.shape
    p_i, p_f, p_o = (columns(part, B) for part in p.reshape(3, H))
    i, f, before = run.input_forget[:, :H], run.input_forget[:, H:], run.begins[:-1, :H]
    g, o, tanh_c = run[2:]
    k_i, k_f = _product(1 - i, i, g), _product(1 - f, f, before)
    k_g, k_o = _product(1 - g * g, i), _product(1 - o, o, tanh_c)
    by_hidden = _product(1 - tanh_c * tanh_c, o)
    by_hidden += p_o * k_o
    by_cell = f + p_i * k_i
    by_cell += p_f * k_f
    return k_i, k_f, k_g, k_o, by_hidden, by_cell


def _product(new: Array, *others: Array) -> Array:
    """Multiply arrays into one that nobody else holds."""
    for other in others:
        multiply(new, other, new)
    return new
