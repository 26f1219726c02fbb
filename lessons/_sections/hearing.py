"""The sound of the probe sequence, its spectrogram, and what both models hear; and one's own."""

from __future__ import annotations

import numpy as np
import streamlit as st

from lessons._sections.lab import own_sequence
from lessons._shared.charts import chart
from lessons._shared.lesson import Lesson, say
from lessons._shared.story import origin
from lessons._shared.theme import mode
from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.film import Film
from lstm_viz.measures.context import score_by_context
from lstm_viz.recording import Array
from lstm_viz.run import ModelName
from lstm_viz.tasks import Task
from lstm_viz.tasks.uses import Use
from lstm_viz.tasks.uses.voice import RATE
from lstm_viz.tasks.uses.vowels import SILENCE, SOUNDS, spoken

CONTEXTS = (1, 2, 3, 4, 5, 6, 8)
"""Frames heard, beside all of them."""


def hearing(lesson: Lesson) -> None:
    """Play what is spoken in the film that is shown, and draw what was heard in each frame."""
    from lstm_viz.figures.speech import spectrogram

    film = lesson.film
    if film is None or film.config.task != "vowels":
        return
    st.header("Listen, and see what was heard", anchor=False)
    own_sequence(lesson.visit, lesson.stage.store, film)
    probe, task = film.probe, film.config.the_task
    st.audio(_sound_of(probe.text), sample_rate=RATE)
    heard = {
        short_name(name): _labels(film.snapshots[-1].models[name].prediction)
        for name in film.config.cells
    }
    truth = _labels(probe.target)
    right = "; ".join(
        f"{name} {np.mean([a == b for a, b in zip(said, truth, strict=True)]):.0%}"
        for name, said in heard.items()
    )
    chart(
        spectrogram(probe.x, task.inputs, truth, heard, SILENCE, mode()),
        key="heard",
        alt=f"Energy by band and frame; below, the spoken vowels; frames named right: {right}",
    )
    st.caption(
        "Above, how much energy each frame has in each of 12 bands, on a logarithmic scale. Below, "
        f"what is spoken and what each model says; filled frames are wrong. Right here: {right}. "
        "The sound has 8000 samples per second; its noise is as loud as the voice. "
        f"{origin(film)}"
    )


def how_far_back(lesson: Lesson) -> None:
    """Draw how well both models do with the last few frames only."""
    from lstm_viz.figures.signals import signals

    film = lesson.film
    if film is None or film.config.task != "vowels" or film.config.cell != "lstm":
        return
    scores = {name: contexts_of(film.config, film.update, name, film) for name in film.config.cells}
    simple = simple_scores(film.config.the_task, film.config.length)
    x = np.array(CONTEXTS)
    st.header("How much of the past it takes", anchor=False)
    say(
        "For every answer, each trained model begins anew with an empty memory a few frames back. "
        "A model that has learned to use a long past would lose much."
    )
    chart(
        signals(
            x,
            {CELLS[name].title: np.array([s[n] for n in CONTEXTS]) for name, s in scores.items()},
            {title: np.full(len(x), score) for title, score in simple.items()},
            "frames heard, the present one included",
            "share of frames named right",
            mode(),
        ),
        key="contexts",
        alt="Share of frames named right by both models, over how many frames they hear",
    )
    whole = ", ".join(
        f"{CELLS[name].title} {s[film.config.length]:.1%}" for name, s in scores.items()
    )
    st.caption(
        f"Hearing everything: {whole}. On the test speakers; what stands beside the models is "
        f"explained further down. {origin(film)}"
    )


@st.cache_data(max_entries=32, show_spinner=False)
def contexts_of(
    config: TrainConfig,
    update: int,  # noqa: ARG001
    model: ModelName,
    _film: Film,
) -> dict[int, float]:
    """Return a model's score on the test speakers by the frames it hears; the last is all."""
    batch = config.the_task.test(config.length)
    return score_by_context(_film, model, batch, (*CONTEXTS, config.length))


def simple_scores(task: Task, length: int) -> dict[str, float]:
    """Return the scores of the readouts of one and of five frames."""
    assert isinstance(task, Use), "vowels are a use"
    scores = task.baseline_scores(task.test(length))
    return {each.title: scores[each.title] for each in task.baselines()[1:]}


def short_name(model: ModelName) -> str:
    """Return what a model is called where there is little room."""
    return CELLS[model].title.removeprefix("Vanilla ")


def _labels(scores: Array) -> list[str]:
    return [SOUNDS[k] for k in scores.argmax(-1)]


@st.cache_data(max_entries=64, show_spinner=False)
def _sound_of(text: str) -> Array:
    """Return the sound of a sequence, from -1 to 1."""
    sound = spoken(text.split())
    return np.asarray(sound / np.abs(sound).max())
