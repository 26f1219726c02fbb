"""What the page on forecasting draws below its film: one forecast, and the error of many."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import streamlit as st

from lessons._shared.charts import chart
from lessons._shared.dials import dial
from lessons._shared.lesson import Lesson, say
from lessons._shared.story import origin
from lessons._shared.theme import mode
from lstm_viz.family import CELLS
from lstm_viz.film import Film
from lstm_viz.measures.horizon import (
    DAYS,
    EVERY,
    READ,
    Forecasts,
    errors,
    forecasts,
    starts,
    without_past,
)
from lstm_viz.tasks.uses.forecasting import Forecasting

FIRST_DAY = date(2012, 1, 1)
"""Of the series that ships."""
SHOWN_BEFORE = 14
"""Days before a forecast that its chart shows."""


def task_of(film: Film | None) -> Forecasting | None:
    """Return the task of a film, if it is about this use."""
    task = film.config.the_task if film else None
    return task if isinstance(task, Forecasting) else None


def unit_of(task: Forecasting) -> str:
    """Return what the values of the series count."""
    return "°C" if task.material is None else "units of the series"


def ahead(lesson: Lesson) -> None:
    """Draw a forecast from a day of the visitor's choice, and everybody's error over many."""
    film, task = lesson.film, task_of(lesson.film)
    if film is None or task is None:
        return
    st.header("How far can one see ahead?", anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        _one(lesson, film, task)
    with right:
        _many(film, task)


def _one(lesson: Lesson, film: Film, task: Forecasting) -> None:
    """Draw one forecast."""
    from lstm_viz.figures.signals import signals

    where = task.part("test")
    low, high = READ + 1, where.stop - where.start - DAYS + 1
    begins = dial(
        lesson.visit, "day", "Day of the test part at which the truth ends", low, high, low, 1
    )
    first = where.start + int(begins) - 1
    seen = forecasts(film, np.array([first]))
    days = np.arange(-SHOWN_BEFORE, DAYS) + begins
    before = np.full(SHOWN_BEFORE, np.nan)
    chart(
        signals(
            days,
            {CELLS[n].title: np.append(before, said[:, 0]) for n, said in seen.models.items()},
            {title: np.append(before, said[:, 0]) for title, said in seen.baselines.items()},
            "day of the test part",
            unit_of(task),
            mode(),
            truth={"the truth": task.values[first - SHOWN_BEFORE : first + DAYS]},
        ),
        key="one_forecast",
        alt="A forecast of both models over 14 days, beside the truth and simple baselines",
    )
    when = ""
    if task.material is None:
        when = f" Day {begins:g} is {FIRST_DAY + timedelta(days=first):%d %B %Y}."
    st.caption(
        f"The models read the {READ} days before day {begins:g}; from then on each of their "
        f"answers is their next input. They see no true value any more.{when} "
        f"{origin(film)}"
    )


def _many(film: Film, task: Forecasting) -> None:
    """Draw the error against the horizon."""
    from lstm_viz.figures.signals import signals

    seen = forecasts(film, starts(task))
    wrong = errors(seen)
    say(
        f"**Typical error by horizon**, over {len(seen.first)} forecasts. {_tomorrow(seen, task)} "
        f"{_memory(film, task)}"
    )
    chart(
        signals(
            np.arange(DAYS) + 1,
            {CELLS[name].title: wrong[name] for name in seen.models},
            {title: wrong[title] for title in seen.baselines},
            "days ahead",
            f"root mean squared error ({unit_of(task)})",
            mode(),
        ),
        key="horizon_errors",
        alt="Error against the number of days ahead, for both models and simple baselines",
    )
    st.caption(
        f"A forecast begins at every {EVERY}rd day of the test part that leaves {READ} days to "
        f"read and {DAYS} to compare. One year is little: a bend of the lines may be chance."
    )


def _tomorrow(seen: Forecasts, task: Forecasting) -> str:
    """Tell everybody's error for tomorrow."""
    wrong, unit = errors(seen), unit_of(task)
    best = min(seen.baselines, key=lambda title: wrong[title][0])
    models = ", ".join(f"the {CELLS[name].title} {wrong[name][0]:.3g}" for name in seen.models)
    return f"For tomorrow: {models}, {best} {wrong[best][0]:.3g} {unit}."


def _memory(film: Film, task: Forecasting) -> str:
    """Tell what the past is worth to the first model."""
    name, batch = film.config.cell, task.test(film.config.length)
    one, ten = (without_past(film, name, batch, days) for days in (1, 10))
    whole = without_past(film, name, batch, len(batch.x))
    return (
        f"What is the past worth? If the {CELLS[name].title} reads today only, its "
        f"[[mean squared error]] (standardised) is {one:.3f}; the last 10 days, {ten:.3f}; all "
        f"{len(batch.x)}, {whole:.3f}."
    )
