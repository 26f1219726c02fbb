"""What is worth writing, and how much of it?

A candidate proposes what could be written into the cell state, the input gate decides how much of
it is. See which of the two carries the number, and what keeps all others out.
"""

from __future__ import annotations

import numpy as np
import streamlit as st

from lessons._shared.judging import cannot_tell
from lessons._shared.knobs import number, slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.sections import own_sequence
from lessons._shared.shipped import RUNS
from lessons._shared.story import origin
from lessons._shared.theme import mode
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.measures import at_event, telling_unit
from lstm_viz.recording import LSTMRecording
from lstm_viz.what_if import written_if

ALIKE = 0.2
"""Two values that differ by less than this share of the larger one are taken as the same."""
HIGH, LITTLE = 0.75, 0.05
"""From where on the goal calls an input gate near 1, and below which written amount nothing."""


def knobs(visit: Visit) -> None:
    """Draw how many units there are, and the seed: another run may do it otherwise."""
    slider(visit, "hidden_size", "Units", 1, 8, width=120)
    number(visit, "seed", "Seed", step=1, width=120)


def writes(film: Film) -> list[int]:
    """Return the time steps, from 0, at which something is written."""
    return [t for t, event in enumerate(film.probe.events) if "write" in event.split(" + ")]


def lstm(film: Film) -> LSTMRecording:
    """Return what the LSTM of the last snapshot does on the sequence."""
    recording = film.snapshots[-1].lstm.recording
    assert isinstance(recording, LSTMRecording)
    return recording


def what_carries_it(film: Film) -> Verdict:
    """Tell whether two different numbers differ in the input gate, in the candidate, or in both."""
    if problem := cannot_tell(film):
        return Verdict(None, problem)
    at, value = writes(film), film.probe.x[:, 0]
    if len(at) < 2 or abs(value[at[0]] - value[at[1]]) < 2 * ALIKE:
        return Verdict(None, "This sequence does not write two different numbers.")
    gate, candidate = (at_event(film, name, "write")[:2] for name in ("input_gate", "candidate"))
    others = np.setdiff1d(np.arange(film.probe.steps), at)
    ignored = np.abs(lstm(film).written_amount[others, telling_unit(film)]).mean()
    told = (
        f"In unit {telling_unit(film) + 1}, ${value[at[0]]:g}$ is written with $i = {gate[0]:.2f}$ "
        f"and $g = {candidate[0]:.2f}$, ${value[at[1]]:g}$ with $i = {gate[1]:.2f}$ and "
        f"$g = {candidate[1]:.2f}$. Where nothing is to be written, $i g$ is {ignored:.3f} in size."
    )
    moved = {"i": _differs(*gate), "g": _differs(*candidate)}
    if not any(moved.values()):
        return Verdict(None, f"{told} Neither differs much.")
    answer = "both" if all(moved.values()) else next(name for name, does in moved.items() if does)
    lessons = {
        "g": "The gate says **whether**, the candidate says **what**.",
        "i": "Here the two have swapped their parts: the candidate stays, the gate carries the "
        "number. Only their product counts, and the training found this one.",
        "both": "Only their product counts, and the training has split the number between them.",
    }
    return Verdict(answer, f"{told} {lessons[answer]}")


def _differs(one: float, other: float) -> bool:
    """Tell whether two values are not the same, for this lesson."""
    return bool(abs(one - other) > ALIKE * max(abs(one), abs(other)))


QUESTION = Question(
    "carries",
    "The sequence writes two numbers, 0.8 and later −0.6. After the training, in which of the two "
    "factors of i·g do these two steps differ?",
    {
        "i": "in the input gate: the larger number gets more of it",
        "g": "in the candidate: the gate is the same both times",
        "both": "in both",
    },
    what_carries_it,
)


