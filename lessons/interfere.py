"""Interfere: reach into a trained model, and see at once what becomes of it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from lessons._sections.interfering import (
    Place,
    chosen,
    done,
    experiments,
    one_click,
    telling_step,
    titles,
    undoing,
    whole,
)
from lessons._sections.interfering_free import something_else
from lessons._sections.interfering_question import question
from lessons._sections.interfering_words import outcome, unit_name
from lessons._shared.address import write_address
from lessons._shared.lesson import say
from lessons._shared.picks import pick
from lessons._shared.plain import plain
from lessons._shared.player import film_player
from lessons._shared.stage import Stage
from lessons._shared.story import origin
from lessons._shared.visit import Visit
from lstm_viz.config import TrainConfig
from lstm_viz.film import Film
from lstm_viz.interfering import film_of_interference, interfered, subject_of


def places(visit: Visit, film: Film) -> Place:
    """Draw the choice of model, snapshot, unit and time step, and return it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = titles(film)
        model = pick(visit, "model", "Model", names, film.config.cell, width="content")
        subject = subject_of(film.config, model, film.probe)
        st.session_state.interfering_subject = subject
        updates = [snapshot.update for snapshot in film.snapshots]
        update = whole(visit, "snapshot", "at", updates, updates[-1])
        if len(updates) > 1:
            about = {"label": "Snapshot: after update", "options": updates, "width": 260}
            chosen(visit, "snapshot", st.select_slider, update, **about)
        units = range(1, subject.units + 1)
        unit = whole(visit, "on_unit", "unit", units, int(np.argmax(film.follows[model])) + 1)
        about = {"label": "Unit", "options": list(units), "width": 190}
        about |= {"format_func": lambda each: unit_name(subject, each - 1)}
        chosen(visit, "on_unit", st.selectbox, unit, **about)
        steps = range(1, subject.steps + 1)
        step = whole(visit, "on_step", "step", steps, telling_step(film) + 1)
        about = {"label": "Time step", "options": list(steps), "width": 260}
        chosen(visit, "on_step", st.select_slider, step, **about)
    st.session_state.interfering_place = {"unit": unit - 1, "step": step - 1}
    return Place(model, updates.index(update), unit - 1, step - 1)


def page(stage: Stage, film: Film) -> None:
    """Draw the page for a run that rests."""
    visit, config = stage.visit, film.config
    place = places(visit, film)
    subject = subject_of(config, place.model, film.probe)
    weights = film.snapshots[place.snapshot].models[place.model].weights
    before = interfered(config, place.model, weights, film.probe)
    offered = experiments(subject, place.unit, place.step)
    question(visit, film, place, before, offered[0])

    now = done(visit, subject)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        one_click(visit, offered, now)
        more = st.popover("Something else", icon=":material/tune:", key="free", on_change="rerun")
        if more.open:
            with more:
                something_else(visit, subject, place, now)
    with st.container(key="story", gap=None):
        sides = {"": before}
        after = None
        if now:
            after = interfered(config, place.model, weights, film.probe, now)
            sides = {"before": before, "after": after}
        score = after.score if after else None
        st.markdown(outcome(config.the_task, config.length, before.score, score))
        with st.container(horizontal=True, gap="small"):
            undoing(visit, subject, now)

    follows = film.follows[place.model]
    data = film_of_interference(config, place.model, film.probe, sides, follows, film.provenance)
    position = {"step": place.step + 1, "unit": place.unit + 1}
    film_player(data, 0, "film", position | {"view": "difference" if after else "heat"})
    if any(each.moments() for each in now):
        st.caption(
            "All 256 validation sequences suffer the same, at the same time steps; what they are "
            "asked for stays as it was."
        )
    st.caption(origin(film, [place.model]))


stage = Stage.of("interfere", TrainConfig.of_task())
st.title("Interfere", anchor=False)
say(
    "Reach into a trained model: hold a [[gate]], change what a unit remembers, take a unit away. "
    "Nothing is trained again. The same weights read the same sequences once more, with your hand "
    "in them, and what you see follows from that alone."
)
for problem in stage.visit.problems:
    st.warning(plain(problem), icon=":material/warning:")
if stage.is_resting and stage.film:
    page(stage, stage.film)
else:
    stage.story()
st.page_link(
    "lessons/00_lab.py",
    label="Open this run in the Lab",
    icon=":material/science:",
    query_params=stage.visit.to_query(),
)
write_address(stage.visit.to_query())
