"""Denoising: a level that jumps now and then, measured with noise; say the level at every step."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import (
    LONGEST_OWN_SEQUENCE,
    Array,
    Batch,
    Defaults,
    Lengths,
    Part,
    Probe,
    SequenceError,
)
from lstm_viz.tasks.uses.base import Baseline, Use, own_stream

JUMPS = 1 / 16
"""The chance of a jump at a time step."""
NOISE = 0.3
"""Standard deviation of the noise."""
WINDOWS = tuple(range(1, 13))
SHARES = tuple(share / 20 for share in range(1, 21))


class Denoising(Use):
    """Hear the level through the noise, at once.

    The true level stays where it is, and at one step in sixteen, on average, it jumps to another
    one, drawn anew from -1 to 1. What is measured is the level plus Gaussian noise.
    """

    name = "denoising"
    title = "Denoising"
    summary = "A level that sometimes jumps is measured with noise. At every step, say the level."
    inputs = ("measured",)
    outputs = ("level",)
    target_kind = "value"
    known_chance = 1 / 3
    solved = 0.035
    lengths = Lengths(20, 80, 40)
    defaults = Defaults(hidden_size=8, forget_bias=1.0, learning_rate=0.02, updates=600)
    grammar = (
        "write one measured number per time step, from -3 to 3, and after = the true level where "
        "it changes, the first step included: 0.7=0.5 0.4 0.6 -0.1=-0.3 -0.4"
    )
    today = (
        "A sensor gets a Kalman filter or a median filter, which need no training; speech and "
        "images get convolutional networks or diffusion models. A small recurrent network still "
        "cleans the sound of calls, because it answers at once and runs anywhere."
    )

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw levels that jump, and their noise."""
        jumps = rng.random((length, size)) < JUMPS
        levels = rng.uniform(-1, 1, (length, size))
        jumps[0] = True
        since = np.maximum.accumulate(np.where(jumps, np.arange(length)[:, None], 0), 0)
        level = np.take_along_axis(levels, since, 0)
        return _batch(level + rng.normal(0, NOISE, (length, size)), level)

    def draw_from(self, part: Part, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw from a part's own stream of random numbers."""
        return self.draw(own_stream(part, rng), length, size)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Refuse: what was measured does not tell the true level."""
        raise SequenceError(
            f"{len(x)} measured numbers do not tell their true level; write them as a text with "
            "the level after =, such as 0.7=0.5"
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read what was measured, leaving the levels out."""
        return np.array(_numbers(tokens), np.float32)[:, :1]

    def read_sequence(
        self, text: str, name: str = "your own", description: str = "A sequence of your own."
    ) -> Probe:
        """Turn text into a probe sequence: its tokens carry both the measured and the true."""
        tokens = text.replace(",", " ").split()
        if not tokens:
            raise SequenceError(f"the sequence is empty; {self.grammar}")
        if len(tokens) > LONGEST_OWN_SEQUENCE:
            raise SequenceError(
                f"the sequence has {len(tokens)} time steps, at most {LONGEST_OWN_SEQUENCE} fit"
            )
        value, level = np.array(_numbers(tokens)).T
        batch = _batch(value[:, None], level[:, None])
        jumps = np.diff(level, prepend=level[0]) != 0
        return Probe(
            name,
            description,
            batch.x[:, 0],
            batch.target[:, 0],
            batch.mask[:, 0],
            batch.content[:, 0],
            tuple("jump" if jump else "hold" for jump in jumps),
            " ".join(tokens),
            self.say_content(batch.content[:, 0]),
        )

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: some jumps, a single one, many, and a slope."""
        t = np.arange(length) / length
        some = np.select([t < 0.3, t < 0.45, t < 0.8], [0.6, -0.5, 0.8], -0.2)
        every_fourth = np.where(np.arange(length) // 4 % 2, 0.7, -0.7)
        return (
            (
                "some jumps",
                "Long and short plateaus: it must hold still on them, and let go at the jumps.",
                _written(some, 1),
            ),
            (
                "a single jump",
                "Half the time at one level: how still does it become, and can it still let go?",
                _written(np.where(t < 0.5, -0.4, 0.5), 2),
            ),
            (
                "many jumps",
                "A jump every four steps, four times as often as in training: no time to average.",
                _written(every_fourth, 3),
            ),
            (
                "a slope",
                "No training sequence ever climbs slowly. Does it lag behind?",
                _written(1.6 * t - 0.8, 4),
            ),
        )

    def baselines(self) -> Sequence[Baseline]:
        """Return the measured number as it is, a moving average, and exponential smoothing."""
        window, share = self._window, self._share
        return (
            Baseline(
                "measured",
                "the measured number",
                "says what was measured, noise and all.",
                lambda batch: batch.x,
            ),
            Baseline(
                "moving_average",
                f"a moving average over {window} steps",
                "is the mean of what was measured last; over how many steps, the validation set "
                "has chosen.",
                partial(moving_average, window=window),
            ),
            Baseline(
                "smoothing",
                f"exponential smoothing by {share:g}",
                "goes at every step this share of the way to the measured number; which share, "
                "the validation set has chosen.",
                partial(smoothed, share=share),
            ),
        )

    @cached_property
    def _window(self) -> int:
        """Return the best window of a moving average on the validation set."""
        batch = self.validation(self.lengths.default)
        return min(WINDOWS, key=lambda window: self.score(moving_average(batch, window), batch))

    @cached_property
    def _share(self) -> float:
        """Return the best share for exponential smoothing on the validation set."""
        batch = self.validation(self.lengths.default)
        return min(SHARES, key=lambda share: self.score(smoothed(batch, share), batch))


def moving_average(batch: Batch, window: int) -> Array:
    """Return the mean of the last `window` inputs, or of all where there are fewer; (T, B, 1)."""
    total = np.cumsum(batch.x, 0, dtype=np.float64)
    before = np.concatenate([np.zeros_like(total[:window]), total[:-window]])[: len(total)]
    count = np.minimum(np.arange(len(total)) + 1, window)[:, None, None]
    return np.asarray((total - before) / count, np.float32)


def smoothed(batch: Batch, share: float) -> Array:
    """Return s_t = s_{t-1} + share (x_t - s_{t-1}), which begins at the first input; (T, B, 1)."""
    said = batch.x.copy()
    for t in range(1, len(said)):
        said[t] = said[t - 1] + share * (batch.x[t] - said[t - 1])
    return said


def _batch(value: NDArray[Any], level: NDArray[Any]) -> Batch:
    """Ask for the level at every step."""
    level = np.asarray(level, np.float32)
    mask = np.ones(level.shape, bool)
    return Batch(np.asarray(value, np.float32)[..., None], level[..., None], mask, level)


def _written(level: NDArray[np.float64], seed: int) -> str:
    """Measure levels (T,) with noise, and write both; a level only where it changes."""
    level = level.round(2)
    value = (level + np.random.default_rng(seed).normal(0, NOISE, len(level))).round(2)
    changes = np.diff(level, prepend=np.nan) != 0
    return " ".join(
        f"{v:g}={at:g}" if new else f"{v:g}"
        for v, at, new in zip(value, level, changes, strict=True)
    )


def _numbers(tokens: Sequence[str]) -> list[tuple[float, float]]:
    """Read tokens such as ``0.7=0.5`` and ``0.4`` into measured numbers and true levels."""
    read: list[tuple[float, float]] = []
    for step, token in enumerate(tokens, start=1):
        said, _, level = token.partition("=")
        if "=" not in token and not read:
            raise SequenceError(
                f"time step 1 is {token!r:.40}, expected its true level after it: 0.7=0.5"
            )
        try:
            pair = float(said), float(level) if "=" in token else read[-1][1]
        except ValueError:
            raise SequenceError(
                f"time step {step} is {token!r:.40}, expected a number such as 0.4, or with the "
                "true level where it changes, 0.7=0.5"
            ) from None
        if not (abs(pair[0]) <= 3 and abs(pair[1]) <= 3):
            raise SequenceError(f"time step {step} is {token!r:.40}, expected numbers from -3 to 3")
        read.append(pair)
    return read
