"""What should it keep, and what should it forget?

The forget gate decides, at every time step, how much of the cell state stays. See when a trained
LSTM keeps and when it erases, and how far a gate must be from 1 to lose a number.
"""

from __future__ import annotations

import streamlit as st

from lessons._sections.border import border
from lessons._shared.charts import chart
from lessons._shared.dials import dial
from lessons._shared.judging import unfinished
from lessons._shared.knobs import slider, task_choice
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.story import origin
from lessons._shared.theme import mode
from lessons._shared.visit import Visit
from lstm_viz.config import TrainConfig
from lstm_viz.film import Film
from lstm_viz.measures.film import at_event, half_life, steps_with, telling_unit
from lstm_viz.measures.keeping import held_at, kept, longest_hold, sigmoid
from lstm_viz.run import Array

GAP = 30
STORE = TrainConfig.of_task("store_value", length=GAP, forget_bias=0.0)
SHOWN = ("memory_cell", "count_since_reset", STORE.task)
"""The tasks that one can choose here."""
ERASES = {"memory_cell": "erase", "count_since_reset": "reset"}
"""At which event a task wants the memory gone."""
NEAR = 0.25
"""A gate within this of 0 or 1 is near it."""
WEAK = 0.95
"""A gate below this loses half within 14 steps."""


def knobs(visit: Visit) -> None:
    """Draw the choice of the task, and the forget bias."""

    def turn_to(name: str) -> None:
        if name == STORE.task:
            visit.turn(STORE)
        else:
            visit.open(RUNS[name])

    task_choice(visit, "shown_task", SHOWN, turn_to, width=190)
    slider(visit, "forget_bias", "Forget bias", 0.0, 5.0, step=0.5, width=120)


def where_it_erases(film: Film | None) -> int | None:
    """Return the first time step, from 1, at which the shown sequence wants the memory gone."""
    if film is None or film.config.task not in ERASES:
        return None
    steps = steps_with(film, ERASES[film.config.task])
    return steps[0] + 1 if steps else None


def what_it_does(film: Film) -> Verdict:
    """Tell where the forget gate stands when the memory has to go."""
    if problem := unfinished(film):
        return Verdict(None, problem)
    task, score, held = film.config.the_task, film.snapshots[-1].lstm.score, held_at(film)
    holds = f"Over the longest hold it is {_span(held)}." if held.size else "Nothing is held."
    if where_it_erases(film) is None:
        return Verdict(None, f"In this sequence nothing has to go. {holds}")
    event = ERASES[task.name]
    gate = float(at_event(film, "forget_gate", event).mean())
    measured = f"At **{event}** the forget gate of unit {telling_unit(film) + 1} is {gate:.2f}. "
    if not task.is_solved(score):
        told = f"{measured} But this run has not solved its task: its error is {score:.2g}."
        return Verdict(None, told)
    measured += holds
    if "write" in film.probe.events:
        writes = at_event(film, "forget_gate", "write").mean()
        measured += (
            f" And at **write** it is {writes:.2f}: to overwrite a number, the old one has to go, "
            "too. That takes the forget gate and the [[input gate]] together."
        )
    elif held.size and held.min() < WEAK:
        measured += " That is not quite 1: what fades, the [[input gate]] writes again."
    answer = "near_0" if gate < NEAR else "near_1" if gate > 1 - NEAR else "half"
    return Verdict(answer, measured)


def _span(values: Array) -> str:
    """Write the range of some gate values."""
    low, high = f"{values.min():.2f}", f"{values.max():.2f}"
    return low if low == high else f"{low} to {high}"


QUESTION = Question(
    "at_erase",
    "After the training, where does the forget gate of the unit that holds the number stand at an "
    "**erase** (or **reset**) step?",
    {"near_1": "near 1", "half": "about half", "near_0": "near 0"},
    what_it_does,
)


def finds_the_border(film: Film, tried: Tried) -> Standing:
    """Tell whether the smallest bias that stores a number is known to within 1."""
    if (film.config.task, film.config.length) != (STORE.task, STORE.length):
        return Standing(False, f"Choose **{STORE.the_task.title}**, set the bias, press **Train**.")
    return border(film, tried)


