"""The knobs of a run as widgets, which show its configuration and turn it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import streamlit as st

from lessons._shared.visit import Visit
from lstm_viz.config import TrainConfig
from lstm_viz.knobs import KNOBS, ConfigError, Number, labels
from lstm_viz.tasks import TASKS, TOYS

RACES = [task for task in TOYS if TrainConfig.of_task(task).cells == ("lstm", "rnn")]
"""The tasks that are a race between an LSTM and a vanilla RNN, unless somebody says otherwise."""


def task_choice(
    visit: Visit, key: str, tasks: Collection[str], turn_to: Callable[[str], None], width: int
) -> None:
    """Draw the choice among some tasks; what a lesson makes of the chosen one, it says itself.

    Parameters
    ----------
    visit : Visit
        A link may have turned it to a task that is not among them: then that one's title shows.
    key : str
    tasks : collection of str
        Names of `lstm_viz.tasks.TASKS`.
    turn_to : callable
        Gets the name of the task that was chosen.
    width : int
    """
    task = visit.config.the_task
    st.session_state[key] = task.name if task.name in tasks else None
    st.selectbox(
        "Task",
        list(tasks),
        key=key,
        format_func=lambda name: TASKS[name].title,
        on_change=lambda: turn_to(st.session_state[key]),
        width=width,
        placeholder=task.title,
    )


def choice(visit: Visit, name: str, label: str, **options: Any) -> None:
    """Draw a knob with named values, or with some of them (``options``) and that of a link."""
    words, now = labels(name), getattr(visit.config, name)
    shown = list(options.pop("options", words))
    shown += [] if now in shown else [now]
    _turned_by(
        visit,
        name,
        st.selectbox,
        label,
        options=shown,
        format_func=words.__getitem__,
        **options,
    )


def slider(visit: Visit, name: str, label: str, low: float, high: float, **options: Any) -> None:
    """Draw a knob with a number as a slider, which reaches further if a link has gone beyond."""
    value = getattr(visit.config, name)
    _turned_by(
        visit,
        name,
        st.slider,
        label,
        min_value=min(low, value),
        max_value=max(high, value),
        **options,
    )


def number(visit: Visit, name: str, label: str, step: float, **options: Any) -> None:
    """Draw a knob with a number."""
    knob = KNOBS[name]
    assert isinstance(knob, Number)
    _turned_by(
        visit,
        name,
        st.number_input,
        label,
        value=None if knob.none else "min",  # None: the field may be emptied
        min_value=knob.kind(knob.low),
        max_value=knob.kind(knob.high),
        step=step,
        **options,
    )


def _turned_by(
    visit: Visit, name: str, widget: Callable[..., Any], label: str, **options: Any
) -> None:
    """Draw a widget that shows the configuration's value and turns it when it changes."""
    key = f"knob_{name}"

    def turned() -> None:
        try:
            visit.turn(visit.config.turned(name, st.session_state[key]))
        except ConfigError as error:
            visit.problems = (f"{str(error).replace(name, label, 1)}.",)

    st.session_state[key] = getattr(visit.config, name)
    widget(label, key=key, on_change=turned, **options)