def writes_nothing(film: Film, _tried: Tried) -> Standing:
    """Tell whether somewhere the input gate is near 1, and hardly anything is written."""
    if problem := cannot_tell(film):
        return Standing(False, problem)
    recording, unit = lstm(film), telling_unit(film)
    gate, written = recording.input_gate[:, unit], np.abs(recording.written_amount[:, unit])
    high = np.flatnonzero(gate > HIGH)
    if not len(high):
        peak = int(gate.argmax())
        told = f"the input gate is highest at time step {peak + 1}: {gate[peak]:.2f}"
        return Standing(False, f"In unit {unit + 1} {told}, not above {HIGH}.")
    t = int(high[written[high].argmin()])
    told = f"At time step {t + 1} the input gate is {gate[t]:.2f}, and {written[t]:.3f} is written."
    return Standing(bool(written[t] < LITTLE), told)


GOAL = Goal(
    f"Write a sequence of your own, below the picture, in which the input gate is near 1 (above "
    f"{HIGH}) at some time step, and yet hardly anything is written: less than {LITTLE}, either "
    "way.",
    writes_nothing,
    "What is written is a product. Which number, written with `w`, would be as good as none?",
)


def charts(lesson: Lesson) -> None:
    """Draw what the film's unit writes, and what it would write for any other number."""
    film = lesson.film
    if QUESTION.key not in lesson.visit.answers or film is None or cannot_tell(film):
        return
    from lstm_viz.writing_figures import writing, written_for

    st.subheader("The product counts", anchor=False)
    left, right = st.columns([5, 9], gap="medium")
    with left:
        if at := writes(film):
            values = np.linspace(-1, 1, 81)
            st.plotly_chart(
                written_for(
                    values, written_if(film, at[0], values), film.probe.x[at[0], 0], mode()
                ),
                key="written_for",
                alt="Input gate, candidate and written amount against the number that comes in",
            )
            st.caption(
                f"What unit {telling_unit(film) + 1} would have written at time step {at[0] + 1}, "
                "had another number come with the write: the same weights, the same past."
            )
    with right:
        others = np.setdiff1d(np.arange(film.probe.steps), writes(film))
        proposed = np.abs(lstm(film).candidate[others, telling_unit(film)])
        st.plotly_chart(
            writing(film, mode=mode()),
            key="writing",
            alt="Written amount, input gate, candidate and cell state at every time step",
        )
        st.caption(
            f"Where nothing is to be written the candidates are {proposed.mean():.2f} in size on "
            "average; the bars are what gets in. The cell state is the sum of the bars, as far as "
            "the forget gate keeps it: its correlation with the "
            f"stored number is {film.follows['lstm'][telling_unit(film)]:.2f} in size, over 64 "
            f"other sequences. {origin(film, ('lstm',))}"
        )


focus = Focus(
    models=("lstm",), quantities=("input_gate", "candidate", "cell_state"), parts=("cells",)
)
lesson = Lesson.begin(__file__, RUNS["memory_cell"], focus)
with lesson.text:
    say(
        "At every [[time step]] a number comes in, and nearly all of them are of no use. An "
        "[[LSTM]] splits the decision. The [[candidate]] $g$ proposes what could be written, from "
        "−1 to 1. The [[input gate]] $i$, from 0 to 1, decides how much of it is: near 1 it "
        "**writes**, near 0 it **ignores**. Their product, the [[written amount]], is **added** to "
        "the [[cell state]]:"
    )
    say(r"$$c_t = f_t\, c_{t-1} + i_t\, g_t$$")
    say(
        "So $g$ is not a gate: it has a sign, and it is what a gate is about. **The task** is the "
        "memory cell again: *write* stores the number that comes with it, *read* asks for it."
    )
    say("**In the picture** the film stands at the first write. Watch $g$ where nothing happens.")
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    first = writes(lesson.film)[:1] if lesson.film else []
    lesson.show(knobs, step=first[0] + 1 if first else None, hides=True)
if lesson.film and lesson.film.update:
    st.subheader("A sequence of your own", anchor=False)
    own_sequence(lesson.visit, lesson.stage.store, lesson.film)
charts(lesson)
lesson.end(
    "The candidate proposes, the input gate decides, and their product is added to the cell state. "
    "A gate near 1 does not mean that much is written, and a large candidate does not either. "
    "Which of the two carries the number is up to the training: with most seeds it is the "
    "candidate, but try seed 3.",
    [
        "S. Hochreiter, J. Schmidhuber, [Long short-term memory]"
        "(https://doi.org/10.1162/neco.1997.9.8.1735), 1997",
    ],
)
