"""Store a value: one flagged number must survive the noise until the end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, Task
from lstm_viz.tasks.sequences import (
    answer_at_end,
    flags,
    number_with_flags,
    only_step,
    place,
    remembered_from,
    values_within,
)

NOISE = ("0.3", "-0.9", "0.5", "-0.2", "0.9", "-0.6", "0.1", "-0.4", "0.7", "-0.8")


class StoreValue(Task):
    """Report a value that was flagged long ago.

    Every time step brings a value in [-1, 1]. One of them, in the first third, carries a flag; at
    the last time step the model must say that value. A real value cannot be kept by two saturated
    units that hold each other, as a bit can: it has to stay in the cell state.
    """

    name = "store_value"
    title = "Store a value"
    summary = (
        "Each step brings a number, one of them early on is flagged. At the end, say that number."
    )
    inputs = ("value", "flag")
    outputs = ("flagged value",)
    target_kind = "value"
    known_chance = 1 / 3
    solved = 0.01
    lengths = Lengths(5, 100, 30)
    defaults = Defaults(hidden_size=4, forget_bias=3.0, learning_rate=0.01, updates=2000)
    grammar = (
        "write one number from -1 to 1 per time step and put * after the one to store: "
        "0.3 0.7* -0.2 0.5"
    )

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw sequences with the flag at any step of the first third."""
        value = rng.uniform(-1, 1, (length, size)).astype(np.float32)
        return _batch(value, rng.integers(0, length // 3, size))

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Find the flagged value of one sequence."""
        values_within(x[:, 0], -1, 1)
        flag = flags(x[:, 1:], self.inputs[1:])[:, 0]
        step = only_step(flag, "the flag *")
        events = ["write" if flagged else "distractor" for flagged in flag]
        events[-1] = "write + report" if flag[-1] else "report"
        return _batch(x[:, :1], np.array([step])), tuple(events)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: two values in the same noise, the longest hold, no hold."""
        return (
            (
                "store 0.8",
                "0.8 is flagged early; every later number must be ignored. Is 0.8 said at the end?",
                place(length, NOISE, (0.1, "0.8*")),
            ),
            (
                "store -0.6",
                "The same noise around -0.6: which numbers inside the cell differ from before?",
                place(length, NOISE, (0.1, "-0.6*")),
            ),
            (
                "longest hold",
                "The very first number is flagged: the hold is as long as it gets.",
                place(length, NOISE, (0, "0.5*")),
            ),
            (
                "no hold",
                "The flag comes one step before the end, later than in any training sequence.",
                place(length, NOISE, ((length - 2) / (length - 1), "0.8*")),
            ),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read tokens such as ``-0.2`` and, flagged, ``0.7*``."""
        return number_with_flags(tokens, "*")


def _batch(value: Array, step: NDArray[np.intp]) -> Batch:
    """Ask at the end for the value at each sequence's flagged step (B,)."""
    length, size = value.shape
    flag = np.arange(length)[:, None] == step
    stored = value[step, np.arange(size)]
    x = np.stack([value, flag], -1).astype(np.float32)
    return answer_at_end(x, stored[:, None], remembered_from(step, stored, length))
