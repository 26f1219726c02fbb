"""A series with a trend, cut into windows, scaled and split: rightly, and with three mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, Part, SequenceError, Task

MONTHS = 300
TRAINED_TO, VALIDATED_TO = 180, 240
SEASON = 12
TREND = 0.1  # a month
LARGEST = 10_000
_SERIES, _SHUFFLE = 31, 32


class Scaling(NamedTuple):
    """How numbers are made small: subtract ``offset``, divide by ``scale``."""

    offset: float
    scale: float


@lru_cache(maxsize=1)
def series() -> NDArray[np.float64]:
    """Return the series: 300 months of a trend, a season of 12 months, and noise that lasts."""
    rng = np.random.default_rng(_SERIES)
    month, noise = np.arange(MONTHS), np.zeros(MONTHS)
    for t, shock in enumerate(rng.normal(0, 4, MONTHS)):
        noise[t] = shock + (0.6 * noise[t - 1] if t else 0)
    season = 20 * np.sin(2 * np.pi * month / SEASON)
    return np.asarray(100 + TREND * month + season + noise)


class Series(Task):
    """Say the next number of a series, from windows that were scaled and split in time order.

    Scaled with mean and standard deviation of the months in training. Training, validation and
    test follow each other in time, so no window reaches from one into another. The first half of a
    window is there to warm up and has no target.

    The score is the mean squared error over that of saying the last number again: it has no unit,
    so it compares between ways to scale.
    """

    name = "series_trend"
    title = "Series, trend left in"
    summary = (
        "A series with a trend and a season, scaled with what was known at the time and split in "
        "the order of time. At every step of the second half, say the next number."
    )
    inputs = ("value",)
    outputs = ("next value",)
    target_kind = "value"
    solved = 0.5
    lengths = Lengths(18, 36, 24)
    defaults = Defaults(hidden_size=8, forget_bias=1.0, learning_rate=0.01, updates=400)
    grammar = "write the numbers of the series, one per month: 100 110 117 120 117 110"

    @property
    def score_name(self) -> str:
        """Return what the score measures, in words."""
        return "error relative to repeating"

    @property
    def scaling(self) -> Scaling:
        """Return how the numbers of training and validation are scaled."""
        return self.known_scaling

    @property
    def known_scaling(self) -> Scaling:
        """Return the scaling that uses nothing from after the training."""
        known = series()[:TRAINED_TO]
        return Scaling(float(known.mean()), float(known.std()))

    def starts(self, part: Part, length: int) -> NDArray[np.intp]:
        """Return the months, from 0, at which the windows of a part begin."""
        return _in_order(part, length)

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw windows of the training months."""
        return self.draw_from("training", rng, length, size)

    def draw_from(self, part: Part, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw windows of one part; some come several times, for there are not many."""
        return self._windows(rng.choice(self.starts(part, length), size), length, self.scaling)

    def in_earnest(self, length: int) -> Batch:
        """Return every window of the test months, scaled with what was known after training."""
        return self._windows(self.starts("test", length), length, self.known_scaling)

    def _windows(self, starts: NDArray[np.intp], length: int, scaling: Scaling) -> Batch:
        """Cut windows out of the series, and scale them."""
        value = series()[starts + np.arange(length)[:, None]][..., None]
        return _batch(self._shifted(((value - scaling.offset) / scaling.scale).astype(np.float32)))

    def _shifted(self, x: Array) -> Array:
        """Return scaled windows (T, B, 1) or one (T, 1) as the model sees them."""
        return x

    def score(self, prediction: Array, batch: Batch) -> float:
        """Return the squared error over that of saying the last number again."""
        wrong = np.mean((prediction - batch.target)[batch.mask] ** 2)
        return float(wrong / np.mean((batch.x - batch.target)[batch.mask] ** 2))

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Ask every step of the second half for the number that follows it."""
        asked = _batch(x[:, None])
        return asked, tuple("ask" if asks else "read" for asks in asked.mask[:, 0])

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say the level of the last year."""
        offset, scale = self.known_scaling
        return tuple(f"level {offset + scale * level:.0f}" for level in content)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: from the last months, and from the first."""
        months = [f"{value:.1f}" for value in series()]
        return (
            (
                "after training",
                "The last months of all: the trend has gone on, and lies above all that it knows.",
                " ".join(months[MONTHS - length :]),
            ),
            ("from training", "The first months, which it has learned.", " ".join(months[:length])),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read numbers, and scale them with what was known after training."""
        offset, scale = self.known_scaling
        values = [_number(token, t) for t, token in enumerate(tokens)]
        x = ((np.array(values) - offset) / scale)[:, None].astype(np.float32)
        return self._shifted(x)


class OwnLevel(Series):
    """Every window is shifted by the mean of its own first year, which is known before any answer.

    So the trend, which goes on after training, stays out of what the model sees.
    """

    name = "series"
    title = "Series, on its own level"
    summary = (
        "The same series, split in the order of time, and from every window the mean of its own "
        "first year is subtracted. At every step of the second half, say the next number."
    )

    def _shifted(self, x: Array) -> Array:
        """Subtract the mean of the first year of each window."""
        return np.asarray(x - x[:SEASON].mean(0))


class Shuffled(Series):
    """Windows are shuffled before they are split: validation overlaps with training."""

    name = "series_shuffled"
    title = "Series, windows shuffled"
    summary = (
        "The same series, but its overlapping windows were shuffled before some were set aside. "
        "At every step of the second half, say the next number."
    )

    def starts(self, part: Part, length: int) -> NDArray[np.intp]:
        """Return windows of all months before the test, in no order: a quarter for validation."""
        if part == "test":
            return _in_order(part, length)
        mixed = np.random.default_rng(_SHUFFLE).permutation(VALIDATED_TO - length + 1)
        split = len(mixed) * TRAINED_TO // VALIDATED_TO
        return mixed[:split] if part == "training" else mixed[split:]


class FutureScaling(Series):
    """Scaled with the mean and standard deviation of all months, those after training included."""

    name = "series_future_scaling"
    title = "Series, scaled with the future"
    summary = (
        "The same series, scaled with the mean and spread of all its months, also those that are "
        "still to come. At every step of the second half, say the next number."
    )

    @property
    def scaling(self) -> Scaling:
        """Return the scaling that nobody can know in time."""
        return Scaling(float(series().mean()), float(series().std()))


class Unscaled(Series):
    """Not scaled at all: a hundred goes in as 100."""

    name = "series_unscaled"
    title = "Series, not scaled"
    summary = (
        "The same series as it is, with numbers around 100. At every step of the second half, say "
        "the next number."
    )

    @property
    def known_scaling(self) -> Scaling:
        """Return numbers as they are."""
        return Scaling(0.0, 1.0)


def _in_order(part: Part, length: int) -> NDArray[np.intp]:
    """Return where the windows of a part begin, if the parts follow each other in time."""
    low, high = {
        "training": (0, TRAINED_TO),
        "validation": (TRAINED_TO, VALIDATED_TO),
        "test": (VALIDATED_TO, MONTHS),
    }[part]
    return np.arange(low, high - length + 1)


def _batch(x: Array) -> Batch:
    """Ask windows x (T, B, 1) for the next number, at all steps of the second half but the last."""
    length, size = x.shape[:2]
    following = np.concatenate([x[1:], x[-1:]])
    step = np.arange(length)
    asks = (step >= length // 2) & (step < length - 1)
    mask = np.repeat(asks[:, None], size, axis=1)
    total = np.cumsum(x[..., 0], axis=0)
    total[SEASON:] -= total[:-SEASON].copy()
    level = total / np.minimum(step + 1, SEASON)[:, None]
    return Batch(x, following * mask[..., None], mask, level.astype(np.float32))


def _number(token: str, t: int) -> float:
    """Read one number of the series."""
    try:
        number = float(token)
    except ValueError:
        number = np.nan
    if not abs(number) <= LARGEST:
        raise SequenceError(
            f"time step {t + 1} is {token!r}, expected a number up to {LARGEST:,} in size"
        )
    return number
