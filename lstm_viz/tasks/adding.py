"""Adding: two marked numbers, far apart, whose sum is asked at the end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, SequenceError, Task
from lstm_viz.tasks.sequences import answer_at_end, flags, number_with_flags, place, values_within

NOISE = ("0.3", "0.9", "0.5", "0.1", "0.7", "0.6", "0.2", "1", "0.4", "0.8")


class Adding(Task):
    """Add the marked values.

    Every time step brings a value in [0, 1]. One value in each half is marked; at the last time
    step the model must say the sum of the two.
    """

    name = "adding"
    title = "Adding"
    summary = "Each step brings a number, two of them are marked. At the end, say their sum."
    source = (
        "Hochreiter & Schmidhuber 1997, experiment 4; numbers from 0 to 1 as in "
        "Le, Jaitly & Hinton 2015"
    )
    inputs = ("value", "mark")
    outputs = ("sum",)
    target_kind = "value"
    known_chance = 1 / 6
    solved = 0.01
    lengths = Lengths(10, 100, 40)
    defaults = Defaults(hidden_size=8, forget_bias=1.0, learning_rate=0.01, updates=2500)
    grammar = (
        "write one number from 0 to 1 per time step and put * after the ones to add: "
        "0.3 0.7* 0.2 0.4* 0.5"
    )

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw sequences with one mark in each half."""
        value = rng.random((length, size), np.float32)
        half = length // 2
        t = np.arange(length)[:, None]
        first, second = rng.integers(0, half, size), rng.integers(half, length, size)
        return _batch(value, (t == first) | (t == second))

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Add up one sequence; it may mark any number of values, but at least one."""
        values_within(x[:, 0], 0, 1)
        mark = flags(x[:, 1:], self.inputs[1:])
        if not mark.any():
            raise SequenceError("no number is marked; put * after the ones to add, such as 0.4*")
        events = ["mark" if marked else "distractor" for marked in mark[:, 0]]
        events[-1] = "mark + report" if mark[-1, 0] else "report"
        return _batch(x[:, :1], mark), tuple(events)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: an ordinary sum, a small, a large, and one mark too many."""
        return (
            (
                "0.7 + 0.6",
                "The cell must add 0.7 when it is marked, keep it, add 0.6, and ignore the rest.",
                place(length, NOISE, (0.2, "0.7*"), (0.7, "0.6*")),
            ),
            (
                "a small sum",
                "0.1 + 0.2: a model that always guesses the average, 1, is far off here.",
                place(length, NOISE, (0.3, "0.1*"), (0.8, "0.2*")),
            ),
            (
                "a large sum",
                "0.9 + 0.8, the first mark at once: as much to remember for as long as it gets.",
                place(length, NOISE, (0, "0.9*"), (0.6, "0.8*")),
            ),
            (
                "three marks",
                "0.4 + 0.3 + 0.5: no training sequence has three marks. Does it add the third?",
                place(length, NOISE, (0.2, "0.4*"), (0.5, "0.3*"), (0.8, "0.5*")),
            ),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read tokens such as ``0.2`` and, marked, ``0.7*``."""
        return number_with_flags(tokens, "*")


def _batch(value: Array, mark: NDArray[np.bool_]) -> Batch:
    """Ask at the end for the sum of the marked values."""
    running_sum = np.cumsum(value * mark, 0)
    x = np.stack([value, mark], -1).astype(np.float32)
    return answer_at_end(x, running_sum[-1][:, None], running_sum)
