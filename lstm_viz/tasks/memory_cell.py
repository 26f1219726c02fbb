"""Memory cell: write a value, hold it, erase it, read it: one unit shows all three gates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, SequenceError, Task
from lstm_viz.tasks.sequences import flags, number_with_flags, place, values_within

WRITE, ERASE, READ = 0.1, 0.07, 0.2
HOLD = ("0.4", "-0.9", "0.2", "0.8", "-0.5", "-0.1", "0.6", "-0.7", "0.9", "-0.3")


class MemoryCell(Task):
    """Write / hold / erase / read of a real value.

    Every time step brings a value in [-1, 1]. ``write`` stores it, ``erase`` forgets what is
    stored, and at ``read`` the model must say the stored value; at every other step, 0.
    """

    name = "memory_cell"
    title = "Memory cell"
    summary = (
        "Each step brings a number. Write stores it, erase forgets it; "
        "at read, say the stored number. At all other steps, say 0."
    )
    inputs = ("value", "write", "erase", "read")
    outputs = ("stored value",)
    target_kind = "value"
    solved = 0.005
    lengths = Lengths(10, 100, 30)
    defaults = Defaults(hidden_size=2, forget_bias=1.0, learning_rate=0.02, updates=800)
    grammar = (
        "write one number from -1 to 1 per time step, followed by w (write), e (erase) "
        "and r (read) where they happen: 0.7w -0.2 0.4r 0.1e"
    )

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw sequences with write .1, erase .07 (one draw) and read .2 per step.

        A write is forced at one of the first three steps, so that there is something to remember.
        """
        value = rng.uniform(-1, 1, (length, size)).astype(np.float32)
        command = rng.random((length, size))
        write = command < WRITE
        write[rng.integers(0, min(3, length), size), np.arange(size)] = True
        erase = (command < WRITE + ERASE) & ~write
        read = rng.random((length, size)) < READ
        return _batch(value, write, erase, read)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Work out what is stored after each step of one sequence."""
        values_within(x[:, 0], -1, 1)
        write, erase, read = flags(x[:, 1:], self.inputs[1:]).T
        if (write & erase).any():
            step = int(np.argmax(write & erase))
            raise SequenceError(f"time step {step + 1} both writes and erases; only one can happen")
        batch = _batch(x[:, :1], write[:, None], erase[:, None], read[:, None])
        events = []
        for writes, erases, reads in zip(write, erase, read, strict=True):
            stored = "write" if writes else "erase" if erases else ""
            events.append(" + ".join(filter(None, (stored, "read" if reads else ""))) or "hold")
        return batch, tuple(events)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: one of each command, overwriting, and a long hold."""

        def sequence(*commands: tuple[float, str]) -> str:
            return place(length, HOLD, *commands)

        return (
            (
                "write, read, erase",
                "Write 0.8, read it twice, erase it, read nothing; then write -0.6 and read that.",
                sequence(
                    *((0.07, "0.8w"), (0.21, "-0.4r"), (0.38, "0.5r"), (0.48, "0.3e")),
                    *((0.59, "0.7r"), (0.69, "-0.6w"), (0.83, "0.9r"), (1.0, "-0.2r")),
                ),
            ),
            (
                "overwrite",
                "Write 0.9, then write -0.7 over it: the old value must go in the same step.",
                sequence((0.04, "0.9w"), (0.3, "0.1r"), (0.5, "-0.7w"), (0.7, "0.6r"), (1, "0.4r")),
            ),
            (
                "one long hold",
                "Write 0.8 at once and read it only at the very end: how much is left?",
                sequence((0.0, "0.8w"), (1.0, "-0.5r")),
            ),
            (
                "nothing stored",
                "Nothing is ever written: every read must say 0.",
                sequence((0.3, "0.8r"), (0.6, "-0.7r"), (1.0, "0.5r")),
            ),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read tokens such as ``0.7w``, ``-0.2`` and ``0.4r``."""
        return number_with_flags(tokens, "wer")


def _batch(
    value: Array, write: NDArray[np.bool_], erase: NDArray[np.bool_], read: NDArray[np.bool_]
) -> Batch:
    """Look up what the last command left: the value written, or 0 when erased or never written."""
    t = np.arange(len(value))[:, None]
    last_command = np.maximum.accumulate(np.where(write | erase, t, 0), 0)
    stored = np.take_along_axis(np.where(write, value, np.float32(0)), last_command, 0)
    x = np.stack([value, write, erase, read], -1).astype(np.float32)
    target = np.where(read, stored, 0).astype(np.float32)[..., None]
    return Batch(x, target, np.ones(value.shape, bool), stored)
