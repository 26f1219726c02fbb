"""Embedded Reber grammar: the second symbol of a string must come again at its end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, SequenceError, Task
from lstm_viz.tasks.sequences import one_hot, symbols

SYMBOLS = ("B", "T", "P", "S", "X", "V", "E")
NONE = len(SYMBOLS)  # the end of a string has been passed

# Reber's grammar: by state, the symbols that may come and the state each leads to.
_REBER = (
    {"B": 1},
    {"T": 2, "P": 3},
    {"S": 2, "X": 4},
    {"T": 3, "V": 5},
    {"X": 3, "S": 6},
    {"P": 4, "V": 6},
    {"E": 7},
)
_SIZE = len(_REBER) + 1  # and a state for the T or P that must come again
_START, _BRANCH = 0, 1
_CLOSING = 2 + 2 * _SIZE
_END = _CLOSING + 1
_EVENTS = {_START: "start", _BRANCH: "branch", _CLOSING: "end"}


def _rules() -> dict[int, dict[str, int]]:
    """Embed Reber's grammar twice, once after T and once after P."""
    rules = {_START: {"B": _BRANCH}, _BRANCH: {"T": 2, "P": 2 + _SIZE}, _CLOSING: {"E": _END}}
    for second, first_state in rules[_BRANCH].items():
        for state, rule in enumerate((*_REBER, {second: _CLOSING - first_state})):
            rules[first_state + state] = {name: first_state + to for name, to in rule.items()}
    return rules


# As tables: where a symbol leads (-1: it may not come), and the one or two that may come.
_NEXT = np.full((_END + 1, NONE + 1), -1)
_NEXT[_END, NONE] = _END
_EITHER = np.full((_END + 1, 2), NONE)
for _state, _rule in _rules().items():
    _numbers = [SYMBOLS.index(name) for name in _rule]
    _NEXT[_state, _numbers] = list(_rule.values())
    _EITHER[_state] = _numbers[0], _numbers[-1]


class EmbeddedReber(Task):
    """Say at every step which symbols may come next in a string of the embedded Reber grammar.

    A string is B, then T or P, then a string of the Reber grammar from its own B to its own E, then
    the *same* T or P, then E. Inside, two symbols may come at almost every step, and the last few
    symbols tell which; only the last but one symbol hangs on one far back. Shorter strings of a
    batch are padded with zeros, where ``mask`` is False; nothing follows the last E either.
    """

    name = "embedded_reber"
    title = "Embedded Reber grammar"
    summary = (
        "A string from a small grammar. At every step, say which symbols may come next; the last "
        "but one must be the T or P that came second."
    )
    source = "Hochreiter & Schmidhuber 1997, experiment 1"
    inputs = SYMBOLS
    outputs = SYMBOLS
    target_kind = "set"
    solved = 0.99
    lengths = Lengths(12, 60, 30)
    length_name = "longest string"
    defaults = Defaults(hidden_size=16, forget_bias=1.0, learning_rate=0.01, updates=3000)
    grammar = (
        "write a string of the grammar, or its beginning: B, then T or P, a Reber string, the same "
        "T or P, then E: B T B P V V E T E"
    )

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw strings of at most `length` symbols, every choice of the grammar as likely."""
        symbol = np.full((length, size), NONE)
        missing = np.arange(size)
        while len(missing):
            drawn, is_whole = _strings(rng, length, len(missing))
            symbol[:, missing[is_whole]] = drawn[:, is_whole]
            missing = missing[~is_whole]
        return _batch(symbol)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Walk one string, which may stop before its end, through the grammar."""
        symbol = symbols(x, self.inputs)
        events, state = [], _START
        for t, s in enumerate(symbol):
            after = int(_NEXT[state, s])
            if after < 0:
                expected = " or ".join(np.array([*SYMBOLS, "nothing"])[_NEXT[state] >= 0])
                raise SequenceError(f"time step {t + 1} is {SYMBOLS[s]}, expected {expected}")
            is_same = after == _CLOSING
            events.append("same again" if is_same else _EVENTS.get(state, "inside"))
            state = after
        return _batch(symbol[:, None]), tuple(events)

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say which symbol has to come again."""
        return tuple(f"second: {'TP'[int(c > 0)]}" if abs(c) == 1 else "" for c in content)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: the longest strings of both branches, short ones, longer."""

        def sequence(second: str, steps: int) -> str:
            loops = steps - 11
            inside = ["T", *"S" * (loops // 2), "X", "X", *"T" * (loops - loops // 2), "V", "V"]
            return " ".join(["B", second, "B", *inside, "E", second, "E"])

        return (
            (
                "a long one with T",
                "Follow the second symbol: it says what must come last but one.",
                sequence("T", length),
            ),
            (
                "a long one with P",
                "Nothing between differs from the string with T: any difference is the memory.",
                sequence("P", length),
            ),
            (
                "a short one",
                "Nine symbols, as few as the grammar allows.",
                "B P B P V V E P E",
            ),
            (
                "twice as long",
                f"Training has no string of more than {length} symbols: is T still there?",
                sequence("T", 2 * length),
            ),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read the tokens B, T, P, S, X, V and E."""
        return one_hot(tokens, self.inputs)


def _strings(
    rng: np.random.Generator, length: int, size: int
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Draw symbols (T, B), and tell which strings have come to their end."""
    coin = rng.integers(0, 2, (length, size))
    symbol = np.empty((length, size), np.intp)
    state = np.full(size, _START)
    for t in range(length):
        symbol[t] = _EITHER[state, coin[t]]
        state = _NEXT[state, symbol[t]]
    return symbol, state == _END


def _batch(symbol: NDArray[np.intp]) -> Batch:
    """Say what may follow each symbol of strings (T, B) that keep to the grammar."""
    state = np.full(symbol.shape, _START)
    for t, now in enumerate(symbol):
        state[t] = _NEXT[state[max(t - 1, 0)], now]
    x = np.eye(NONE + 1, dtype=np.float32)[symbol][..., :NONE]
    target = (_NEXT[state][..., :NONE] >= 0).astype(np.float32)
    content = np.zeros(symbol.shape, np.float32)
    content[1:] = np.where(
        symbol[1:] == NONE, np.nan, 2.0 * (symbol[1:2] == SYMBOLS.index("P")) - 1
    )
    return Batch(x, target, target.any(-1), content)