GOAL = Goal(
    "Between which two forget biases, at most 1 apart, does this LSTM begin to store a number for "
    f"{GAP} steps? Choose **{STORE.the_task.title}** above the picture, where one flagged number "
    "has to be said at the end; find a bias that stores it, and one just below that does not.",
    finds_the_border,
    "Before training a [[forget gate]] stands near $\\sigma(b)$. If almost nothing is left of the "
    "number at the end, almost no [[gradient]] finds the way back either. Look in the chart below "
    f"where 1 % is left after {GAP} steps, and begin there. Another [[seed]] has another border.",
)


def what_is_left(lesson: Lesson) -> None:
    """Draw what a standing gate leaves, and what the unit in the film has left."""
    from lstm_viz.figures.gates import keeping

    st.header("How near to 1 is near enough?", anchor=False)
    words, picture = st.columns([5, 9], gap="medium")
    film = lesson.film if QUESTION.key in lesson.visit.answers else None
    with words:
        bias = dial(
            lesson.visit, "bias", "Bias $b$ of a gate that stands still", 0.0, 8.0, 1.0, 0.1
        )
        keep = sigmoid(bias)
        say(
            f"A gate that stands at $\\sigma({bias:g}) = {keep:.3f}$ leaves half of the cell state "
            f"after **{half_life(keep):.1f} steps**, its [[half-life]]. After {GAP} steps "
            f"**{100 * keep**GAP:.2g} %** is left, because $f^n$ falls by the same factor at every "
            "step."
        )
        say("At which bias does half survive 30 steps? What does the trained unit keep?")
    with picture:
        chart(
            keeping(bias, kept(film) if film else None, mode=mode()),
            key="keeping",
            alt="Share of the cell state that is left against the time steps it is kept",
        )
        if film and (hold := longest_hold(film.probe)):
            st.caption(
                f"Solid: the product of the forget gates of unit {telling_unit(film) + 1} over the "
                f"longest hold in the film, time steps {hold[0] + 1} to {hold[-1] + 1}: "
                f"{kept(film)[-1]:.0%} left. {origin(film, ('lstm',))}"
            )


focus = Focus(models=("lstm",), quantities=("forget_gate", "cell_state"), parts=("cells",))
lesson = Lesson.begin(__file__, RUNS["memory_cell"], focus)
with lesson.text:
    say(
        "A memory that keeps everything is as useless as one that keeps nothing. In an [[LSTM]], "
        "each [[unit]]'s [[forget gate]] $f$ decides at every [[time step]] how much of its "
        "[[cell state]] $c$ stays:"
    )
    say(r"$$c_t = f_t\, c_{t-1} + i_t\, g_t$$")
    say(
        "The name misleads: near 1 it **keeps**, near 0 it **erases**. It is a keep gate in "
        "disguise."
    )
    say(
        "**The task.** *Write* stores the number that comes with it, *erase* forgets it, at *read* "
        "the LSTM must say it. All other numbers are to be ignored. Nobody tells the gates what to "
        "do: the only [[teacher signal]] is the right answer at every step."
    )
    say("**In the picture** every row is a unit. It opens at an erase step, before training.")
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs, step=where_it_erases(lesson.film), hides=True)
what_is_left(lesson)
lesson.end(
    "The forget gate multiplies the cell state at every time step: near 1 keeps, near 0 erases, "
    "and each unit decides anew from what it reads. To keep for long it has to be very near 1. If "
    "it starts too far below, hardly any gradient finds the way back; that is why one starts it "
    "with a positive [[forget bias]].",
    [
        "F. A. Gers, J. Schmidhuber, F. Cummins, [Learning to forget: continual prediction with "
        "LSTM](https://doi.org/10.1162/089976600300015015), 2000",
        "R. Jozefowicz, W. Zaremba, I. Sutskever, [An empirical exploration of recurrent network "
        "architectures](https://proceedings.mlr.press/v37/jozefowicz15.html), 2015",
    ],
)
