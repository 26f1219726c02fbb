"""Reading sequences that people type: numbers with flags, symbols; errors name the time step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, SequenceError


def number_with_flags(tokens: Sequence[str], letters: str) -> Array:
    """Read tokens such as ``0.7w`` into x (T, 1 + len(letters)): the number, then 0/1 flags."""
    x = np.zeros((len(tokens), 1 + len(letters)), np.float32)
    for t, token in enumerate(tokens):
        number = token.rstrip(letters)
        try:
            x[t, 0] = float(number)
        except ValueError:
            raise SequenceError(
                f"time step {t} is {token!r}, expected a number followed by any of "
                f"{', '.join(letters)}, such as 0.5{letters[0]}"
            ) from None
        for letter in token[len(number) :]:
            x[t, 1 + letters.index(letter)] = 1
    return x


def one_hot(tokens: Sequence[str], alphabet: Sequence[str]) -> Array:
    """Read symbols into x (T, len(alphabet)) with a single 1 per time step."""
    x = np.zeros((len(tokens), len(alphabet)), np.float32)
    for t, token in enumerate(tokens):
        if token not in alphabet:
            raise SequenceError(f"time step {t} is {token!r}, expected one of {' '.join(alphabet)}")
        x[t, alphabet.index(token)] = 1
    return x


def flags(columns: Array, names: Sequence[str]) -> NDArray[np.bool_]:
    """Check that columns (T, n) hold only 0 and 1, and return them as booleans."""
    wrong = np.argwhere((columns != 0) & (columns != 1))
    if len(wrong):
        t, column = wrong[0]
        raise SequenceError(
            f"{names[column]} at time step {t} is {columns[t, column]:g}, expected 0 or 1"
        )
    return columns.astype(bool)


def symbols(x: Array, alphabet: Sequence[str]) -> NDArray[np.intp]:
    """Check that every row of x (T, len(alphabet)) is one-hot, and return the symbol numbers."""
    is_one_hot = ((x == 0) | (x == 1)).all(1) & (x.sum(1) == 1)
    if not is_one_hot.all():
        t = int(np.argmin(is_one_hot))
        raise SequenceError(
            f"time step {t} is not one symbol: exactly one of {' '.join(alphabet)} must be 1"
        )
    return np.asarray(x.argmax(1))
