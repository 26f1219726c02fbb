"""The knobs of a run as widgets: the common ones in view, the others folded away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from lessons._shared.visit import Visit
from lstm_viz.knobs import KNOBS, Choice, ConfigError, Number


def common_knobs(visit: Visit) -> None:
    """Draw task, gap, size and fairness."""
    task = visit.config.the_task
    _choice(visit, "task", "Task", width=170)
    _turned_by(
        visit,
        "length",
        st.slider,
        f"Gap: {task.length_name}",
        min_value=task.lengths.low,
        max_value=task.lengths.high,
        width=170,
        help="The longer the sequences, the longer the models have to remember.",
    )
    _number(visit, "hidden_size", "LSTM units", step=1, width=105)
    _choice(
        visit,
        "fairness",
        "RNN gets",
        width=165,
        help=(
            "A fair race needs a rule: the vanilla RNN gets as many units as the LSTM, or as many "
            "units as bring it nearest to the LSTM's number of parameters."
        ),
    )


def more_knobs(visit: Visit) -> None:
    """Draw the knobs that stay folded under "More"."""
    left, right = st.columns(2)
    with left:
        _number(
            visit,
            "forget_bias",
            "Forget bias",
            step=0.5,
            help="The forget gate starts near sigmoid(bias): 1 gives .73, 3 gives .95.",
        )
        _choice(visit, "initialisation", "Initialisation")
        _choice(visit, "optimiser", "Optimiser")
        _number(visit, "learning_rate", "Learning rate", step=0.001, format="%.5g")
        _number(visit, "seed", "Seed", step=1)
    with right:
        _number(visit, "updates", "Updates", step=100)
        _number(visit, "snapshot_every", "Updates per snapshot", step=1)
        _number(visit, "batch_size", "Batch size", step=8)
        _number(
            visit,
            "clip_norm",
            "Clip gradient norm at",
            step=0.5,
            format="%.4g",
            placeholder="none",
            help="Empty: gradients are not clipped.",
        )


def _choice(visit: Visit, name: str, label: str, **options: Any) -> None:
    """Draw a knob with named values."""
    knob = KNOBS[name]
    assert isinstance(knob, Choice)
    _turned_by(
        visit,
        name,
        st.selectbox,
        label,
        options=list(knob.labels),
        format_func=lambda value: knob.labels[value],
        **options,
    )


def _number(visit: Visit, name: str, label: str, step: float, **options: Any) -> None:
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
