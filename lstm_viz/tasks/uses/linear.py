"""A linear readout fitted in closed form: the baseline of whoever has no memory of its own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lstm_viz.tasks.base import Array, Batch

Seen = Callable[[Array], Array]
"""From inputs (T, B, F) to what a readout may look at, at each time step: (T, B, K)."""

RIDGE = 1e-2


def fitted(batch: Batch, seen: Seen, ridge: float = RIDGE) -> Callable[[Batch], Array]:
    """Fit a linear readout to the steps of a batch that have a target; return how it answers.

    W = (A'A + r I)^-1 A'Y, where a row of A is what is seen at one time step and a 1, and a row of
    Y the target there; for classes it is one-hot, and the largest output is the answer.

    Parameters
    ----------
    batch : Batch
        Training data.
    seen : callable
    ridge : float
        r: how strongly large weights are avoided.

    Returns
    -------
    callable
        From a batch to predictions (T, B, O).
    """
    rows, wanted = _with_one(seen(batch.x))[batch.mask], batch.target[batch.mask]
    rows, wanted = rows.astype(float), wanted.astype(float)
    weights = np.linalg.solve(rows.T @ rows + ridge * np.eye(rows.shape[1]), rows.T @ wanted)

    def predict(other: Batch) -> Array:
        return np.asarray(_with_one(seen(other.x)) @ weights, np.float32)

    return predict


def _with_one(values: Array) -> Array:
    return np.concatenate([values, np.ones_like(values[..., :1])], -1)
