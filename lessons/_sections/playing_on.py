"""A model plays on: from the first notes of a tune, to be heard and seen beside the tune itself."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import streamlit as st

from lessons._shared.charts import chart
from lessons._shared.dials import dial
from lessons._shared.lesson import Lesson, say
from lessons._shared.picks import pick
from lessons._shared.story import origin
from lessons._shared.theme import mode
from lstm_viz.family import CELLS
from lstm_viz.feedback import drawn, run_on
from lstm_viz.figures.piano_roll import piano_roll
from lstm_viz.film import Film
from lstm_viz.run import ModelName
from lstm_viz.sound import RATE, tones
from lstm_viz.tasks.uses.melody import LOWEST, NOTES, Melody, Version, versions
from lstm_viz.tasks.uses.tunes import TUNES

MOST_NOTES = 32
BEAT = 0.4
"""Seconds."""
_KEYS = {"training": "trained on", "test": "never in this key"}
_TUNES = {"jacques": "Jacques", "joy": "Joy", "maman": "Maman", "clair": "Au clair"}
"""Short words for the tunes, in their order."""


class Played(NamedTuple):
    """What is played: a version of a tune, by whom, and how much of it was given."""

    version: Version
    given: int
    heat: float
    draw: int


def playing_on(lesson: Lesson) -> None:
    """Let both models play on, from a tune, a temperature and a draw that one can choose."""
    st.header("Let it play", anchor=False)
    film = lesson.film
    if film is None or not isinstance(film.config.the_task, Melody):
        st.caption("It plays when the run has been trained.")
        return
    words, picture = st.columns([5, 9], gap="medium")
    with words:
        say(
            "It gets the first notes. Then it says how likely each note is to come next; one is "
            "drawn, played, and goes in as the next input. The **[[temperature]]** decides how "
            "freely: near 0 always the likeliest note."
        )
        played = _chosen(lesson)
    with picture:
        _beside_the_tune(film, played)


def _beside_the_tune(film: Film, played: Played) -> None:
    """Show and sound what both models play, and the tune itself."""
    version, given = played.version, played.given
    tune, beats = version.notes[:MOST_NOTES], version.tune.beats()[:MOST_NOTES]
    models = {CELLS[name].title: played_on(film, name, played) for name in film.config.cells}
    right = {
        title: f"{(notes == tune)[given:].sum()} of {len(tune) - given} notes as in the tune"
        for title, notes in models.items()
    }
    chart(
        piano_roll(tune, models, beats, given, NOTES, mode()),
        key="piano_roll",
        alt=f"Notes of {version.title} over time. "
        + "; ".join(f"{title}: {told}" for title, told in right.items()),
    )
    all_notes = {"The tune": tune, **models}
    for place, (title, notes) in zip(st.columns(3), all_notes.items(), strict=True):
        with place:
            st.markdown(f"**{title}**  \n{right.get(title, version.title)}")
            seconds = [BEAT * beat for beat in beats]
            st.audio(tones((notes + LOWEST).tolist(), seconds), sample_rate=RATE)
    st.caption(
        f"Left of the dotted line: the {given} notes that were given. The models say pitches only; "
        f"each note lasts as long as the tune's at its place. {version.tune.title}: "
        f"{version.tune.origin}. Played now, from the run above. {origin(film)}"
    )


def _chosen(lesson: Lesson) -> Played:
    """Ask for a tune, a key that it was or was not trained in, and how freely to play."""
    visit = lesson.visit
    tune = pick(visit, "tune", "Tune", _TUNES, "jacques")
    part = pick(visit, "key", "Key", _KEYS, "training")
    given = dial(visit, "given", "First notes that it gets", 4, 16, 8, 1)
    heat = dial(visit, "temperature", "Temperature", 0.1, 1.5, 0.2, 0.1)
    draw = dial(visit, "draw", "Draw (another number, other notes)", 0, 50, 0, 1)
    wanted = TUNES[list(_TUNES).index(tune)]
    version = next(v for v in versions() if v.tune == wanted and v.part == part)
    return Played(version, int(given), heat, int(draw))


def played_on(film: Film, model: ModelName, played: Played) -> np.ndarray:
    """Return the given notes and what a model makes of them, as places in `NOTES`."""
    weights = film.snapshots[-1].models[model].weights
    notes = played.version.notes[:MOST_NOTES]
    x = np.eye(len(NOTES), dtype=np.float32)[notes[: played.given]][:, None]
    follow = drawn(np.random.default_rng((film.config.seed, played.draw)), played.heat)
    size, steps = film.config.size_of(model), len(notes) - played.given
    return np.asarray(run_on(model, size, weights, x, steps, follow)[0][:, 0].argmax(-1))
