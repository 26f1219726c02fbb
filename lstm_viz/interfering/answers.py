"""From the hidden states to what is answered: attention and the readout, in NumPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from lstm_viz.family import Cell
from lstm_viz.handover import visible
from lstm_viz.recording import Array
from lstm_viz.tasks.base import TargetKind

Weights = Mapping[str, Array]


def attended(cell: Cell, hidden: Array, x: Array) -> tuple[Array, Array | None]:
    """Return what the readout sees of hidden states (T, B, H) on x (T, B, F), and where it looks.

    Where it looks, with attention, is (B, T, T).
    """
    if not cell.attention:
        return hidden, None
    by_sequence = hidden.swapaxes(0, 1)
    alike = by_sequence @ by_sequence.swapaxes(1, 2)
    alike[:, ~visible(x, cell.decoder)] = -np.inf
    weights = _softmax(alike)
    context = (weights @ by_sequence).swapaxes(0, 1)
    return np.concatenate([hidden, context], axis=-1), weights


def answers_of(weights: Weights, seen: Array) -> Array:
    """Return the readout of what it sees, (T, B, O)."""
    return np.asarray(seen @ weights["readout.weight"].T + weights["readout.bias"])


def _softmax(values: Array) -> Array:
    powers = np.exp(values - values.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True))


SAID: dict[TargetKind, Callable[[Array], Array]] = {
    "value": lambda output: output,
    "class": _softmax,
    "set": lambda output: 0.5 * np.tanh(0.5 * output) + 0.5,
}
"""From what the readout says to what a person is shown."""
