"""The frames of the probe sequence, with what each model says after each; and one's own."""

from __future__ import annotations

import streamlit as st

from lessons._sections.lab import own_sequence
from lessons._shared.lesson import Lesson
from lessons._shared.story import origin
from lstm_viz.family import CELLS
from lstm_viz.figures.video import video_strip
from lstm_viz.tasks.uses.moving_dot import DIRECTIONS, SIDE

SIGNS = dict(zip(DIRECTIONS, "→↑↓←", strict=True))


def watching(lesson: Lesson) -> None:
    """Draw the video of the run that is shown, and the place to write another."""
    film = lesson.film
    if film is None or film.config.task != "moving_dot":
        return
    st.header("Frame by frame", anchor=False)
    own_sequence(lesson.visit, lesson.stage.store, film)
    probe, models = film.probe, film.snapshots[-1].models
    target = probe.target.argmax(-1)
    truth = [DIRECTIONS[k] if m else "" for k, m in zip(target, probe.mask, strict=True)]
    said = {
        CELLS[name].title.removeprefix("Vanilla "): [
            DIRECTIONS[k] for k in models[name].prediction.argmax(-1)
        ]
        for name in film.config.cells
    }
    st.html(video_strip(probe.x.reshape(-1, SIDE, SIDE), truth, said, SIGNS))
    st.caption(
        "Arrows: which way the dot moved last, in fact, and what each model says after that frame; "
        f"wrong answers are framed. Nothing is asked before the first move. {origin(film)}"
    )
