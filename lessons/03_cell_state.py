"""How can a memory stay as it is?

The cell state is a conveyor belt: the old content is multiplied by a forget gate near 1, and what
is new is added. Watch one LSTM unit, wired by hand, keep a number.
"""

from __future__ import annotations

import streamlit as st

from lessons._sections.belt import belt_bench
from lessons._shared.knobs import number, slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Question, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.measures import belt
from lstm_viz.measures.film import lstm_of, telling_unit
from lstm_viz.wired import SCALES

SCALE = SCALES["memory_cell"]
GATES = ("forget_gate", "input_gate")
"""What the picture shows before the student has predicted the cell state."""


def knobs(visit: Visit) -> None:
    """Draw what matters here: how long to keep a number, and how large the updates are."""
    slider(visit, "length", "Time steps", 20, 100, width=160)
    number(visit, "learning_rate", "Learning rate", step=0.001, format="%.5g", width=150)


def what_is_left(film: Film) -> Verdict:
    """Tell which share of the first number that was written is left before the next command."""
    recording, unit = lstm_of(film), telling_unit(film)
    kept = belt.kept(recording.cell_state[:, unit], film.probe.events)
    if kept is None or not kept.steps:
        return Verdict(None, "In this sequence nothing is written and then held.")
    held = slice(kept.step + 1, kept.step + 1 + kept.steps)
    gate = float(recording.forget_gate[held, unit].mean())
    measured = (
        f"At step {kept.step + 1} the cell state is {kept.written:.4g}, {kept.steps} steps later "
        f"{kept.left:.4g}: {kept.share:.1%} of it. The [[forget gate]] is {gate:.5f} on average, "
        f"and {gate:.5f} to the power of {kept.steps} is {gate**kept.steps:.3f}."
    )
    if 0.99 <= kept.share <= 1.01:
        return Verdict("all", measured)
    if 0.1 <= kept.share < 0.99:
        return Verdict("part", measured)
    if abs(kept.share) < 0.1:
        return Verdict("nothing", measured)
    return Verdict(None, f"{measured} The content has grown, or changed its sign, on the way.")


KEPT = Question(
    "kept",
    "The first number that is written, 0.8, is to be held for 20 steps, and each of them brings "
    "another number. How much of what was written is left in the cell state?",
    {
        "all": "all of it, to within 1 %",
        "part": "part of it",
        "nothing": "next to nothing, less than a tenth",
    },
    what_is_left,
)

lesson = Lesson.begin(__file__, RUNS["wired_memory"])
with lesson.text:
    say(
        "Beside the [[hidden state]] $h$, an [[LSTM]] carries a second list of numbers: the "
        "[[cell state]] $c$. It changes in one way only:"
    )
    say(r"$$c_t = f_t\, c_{t-1} + i_t\, g_t$$")
    say(
        "The old content is multiplied by the [[forget gate]] $f$, from 0 to 1; the "
        "[[written amount]] $i\\,g$ is added. With $f$ near 1 and $i$ near 0 a number rides along "
        "as on a conveyor belt. A vanilla RNN presses all it holds through tanh at every step."
    )
    say(
        r"The error signal rides back on the same belt: $\partial c_t / \partial c_{t-1} = f_t$, "
        "plus paths through the gates."
    )
    say(
        "**In the picture** one unit is [[wired by hand]], untrained on purpose. "
        f"(It holds every number divided by {1 / SCALE:.0f}, 0.8 as {0.8 * SCALE:.2f}, where tanh "
        "is nearly straight; the [[readout]] multiplies by about as much.)"
    )
    lesson.predict(KEPT)
has_said = KEPT.key in lesson.visit.answers
lesson.focus = Focus(
    models=("lstm",),
    quantities=(*GATES, "cell_state") if has_said else GATES,
    parts=("cells", "equations") if has_said else (),
)
with lesson.picture:
    lesson.show(knobs)
    st.caption(
        "Will training keep a solution that is there already? Press **Train**. Then try a learning "
        "rate of 0.3."
    )
belt_bench(lesson)
lesson.end(
    "The cell state is changed by a product with the forget gate and by a sum. Where the gate is "
    "near 1 a number stays as it is, whatever number it is; .99 is near, .9 is not. A recurrent "
    "weight with tanh lets numbers fade, or drives all numbers of one sign to the same place.",
    [
        "S. Hochreiter, J. Schmidhuber, [Long short-term memory]"
        "(https://doi.org/10.1162/neco.1997.9.8.1735), 1997",
        "F. A. Gers, J. Schmidhuber, F. Cummins, [Learning to forget]"
        "(https://doi.org/10.1162/089976600300015015), 2000",
        "Y. Bengio, P. Simard, P. Frasconi, [Learning long-term dependencies with gradient "
        "descent is difficult](https://doi.org/10.1109/72.279181), 1994",
    ],
)
