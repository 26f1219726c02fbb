"""What tasks share: reading typed sequences, checking them, asking for the answer at the end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, SequenceError


def number_with_flags(tokens: Sequence[str], letters: str) -> Array:
    """Read tokens such as ``0.7w`` into x (T, 1 + len(letters)): the number, then 0/1 flags."""
    x = np.zeros((len(tokens), 1 + len(letters)), np.float32)
    for t, token in enumerate(tokens):
        number = token.rstrip(letters)
        try:
            with np.errstate(over="ignore"):  # too large for float32: the check for finite says so
                x[t, 0] = float(number)
        except ValueError:
            raise SequenceError(
                f"time step {t + 1} is {token!r}, expected a number followed by any of "
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
            raise SequenceError(
                f"time step {t + 1} is {token!r}, expected one of {' '.join(alphabet)}"
            )
        x[t, alphabet.index(token)] = 1
    return x


def flags(columns: Array, names: Sequence[str]) -> NDArray[np.bool_]:
    """Check that columns (T, n) hold only 0 and 1, and return them as booleans."""
    wrong = np.argwhere((columns != 0) & (columns != 1))
    if len(wrong):
        t, column = wrong[0]
        raise SequenceError(
            f"{names[column]} at time step {t + 1} is {columns[t, column]:g}, expected 0 or 1"
        )
    return columns.astype(bool)


def symbols(x: Array, alphabet: Sequence[str]) -> NDArray[np.intp]:
    """Check that every row of x (T, len(alphabet)) is one-hot, and return the symbol numbers."""
    is_one_hot = ((x == 0) | (x == 1)).all(1) & (x.sum(1) == 1)
    if not is_one_hot.all():
        t = int(np.argmin(is_one_hot))
        raise SequenceError(
            f"time step {t + 1} is not one symbol: exactly one of {' '.join(alphabet)} must be 1"
        )
    return np.asarray(x.argmax(1))


def values_within(values: Array, low: float, high: float) -> None:
    """Check that values (T,) lie in low to high."""
    outside = (values < low) | (values > high)
    if outside.any():
        t = int(np.argmax(outside))
        raise SequenceError(
            f"the value at time step {t + 1} is {values[t]:g}, expected {low:g} to {high:g}"
        )


def only_step(happens: NDArray[np.bool_], what: str) -> int:
    """Return the one time step at which something happens; what: its name in the error."""
    steps = np.flatnonzero(happens)
    if len(steps) != 1:
        found = (
            f"{len(steps)} (time steps {', '.join(map(str, steps + 1))})" if len(steps) else "none"
        )
        raise SequenceError(f"the sequence has {found} of {what}, expected exactly one")
    return int(steps[0])


def question_at_end(asks: NDArray[np.bool_], tokens: str) -> None:
    """Check that the question (T,) is asked at the last time step and nowhere else."""
    if not asks[-1]:
        raise SequenceError(f"the last time step must ask: end the sequence with {tokens}")
    if asks[:-1].any():
        t = int(np.argmax(asks))
        raise SequenceError(f"time step {t + 1} already asks; only the last time step can")


def answer_at_end(x: Array, answer: Array, content: Array) -> Batch:
    """Return the batch whose only target is `answer` (B, O) at the last time step of x."""
    target = np.zeros((*x.shape[:2], answer.shape[1]), np.float32)
    target[-1] = answer
    mask = np.zeros(x.shape[:2], bool)
    mask[-1] = True
    return Batch(x, target, mask, content)


def remembered_from(step: NDArray[np.intp], content: Array, length: int) -> Array:
    """Return content (B,) over time (length, B): NaN before each sequence's step, then constant."""
    return np.where(np.arange(length)[:, None] < step, np.float32(np.nan), content)


def place(length: int, filler: Sequence[str], *tokens: tuple[float, str]) -> str:
    """Write a sequence: filler over and over, and tokens at places from 0 (first step) to 1 (last).

    >>> place(5, ["a", "b"], (0.5, "X"), (1, "?"))
    'a b X b ?'
    """
    steps = [filler[t % len(filler)] for t in range(length)]
    for where, token in tokens:
        steps[round(where * (length - 1))] = token
    return " ".join(steps)
