"""Copy: three symbols come, then nothing, then they must be said again in their order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, SequenceError, Task
from lstm_viz.tasks.sequences import one_hot, symbols

LETTERS = ("a", "b", "c", "d")
BLANK, GO = 4, 5
COPIED = 3


class Copy(Task):
    """Say three symbols again, in their order.

    The first three time steps bring a, b, c or d each; then come blanks. At the go mark the model
    must say the first symbol, at the two blanks after it the second and the third. Nothing but the
    number of answers given so far tells which symbol is due.
    """

    name = "copy"
    title = "Copy"
    summary = (
        "Three letters come, then only blanks. From the go mark on, say the three again, one per "
        "time step, in their order."
    )
    source = "Arjovsky, Shah & Bengio 2016, after Hochreiter & Schmidhuber 1997"
    inputs = (*LETTERS, ".", "go")
    outputs = LETTERS
    target_kind = "class"
    has_go_mark = True
    known_chance = 1 / 4
    solved = 0.98
    lengths = Lengths(5, 60, 15)
    length_name = "blanks"
    defaults = Defaults(hidden_size=16, forget_bias=2.0, learning_rate=0.01, updates=2000)
    grammar = "write three of a b c d, blanks, go, and two blanks for the answers: c a d . . go . ."

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw three symbols for every sequence, with `length` blanks before the go mark."""
        symbol = np.full((length + 2 * COPIED, size), BLANK)
        symbol[:COPIED] = rng.integers(0, len(LETTERS), (COPIED, size))
        symbol[COPIED + length] = GO
        return _batch(symbol)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Find what one sequence asks for."""
        symbol = symbols(x, self.inputs)
        for t, s in enumerate(symbol):
            if (s < BLANK) != (t < COPIED):
                expected = "a letter" if t < COPIED else "a blank or go"
                raise SequenceError(
                    f"time step {t + 1} is {self.inputs[s]}, expected {expected}: the first "
                    f"{COPIED} time steps are letters, and no others"
                )
        marks = np.flatnonzero(symbol == GO)
        if marks.tolist() != [len(x) - COPIED]:
            at = ", ".join(str(t + 1) for t in marks) or "nowhere"
            raise SequenceError(
                f"the go mark stands at time step {at}, expected once, with two blanks after it "
                "to end the sequence"
            )
        go = int(marks[0])
        waits = ["blank"] * (go - COPIED)
        return _batch(symbol[:, None]), (*["letter"] * COPIED, *waits, "go", *["recall"] * 2)

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say which symbols are still due, the next one first."""
        return tuple(_letters(int(code)) or "nothing" for code in content)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: two orders, one letter three times, twice the blanks."""

        def sequence(letters: str, blanks: int) -> str:
            return " ".join([*letters, *"." * blanks, "go", ".", "."])

        return (
            (
                "c a d",
                "Three letters to hold at once: which units tell them apart during the blanks?",
                sequence("cad", length),
            ),
            (
                "d a c",
                "The same letters in another order: the order, too, has to be remembered.",
                sequence("dac", length),
            ),
            (
                "b b b",
                "The same letter three times: all three answers are the same.",
                sequence("bbb", length),
            ),
            (
                "twice the blanks",
                f"Training always has {length} blanks: are the letters still there after "
                f"{2 * length}?",
                sequence("cad", 2 * length),
            ),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read the tokens a, b, c, d, a dot for a blank, and go."""
        return one_hot(tokens, self.inputs)


def _batch(symbol: NDArray[np.intp]) -> Batch:
    """Ask for the first three symbols (T, B) at the last three time steps."""
    letters = symbol[:COPIED]
    due = np.zeros(symbol.shape, np.float32)
    for t in range(COPIED):
        due[t:] += (letters[t] + 1) * _PLACES[t]
    for said in range(1, COPIED + 1):
        # The letters still due move up, so that the next one always stands in the first place.
        still = zip(_PLACES, letters[said:], strict=False)
        due[said - COPIED - 1] = sum(place * (letter + 1) for place, letter in still)
    x = np.eye(6, dtype=np.float32)[symbol]
    target = np.zeros((*symbol.shape, len(LETTERS)), np.float32)
    target[-COPIED:] = np.eye(len(LETTERS), dtype=np.float32)[letters]
    mask = np.zeros(symbol.shape, bool)
    mask[-COPIED:] = True
    return Batch(x, target, mask, due)


_PLACES = (25, 5, 1)
"""What a letter counts in the content, by its place among those still due."""


def _letters(code: int) -> str:
    """Write the letters of a content number: ``25 * 3 + 5 * 1`` is c, then a."""
    digits = (code // place % 5 for place in _PLACES)
    return " ".join(LETTERS[digit - 1] for digit in digits if digit)
