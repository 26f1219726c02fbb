"""Forecasting: a real series, Seattle's temperature day by day; each day, say tomorrow's."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, Part, SequenceError
from lstm_viz.tasks.uses.base import Baseline, Use

FEWEST, MOST = 200, 5000
"""How many values a visitor's own series may have."""
YEAR = 365
WEEK = 7
FAR = 20.0
"""Standard deviations beyond which a value of one's own is taken for a slip."""


class Forecasting(Use):
    """Say tomorrow's value, each day.

    The series is cut in the order of time: the first half is for training, the third quarter for
    validation, the last for the test. For the four years of Seattle these are the years 2012 and
    2013, 2014, and 2015. Inputs are standardised by the mean and the standard deviation of the
    first half only.
    """

    name = "forecasting"
    title = "Forecasting"
    summary = "Each day brings its highest temperature. Say tomorrow's."
    source = "Daily weather in Seattle, 2012 to 2015 (NOAA), as vega_datasets 0.9.0 ships it"
    inputs = ("today",)
    outputs = ("tomorrow",)
    target_kind = "value"
    solved = 0.155
    lengths = Lengths(10, 40, 30)
    length_name = "days"
    defaults = Defaults(hidden_size=6, forget_bias=1.0, learning_rate=0.01, updates=400)
    grammar = "write one number per day, for Seattle its degrees Celsius: 12.8 10.6 11.7 12.2 8.9"
    takes_material = (
        "a series of your own, one number per line or the last column of a CSV table, from "
        f"{FEWEST} to {MOST} numbers, the oldest first"
    )
    today = (
        "Weather is computed by physical models, and by large networks that have learned from "
        "decades of them, from the state of the whole atmosphere. For series in business, "
        "exponential smoothing, gradient-boosted trees and pretrained transformers compete, and a "
        "seasonal naive forecast is still the first one to beat."
    )

    def __init__(self, material: str | None = None) -> None:
        self.material = material
        if material is not None:
            self.values = read_series(material)

    def with_material(self, text: str) -> Forecasting:
        """Return the task on a visitor's series; raises SequenceError, saying what is wrong."""
        return Forecasting(text)

    # The series.

    @cached_property
    def values(self) -> NDArray[np.float64]:
        """Return the series (N,) in its own units: Seattle's highest of each day, in Celsius."""
        table = files("vega_datasets") / "_data" / "seattle-weather.csv"
        with table.open(encoding="utf-8") as lines:
            return np.array([float(row["temp_max"]) for row in csv.DictReader(lines)])

    def part(self, part: Part) -> slice:
        """Return where in the series a part lies."""
        half, third = math.ceil(len(self.values) / 2), math.ceil(3 * len(self.values) / 4)
        return {
            "training": slice(0, half),
            "validation": slice(half, third),
            "test": slice(third, len(self.values)),
        }[part]

    @cached_property
    def scale(self) -> tuple[float, float]:
        """Return mean and standard deviation of the training part."""
        training = self.values[self.part("training")]
        return float(training.mean()), float(training.std())

    @cached_property
    def standardised(self) -> Array:
        """Return the series (N,) as the models read it."""
        mean, deviation = self.scale
        return np.asarray((self.values - mean) / deviation, np.float32)

    def in_units(self, standardised: Array) -> Array:
        """Return standardised values in the units of the series."""
        mean, deviation = self.scale
        return standardised * deviation + mean

    # The task.

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw windows from the training part."""
        return self.draw_from("training", rng, length, size)

    def draw_from(self, part: Part, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw windows that lie in one part, with the day that follows each of their days."""
        where = self.part(part)
        first = rng.integers(where.start, where.stop - length, size)
        days = self.standardised[first + np.arange(length + 1)[:, None]]
        return _batch(days[:-1], days[1:])

    def windows(self, part: Part, length: int, step: int = 1) -> NDArray[np.intp]:
        """Return the first day of every `step`-th window of `length` days that fits in a part."""
        where = self.part(part)
        return np.arange(where.start, where.stop - length + 1, step)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Ask each day for the next; of the last day nobody knows yet what follows."""
        far = np.abs(x[:, 0]) > FAR
        if far.any():
            t = int(np.argmax(far))
            value = float(self.in_units(x[t, 0]))
            raise SequenceError(
                f"time step {t + 1} is {value:g}, which is more than {FAR:g} standard deviations "
                "from the mean of the training part"
            )
        batch = _batch(x, np.concatenate([x[1:], np.zeros_like(x[:1])]))
        batch.mask[-1] = False
        rises = np.diff(x[:, 0], prepend=x[0, 0])
        usual = float(np.diff(self.standardised[self.part("training")]).std())
        words = np.select([rises > 1.5 * usual, rises < -1.5 * usual], ["up", "down"], "hold")
        return batch, tuple(words.tolist())

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read one number per day, in the units of the series."""
        mean, deviation = self.scale
        x = np.zeros((len(tokens), 1), np.float32)
        for t, token in enumerate(tokens):
            try:
                with np.errstate(over="ignore"):  # infinite: the check for finite says so
                    x[t, 0] = (float(token) - mean) / deviation
            except ValueError:
                raise SequenceError(
                    f"time step {t + 1} is {token!r:.40}, expected a number such as "
                    f"{self.values[0]:g}"
                ) from None
        return x

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return windows of the test part: its beginning, and its largest rise, fall and range."""
        where = self.part("test")
        starts = self.windows("test", length)
        change = np.diff(self.values, prepend=self.values[0])
        inside = np.arange(where.start + length // 2, where.stop - length + length // 2)
        named = (
            ("the first test days", "Days that no training has seen.", starts[0]),
            (
                "the largest rise",
                "In the middle the value rises as much as nowhere else in the test part.",
                inside[np.argmax(change[inside])] - length // 2,
            ),
            (
                "the largest fall",
                "In the middle the value falls as much as nowhere else in the test part.",
                inside[np.argmin(change[inside])] - length // 2,
            ),
        )
        return [
            (name, told, " ".join(f"{value:.6g}" for value in self.values[first : first + length]))
            for name, told, first in named
        ]

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say the mean of the past week in the units of the series."""
        return tuple(f"{value:.3g}" for value in self.in_units(content))

    # What is simple.

    def baselines(self) -> Sequence[Baseline]:
        """Return the last value, the same day a year ago, and the usual value of that day."""
        last = Baseline(
            "last", "the last value", "says that tomorrow will be as today.", lambda batch: batch.x
        )
        if self.material is not None:
            mean = Baseline(
                "mean",
                "the mean",
                "says the mean of the training part, always.",
                lambda batch: np.zeros_like(batch.x),
            )
            return last, mean
        return (
            last,
            Baseline(
                "year_ago",
                "the same day last year",
                "says what tomorrow's date had a year ago.",
                lambda batch: self._on_dates(batch, self.year_ago),
            ),
            Baseline(
                "usual",
                "the usual for the date",
                "says the mean of the training years within a week of tomorrow's date.",
                lambda batch: self._on_dates(batch, self.usual),
            ),
        )

    def _on_dates(self, batch: Batch, by_day: Array) -> Array:
        """Find the windows of a batch in the series, and say `by_day` of the day that follows."""
        length = len(batch.x)
        known = {
            self.standardised[day : day + length].tobytes(): day
            for day in range(len(self.values) - length)
        }
        first = np.array([known[np.ascontiguousarray(x).tobytes()] for x in batch.x[..., 0].T])
        return by_day[first + 1 + np.arange(length)[:, None]][..., None]

    @cached_property
    def year_ago(self) -> Array:
        """Return for every day (N,) the standardised value of a year before; the first: the mean.

        Of the first year nobody knows the year before.
        """
        return np.concatenate([np.zeros(YEAR, np.float32), self.standardised[:-YEAR]])

    @cached_property
    def usual(self) -> Array:
        """Return for every day (N,) the mean of training days at most a week from its date."""
        day = np.arange(len(self.values)) % YEAR
        training = self.part("training")
        apart = np.abs(day[:, None] - day[training])
        near = np.minimum(apart, YEAR - apart) <= WEEK
        return np.asarray(near @ self.standardised[training] / near.sum(1), np.float32)


