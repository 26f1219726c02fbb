"""What lesson 5 draws below its film: what is written, and what another number would have been."""

from __future__ import annotations

import numpy as np
import streamlit as st

from lessons._sections.writing_questions import (
    EVENTS,
    mean_elsewhere,
    problem_of,
    question_of,
    selective,
    unit_of,
    writes,
)
from lessons._shared.charts import chart
from lessons._shared.lesson import Lesson, say
from lessons._shared.story import origin
from lessons._shared.terms import linked
from lessons._shared.theme import mode
from lstm_viz.film import Film
from lstm_viz.measures.film import lstm_of
from lstm_viz.measures.what_if import straight_line, written_if


def charts(lesson: Lesson) -> None:
    """Draw what the lesson's unit writes, and what it would write for any other number."""
    film = lesson.film
    if film is None or problem_of(film):
        return
    if question_of(film.config.task).key not in lesson.visit.answers:
        return
    is_sum = film.config.task == "adding"
    st.header("What is written adds up" if is_sum else "The product counts", anchor=False)
    if is_sum:
        say(
            r"Where the forget gate is near 1, $c_t = f_t\, c_{t-1} + i_t\, g_t$ adds up what "
            "is written and loses hardly any of it. That is why an LSTM can add."
        )
    left, right = st.columns([5, 9], gap="medium")
    with left:
        if at := writes(film):
            _another_number(film, at)
    with right:
        _what_is_written(film)


def _another_number(film: Film, at: list[int]) -> None:
    """Draw what the unit makes of every number that could have come with the first write."""
    from lstm_viz.figures.writing import written_for

    event, unit = EVENTS[film.config.task], unit_of(film)
    values = np.linspace(0 if event == "mark" else -1, 1, 81)
    written = [written_if(film, t, values, unit=unit) for t in at]
    chart(
        written_for(values, written[0], film.probe.x[at[0], 0], mode(), event),
        key="written_for",
        alt="Input gate, candidate and written amount against the number that comes in",
    )
    told = (
        f"What unit {unit + 1} would have written at time step {at[0] + 1}, had another number "
        f"come with the {event}: the same weights, the same past."
    )
    if found := selective(film):
        lines = [straight_line(values, each.written_amount) for each in written]
        slopes = " and ".join(_signed(line.slope) for line in lines)
        marks = ", ".join(str(t + 1) for t in at)
        if found.is_selective:
            told += (
                f" The bold line is straight to within {max(line.error for line in lines):.2f}: "
                f"its slope is {slopes} at the marks (time steps {marks}). It writes how far a "
                f"number lies from {lines[0].zero:.2f}; added up, this follows the sum up to a "
                "constant, which the [[readout]] makes up for."
            )
    st.caption(linked(told))


def _what_is_written(film: Film) -> None:
    """Draw what the unit writes at every time step, the writes highlighted."""
    from lstm_viz.figures.writing import writing

    unit, at = unit_of(film), writes(film)
    chart(
        writing(film, mode=mode(), unit=unit, bands=at),
        key="writing",
        alt="Written amount, input gate, candidate and cell state at every time step",
    )
    told = _of_the_sum(film, unit, at) if film.config.task == "adding" else _of_the_store(film)
    st.caption(f"{told} {origin(film, ('lstm',))}")


def _of_the_store(film: Film) -> str:
    """Tell what the cell state of a memory cell is made of."""
    return (
        "Where nothing is to be written the candidates are "
        f"{mean_elsewhere(film, 'candidate'):.2f} in size on average; the bars are what gets in. "
        "The cell state is the sum of the bars, as far as the forget gate keeps it: its "
        f"correlation with the stored number is {film.follows['lstm'][unit_of(film)]:.2f} in size, "
        "over 64 other sequences."
    )


def _of_the_sum(film: Film, unit: int, at: list[int]) -> str:
    """Tell what the cell state of a unit is made of, in adding."""
    recording = lstm_of(film)
    written, keeps = recording.written_amount[:, unit], recording.forget_gate[:, unit].mean()
    marks = " and ".join(_signed(amount) for amount in written[at])
    others = np.delete(written, at)
    return (
        f"Marks are shaded. Unit {unit + 1} writes {marks} there, and {_signed(others.sum())} in "
        f"all at the other {len(others)} time steps; its forget gate is {keeps:.3f} on average. At "
        f"the end its cell state is {_signed(recording.cell_state[-1, unit])}."
    )


def _signed(amount: float) -> str:
    """Write an amount that may be negative."""
    return f"{amount:+.2f}".replace("-", "−")
