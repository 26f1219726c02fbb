"""Next mark: at every time step, say which mark will come next. Only the future knows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, SequenceError, Task
from lstm_viz.tasks.sequences import one_hot, symbols

MARKS = ("-", "+")
BLANK = 2
MARK = 0.25


class NextMark(Task):
    """Say the sign of the next mark.

    A time step brings a mark, + or -, or nothing. At every time step the model must say which mark
    comes next, later than now; the last time step is a mark and has no answer. Signs are drawn
    independently, so whoever reads from left to right can only guess.
    """

    name = "next_mark"
    title = "Next mark"
    summary = (
        "Now and then a mark comes, + or -. At every step, say which mark will come next: the "
        "past does not tell."
    )
    source = "after Schuster & Paliwal 1997"
    inputs = (*MARKS, ".")
    outputs = MARKS
    target_kind = "class"
    known_chance = 1 / 2
    solved = 0.99
    lengths = Lengths(5, 60, 20)
    defaults = Defaults(
        hidden_size=4,
        forget_bias=1.0,
        learning_rate=0.01,
        updates=300,
        cell="bilstm",
        against="lstm",
    )
    grammar = "write + or - for a mark, a dot for none, and end with a mark: . + . . - . +"

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw sequences with a mark at a quarter of the time steps, and at the last."""
        symbol = rng.integers(0, len(MARKS), (length, size))
        symbol[:-1][rng.random((length - 1, size)) >= MARK] = BLANK
        return _batch(symbol)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Look up, for every time step of one sequence, which mark comes next."""
        symbol = symbols(x, self.inputs)
        if symbol[-1] == BLANK:
            raise SequenceError("the last time step is no mark: end the sequence with + or -")
        events = tuple("blank" if s == BLANK else "mark" for s in symbol)
        return _batch(symbol[:, None]), events

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say which mark comes next: to be remembered by whoever reads from right to left."""
        return tuple("" if np.isnan(c) else f"next: {MARKS[int(c > 0)]}" for c in content)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: several marks, one at the end, and a long wait."""
        some = [".", ".", "+", ".", ".", ".", "-", ".", "+", "."]
        several = [some[t % len(some)] for t in range(length - 1)]
        return (
            (
                "several marks",
                "Between two marks the answer is already the second one: who can know it?",
                " ".join([*several, "-"]),
            ),
            (
                "+ at the very end",
                "One mark, at the last step: the answer is + from the first step on.",
                " ".join([*"." * (length - 1), "+"]),
            ),
            (
                "- at the very end",
                "Differs from '+ at the very end' in its last step alone, and in every answer.",
                " ".join([*"." * (length - 1), "-"]),
            ),
            (
                "twice as long",
                "Only the last step is a mark, twice as far away as a training sequence is long.",
                " ".join([*"." * (2 * length - 1), "+"]),
            ),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read the tokens +, - and a dot."""
        return one_hot(tokens, self.inputs)


def _batch(symbol: NDArray[np.intp]) -> Batch:
    """Look up the next mark after each time step of symbols (T, B), whose last are marks."""
    after = symbol.copy()
    after[-1] = BLANK
    for t in range(len(symbol) - 2, -1, -1):
        later = symbol[t + 1]
        after[t] = np.where(later == BLANK, after[t + 1], later)
    mask = after != BLANK
    x = np.eye(3, dtype=np.float32)[symbol]
    target = np.eye(3, dtype=np.float32)[after][..., : len(MARKS)]
    return Batch(x, target, mask, np.where(mask, 2 * after - 1, np.nan).astype(np.float32))
