"""A model writes on: text drawn letter by letter, at several stages of its training."""

from __future__ import annotations

import numpy as np
import streamlit as st

from lessons._shared.dials import dial
from lessons._shared.lesson import Lesson, say
from lessons._shared.plain import plain
from lessons._shared.story import origin
from lessons._shared.visit import find_probe
from lstm_viz.family import CELLS
from lstm_viz.feedback import drawn, run_on
from lstm_viz.film import Film
from lstm_viz.run import ModelName, Snapshot
from lstm_viz.tasks import SequenceError
from lstm_viz.tasks.uses.characters import SPACE, Characters, letters_in, written

BEGINS = "this is the "
MOST_BEGINNING = 60
STEPS = 140
SEEN = 60
"""Letters of the written text that the film can show."""


def writing_on(lesson: Lesson) -> None:
    """Let both models write, from a beginning, a temperature and a draw that one can choose."""
    st.header("Let it write", anchor=False)
    film = lesson.film
    if film is None or not isinstance(film.config.the_task, Characters):
        st.caption("It writes when the run has been trained.")
        return
    words, picture = st.columns([5, 9], gap="medium")
    with words:
        say(
            "It says how likely each letter is. One is drawn and goes in as the next input. The "
            "**[[temperature]]** decides how freely: near 0 always the likeliest letter, above 1 "
            "more and more chance."
        )
        heat = dial(lesson.visit, "temperature", "Temperature", 0.2, 1.5, 0.5, 0.1)
        draw = dial(lesson.visit, "draw", "Draw (another number, another text)", 0, 50, 0, 1)
        beginning = _beginning()
    if not beginning:
        return
    with picture:
        _stages(film, beginning, heat, int(draw))
    with words:
        _gates(lesson, film, beginning, heat, int(draw))


def _beginning() -> str:
    """Ask how the text begins; return it in the letters of the task, or say why it cannot be."""
    text = st.text_input("It begins with", BEGINS, key="beginning", help="Press Enter.")
    try:
        letters = letters_in(text)
        letters += SPACE if letters and text.endswith(" ") else ""
        if not 0 < len(letters) <= MOST_BEGINNING:
            raise SequenceError(f"a beginning has 1 to {MOST_BEGINNING} letters")
    except SequenceError as error:
        told = str(error)
        st.error(plain(f"{told[0].upper()}{told[1:]}."), icon=":material/edit_off:")
        return ""
    return letters


def text_of(
    film: Film, model: ModelName, snapshot: Snapshot, beginning: str, heat: float, draw: int
) -> str:
    """Return a beginning and what a model makes of it at a snapshot."""
    weights = snapshot.models[model].weights
    x = film.config.the_task.parse(beginning)[:, None]
    follow = drawn(np.random.default_rng((film.config.seed, draw)), heat)
    size = film.config.size_of(model)
    return written(run_on(model, size, weights, x, STEPS, follow)[0][:, 0])


def _stages(film: Film, beginning: str, heat: float, draw: int) -> None:
    """Show what the first model writes before, early in and after training, then the second."""
    first, second = film.config.cells
    stages = [*film.snapshots[:-1][:2], film.snapshots[-1]]
    for snapshot in stages:
        st.markdown(f"**{CELLS[first].title}**, update {snapshot.update}")
        _page(text_of(film, first, snapshot, beginning, heat, draw))
    st.markdown(f"**{CELLS[second].title}**, update {film.update}")
    _page(text_of(film, second, film.snapshots[-1], beginning, heat, draw))
    st.caption(f"Drawn now, letter by letter, from the run above. {origin(film)}")


def _page(text: str) -> None:
    st.code(text, language=None, wrap_lines=True)


def _gates(lesson: Lesson, film: Film, beginning: str, heat: float, draw: int) -> None:
    """Offer the written text to the film above."""

    def watch() -> None:
        text = text_of(film, film.config.cell, film.snapshots[-1], beginning, heat, draw)
        tokens = " ".join(letters_in(text.rstrip())[:SEEN])
        lesson.visit.probe = find_probe(lesson.visit.config, tokens)

    st.button(
        "Show its gates on this text",
        icon=":material/visibility:",
        key="watch_text",
        on_click=watch,
        help="The film above then shows the last text of the first model, at every gate.",
    )
