"""Latch: one bit, seen once, asked for at the end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, Task
from lstm_viz.tasks.sequences import (
    answer_at_end,
    one_hot,
    only_step,
    place,
    question_at_end,
    remembered_from,
    symbols,
)

CUES = ("X", "Y")
DISTRACTORS = ("a", "b", "c", "d")
NOISE = ("a", "c", "b", "d", "d", "a", "b", "c", "a", "d", "c")


class Latch(Task):
    """Hold one of two cues.

    The first time step brings the cue, X or Y; then come meaningless letters; the last time step
    asks which cue it was. A bit can be held by feedback from the hidden state, so this task says
    little about the forget gate: use it for gradients, not for gates.
    """

    name = "latch"
    title = "Latch"
    summary = (
        "X or Y comes first, then meaningless letters. At the question mark, say which it was."
    )
    source = "after Bengio, Simard & Frasconi 1994"
    inputs = (*CUES, *DISTRACTORS, "?")
    outputs = CUES
    target_kind = "class"
    known_chance = 1 / 2
    solved = 0.99
    lengths = Lengths(10, 100, 30)
    defaults = Defaults(hidden_size=8, forget_bias=3.0, learning_rate=0.01, updates=300)
    grammar = "write X or Y once, any of a b c d around it, and ? at the end: X a d b c ?"

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw sequences with the cue at the first time step and the question at the last."""
        symbol = rng.integers(2, 6, (length, size))
        symbol[0] = rng.integers(0, 2, size)
        symbol[-1] = 6
        return _batch(symbol, np.zeros(size, np.intp))

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Find the cue of one sequence, at whichever time step it comes."""
        symbol = symbols(x, self.inputs)
        question_at_end(symbol == 6, "?")
        step = only_step(symbol < len(CUES), "the cues X and Y")
        events = ["distractor"] * len(x)
        events[step], events[-1] = "cue", "query"
        return _batch(symbol[:, None], np.array([step])), tuple(events)

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say which symbol the number stands for."""
        return tuple("" if np.isnan(c) else CUES[int(c > 0)] for c in content)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: both cues, a late cue, and twice the training length."""
        return (
            (
                "hold X",
                "X comes once; whatever differs at the end from 'hold Y' is the memory of it.",
                place(length, NOISE, (0, "X"), (1, "?")),
            ),
            (
                "hold Y",
                "The same letters after Y: follow where, and how long, the two differ.",
                place(length, NOISE, (0, "Y"), (1, "?")),
            ),
            (
                "late cue",
                "Y comes half way, later than in training, and has to be held half as long.",
                place(length, NOISE, (0.5, "Y"), (1, "?")),
            ),
            (
                "twice as long",
                "X has to be held for twice the training length: does the bit stay?",
                place(2 * length, NOISE, (0, "X"), (1, "?")),
            ),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read the tokens X, Y, a, b, c, d and ?."""
        return one_hot(tokens, self.inputs)


def _batch(symbol: NDArray[np.intp], step: NDArray[np.intp]) -> Batch:
    """Ask at the end for the cue at each sequence's cue step (B,)."""
    length, size = symbol.shape
    cue = symbol[step, np.arange(size)]
    content = remembered_from(step, (2 * cue - 1).astype(np.float32), length)
    x = np.eye(7, dtype=np.float32)[symbol]
    return answer_at_end(x, np.eye(2, dtype=np.float32)[cue], content)
