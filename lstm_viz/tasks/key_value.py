"""Key-value recall: several keys with their values, then one key again, and its value is asked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, SequenceError, Task
from lstm_viz.tasks.sequences import answer_at_end, flags, remembered_from, symbols

KEYS = tuple("abcdefgh")
VALUES = ("1", "2", "3", "4")


class KeyValue(Task):
    """Report the value that came with a key.

    Every time step brings a pair, a key that has not come before and a value; the last one brings
    only a key, one of those before. The model must say its value. Which pair will be asked for is
    not known before the end, so all of them have to be kept, or looked up.
    """

    name = "key_value"
    title = "Key-value recall"
    summary = (
        "Each step brings a key and its value, all keys different. The last step brings one of "
        "the keys again: say its value."
    )
    source = "after Graves et al. 2014 and Ba et al. 2016, associative recall"
    inputs = (*KEYS, *VALUES)
    outputs = VALUES
    target_kind = "class"
    known_chance = 1 / len(VALUES)
    solved = 0.98
    lengths = Lengths(3, len(KEYS), 8)
    length_name = "pairs"
    defaults = Defaults(
        hidden_size=16,
        forget_bias=0.0,
        learning_rate=0.02,
        updates=1500,
        cell="attention",
        against="lstm",
    )
    grammar = (
        f"write pairs of a key from {KEYS[0]} to {KEYS[-1]} and a value from {VALUES[0]} to "
        f"{VALUES[-1]}, every key once, then one of the keys with ?: a3 f1 c1 f?"
    )

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw `length` pairs with different keys, and which of them is asked for."""
        key = rng.permuted(np.tile(np.arange(len(KEYS)), (size, 1)), axis=1)[:, :length].T
        value = rng.integers(0, len(VALUES), (length, size))
        return _batch(key, value, rng.integers(0, length, size))

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Find the pair that one sequence asks for."""
        flags(x, self.inputs)
        key = symbols(x[:, : len(KEYS)], KEYS)
        values = x[:, len(KEYS) :]
        if values[-1].any():
            raise SequenceError("the last time step brings a value, expected a key alone")
        value = symbols(values[:-1], VALUES)
        for t, k in enumerate(key[:-1]):
            if k in key[:t]:
                raise SequenceError(f"time step {t + 1} brings the key {KEYS[k]} a second time")
        asked = np.flatnonzero(key[:-1] == key[-1])
        if not len(asked):
            raise SequenceError(f"the last time step asks for {KEYS[key[-1]]}, which has no value")
        events = ["pair"] * len(value)
        events[asked[0]] = "asked pair"
        return _batch(key[:-1, None], value[:, None], asked), (*events, "query")

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say the value that will be asked for."""
        return tuple("" if np.isnan(c) else f"asked: {VALUES[int(c)]}" for c in content)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: the same pairs, and the first, last or middle asked for."""
        pairs = [f"{KEYS[(5 * k + 2) % 8]}{VALUES[(3 * k + k // 4) % 4]}" for k in range(length)]

        def sequence(asked: int) -> str:
            return " ".join([*pairs, f"{pairs[asked][0]}?"])

        return (
            (
                "the first pair",
                "The oldest pair is asked for, when all the others have come after it.",
                sequence(0),
            ),
            (
                "the last pair",
                "The same pairs, but the newest is asked for: it is still fresh.",
                sequence(length - 1),
            ),
            (
                "one in the middle",
                "The same pairs once more: only the last time step differs, and so the answer.",
                sequence(length // 2),
            ),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read tokens such as ``a3``, and ``a?`` to ask."""
        x = np.zeros((len(tokens), len(self.inputs)), np.float32)
        for t, token in enumerate(tokens):
            key, value = token[:1], token[1:]
            if key not in KEYS or value not in (*VALUES, "?"):
                raise SequenceError(
                    f"time step {t + 1} is {token!r}, expected a key and a value such as a3, or a "
                    "key and ? to ask for it"
                )
            x[t, KEYS.index(key)] = 1
            if value in VALUES:
                x[t, len(KEYS) + VALUES.index(value)] = 1
        return x


def _batch(key: NDArray[np.intp], value: NDArray[np.intp], asked: NDArray[np.intp]) -> Batch:
    """Ask for one pair (B,) of keys and values (P, B) each, at a time step after all of them."""
    pairs, size = key.shape
    columns = np.arange(size)
    answer = value[asked, columns]
    x = np.zeros((pairs + 1, size, len(KEYS) + len(VALUES)), np.float32)
    x[:-1, :, : len(KEYS)] = np.eye(len(KEYS))[key]
    x[:-1, :, len(KEYS) :] = np.eye(len(VALUES))[value]
    x[-1, :, : len(KEYS)] = np.eye(len(KEYS))[key[asked, columns]]
    content = remembered_from(asked, answer.astype(np.float32), pairs + 1)
    return answer_at_end(x, np.eye(len(VALUES), dtype=np.float32)[answer], content)
