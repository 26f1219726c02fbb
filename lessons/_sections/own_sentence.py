"""A sentence of one's own: what is said after every word, and what each one changes."""

from __future__ import annotations

import numpy as np
import streamlit as st

from lessons._shared.charts import chart
from lessons._shared.lesson import Lesson, say
from lessons._shared.plain import plain
from lessons._shared.story import origin
from lessons._shared.theme import mode
from lstm_viz.family import CELLS
from lstm_viz.figures.by_word import by_word
from lstm_viz.film import Film
from lstm_viz.interfering import interfered
from lstm_viz.recording import Array, LSTMRecording
from lstm_viz.tasks import Probe, SequenceError
from lstm_viz.tasks.uses.sentiment import BAD, GOOD, NEGATIONS, WORDS, Sentiment

BEGINS = "the plot was not bad but the ending is never clever"


def own_sentence(lesson: Lesson) -> None:
    """Ask for a sentence, and draw what the trained models make of it."""
    st.header("Write a review", anchor=False)
    film = lesson.film
    if film is None or not isinstance(film.config.the_task, Sentiment):
        st.caption("It is read when the run has been trained.")
        return
    text = st.text_input("A sentence of your own, then Enter", BEGINS, key="own_sentence")
    st.caption(
        f"**Judging words** {', '.join((*GOOD, *BAD))} · **negations** {', '.join(NEGATIONS)} · "
        f"**others** {', '.join(WORDS[len((*GOOD, *BAD, *NEGATIONS)) :])}"
    )
    try:
        probe = film.config.the_task.read_sequence(text)
    except SequenceError as error:
        told = str(error).partition("; known")[0]
        st.error(plain(f"{told[:1].upper()}{told[1:]}."), icon=":material/edit_off:")
        return
    read, watch = st.columns([5, 2], vertical_alignment="center")
    with watch:
        st.button(
            "Show its gates in the film",
            icon=":material/visibility:",
            key="watch_sentence",
            on_click=lambda: setattr(lesson.visit, "probe", probe),
            help="The film above then shows this sentence, at every gate.",
        )
    answers, changed = readings(film, probe)
    with read:
        sides = [f"{title} {'positive' if p[-1] > 0.5 else 'negative'}" for title, p in answers]
        say(f"At the end: **{', '.join(sides)}**. Expected: **{probe.remember[-1]}**.")
    chart(
        by_word(probe.text.split(), dict(answers), changed, mode()),
        key="by_word",
        alt="How positive both models and a bag of words find the sentence after each word, and "
        "how much each word changes the cell state",
    )
    st.caption(f"Computed now, with the weights of the run above. {origin(film)}")


def readings(film: Film, probe: Probe) -> tuple[list[tuple[str, Array]], Array]:
    """Return how likely *positive* is after each word, and how much it changes the memory."""
    config, task, said, changed = film.config, film.config.the_task, [], np.zeros(probe.steps)
    assert isinstance(task, Sentiment)
    for name in config.cells:
        weights = film.snapshots[-1].models[name].weights
        outcome = interfered(config, name, weights, probe)
        said.append((CELLS[name].title, outcome.prediction[:, 1]))
        if isinstance(outcome.recording, LSTMRecording):
            changed = np.abs(np.diff(outcome.recording.cell_state, axis=0, prepend=0)).mean(1)
    batch, _events = task.label(probe.x)
    score = task.bag(batch)[:, 0, 1]
    said.append(("bag of words", 0.5 + 0.5 * np.clip(score, -1, 1)))
    return said, changed
