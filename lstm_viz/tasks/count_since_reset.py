"""Count since reset: a single unit that adds, keeps and erases."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, SequenceError, Task
from lstm_viz.tasks.sequences import flags, one_hot, place

TICK, RESET = 0.5, 0.06
UNIT = 10
"""The model says the count in tens, which keeps targets near 1."""


class CountSinceReset(Task):
    """Count ticks, starting again at every reset.

    Every time step brings a tick, a reset, or nothing. At every step the model must say how many
    ticks came since the last reset (since the start, before the first), divided by 10.
    """

    name = "count_since_reset"
    title = "Count since reset"
    summary = (
        "Each step brings a tick, a reset or nothing. "
        "At every step, say the number of ticks since the last reset, in tens."
    )
    inputs = ("tick", "reset")
    outputs = ("count / 10",)
    target_kind = "value"
    solved = 0.001
    lengths = Lengths(10, 100, 40)
    defaults = Defaults(hidden_size=1, forget_bias=1.0, learning_rate=0.02, updates=1500)
    grammar = "write t (tick), r (reset) or . (nothing) per time step: t t . r . t"

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw sequences with reset .06 and otherwise tick .5 per step."""
        reset = rng.random((length, size)) < RESET
        tick = (rng.random((length, size)) < TICK) & ~reset
        return _batch(tick, reset)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Count along one sequence."""
        tick, reset = flags(x, self.inputs).T
        if (tick & reset).any():
            t = int(np.argmax(tick & reset))
            raise SequenceError(f"time step {t + 1} both ticks and resets; only one can happen")
        events = np.where(tick, "tick", np.where(reset, "reset", "idle"))
        return _batch(tick[:, None], reset[:, None]), tuple(events.tolist())

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: counting with resets, keeping, resetting, never resetting."""
        ticks = ("t", ".", "t", "t", ".")
        few = " ".join(["t"] * 5 + ["."] * (length - 5))
        return (
            (
                "count, reset, count",
                "Each tick adds the same step, nothing keeps the count, a reset erases it at once.",
                place(length, ticks, (0.45, "r"), (0.8, "r")),
            ),
            (
                "five and hold",
                "Five ticks, then nothing: is the count still the same at the end?",
                few,
            ),
            (
                "reset twice",
                "A reset after a reset, and ticks right beside them: erasing 0 must leave 0.",
                place(
                    *(length, ("t",), (0.35, "."), (0.45, "r"), (0.6, "r")),
                    *((0.8, "r"), (1, "t")),
                ),
            ),
            (
                "no reset",
                "A tick at every step and no reset: the count grows past what training showed.",
                place(length, ("t",)),
            ),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read the tokens t, r and the full stop."""
        return one_hot(tokens, ("t", "r", "."))[:, :2]


def _batch(tick: NDArray[np.bool_], reset: NDArray[np.bool_]) -> Batch:
    """Count all ticks, and take off those up to the last reset."""
    ticks = tick.cumsum(0)
    count = ticks - np.maximum.accumulate(np.where(reset, ticks, 0), 0)
    content = (count / UNIT).astype(np.float32)
    x = np.stack([tick, reset], -1).astype(np.float32)
    return Batch(x, content[..., None], np.ones(tick.shape, bool), content)
