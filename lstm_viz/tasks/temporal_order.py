"""Temporal order: two important symbols among unimportant ones, to be named in their order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, SequenceError, Task
from lstm_viz.tasks.sequences import answer_at_end, one_hot, place, remembered_from, symbols

DISTRACTORS = ("a", "b", "c", "d")
CUES = ("X", "Y")
NOISE = ("a", "c", "b", "d", "d", "a", "b", "c", "a", "d", "c")


class TemporalOrder(Task):
    """Name two symbols in their order.

    Every time step brings a symbol: one of a, b, c, d, which mean nothing, but X or Y once at .1
    to .2 of the length and once at .5 to .6. At the last time step the model must say which of
    XX, XY, YX, YY it was.
    """

    name = "temporal_order"
    title = "Temporal order"
    summary = (
        "Among meaningless letters, X or Y comes twice, far apart. At the end, say which two, "
        "in their order."
    )
    source = "Hochreiter & Schmidhuber 1997, experiment 6a, without its start and end symbols"
    inputs = (*DISTRACTORS, *CUES)
    outputs = ("XX", "XY", "YX", "YY")
    target_kind = "class"
    known_chance = 1 / 4
    solved = 0.99
    lengths = Lengths(10, 100, 60)
    defaults = Defaults(hidden_size=8, forget_bias=3.0, learning_rate=0.01, updates=900)
    grammar = "write one of a b c d per time step, and X or Y exactly twice: a b X c d Y a"

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw sequences with one X or Y at .1 to .2 and one at .5 to .6 of the length."""
        symbol = rng.integers(0, len(DISTRACTORS), (length, size))
        first = rng.integers(length // 10, length // 5, size, endpoint=True)
        second = rng.integers(length // 2, 3 * length // 5, size, endpoint=True)
        symbol[[first, second], np.arange(size)] = rng.integers(4, 6, (2, size))
        return _batch(symbol, first, second)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Find the two cues of one sequence."""
        symbol = symbols(x, self.inputs)
        cues = np.flatnonzero(symbol >= len(DISTRACTORS))
        if len(cues) != 2:
            raise SequenceError(f"X or Y must come exactly twice, here it comes {len(cues)} times")
        events = ["cue" if t in cues else "distractor" for t in range(len(x))]
        events[-1] = "cue + report" if events[-1] == "cue" else "report"
        return _batch(symbol[:, None], cues[:1], cues[1:]), tuple(events)

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say which symbol the number stands for."""
        return tuple("" if np.isnan(c) else f"first: {CUES[int(c > 0)]}" for c in content)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: all four classes in the same noise."""

        def sequence(first: str, second: str) -> str:
            return place(length, NOISE, (0.15, first), (0.55, second))

        return (
            (
                "X then Y",
                "One symbol must be kept while the other is awaited: look for a unit per symbol.",
                sequence("X", "Y"),
            ),
            (
                "Y then X",
                "The same symbols in the other order: nothing but the order tells them apart.",
                sequence("Y", "X"),
            ),
            (
                "X then X",
                "The same symbol twice: the second must not be mistaken for the first.",
                sequence("X", "X"),
            ),
            (
                "Y then Y",
                "Beside 'X then Y' only the first symbol differs: what still differs at the end?",
                sequence("Y", "Y"),
            ),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read the tokens a, b, c, d, X and Y."""
        return one_hot(tokens, self.inputs)


def _batch(symbol: NDArray[np.intp], first: NDArray[np.intp], second: NDArray[np.intp]) -> Batch:
    """Ask at the end for the symbols at each sequence's two cue steps (B,)."""
    length, size = symbol.shape
    is_y = symbol[[first, second], np.arange(size)] == 5
    answer = np.eye(4, dtype=np.float32)[2 * is_y[0] + is_y[1]]
    content = remembered_from(first, np.where(is_y[0], 1, -1).astype(np.float32), length)
    return answer_at_end(np.eye(6, dtype=np.float32)[symbol], answer, content)
