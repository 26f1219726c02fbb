"""What is left of an error signal on its way back through time."""

from __future__ import annotations

import math

import numpy as np

from lstm_viz.film import Film
from lstm_viz.measures.film import steps_with
from lstm_viz.run import Array, ModelName


def share_left(profile: Array) -> Array:
    """Return a gradient profile (T,) relative to the answering step, from there back to the first.

    1 at first, then one number per step back. All NaN where nothing arrives anywhere.

    Examples
    --------
    >>> share_left(np.array([0.5, 1.0, 2.0, 0.0])).tolist()
    [1.0, 0.5, 0.25]
    """
    arrives = np.flatnonzero(profile)
    if not len(arrives):
        return np.full(len(profile), math.nan)
    last = int(arrives[-1])
    return np.asarray(profile[last::-1] / profile[last])


def flagged_share(film: Film, model: ModelName, snapshot: int) -> tuple[int, float]:
    """Return how many steps before the answer the first write lies, and the share that arrives.

    Parameters
    ----------
    film : Film
        Of a task whose probe sequences have a ``write``.
    model : "lstm" or "rnn"
        |dL/dc| of the LSTM, |dL/dh| of the vanilla RNN.
    snapshot : int
        Which snapshot, by its place in the film.

    Raises
    ------
    ValueError
        If nothing is written in the film's probe sequence.
    """
    writes = steps_with(film, "write")
    if not writes:
        raise ValueError("nothing is written in the film's sequence")
    side = film.snapshots[snapshot].models[model]
    share = share_left(side.gradient_hidden if side.gradient_cell is None else side.gradient_cell)
    back = int(np.flatnonzero(film.probe.mask)[-1]) - writes[0]
    return back, float(share[back]) if back < len(share) else math.nan
