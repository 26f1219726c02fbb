"""Timer: nothing comes in; fire at every N-th time step. A memory that counts its own steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lstm_viz.tasks.base import (
    LONGEST_OWN_SEQUENCE,
    Array,
    Batch,
    Defaults,
    Lengths,
    SequenceError,
    Task,
)

SHORTEST, LONGEST = 2, 50
ROUNDS = 3


class Timer(Task):
    """Fire at every N-th time step.

    The first time step brings a start mark and the period N; then nothing comes in any more. The
    model must say 1 at the time steps N, 2N, 3N ... and 0 at all others. A run has one period, so
    all its sequences are the same: the period is learned, not read.
    """

    name = "timer"
    title = "Timer"
    summary = (
        "After a start mark nothing comes in. Say 1 at every N-th time step, and 0 at all others."
    )
    source = "after Gers, Schraudolph & Schmidhuber 2002, periodic functions"
    inputs = ("start", "period")
    outputs = ("fire",)
    target_kind = "value"
    solved = 0.001
    lengths = Lengths(SHORTEST, LONGEST, 10)
    length_name = "period"
    defaults = Defaults(
        hidden_size=8,
        forget_bias=1.0,
        learning_rate=0.01,
        updates=1500,
        cell="peephole",
        against="lstm",
    )
    grammar = (
        f"write the period, from {SHORTEST} to {LONGEST}, then a dot for every further time step: "
        "4 . . . . . . ."
    )

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Return three rounds of the period, `size` times: nothing is left to chance."""
        del rng
        return _batch(length, ROUNDS * length, size)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Count the time steps of one sequence, which may stop at any of them."""
        period = round(float(x[0, 1] * LONGEST))
        steps = np.arange(len(x))
        expected = _inputs(min(max(period, SHORTEST), LONGEST), len(x))
        wrong = np.argwhere(abs(x - expected) > 1e-6)
        if len(wrong):
            t, column = wrong[0]
            is_period = (t, column) == (0, 1)
            wanted = "a whole period / 50" if is_period else f"{expected[t, column]:g}"
            raise SequenceError(
                f"{self.inputs[column]} at time step {t + 1} is {x[t, column]:g}, expected {wanted}"
            )
        words = np.where((steps + 1) % period == 0, "fire", "wait").tolist()
        return _batch(period, len(x), 1), (f"start + {words[0]}", *words[1:])

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say how many time steps of this round are over."""
        return tuple(f"step {count:.0f}" for count in content)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: what was trained, more rounds, and another period."""

        def sequence(period: int, steps: int) -> str:
            return " ".join([str(period), *"." * (steps - 1)])

        rounds = min(2 * ROUNDS, LONGEST_OWN_SEQUENCE // length)
        other = length + 1 if length < LONGEST else length - 1
        return (
            (
                f"{ROUNDS} rounds of {length}",
                "Nothing comes in: only the cell's own memory can tell one step from the next.",
                sequence(length, ROUNDS * length),
            ),
            (
                f"{rounds} rounds",
                f"Training stops after {ROUNDS} rounds: does the timer go on at its pace?",
                sequence(length, rounds * length),
            ),
            (
                f"a period of {other}",
                f"Training only ever had a period of {length}: does it fire after {other} now?",
                sequence(other, ROUNDS * other),
            ),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read the period, and a dot for every further time step."""
        periods = [str(period) for period in range(SHORTEST, LONGEST + 1)]
        if tokens[0] not in periods:
            raise SequenceError(
                f"time step 1 is {tokens[0]!r}, expected the period, from {SHORTEST} to {LONGEST}"
            )
        for t, token in enumerate(tokens[1:], start=2):
            if token != ".":
                raise SequenceError(f"time step {t} is {token!r}, expected a dot")
        return _inputs(int(tokens[0]), len(tokens))


def _inputs(period: int, steps: int) -> Array:
    """Return x (T, 2): the start mark and the period / 50 at the first time step, then zeros."""
    x = np.zeros((steps, 2), np.float32)
    x[0] = 1, period / LONGEST
    return x


def _batch(period: int, steps: int, size: int) -> Batch:
    """Count 1 to N, and again; fire at N."""
    count = (np.arange(steps, dtype=np.float32) % period + 1)[:, None].repeat(size, 1)
    x = _inputs(period, steps)[:, None].repeat(size, 1)
    target = (count == period).astype(np.float32)[..., None]
    return Batch(x, target, np.ones(count.shape, bool), count)
