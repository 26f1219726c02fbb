"""Gradients: how the last answer's error signal flows back, as a whole and unit by unit."""

from __future__ import annotations

import math
from collections.abc import Callable

import streamlit as st

from lessons._sections.gradients import one_in
from lessons._shared.run_store import RunStore
from lessons._shared.story import origin
from lessons._shared.theme import mode
from lessons._shared.visit import Visit
from lstm_viz.family import CELLS
from lstm_viz.figures.flow import flow_maps
from lstm_viz.figures.runs import gradient_profile
from lstm_viz.film import Film
from lstm_viz.measures.flow import decay
from lstm_viz.run import Array, ModelName


def gradients(_visit: Visit, _store: RunStore, film: Film) -> None:
    """Draw how far back the last answer's error reaches, at a chosen snapshot."""
    at = _chosen_snapshot(film)
    maps, profile = st.columns([9, 5], gap="medium")
    titles = " and ".join(CELLS[name].title for name in film.config.cells)
    with maps:
        st.plotly_chart(
            flow_maps(film, at, mode()),
            key="flow_maps",
            alt="Size of the gradient of the last answer's loss by every unit's states, per time "
            f"step, for {titles}",
        )
    with profile:
        st.plotly_chart(
            gradient_profile(film, at, mode()),
            key="gradients",
            alt="Gradient norm of the last answer's loss by hidden and cell state, per time step, "
            f"for {titles}",
        )
    for name in film.config.cells:
        st.markdown(decay_in_words(film, name, at))
    st.caption(
        "How strongly the loss of the last answer depends on each state at each earlier time step; "
        "where a map is empty, nothing arrives. "
        "Compare slopes, not heights: a model with a larger loss has a higher line. A line that "
        "falls steadily to the left is a gradient that vanishes: what happened there is hardly "
        "learned from this answer. A single step down at a write, an erase or a reset is another "
        "thing: there the LSTM has learned to cut, because what was before no longer matters. "
        + origin(film)
    )


def _chosen_snapshot(film: Film) -> int:
    """Draw the choice of a snapshot, and return its place in the film."""
    updates = [snapshot.update for snapshot in film.snapshots]
    if len(updates) == 1:
        return 0

    def in_words(update: int) -> str:
        if update == 0:
            return "before training"
        return f"{update} (now)" if update == updates[-1] else f"{update}"

    at = st.select_slider(
        "At update",
        updates,
        value=updates[-1],
        format_func=in_words,
        key=f"gradients_{len(updates)}",
    )
    return updates.index(at)


def decay_in_words(film: Film, model: ModelName, snapshot: int) -> str:
    """Tell what a step back leaves of the error signal, and what the forget bias alone would."""
    measured, cell = decay(film, model, snapshot), CELLS[model]
    state = "the cell state" if cell.has_cell_state else "the hidden state"
    if math.isnan(measured.per_step):
        return f"**{cell.title}:** no error signal that could be measured reaches the first step."
    steps = f"{measured.steps} step{'s' * (measured.steps != 1)}"
    told = (
        f"**{cell.title}:** along {state}, a step back multiplies the error signal by "
        f"**{measured.per_step:.3g}** on average; {steps} leave {one_in(measured.left)}."
    )
    if measured.forget_bias is None or cell.held_gate == "forget_gate":
        return told
    biases = _span(measured.forget_bias, lambda bias: f"{bias:.2g}")
    return (
        f"{told} The biases b of its forget gates are {biases}; gates that had nothing else would "
        rf"leave $\sigma(b)^{{{measured.steps}}}$: {_span(measured.kept_by_bias, one_in)}."
    )


def _span(values: Array, write: Callable[[float], str]) -> str:
    """Write the range of some numbers, unit by unit."""
    low, high = write(float(values.min())), write(float(values.max()))
    return low if low == high else f"{low} to {high}"
