"""How far a trained model counts: which strings of a's and b's it gets right, by their n."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lstm_viz.film import Film
from lstm_viz.interfering import answers_to
from lstm_viz.run import ModelName


def right_strings(film: Film, model: ModelName, longest: int) -> NDArray[np.bool_]:
    """Tell for n = 1 to ``longest`` whether every step of the string of n a's and n b's is right.

    Parameters
    ----------
    film : Film
        Of a run on aⁿbⁿ; the weights of its last snapshot answer.
    model : str
        One of the film's two cells.
    longest : int, 1 to 99

    Returns
    -------
    (longest,) bool
    """
    config, weights = film.config, film.snapshots[-1].models[model].weights
    right = []
    for n in range(1, longest + 1):
        string = config.the_task.read_sequence("S" + n * " a" + n * " b")
        said = answers_to(config, model, weights, string.x[:, None])[:, 0]
        right.append(bool(((said > 0) == (string.target > 0.5)).all()))
    return np.array(right)


def counts_to(right: NDArray[np.bool_]) -> int:
    """Return the largest n up to which every string is right; 0 if that of n = 1 is not.

    Examples
    --------
    >>> counts_to(np.array([True, True, False, True]))
    2
    """
    return int(np.argmin([*right, False]))
