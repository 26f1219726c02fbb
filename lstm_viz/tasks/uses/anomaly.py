"""Anomalies: learn how a heartbeat goes on; what comes otherwise than predicted raises an alarm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, Part, Probe, SequenceError
from lstm_viz.tasks.uses.base import Baseline, Use, own_stream
from lstm_viz.tasks.uses.linear import fitted

PERIOD = 10
"""Time steps from one beat to the next, on average."""
VARIES = 0.3
"""Standard deviation of the time between two beats, in time steps."""
NOISE = 0.04
"""Standard deviation of the noise."""
WAVES = ((-2.5, 0.25, 0.7), (0.0, 1.0, 0.6), (2.7, 0.35, 0.9))
"""Of a beat: when a wave comes, in time steps from the peak; its height; its width."""
PEAK = 0.5
"""A value above it belongs to the peak of a beat."""
SPIKE = 0.7
"""How far a spike stands out."""
EARLY = 4.0
"""By how many time steps an early beat comes too soon."""
PAST = 12
"""Values that the linear forecast reads: a little more than one period."""
FITTED = 512
"""Training sequences that it is fitted to."""

Anomaly = Literal["skipped", "spike", "early"]
ANOMALIES: tuple[Anomaly, ...] = get_args(Anomaly)

_WATCHED = {"validation": 11, "test": 12}


class Watched(NamedTuple):
    """Sequences with one anomaly each.

    Attributes
    ----------
    batch : Batch
    strange : (T, B) bool
        One usual period from where the anomaly begins: an alarm in it has caught the anomaly.
    kinds : (B,) str
        Which of `ANOMALIES` each sequence has.
    """

    batch: Batch
    strange: NDArray[np.bool_]
    kinds: NDArray[np.str_]


class Anomalies(Use):
    """Say the next value of a heartbeat.

    A beat is a small wave, a peak and a broad wave, about every ten time steps; the time between
    beats and their height vary, and there is noise. All that training sees is normal.
    """

    name = "anomaly"
    title = "Anomaly detection"
    summary = "A heartbeat, measured. At every step, say the next value; training is all normal."
    inputs = ("measured",)
    outputs = ("next value",)
    target_kind = "value"
    solved = 0.018
    lengths = Lengths(50, 100, 60)
    defaults = Defaults(hidden_size=6, forget_bias=1.0, learning_rate=0.02, updates=400)
    grammar = (
        "write one measured number per time step, from -3 to 3, with an exclamation mark where "
        "it belongs to an anomaly: 0.1 0.9 0.1 0.7! 0"
    )
    today = (
        "A threshold on the error of a simple forecast is still the first thing to try. Beyond it, "
        "one uses autoencoders and isolation forests; for heartbeats, convolutional networks that "
        "were trained on labelled anomalies."
    )

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw normal heartbeats."""
        peaks, height, noise = _normal(rng, length, size)
        return _batch(_signal(peaks, height, length) + noise)

    def draw_from(self, part: Part, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw from a part's own stream of random numbers."""
        return self.draw(own_stream(part, rng), length, size)

    def watched(self, part: Literal["validation", "test"], length: int, size: int = 256) -> Watched:
        """Return sequences with one anomaly each, in the third beat or later.

        A skipped beat is missing whole. A spike is a single value too high, about half a period
        after a peak. An early beat comes without its small wave, and the rhythm goes on from it.
        """
        rng = np.random.default_rng(_WATCHED[part])
        peaks, height, noise = _normal(rng, length, size)
        kinds = np.array(ANOMALIES)[np.arange(size) % len(ANOMALIES)]
        sequences = np.arange(size)
        fits = (peaks > 2.5 * PERIOD) & (peaks < length - 0.6 * PERIOD)
        beat = np.argmax(fits * rng.random(peaks.shape), 0)
        at = peaks[beat, sequences]
        early = kinds == "early"
        peaks = peaks - EARLY * early * (np.arange(len(peaks))[:, None] >= beat)
        gone = np.where(kinds == "skipped", beat, -1)
        bare = np.where(early, beat, -1)
        signal = _signal(peaks, height, length, gone, bare) + noise
        spike = np.rint(at + PERIOD / 2).astype(int)
        struck = kinds == "spike"
        signal[spike[struck], sequences[struck]] += SPIKE
        begins = np.select(
            [struck, early], [spike, np.floor(at - EARLY - 1)], np.floor(at + WAVES[0][0] - 1)
        )
        since = np.arange(length)[:, None] - begins
        return Watched(_batch(signal), (since >= 0) & (since < PERIOD), kinds)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Ask for the next value, and mark the peaks."""
        batch = _batch(x)
        return batch, tuple("beat" if peak else "hold" for peak in _peaks(x)[:, 0])

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read what was measured, leaving the exclamation marks out."""
        read = []
        for step, token in enumerate(tokens, start=1):
            try:
                value = float(token.removesuffix("!"))
            except ValueError:
                value = np.nan
            if not abs(value) <= 3:
                raise SequenceError(
                    f"time step {step} is {token!r:.40}, expected a number from -3 to 3, with ! "
                    "after it if it belongs to an anomaly"
                )
            read.append(value)
        return np.array(read, np.float32)[:, None]

    def read_sequence(
        self, text: str, name: str = "your own", description: str = "A sequence of your own."
    ) -> Probe:
        """Turn text into a probe sequence, in which an exclamation mark makes a step strange."""
        probe = super().read_sequence(text, name, description)
        marked = [token.endswith("!") for token in probe.text.split()]
        events = zip(marked, probe.events, strict=True)
        return replace(probe, events=tuple("strange" if m else event for m, event in events))

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: one per anomaly, and a normal one."""
        seen = self.watched("test", length, len(ANOMALIES))
        words = (
            ("a skipped beat", "One beat is missing. Does it know when to expect it?"),
            ("a spike", "A single value is too high, between two beats."),
            ("an early beat", "One beat comes too soon, and the rhythm goes on from there."),
        )
        normal = self.draw_from("test", np.random.default_rng(1), length, 1)
        return (
            *(
                (*said, _written(seen.batch.x[:, b, 0], seen.strange[:, b]))
                for b, said in enumerate(words)
            ),
            (
                "all is normal",
                "Nothing strange happens: every alarm is a false one.",
                _written(normal.x[:, 0, 0], np.zeros(length, bool)),
            ),
        )

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say how long ago the last peak was."""
        return tuple("" if np.isnan(n) else f"{n:.0f} since the beat" for n in content)

    def baselines(self) -> Sequence[Baseline]:
        """Return the last value, the value one usual period ago, and a linear forecast."""
        return (
            Baseline("last", "the last value", "says what was measured just now.", last_value),
            Baseline(
                "period",
                "one period ago",
                f"says the value {PERIOD} time steps before, one usual period; at the beginning, "
                "the last value.",
                one_period_ago,
            ),
            Baseline(
                "linear",
                f"a linear forecast from {PAST} values",
                "is a weighted sum of the values measured last, fitted to the training data.",
                self._linear,
            ),
        )

    @cached_property
    def _linear(self) -> Callable[[Batch], Array]:
        """Return the linear forecast, fitted to training data."""
        rng = np.random.default_rng(0)
        return fitted(self.draw_from("training", rng, self.lengths.default, FITTED), past_values)


def last_value(batch: Batch) -> Array:
    """Say that the next value will be as this one; (T, B, 1)."""
    return batch.x


def one_period_ago(batch: Batch) -> Array:
    """Say the value one usual period before the next one; (T, B, 1)."""
    said = batch.x.copy()
    said[PERIOD - 1 :] = batch.x[: len(said) - PERIOD + 1]
    return said


def past_values(x: Array) -> Array:
    """Return the values measured last, at each time step; 0 before the first; (T, B, PAST)."""
    padded = np.pad(x, ((PAST - 1, 0), (0, 0), (0, 0)))
    return np.concatenate([padded[lag : lag + len(x)] for lag in range(PAST)], -1)


def _normal(
    rng: np.random.Generator, length: int, size: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Draw when the peaks come (N, B), their height (B,), and noise (T, B)."""
    beats = 2 * length // PERIOD + 3
    first = rng.uniform(-PERIOD, 0, size)
    peaks = first + np.cumsum(rng.normal(PERIOD, VARIES, (beats, size)), 0) - PERIOD
    return peaks, rng.uniform(0.85, 1.15, size), rng.normal(0, NOISE, (length, size))


def _signal(
    peaks: NDArray[np.float64],
    height: NDArray[np.float64],
    length: int,
    gone: NDArray[np.int_] | None = None,
    bare: NDArray[np.int_] | None = None,
) -> NDArray[np.float64]:
    """Add up the waves of all beats (T, B); one may be gone, one come without its first wave."""
    beat = np.arange(len(peaks))[:, None]
    there = np.ones(peaks.shape) if gone is None else (beat != gone).astype(float)
    signal = np.zeros((length, peaks.shape[1]))
    for number, (when, high, width) in enumerate(WAVES):
        shown = there * (beat != bare) if number == 0 and bare is not None else there
        away = np.arange(length)[:, None, None] - (peaks + when)
        signal += (shown * high * np.exp(-((away / width) ** 2) / 2)).sum(1)
    return signal * height


def _peaks(x: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Tell which values are the peak of a beat: high, and not below their neighbours."""
    padded = np.pad(x, ((1, 1), (0, 0)), constant_values=-np.inf)
    return (x > PEAK) & (x >= padded[:-2]) & (x > padded[2:])


def _batch(signal: NDArray[np.floating]) -> Batch:
    """Ask for the next value of signals (T, B), which the last step does not have."""
    x = np.asarray(signal, np.float32)
    mask = np.ones(x.shape, bool)
    mask[-1] = False
    target = np.append(x[1:], np.zeros_like(x[:1]), 0)
    t = np.arange(len(x), dtype=np.float32)[:, None]
    last = np.maximum.accumulate(np.where(_peaks(x), t, -np.inf), 0)
    content = np.where(np.isfinite(last), t - last, np.nan).astype(np.float32)
    return Batch(x[..., None], target[..., None], mask, content)


def _written(signal: Array, strange: NDArray[np.bool_]) -> str:
    """Write a signal (T,), with an exclamation mark where it is strange."""
    written = zip(signal, strange, strict=True)
    return " ".join(f"{v:.2f}{'!' if mark else ''}" for v, mark in written)
