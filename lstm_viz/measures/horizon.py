"""Horizon: how far ahead a forecast is worth something, when a model runs on by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstm_viz.feedback import run_on
from lstm_viz.film import Film
from lstm_viz.interfering import answers_to
from lstm_viz.recording import Array
from lstm_viz.run import ModelName
from lstm_viz.tasks import Batch
from lstm_viz.tasks.uses.forecasting import YEAR, Forecasting

DAYS = 14
"""How far ahead."""
READ = 30
"""Days that a model reads before it runs on."""
EVERY = 3
"""Every how many days of the test part a forecast begins."""


class Forecasts(NamedTuple):
    """Forecasts from several days of the test part, in the units of the series.

    Attributes
    ----------
    first : (N,)
        The day, counted in the series, before which each forecast begins.
    truth : (DAYS, N)
    models : mapping of ModelName to (DAYS, N)
    baselines : mapping of str to (DAYS, N)
        By title.
    """

    first: NDArray[np.intp]
    truth: Array
    models: Mapping[ModelName, Array]
    baselines: Mapping[str, Array]


def starts(task: Forecasting) -> NDArray[np.intp]:
    """Return the days of the test part from which one can forecast: read, and then compare."""
    return task.windows("test", READ + DAYS, EVERY) + READ


def forecasts(film: Film, first: NDArray[np.intp]) -> Forecasts:
    """Let both models of a run read the days before `first`, and then run on by themselves.

    Each answer becomes the next input; no true value is seen any more.
    """
    task = film.config.the_task
    assert isinstance(task, Forecasting), "asked of the films of this use only"
    ahead = first + np.arange(DAYS)[:, None]
    read = task.standardised[first + np.arange(-READ, 0)[:, None]][..., None]
    models = {name: _run_on(film, name, read) for name in film.config.cells}
    simple = {"the last value": np.broadcast_to(read[-1, :, 0], ahead.shape)}
    if task.material is None:
        simple["the same day last year"] = task.standardised[ahead - YEAR]
        simple["the usual for the date"] = task.usual[ahead]
    else:
        simple["the mean"] = np.zeros(ahead.shape, np.float32)
    return Forecasts(
        first,
        task.values[ahead],
        {name: task.in_units(said) for name, said in models.items()},
        {title: task.in_units(said) for title, said in simple.items()},
    )


def _run_on(film: Film, name: ModelName, read: Array) -> Array:
    """Return what a model says of the days ahead (DAYS, N)."""
    weights = film.snapshots[-1].models[name].weights
    _, said = run_on(
        name, film.config.size_of(name), weights, read, DAYS - 1, lambda _step, answer: answer
    )
    return np.asarray(said[READ - 1 :, :, 0])


def errors(seen: Forecasts) -> dict[str, Array]:
    """Return the root mean squared error (DAYS,) of everybody, in the units of the series."""
    everybody = {**seen.models, **seen.baselines}
    return {name: np.sqrt(((said - seen.truth) ** 2).mean(1)) for name, said in everybody.items()}


def useful_days(seen: Forecasts, model: ModelName) -> int:
    """Return for how many days in a row a model's error is below that of every baseline."""
    wrong = errors(seen)
    best = np.min([wrong[title] for title in seen.baselines], axis=0)
    worse = wrong[model] >= best
    return int(np.argmax(worse)) if worse.any() else DAYS


def without_past(film: Film, name: ModelName, batch: Batch, days: int = 1) -> float:
    """Return the score of the last answer of each window when only its last days are read.

    The states are zero before them: all that came earlier is missing.
    """
    weights = film.snapshots[-1].models[name].weights
    said = answers_to(film.config, name, weights, batch.x[-days:])[-1]
    return float(np.mean((said - batch.target[-1]) ** 2))
