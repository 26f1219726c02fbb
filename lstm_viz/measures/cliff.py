"""The cliff: a network of one unit whose error has a wall that throws gradient descent far away.

The unit takes its own output as input, for 50 steps:

    x_t = w s(x_{t-1}) + b        E = (s(x_50) - 0.7)^2        s the logistic sigmoid, x_0 = 0.5

Its two parameters make a map of the error that one can look at as a whole.

Notes
-----
Pascanu, Mikolov & Bengio (2013), figure 6.
"""

from __future__ import annotations

import itertools
import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.floating[Any]]

STEPS, BEGINNING, WANTED = 50, 0.5, 0.7


class Slope(NamedTuple):
    """The error at some parameters, and its derivatives by them; arrays of one shape."""

    error: Array
    by_weight: Array
    by_bias: Array

    @property
    def norm(self) -> Array:
        """Return the Euclidean norm of the gradient."""
        return np.hypot(self.by_weight, self.by_bias)


class Stop(NamedTuple):
    """A stop of gradient descent: where it is, the error, and the gradient's norm there."""

    weight: float
    bias: float
    error: float
    norm: float


def slope(weight: ArrayLike, bias: ArrayLike) -> Slope:
    """Return error and exact gradient of the one-unit network.

    The derivatives are carried along with the state, dx_t = s(x_{t-1}) dw + db + w s' dx_{t-1}.

    Parameters
    ----------
    weight, bias : array_like
        Of shapes that broadcast.

    Examples
    --------
    >>> at = slope(5.0, -2.51)
    >>> round(float(at.error), 3), round(float(at.norm), 2)
    (0.023, 0.14)
    """
    w, b = np.broadcast_arrays(np.asarray(weight, float), np.asarray(bias, float))
    x, by_w, by_b = np.full(w.shape, BEGINNING), np.zeros(w.shape), np.zeros(w.shape)
    for _ in range(STEPS):
        s = _sigmoid(x)
        factor = w * s * (1 - s)
        by_w, by_b = s + factor * by_w, 1 + factor * by_b
        x = w * s + b
    s = _sigmoid(x)
    outer = 2 * (s - WANTED) * s * (1 - s)
    return Slope((s - WANTED) ** 2, outer * by_w, outer * by_b)


def descend(
    weight: float, bias: float, rate: float, clip_norm: float | None, updates: int
) -> tuple[Stop, ...]:
    """Return the stops of gradient descent, the beginning among them.

    Parameters
    ----------
    weight, bias : float
        Where it begins.
    rate : float
        Learning rate.
    clip_norm : float or None
        Norm above which the gradient is scaled down to it.
    updates : int
        Steps to make; there is one stop more.
    """
    stops = []
    for _ in range(updates + 1):
        here = slope(weight, bias)
        norm = float(here.norm)
        stops.append(Stop(weight, bias, float(here.error), norm))
        share = 1.0 if clip_norm is None else min(1.0, clip_norm / max(norm, 1e-300))
        weight -= rate * share * float(here.by_weight)
        bias -= rate * share * float(here.by_bias)
    return tuple(stops)


def farthest(stops: tuple[Stop, ...]) -> tuple[int, float]:
    """Return after which stop the longest step begins, and how long it is."""
    lengths = [
        math.hypot(after.weight - before.weight, after.bias - before.bias)
        for before, after in itertools.pairwise(stops)
    ]
    longest = int(np.argmax(lengths))
    return longest, lengths[longest]


def way(stops: tuple[Stop, ...], spacing: float = 0.01) -> tuple[Array, Array, Array]:
    """Return weights, biases and errors along a walk, each (N,).

    Between two stops it is straight in weight and bias, so its error is that of the ground below.

    Parameters
    ----------
    stops : tuple of Stop
    spacing : float
        At most so far apart are neighbours in weight and bias.
    """
    weights, biases = [stops[0].weight], [stops[0].bias]
    for before, after in itertools.pairwise(stops):
        length = math.hypot(after.weight - before.weight, after.bias - before.bias)
        parts = max(1, math.ceil(length / spacing))
        weights.extend(np.linspace(before.weight, after.weight, parts + 1)[1:].tolist())
        biases.extend(np.linspace(before.bias, after.bias, parts + 1)[1:].tolist())
    w, b = np.array(weights), np.array(biases)
    return w, b, slope(w, b).error


@lru_cache(maxsize=2)
def landscape(points: int = 151) -> tuple[Array, Array, Array]:
    """Return weights (N,), biases (N,) and the error (N biases, N weights) over the map."""
    weights, biases = np.linspace(4.5, 6, points), np.linspace(-3, -1.2, points)
    error = slope(weights[None, :], biases[:, None]).error
    for array in (weights, biases, error):
        array.setflags(write=False)  # all who ask get the same arrays
    return weights, biases, error


def _sigmoid(x: Array) -> Array:
    """Return 1 / (1 + exp(-x))."""
    return np.asarray(1 / (1 + np.exp(-x)))
