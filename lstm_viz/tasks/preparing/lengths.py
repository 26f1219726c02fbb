"""Different lengths: short sequences are padded, and a mask says which steps are real."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, SequenceError, Task

SHORTEST = 4
PADDING = "."
NUMBERS = ("0.3", "0.6", "0.2", "0.8", "0.5", "0.1", "0.7", "0.4")


class DifferentLengths(Task):
    """Say at every real step the largest number so far; padding has no target.

    A sequence has some numbers above 0, then zeros up to the length of the longest one.
    """

    name = "lengths"
    title = "Padded, with a mask"
    summary = (
        "Numbers from 0 to 1: at every step, say the largest so far. Sequences end at different "
        "steps and are padded with zeros, which have no target."
    )
    inputs = ("value",)
    outputs = ("largest so far",)
    target_kind = "value"
    solved = 0.005
    lengths = Lengths(8, 40, 20)
    defaults = Defaults(hidden_size=4, forget_bias=1.0, learning_rate=0.02, updates=200)
    grammar = "write numbers above 0 and up to 1, then dots for padding: 0.3 0.8 0.5 . ."

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw sequences with 4 to `length` numbers, padded to `length` steps."""
        value = 1 - rng.random((length, size))  # above 0, so that no number is mistaken for padding
        real = np.arange(length)[:, None] < rng.integers(SHORTEST, length, size, endpoint=True)
        return self._batch((value * real)[..., None].astype(np.float32))

    def in_earnest(self, length: int) -> Batch:
        """Return the test set with its real steps only as targets."""
        return _masked(self.test(length).x)

    def _batch(self, x: Array) -> Batch:
        """Give sequences x (T, B, 1) their targets."""
        return _masked(x)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Find the largest number so far in one sequence."""
        value = x[:, 0]
        if not ((value >= 0) & (value <= 1)).all():
            step = int(np.argmax((value < 0) | (value > 1)))
            raise SequenceError(f"time step {step + 1} is {value[step]:g}, expected 0 to 1")
        gap = np.flatnonzero((value[:-1] == 0) & (value[1:] > 0))
        if value[0] == 0 or len(gap):
            raise SequenceError(f"padding can only follow the numbers; {self.grammar}")
        return self._batch(x[:, None]), tuple("number" if v else "padding" for v in value)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: half of it padding, and none."""
        some = [NUMBERS[t % len(NUMBERS)] for t in range(length)]
        half = [*some[: length // 2], *[PADDING] * (length - length // 2)]
        return (
            (
                "half of it padding",
                "What becomes of the memory when the numbers end?",
                " ".join(half),
            ),
            ("no padding", "As long as the longest sequence in training.", " ".join(some)),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read numbers and dots."""
        return np.array([[_number(token, t)] for t, token in enumerate(tokens)], np.float32)


class Unmasked(DifferentLengths):
    """The same sequences by somebody who forgot the mask: padding has the target 0, and counts."""

    name = "lengths_unmasked"
    title = "Padded, mask forgotten"
    summary = (
        "Numbers from 0 to 1: at every step, say the largest so far. Sequences end at different "
        "steps and are padded with zeros; without a mask, every padded step counts as a 0 to say."
    )

    def _batch(self, x: Array) -> Batch:
        """Count the padded steps too."""
        right = _masked(x)
        return Batch(x, right.target, np.ones(right.mask.shape, np.bool_), right.content)


def _masked(x: Array) -> Batch:
    """Ask sequences x (T, B, 1) for the largest number so far, at their real steps."""
    largest = np.maximum.accumulate(x, axis=0)
    real: NDArray[np.bool_] = x[..., 0] > 0
    return Batch(x, largest * real[..., None], real, largest[..., 0])


def _number(token: str, t: int) -> float:
    """Read one number, or a dot."""
    if token == PADDING:
        return 0.0
    try:
        number = float(token)
    except ValueError:
        number = 0.0
    if not 0 < number <= 1:
        raise SequenceError(
            f"time step {t + 1} is {token!r}, expected a number above 0 and up to 1, or a dot"
        )
    return number
