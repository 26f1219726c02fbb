"""What is worth writing, and how much of it?

A candidate proposes what could be written into the cell state, the input gate decides how much of
it is. See which of the two carries the number, and what keeps all others out.
"""

from __future__ import annotations

import streamlit as st

from lessons._sections.lab import own_sequence
from lessons._sections.writing import charts
from lessons._sections.writing_questions import GOAL, question_of, unit_of, writes
from lessons._shared.knobs import number, slider, task_choice
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit

TOLD = {
    "memory_cell": "**The task** is the memory cell again: *write* stores the number that comes "
    "with it, *read* asks for it. **In the picture** the film stands at the first write. Watch "
    "$g$ where nothing happens. Then choose **Adding** above it.",
    "adding": "**The task**: numbers come in, two of them marked. At the end, say the sum of the "
    "two. **In the picture** the film stands at the first mark. Watch $g$ where nothing is marked.",
}
"""By the tasks that one can choose here."""


def knobs(visit: Visit) -> None:
    """Draw the task, how many units there are, and the seed: another run may do it otherwise."""
    task_choice(visit, "shown_task", TOLD, lambda name: visit.open(RUNS[name]), width=150)
    slider(visit, "hidden_size", "Units", 1, 8, width=120)
    number(visit, "seed", "Seed", step=1, width=120)


focus = Focus(
    models=("lstm",), quantities=("input_gate", "candidate", "cell_state"), parts=("cells",)
)
lesson = Lesson.begin(__file__, RUNS["memory_cell"], focus)
task = lesson.visit.config.task
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
        "So $g$ is not a gate: it has a sign, and says *what* could be written; the gate says *how "
        "much*."
    )
    say(TOLD.get(task, TOLD["memory_cell"]))
    lesson.predict(question_of(task))
    lesson.goal(GOAL)
with lesson.picture:
    film = lesson.film
    first = writes(film)[:1] if film else []
    unit = unit_of(film) + 1 if film else None
    lesson.show(knobs, step=first[0] + 1 if first else None, hides=True, unit=unit)
if film and film.update:
    st.header("A sequence of your own", anchor=False)
    own_sequence(lesson.visit, lesson.stage.store, film)
charts(lesson)
lesson.end(
    "The candidate proposes, the input gate decides, and their product is added to the cell state. "
    "A gate near 1 does not mean that much is written, and a large candidate does not either. "
    "Which of the two carries the number is up to the training: in the memory cell it mostly is "
    "the candidate, but try seed 3. And because what is written is added, an LSTM can add.",
    [
        "S. Hochreiter, J. Schmidhuber, [Long short-term memory]"
        "(https://doi.org/10.1162/neco.1997.9.8.1735), 1997",
    ],
)
