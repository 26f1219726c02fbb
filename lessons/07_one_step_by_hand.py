"""Can you do what an LSTM does?

Six small equations are one time step of an LSTM. Compute one with a pencil, watch a trained cell do
the same, and see it as code.
"""

from __future__ import annotations

import streamlit as st

from lessons._sections.worksheet import Sheet, prediction_of, sheet_of, worksheet
from lessons._shared.after_film import after_film
from lessons._shared.knobs import number, slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.by_hand.code import keras_code, our_code, torch_code
from lstm_viz.by_hand.step import ORDER, Exercise
from lstm_viz.film import Film

FIRST = 7
"""The exercise that the page opens with."""
CODE_HEIGHT = 640
"""About how many pixels the three listings take."""


def knobs(visit: Visit) -> None:
    """Draw what may be changed in the trained cell."""
    slider(visit, "length", "Time steps", 20, 60, width=160)
    number(visit, "hidden_size", "LSTM units", step=1, width=120)


def question(sheet: Sheet) -> Question:
    """Return the question on the exercise that is shown, answered by its fifth number."""
    task = sheet.task

    def judge(_film: Film) -> Verdict:
        if "cell_state" not in sheet.done:
            return Verdict(None, "Your fifth number, the cell state, will tell.")
        value = task.values()
        kept, written = value["forget_gate"] * task.cell, value["input_gate"] * value["candidate"]
        return Verdict(
            task.change(),
            f"Of {task.cell:g} the forget gate keeps {kept:.2f}, and {written:+.2f} is written: "
            f"the cell state is now {value['cell_state']:.2f}.".replace("-", "−"),
        )

    return Question(
        prediction_of(sheet),
        f"The cell state was {task.cell:g}. A look at the weights, no computing: where does this "
        "step take it?",
        {"rises": "it rises", "falls": "it falls, but not below 0", "below": "it falls below 0"},
        judge,
        where="Here",
    )


def all_six(sheet: Sheet) -> Goal:
    """Return the goal: all six numbers of the exercise that is shown."""

    def judge(_film: Film, _tried: Tried) -> Standing:
        right = len(sheet.done)
        return Standing(right == len(ORDER), f"{right} of {len(ORDER)} numbers are right.")

    return Goal(
        "Compute all six numbers of a time step, each to within 0.01. Rounding on the way is fine.",
        judge,
        "First the sum, then its squashing function. The table has what you need; for a negative "
        r"sum, $\sigma(-z) = 1 - \sigma(z)$ and $\tanh(-z) = -\tanh(z)$.",
    )


def as_code(task: Exercise) -> None:
    """Show the exercise as three libraries would have it."""
    with st.container(key="code"):
        ours, torch, keras = st.columns(3)
    with ours:
        st.markdown("**LSTM Viz**")
        st.code(our_code(), language="python", wrap_lines=True)
        st.caption(
            "Our tests check every recording against these equations. `@` multiplies by weights "
            "and adds up; `chunk(4)` cuts the stacked weights into those of i, f, g and o."
        )
    with torch:
        st.markdown("**PyTorch**")
        st.code(torch_code(task), language="python", wrap_lines=True)
        st.caption("Your exercise. PyTorch stacks the rows of i, f, g, o and has two biases.")
    with keras:
        st.markdown("**Keras**")
        st.code(keras_code(task), language="python", wrap_lines=True)
        st.caption(
            "Your exercise. Keras puts the same four, which it calls i, f, c, o, side by side in "
            "columns: its weights are PyTorch's, transposed. It has one bias."
        )


lesson = Lesson.begin(
    __file__, RUNS["count_since_reset"], Focus(models=("lstm",), parts=("cells", "equations"))
)
sheet = sheet_of(lesson.visit, FIRST)
with lesson.text:
    say(
        "An [[LSTM]] has read a part of a [[sequence]]. Now the next input comes in, and the "
        "[[unit]] has two numbers from the step before: its [[hidden state]] $h_{t-1}$ and its "
        "[[cell state]] $c_{t-1}$. From these three it computes six numbers, and that is all."
    )
    say(
        "Three are [[gates|gate]]: each adds up $W x_t + b + U h_{t-1}$ with weights of its own "
        "and presses the sum between 0 and 1 with the [[sigmoid]] $\\sigma$. The [[candidate]] "
        "does the same with [[tanh]]. The last two put them together. Take a pencil, or your head."
    )
    lesson.predict(question(sheet))
    lesson.goal(all_six(sheet))
with lesson.picture:
    worksheet(lesson.visit, sheet)

st.header("The same in a cell that has learned", anchor=False)
say(
    "One unit was trained to count ticks since the last reset. Point at any time step: the same "
    "six equations, with the weights that training found. With more units, $U h_{t-1}$ adds up "
    "the hidden states of all of them."
)
lesson.show(knobs, step=5)

st.header("The same as code", anchor=False)
after_film("as_code", CODE_HEIGHT, lambda: as_code(sheet.task))
lesson.end(
    "One time step of an LSTM is four weighted sums, each squashed; then two products and their "
    "sum for the cell state, and the output gate times its tanh for the hidden state. Every LSTM "
    "number in the films of this course follows these equations, for more units at once.",
    [
        "F. A. Gers, J. Schmidhuber, F. Cummins, [Learning to forget]"
        "(https://doi.org/10.1162/089976600300015015), 2000",
        "[torch.nn.LSTMCell](https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html)",
        "[keras.layers.LSTMCell](https://keras.io/api/layers/recurrent_layers/lstm_cell/)",
    ],
)
