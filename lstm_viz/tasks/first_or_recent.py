"""First or recent: one question needs a long memory, the other a short one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, SequenceError, Task
from lstm_viz.tasks.sequences import answer_at_end, flags, one_hot, question_at_end

RECENT = 5
TOKENS = ("-", "+", "first", "recent")


class FirstOrRecent(Task):
    """Remember the first symbol for long and the last five for a moment.

    Every time step but the last brings -1 or +1. The last one asks either for the first symbol or
    for the majority of the last five. Nobody knows which until it is asked, so a model needs both
    a unit that forgets slowly and one that forgets fast.
    """

    name = "first_or_recent"
    title = "First or recent"
    summary = (
        "A row of plus and minus. The last step asks for the very first symbol, "
        "or for the majority of the last five."
    )
    inputs = ("symbol", "ask first", "ask recent")
    outputs = ("-1", "+1")
    target_kind = "class"
    known_chance = 1 / 2
    solved = 0.98
    lengths = Lengths(10, 100, 30)
    defaults = Defaults(hidden_size=8, forget_bias=4.0, learning_rate=0.01, updates=1400)
    grammar = (
        "write + or - per time step and end with first, or (after at least 5 symbols) "
        "recent: + - - + - - recent"
    )

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw random symbols and, for the last step, one of the two questions."""
        symbol = rng.integers(0, 2, (length - 1, size)).astype(np.float32) * 2 - 1
        return _batch(symbol, rng.random(size) < 0.5)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Answer the question of one sequence."""
        asks = flags(x[:, 1:], self.inputs[1:])
        question_at_end(asks[:, 0] | asks[:, 1], "first or recent")
        if asks[-1].all() or x[-1, 0] != 0:
            raise SequenceError("the last time step asks first or recent, one of them, and no more")
        symbol = x[:-1, :1]
        if (abs(symbol) != 1).any():
            t = int(np.argmax(abs(symbol) != 1))
            raise SequenceError(
                f"the symbol at time step {t + 1} is {symbol[t, 0]:g}, not -1 or +1"
            )
        asks_recent = asks[-1, 1:]
        needed = RECENT if asks_recent[0] else 1
        if len(symbol) < needed:
            raise SequenceError(
                f"{TOKENS[2 + int(asks_recent[0])]} needs at least {needed} symbols before it, "
                f"the sequence has {len(symbol)}"
            )
        events = ["distractor"] * len(symbol)
        events[-RECENT:] = ["recent"] * len(events[-RECENT:])
        events[0] = "first + recent" if events[0] == "recent" else "first"
        return _batch(symbol, asks_recent), (*events, self.inputs[1 + int(asks_recent[0])])

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say which symbol the number stands for."""
        return tuple("" if np.isnan(c) else f"first: {'+' if c > 0 else '-'}" for c in content)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: first and recent symbols disagree, both questions asked."""

        def sequence(first: str, recent: str, question: str) -> str:
            middle = [TOKENS[t % 2] for t in range(length - RECENT - 2)]
            return " ".join([first, *middle, *recent, question])

        return (
            (
                "plus first",
                "The first symbol is plus, the last five are mostly minus; the first is asked.",
                sequence("+", "--+--", "first"),
            ),
            (
                "minus recently",
                "The same symbols, the other question: up to the last step all must be the same.",
                sequence("+", "--+--", "recent"),
            ),
            (
                "minus first",
                "The first symbol is minus, the last five are mostly plus; the first is asked.",
                sequence("-", "+-++-", "first"),
            ),
            (
                "plus recently",
                "Only three of the last five are plus: a narrow majority, not just the last one.",
                sequence("-", "+-++-", "recent"),
            ),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read the tokens +, -, first and recent."""
        minus, plus, first, recent = one_hot(tokens, TOKENS).T
        return np.stack([plus - minus, first, recent], -1)


def _batch(symbol: Array, asks_recent: NDArray[np.bool_]) -> Batch:
    """Append the question to the symbols (T - 1, B) and answer it."""
    length, size = len(symbol) + 1, symbol.shape[1]
    x = np.zeros((length, size, 3), np.float32)
    x[:-1, :, 0] = symbol
    x[-1, :, 1], x[-1, :, 2] = ~asks_recent, asks_recent
    is_plus = np.where(asks_recent, symbol[-RECENT:].sum(0), symbol[0]) > 0
    content = np.broadcast_to(symbol[0], (length, size)).copy()
    return answer_at_end(x, np.stack([~is_plus, is_plus], -1).astype(np.float32), content)
