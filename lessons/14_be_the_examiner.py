"""Can you read a run that you have trained?

Ten questions on your own runs, each answered by computing on its film. What comes out wrong leads
back to the lesson that explains it.
"""

from __future__ import annotations

import streamlit as st

from lessons._sections.exam import (
    PAGE,
    Paper,
    go_to,
    key,
    new_round,
    outcome,
    paper_of,
    place_of,
    shows,
    take_answers,
    where_from,
)
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Standing, Tried
from lessons._shared.visit import Visit
from lstm_viz.film import Film

ENOUGH = 0.8
"""The share of right answers that is the goal."""


def said_so_far() -> dict[str, str]:
    """Return round, question and answers: from the link at first, then from the visit."""
    visit: Visit | None = st.session_state.get(f"visit_{PAGE}")
    arrives = st.session_state.get("page") != PAGE and "round" in st.query_params
    return visit.answers if visit and not arrives else st.query_params.to_dict()


def most_right(paper: Paper, visit: Visit) -> Goal:
    """Return the goal: a round with nearly everything right."""
    count = len(paper.asked)

    def judge(_film: Film, _tried: Tried) -> Standing:
        answered, right = paper.answered(visit.answers), paper.right(visit.answers)
        told = f"{answered} of {count} answered, {right} of them right."
        return Standing(answered == count and right >= ENOUGH * count, told)

    return Goal(
        f"Answer all {count} questions, at least {round(ENOUGH * count)} of them right. Your first "
        "answer counts. Before you answer, the film stands before its training; you can search it.",
        judge,
        "A [[gate]] is a factor: multiply. Near 1 it keeps, writes or reads out, near 0 it erases, "
        "ignores or hides. First keep, then add: $c_t = f_t\\, c_{t-1} + i_t\\, g_t$; then show: "
        "$h_t = o_t \\tanh(c_t)$.",
    )


def onwards(lesson: Lesson, paper: Paper, place: int) -> None:
    """Draw what leads to the next question, and to a new round."""
    visit, answers = lesson.visit, lesson.visit.answers
    open_ones = [p for p in range(len(paper.asked)) if key(p) not in answers]
    after = next((p for p in open_ones if p > place), next(iter(open_ones), None))
    with st.container(horizontal=True, vertical_alignment="center"):
        if after is not None:
            st.button(
                "Next question",
                type="primary",
                key="next_question",
                disabled=key(place) not in answers,
                on_click=go_to,
                args=(visit, after),
            )
        st.button(
            "New round",
            icon=":material/casino:",
            key="new_round",
            type="secondary" if open_ones else "primary",
            on_click=new_round,
            args=(visit, paper),
        )


said = said_so_far()
paper = paper_of(said)
place = place_of(said, paper)
film = paper.film(place)
lesson = Lesson.begin(
    __file__, film.config, Focus(models=film.config.cells, parts=("lines", "cells"))
)
take_answers(lesson.visit, paper)
if not shows(lesson.visit, paper, place):
    st.rerun()
item = paper.asked[place].item
is_answered = key(place) in lesson.visit.answers
with lesson.text:
    say(
        "Each question is about one run, which answers it by its numbers: a run of yours, if you "
        "have trained any in this visit, else one of this course."
    )
    lesson.predict(paper.question(place))
    onwards(lesson, paper, place)
    lesson.goal(most_right(paper, lesson.visit))
with lesson.picture:
    lesson.stage.problems()
    st.markdown(where_from(paper, place))
    if is_answered:
        lesson.stage.story()
    at = item.step + 1 if is_answered and item.step is not None else None
    lesson.watch(at, hides=True, plays=False)
outcome(lesson.visit, paper)
lesson.end(
    "What a gate does, what is written, kept and shown, who has solved what: all of it stands in "
    "the numbers of a run. Whoever can find it there needs nobody to explain the model.",
    [
        "H. L. Roediger, J. D. Karpicke, [Test-enhanced learning]"
        "(https://doi.org/10.1111/j.1467-9280.2006.01693.x), 2006",
        "S. Hochreiter, J. Schmidhuber, [Long short-term memory]"
        "(https://doi.org/10.1162/neco.1997.9.8.1735), 1997",
    ],
)
