"""When should it speak, and when keep quiet?

What an LSTM remembers and what it says are two things: the cell state and the hidden state. See the
output gate keep the first from becoming the second until it is asked.
"""

from __future__ import annotations

import numpy as np
import streamlit as st

from lessons._sections.lab import own_sequence
from lessons._shared.charts import chart
from lessons._shared.judging import cannot_tell
from lessons._shared.knobs import number, slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.story import origin
from lessons._shared.theme import mode
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.measures.film import lstm_of, telling_unit
from lstm_viz.measures.readings import quiet_steps, readings

ENOUGH, CLOSE, LOUD = 3, 0.1, 0.3
"""The goal: reads of one number, how far each may be off, and how large the number must be."""


def knobs(visit: Visit) -> None:
    """Draw how many units there are, and the seed."""
    slider(visit, "hidden_size", "Units", 1, 8, width=120)
    number(visit, "seed", "Seed", step=1, width=120)


def what_it_shows(film: Film) -> Verdict:
    """Tell how much of the cell state shows in the hidden state while nobody asks."""
    if problem := cannot_tell(film):
        return Verdict(None, problem)
    quiet, asked = quiet_steps(film), [t for each in readings(film) for t in each.steps]
    if not quiet:
        return Verdict(None, "In this sequence there is no step at which something is only held.")
    recording, unit = lstm_of(film), telling_unit(film)
    cell, hidden = (np.abs(recording.memory[:, unit]), np.abs(recording.hidden_state[:, unit]))
    gate = recording.output_gate[:, unit]
    told = (
        f"While it only holds, the cell state of unit {unit + 1} is {cell[quiet].mean():.2f} in "
        f"size, on average, and its hidden state {hidden[quiet].mean():.3f}: the output gate is "
        f"{gate[quiet].mean():.2f}."
    )
    if asked:
        told += (
            f" At **read** the gate is {gate[asked].mean():.2f} and the hidden state "
            f"{hidden[asked].mean():.2f}; the cell state is {cell[asked].mean():.2f} then."
        )
    share = float(gate[quiet].mean())
    return Verdict("none" if share < 0.25 else "all" if share > 0.75 else "half", told)


QUESTION = Question(
    "shows",
    "Between a *write* and the next *read*, the cell state holds the number. How much of "
    "$\\tanh(c_t)$ shows in the hidden state of the same unit then?",
    {"all": "all of it", "half": "about half", "none": "almost nothing"},
    what_it_shows,
)


def says_it_each_time(film: Film, _tried: Tried) -> Standing:
    """Tell whether one stored number is read three times or more, and said each time."""
    if problem := cannot_tell(film):
        return Standing(False, problem)
    groups = [each for each in readings(film) if abs(each.stored) >= LOUD]
    if not groups:
        return Standing(False, f"This sequence reads no number of {LOUD} or more in size.")
    most = max(groups, key=lambda each: (min(len(each.steps), ENOUGH), -each.largest_error))
    said = ", ".join(f"{answer:.2f}" for answer in most.said)
    times = {1: "once", 2: "twice"}.get(len(most.steps), f"{len(most.steps)} times")
    told = f"It stores {most.stored:g} and is asked {times}: it says {said}."
    if len(most.steps) < ENOUGH:
        return Standing(False, told)
    if most.largest_error > CLOSE:
        told += f" One of them is off by {most.largest_error:.2f}: what is held fades a little."
    return Standing(most.largest_error <= CLOSE, told)


GOAL = Goal(
    "Does saying it use it up? Write a sequence of your own, below the picture, in which one "
    f"number of {LOUD} or more, positive or negative, is read **three times**, and see whether the "
    f"LSTM says it each time, to within {CLOSE}.",
    says_it_each_time,
    "`0.7w` writes, `0.4r` reads whatever the number beside it is. The reads may follow each other "
    "at once, or with other numbers in between. Large numbers fade a little: take 0.7 or less, and "
    "read within about twelve steps.",
)


def two_states(lesson: Lesson) -> None:
    """Draw cell state and hidden state of the film's unit, with the output gate behind them."""
    film = lesson.film
    if QUESTION.key not in lesson.visit.answers or film is None or cannot_tell(film):
        return
    from lstm_viz.figures.gates import speaking

    st.header("Two states, not one", anchor=False)
    chart(
        speaking(film, mode=mode()),
        key="speaking",
        alt="Cell state, hidden state and output gate of one unit at every time step",
    )
    st.caption(
        f"Unit {telling_unit(film) + 1}. $c$ goes on whether it is read or not; $h$ comes close to "
        "$\\tanh(c)$ where the output gate (the bars behind) is near 1, and is near 0 elsewhere. "
        "The number in $c$ is the unit's own code for what is stored, in its own scale and sign; "
        f"the readout turns $h$ into an answer. {origin(film, ('lstm',))}"
    )


focus = Focus(
    models=("lstm",), quantities=("output_gate", "cell_state", "hidden_state"), parts=("cells",)
)
lesson = Lesson.begin(__file__, RUNS["memory_cell"], focus)
with lesson.text:
    say(
        "To know something is one thing, to say it another. An [[LSTM]] has two states. The "
        "[[cell state]] $c$ remembers; nobody outside the [[unit]] ever sees it. The "
        "[[hidden state]] $h$ is what the unit says, to the [[readout]] and, one [[time step]] "
        "later, to the gates and candidates of all units:"
    )
    say(r"$$h_t = o_t \tanh(c_t)$$")
    say(
        "The [[output gate]] $o$ decides how much: near 1 it **reads out**, near 0 it **hides**. "
        "Hiding erases nothing."
    )
    say(
        "**The task.** *Write* stores a number. Only at *read* the LSTM must say it; at all other "
        "steps it must say 0, though it may hold a number."
    )
    say("**In the picture** the film stands where a number is stored and nobody asks.")
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    held = quiet_steps(lesson.film)[:1] if lesson.film else []
    lesson.show(knobs, step=held[0] + 1 if held else None, hides=True)
if lesson.film and lesson.film.update:
    st.header("A sequence of your own", anchor=False)
    own_sequence(lesson.visit, lesson.stage.store, lesson.film)
two_states(lesson)
lesson.end(
    "The cell state remembers, the hidden state speaks, and the output gate decides how much of "
    "the first shows in the second. What is hidden is not lost, and what is said is not used up: "
    "the next step gets the cell state untouched by the output gate.",
    [
        "S. Hochreiter, J. Schmidhuber, [Long short-term memory]"
        "(https://doi.org/10.1162/neco.1997.9.8.1735), 1997",
        "K. Greff, R. K. Srivastava, J. Koutník, B. R. Steunebrink, J. Schmidhuber, "
        "[LSTM: a search space odyssey](https://arxiv.org/abs/1503.04069), 2015",
    ],
)
