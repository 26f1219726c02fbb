"""Predict what an intervention does to the score, before it is done."""

from __future__ import annotations

import streamlit as st

from lessons._sections.interfering import Experiment, Place, do, done
from lessons._sections.interfering_words import STANDINGS, score_text, standing
from lessons._shared.plain import plain
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.interfering import Interfered, interfered, subject_of

NAME = "predict"


def question(
    visit: Visit, film: Film, place: Place, before: Interfered, experiment: Experiment
) -> None:
    """Ask what an experiment will do; an answer does it, and the model itself gives its own.

    Only a model that has solved its task can lose something.
    """
    task, length = film.config.the_task, film.config.length
    if said := visit.link.pop(NAME, ""):
        if said in STANDINGS:
            visit.answers[NAME] = said
        else:
            expected = ", ".join(STANDINGS)
            st.warning(plain(f"The link says {NAME}={said[:40]}: expected one of {expected}."))
    is_on = done(visit, subject_of(film.config, place.model, film.probe)) == experiment.does
    has_said = visit.answers.get(NAME)
    is_given_away = is_on and not has_said
    if not task.is_solved(before.score) or is_given_away or (has_said and not is_on):
        return
    key = f"predict_{NAME}"

    def commit() -> None:
        visit.answers[NAME] = st.session_state[key]
        do(visit, experiment.does)

    st.session_state[key] = has_said
    with st.container(border=True):
        what = experiment.label[0].lower() + experiment.label[1:]
        st.markdown(
            f"**Predict first.** It has solved its task, with an error of "
            f"{score_text(task, before.score)}. You {what}, in every sequence. Then …"
            if not task.higher_is_better
            else f"**Predict first.** It has solved its task: {score_text(task, before.score)} are "
            f"right. You {what}, in every sequence. Then …"
        )
        st.radio(
            "Your prediction",
            list(STANDINGS),
            key=key,
            format_func=lambda option: STANDINGS[option],
            on_change=commit,
            label_visibility="collapsed",
            horizontal=True,
        )
        if has_said and is_on:
            _reveal(film, place, before, experiment, has_said, length)


def _reveal(
    film: Film, place: Place, before: Interfered, experiment: Experiment, said: str, length: int
) -> None:
    """Let the model answer."""
    task = film.config.the_task
    weights = film.snapshots[place.snapshot].models[place.model].weights
    after = interfered(film.config, place.model, weights, film.probe, experiment.does)
    truth = standing(task, after.score, task.chance(length))
    scores = f"{score_text(task, before.score)} became {score_text(task, after.score)}"
    chance = score_text(task, task.chance(length))
    because = (
        f"{scores}; guessing comes to {chance}, and solved is {score_text(task, task.solved)}."
    )
    if said == truth:
        st.success(f"**Right.** {because}", icon=":material/check:")
    else:
        st.info(f"**In fact {STANDINGS[truth]}.** {because}", icon=":material/lightbulb:")