def read_series(text: str) -> NDArray[np.float64]:
    """Read a visitor's series: one number per line, or the last column of a CSV table.

    Raises
    ------
    SequenceError
        If it is empty, too short or too long, holds something else than numbers, or never changes.
    """
    rows = [line.strip() for line in text.splitlines()]
    cells = [row.replace(";", ",").split(",")[-1].strip() for row in rows if row]
    if not cells:
        raise SequenceError("the series is empty, expected one number per line")
    if len(cells) > 1 and not _is_number(cells[0]) and _is_number(cells[1]):
        cells = cells[1:]  # the name of the column
    for place, cell in enumerate(cells, start=1):
        if not _is_number(cell):
            raise SequenceError(f"value {place} is {cell!r:.40}, expected a finite number")
    if not FEWEST <= len(cells) <= MOST:
        raise SequenceError(f"the series has {len(cells)} values, expected {FEWEST} to {MOST}")
    values = np.array([float(cell) for cell in cells])
    training = values[: math.ceil(len(values) / 2)]
    if not training.std() > 1e-9 * max(1.0, float(np.abs(values).max())):
        raise SequenceError("the first half of the series never changes: nothing can be learned")
    return values


def _is_number(cell: str) -> bool:
    """Tell whether a cell holds a number that float32 can hold."""
    try:
        return abs(float(cell)) < 1e30
    except ValueError:
        return False


def _batch(days: Array, next_days: Array) -> Batch:
    """Ask after each day (T, B) for the next; to remember is the mean of the past week."""
    total = np.cumsum(days, 0, dtype=np.float64)
    before = np.concatenate([np.zeros_like(total[:WEEK]), total[:-WEEK]])[: len(total)]
    count = np.minimum(np.arange(len(total)) + 1, WEEK)[:, None]
    mask = np.ones(days.shape, bool)
    week = np.asarray((total - before) / count, np.float32)
    return Batch(days[..., None], next_days[..., None], mask, week)
