"""aⁿbⁿ: as many b's as a's. Counting, for numbers never seen in training too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, SequenceError, Task
from lstm_viz.tasks.sequences import one_hot, symbols


class AnBn(Task):
    """Say at every step which symbols may come next.

    A string is the start symbol S, then n a's, then n b's, n from 1. After S comes an a; after an
    a another a or the first b; after a b another b as long as one is due, else the end. Only a
    model that counts knows when the end is due. Shorter strings of a batch are padded with zeros,
    where ``mask`` is False.
    """

    name = "anbn"
    title = "aⁿbⁿ"
    summary = (
        "A string of some a's, then as many b's. At every step, say which symbols may come next: "
        "the end only when the b's have caught up."
    )
    source = "Gers & Schmidhuber 2001"
    inputs = ("S", "a", "b")
    outputs = ("a", "b", "end")
    target_kind = "set"
    solved = 0.99
    lengths = Lengths(3, 30, 10)
    length_name = "largest n"
    defaults = Defaults(hidden_size=3, forget_bias=1.0, learning_rate=0.01, updates=1500)
    grammar = "write S, then a's, then at most as many b's: S a a b b"

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw strings with n from 1 to `length`, padded to the longest possible."""
        return _strings(rng.integers(1, length, size, endpoint=True), length)

    def in_earnest(self, length: int) -> Batch:
        """Return strings that are longer than any in training: one of each n up to three times."""
        n = np.arange(length + 1, 3 * length + 1)
        return _strings(n, 3 * length)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Say what may follow each symbol of one string, which may stop before its end."""
        symbol = symbols(x, self.inputs)
        due = 0
        for t, name in enumerate(self.inputs[s] for s in symbol):
            if (t == 0) != (name == "S"):
                raise SequenceError(
                    f"time step {t + 1} is {name}: S must come first, and nowhere else; "
                    f"{self.grammar}"
                )
            if name == "a" and symbol[t - 1] == 2:
                raise SequenceError(f"time step {t + 1} is an a after a b; all a's come first")
            if name == "b" and due == 0:
                raise SequenceError(f"time step {t + 1} is one b too many; {self.grammar}")
            due += {"S": 0, "a": 1, "b": -1}[name]
        events = tuple(("start", "a", "b")[s] for s in symbol)
        return _batch(x[:, None]), events

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: the longest trained string, a short one, two beyond."""

        def sequence(n: int) -> str:
            return " ".join(["S"] + ["a"] * n + ["b"] * n)

        beyond, far = round(1.5 * length), 3 * length
        return (
            (
                f"n = {length}",
                "The longest string in training: look for a count: up with every a, down with b.",
                sequence(length),
            ),
            (
                "n = 2",
                "A short string: the end is due after the second b, and not one step before.",
                sequence(2),
            ),
            (
                f"n = {beyond}, beyond training",
                f"Training never goes past n = {length}: is the end still said at the right step?",
                sequence(beyond),
            ),
            (
                f"n = {far}, far beyond",
                "Three times as far as training: does the count still come back to where it began?",
                sequence(far),
            ),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read the tokens S, a and b."""
        return one_hot(tokens, self.inputs)


def _strings(n: NDArray[np.integer[Any]], longest: int) -> Batch:
    """Return a string for every n (B,), padded to one of the longest."""
    t = np.arange(2 * longest + 1)[:, None]
    start = np.broadcast_to(t == 0, (len(t), len(n)))
    x = np.stack([start, (t > 0) & (t <= n), (t > n) & (t <= 2 * n)], -1)
    return _batch(x.astype(np.float32))


def _batch(x: Array) -> Batch:
    """Work out the legal next symbols of strings x (T, B, 3) from the number of b's still due."""
    start, a, b = x.astype(bool).transpose(2, 0, 1)
    due = x[..., 1].cumsum(0) - x[..., 2].cumsum(0)
    target = np.stack([start | a, a | (b & (due > 0)), b & (due == 0)], -1).astype(np.float32)
    mask = start | a | b
    return Batch(x, target, mask, np.where(mask, due, np.float32(np.nan)))
