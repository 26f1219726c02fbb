"""What the page on anomalies draws below its film: where the alarm goes off, and how often."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import streamlit as st

from lessons._shared.charts import chart
from lessons._shared.dials import dial
from lessons._shared.lesson import Lesson, say
from lessons._shared.story import origin
from lessons._shared.theme import mode
from lstm_viz.family import CELLS
from lstm_viz.film import Film
from lstm_viz.measures.alarms import (
    THRESHOLDS,
    WARMUP,
    Alarms,
    Watch,
    alarms,
    errors,
    watch,
)
from lstm_viz.measures.film import steps_with
from lstm_viz.tasks.uses.anomaly import PERIOD, Anomalies

CAUGHT = 0.9
"""The share of anomalies that the goal asks for."""
FALSE = 3
"""The most false alarms per 1000 time steps that it allows."""
OPENS = 0.2
"""The threshold with which the page opens."""


class Chosen(NamedTuple):
    """A threshold, and what everybody comes to with it on the validation set, by title."""

    threshold: float
    outcomes: dict[str, Alarms]


def titled(seen: Watch) -> dict[str, np.ndarray]:
    """Return everybody's errors by title, the models first."""
    return {**{CELLS[name].title: wrong for name, wrong in seen.models.items()}, **seen.baselines}


def alarm(lesson: Lesson) -> Chosen | None:
    """Draw the threshold and what comes of it; nothing without a film of this use."""
    film = lesson.film
    if film is None or not isinstance(film.config.the_task, Anomalies):
        return None
    st.header("Where does the alarm go off?", anchor=False)
    left, right = st.columns([8, 6], gap="medium")
    with left:
        threshold = dial(
            lesson.visit,
            "threshold",
            "Threshold: an error above it raises an alarm",
            0.05,
            1.0,
            OPENS,
            0.01,
        )
        _one(film, threshold)
    with right:
        seen = watch(film, "validation")
        outcomes = {
            title: alarms(wrong, seen.seen.strange, threshold)
            for title, wrong in titled(seen).items()
        }
        _many(film, seen, outcomes, threshold)
    return Chosen(threshold, outcomes)


def _one(film: Film, threshold: float) -> None:
    """Draw the shown sequence: what everybody predicts, and by how much that is wrong."""
    from lstm_viz.figures.alarms import shaded
    from lstm_viz.figures.signals import signals

    probe, x = film.probe, film.probe.x
    said = {
        CELLS[name].title: film.snapshots[-1].models[name].prediction for name in film.config.cells
    }
    wrong = {title: errors(each, x) for title, each in said.items()}
    strange = steps_with(film, "strange")
    breaks = [0, *(np.flatnonzero(np.diff(strange) > 1) + 1), len(strange)]
    spans = [(strange[a] + 1, strange[b - 1] + 1) for a, b in pairwise(breaks) if b > a]
    steps = np.arange(1, probe.steps + 1)
    before = {title: np.append(np.nan, each[:-1, 0]) for title, each in said.items()}
    top = signals(
        *(steps, before, {}, "time step", "signal", mode()),
        truth={"measured": x[:, 0]},
        height=300,
    )
    chart(
        shaded(top, spans, mode=mode()),
        key="watched_signal",
        alt="The measured signal and what both models predicted one step before; anomalies shaded",
    )
    bottom = signals(steps, wrong, {}, "time step", "prediction error", mode(), height=260)
    bottom.update_layout(showlegend=False, margin={"t": 10})
    chart(
        shaded(bottom, spans, threshold, mode()),
        key="watched_error",
        alt=f"Prediction errors of both models, with the threshold at {threshold:g}",
    )
    told = "; ".join(
        f"{title}: {_steps(np.flatnonzero(each > threshold) + 1)}" for title, each in wrong.items()
    )
    st.caption(
        f"The sequence of the film, after its last update. Shaded: the {PERIOD} time steps, one "
        f"usual period, in which an alarm has caught the anomaly. Alarms: {told}. In the first "
        f"{WARMUP} steps, when nobody knows the rhythm yet, none is raised. {origin(film)}"
    )


def _many(film: Film, seen: Watch, outcomes: Mapping[str, Alarms], threshold: float) -> None:
    """Tell what comes of the threshold on many sequences, and of all other thresholds."""
    from lstm_viz.figures.alarms import catches

    first = next(iter(outcomes.values()))
    say(f"**{first.anomalies} sequences, each with one [[anomaly]]**, threshold {threshold:g}:")
    rows = "".join(
        f"\n| {title} | {each.raised} | {each.caught} | {each.false_rate:.1f} |"
        for title, each in outcomes.items()
    )
    head = "| | alarms | caught | [[false alarms|false alarm]] per 1000 steps |"
    say(f"{head}\n|---|--:|--:|--:|{rows}")
    strange = seen.seen.strange
    curves = {
        title: [_point(alarms(wrong, strange, each)) for each in THRESHOLDS]
        for title, wrong in titled(seen).items()
    }
    models = [CELLS[name].title for name in seen.models]
    chart(
        catches(
            {title: curves[title] for title in models},
            {title: curves[title] for title in seen.baselines},
            {title: _point(each) for title, each in outcomes.items()},
            (FALSE, CAUGHT),
            mode(),
        ),
        key="catches",
        alt="The share of anomalies caught against false alarms per 1000 steps, for all thresholds",
    )
    test = watch(film, "test")
    unseen = alarms(test.models[film.config.cell], test.seen.strange, threshold)
    st.caption(
        "Each line goes through all thresholds, a dot is yours; the green corner is the goal. "
        f"These are validation sequences, on which one may choose. On {unseen.anomalies} test "
        f"sequences, with the same threshold, the {models[0]} catches {unseen.caught} and raises "
        f"{unseen.false_rate:.1f} false alarms per 1000 steps."
    )


def _point(each: Alarms) -> tuple[float, float]:
    return each.false_rate, each.caught / each.anomalies


def _steps(steps: np.ndarray) -> str:
    """Name some time steps."""
    if not len(steps):
        return "none"
    named = ", ".join(map(str, steps[:8]))
    return f"at {named}" + (f" and {len(steps) - 8} more" if len(steps) > 8 else "")
