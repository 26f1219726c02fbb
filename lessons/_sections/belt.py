"""Two numbers on a belt: carried by a cell state, and, to compare, by a vanilla RNN unit."""

from __future__ import annotations

import streamlit as st

from lessons._shared.charts import chart
from lessons._shared.dials import dial
from lessons._shared.lesson import Lesson, say
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.theme import mode
from lstm_viz.film import Film
from lstm_viz.measures import belt
from lstm_viz.measures.film import half_life
from lstm_viz.palette import MODELS, QUANTITIES

STEPS, NUMBERS = 30, (0.8, 0.3)
"""How far the belt goes, and what is put on it."""
HALF, NEAR = 0.5, 0.02
"""The share that the goal asks for, and how nearly."""


def two_numbers(_film: Film) -> Verdict:
    """Tell what a vanilla RNN unit with u = 1.5 makes of two numbers."""
    first, second = (belt.rnn_unit(start, 1.5, STEPS)[-1] for start in NUMBERS)
    apart = abs(first - second)
    measured = (
        f"After {STEPS} steps the first is {first:.4f}, the second {second:.4f}. The product with "
        "u makes both larger, tanh presses both back, and they meet where the two balance."
    )
    if apart > 0.5 * (NUMBERS[0] - NUMBERS[1]):
        return Verdict("apart", measured)
    return Verdict("zero" if max(first, second) < 0.05 else "same", measured)


TWO = Question(
    "two",
    f"Two numbers, {NUMBERS[0]} and {NUMBERS[1]}, are carried with a recurrent weight $u = 1.5$, "
    f"which makes them larger at each step. What has become of them after {STEPS} steps?",
    {
        "zero": "both are near 0",
        "apart": "they are still far apart",
        "same": "both are the same number, and it is not 0",
    },
    two_numbers,
    where="With u = 1.5",
)


def half_is_left(keep: float) -> Goal:
    """Return the goal, judged by the forget gate that the student has chosen."""
    share = belt.cell_state(1, keep, STEPS)[-1]
    life = half_life(keep)
    lives = f"half is left after {life:.1f} steps" if keep < 1 else "nothing ever fades"

    def judge(_film: Film, _tried: Tried) -> Standing:
        tells = f"With f = {keep:.3f}, {share:.1%} is left after {STEPS} steps, and {lives}."
        return Standing(bool(abs(share - HALF) <= NEAR), tells)

    return Goal(
        f"Set $f$ so that about half of each number is left after {STEPS} steps: "
        f"{HALF - NEAR:.0%} to {HALF + NEAR:.0%}. How near to 1 does a gate have to be?",
        judge,
        rf"Each step keeps the share $f$ of what is left, so {STEPS} steps keep $f^{{{STEPS}}}$. "
        "Nine tenths at each step sound like much, and leave next to nothing.",
    )


def carry(place: str, states: list[belt.Numbers]) -> None:
    """Draw what becomes of the two numbers, and how far apart they end."""
    from lstm_viz.figures.belt import carried

    is_cell = place == "cell"
    name, colour = (
        ("cell state", QUANTITIES["cell_state"]) if is_cell else ("hidden state", MODELS["second"])
    )
    first, second = (numbers[-1] for numbers in states)
    chart(
        carried(states, name, colour, mode=mode()),
        key=f"carried_{place}",
        alt=f"{name} over {STEPS} steps from {NUMBERS[0]} and {NUMBERS[1]}; they end at "
        f"{first:.3f} and {second:.3f}",
    )
    rule = r"c_t = f\, c_{t-1}" if is_cell else r"h_t = \tanh(u\, h_{t-1})"
    st.caption(
        f"Computed on this page, step by step: ${rule}$, one unit, no input. They end at "
        f"{first:.3f} and {second:.3f}, **{abs(first - second):.3f} apart**."
    )


def belt_bench(lesson: Lesson) -> None:
    """Draw both, each with its dial: a goal for the forget gate, a question on the weight."""
    st.header("Put a number on the belt", anchor=False)
    on_belt, in_rnn = st.columns(2, gap="large")
    with on_belt:
        say("**A cell state** whose gates stand still: $i = 0$, so nothing is written.")
        keep = dial(lesson.visit, "f", "Forget gate f", 0.8, 1.0, 0.9, step=0.001, format="%.3f")
        carry("cell", [belt.cell_state(start, keep, STEPS) for start in NUMBERS])
        lesson.goal(half_is_left(keep))
    with in_rnn:
        say("**A vanilla RNN unit** has one weight $u$ and tanh; no input comes in.")
        seen, asked = st.container(), st.container()
        with asked:
            lesson.predict(TWO)
        with seen:
            opens = 1.5 if TWO.key in lesson.visit.answers else 0.9
            weight = dial(lesson.visit, "u", "Recurrent weight u", 0.0, 2.0, opens, step=0.01)
            carry("rnn", [belt.rnn_unit(start, weight, STEPS) for start in NUMBERS])
        say(
            "Is there any $u$ that keeps the two as far apart as the belt does with $f$ near 1? "
            "Near $u = 1$ tanh spares small numbers, but nothing spares them the inputs: there is "
            "no gate."
        )
