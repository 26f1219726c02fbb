"""Vowels: their formants are heard, the baselines are what they say, and how much past it takes."""

from __future__ import annotations

import numpy as np
import pytest

from lessons._shared.shipped import RUNS, film_named
from lstm_viz.figures.speech import spectrogram
from lstm_viz.interfering import answers_to
from lstm_viz.measures.context import context_needed, score_by_context
from lstm_viz.measures.unseen import unseen_scores
from lstm_viz.tasks import USES, SequenceError
from lstm_viz.tasks.uses.voice import FORMANTS, HOP, RATE, Utterances, band_energies, sound_of
from lstm_viz.tasks.uses.vowels import SOUNDS, VOWELS, five_frames, spoken
from tests.lessons.runs import trained
from tests.pages import opened, sound, state, words

USE = USES["vowels"]
PAGE = "uses/06_speech_frames"
RUN = RUNS["vowels"]
SHORT = RUN.changed(updates=120)
"""What the page claims of its run holds early in its training, too."""
DEEP = 50.0
"""A pitch in hertz so low that the harmonics lie close, and draw the resonances."""


def spectral_peaks(formants: np.ndarray) -> np.ndarray:
    """Return the harmonics of a steady vowel that are stronger than both of their neighbours."""
    frames = 50
    said = Utterances(
        np.tile(formants, (frames, 1, 1)), np.ones((frames, 1)), np.full((frames, 1), DEEP)
    )
    wave = sound_of(said)[RATE // 5 :, 0]  # once it is steady
    wave = wave[: RATE // 2]  # 25 whole periods, so that each harmonic is one number
    size = np.abs(np.fft.rfft(wave))[:: int(DEEP) // 2]
    inner = (size[1:-1] > size[:-2]) & (size[1:-1] > size[2:])
    return (np.flatnonzero(inner) + 1) * DEEP


@pytest.mark.parametrize("sex", [0, 1], ids=["men", "women"])
@pytest.mark.parametrize("vowel", range(5), ids=VOWELS)
def test_the_spectrum_of_a_spoken_vowel_peaks_at_its_first_two_formants(
    sex: int, vowel: int
) -> None:
    peaks = spectral_peaks(FORMANTS[sex, vowel])
    for formant in FORMANTS[sex, vowel, :2]:
        assert np.abs(peaks - formant).min() <= DEEP, (peaks, formant)


def test_the_energy_of_a_tone_lies_in_its_band() -> None:
    for band, name in enumerate(USE.inputs):
        tone = np.sin(2 * np.pi * float(name.removesuffix(" Hz")) * np.arange(10 * HOP) / RATE)
        assert (band_energies(tone[:, None])[2:-2, 0].argmax(-1) == band).all(), name


def test_what_is_heard_is_what_the_model_gets() -> None:
    probe = USE.read_sequence("-3 a8 I4 -2")
    assert probe.text.split() == ["-"] * 3 + ["a"] * 8 + ["I"] * 4 + ["-"] * 2
    wave = spoken(probe.text.split())
    assert wave.shape == (17 * HOP,)
    np.testing.assert_allclose(band_energies(wave[:, None])[:, 0], probe.x + 0.5, atol=1e-5)
    assert [SOUNDS[k] for k in probe.target.argmax(-1)] == probe.text.lower().split()


@pytest.mark.parametrize(
    ("text", "says"),
    [("a x i", "'x' is no sound"), ("a a-3", "'a-3' is no sound"), ("a9999", "more than")],
)
def test_what_nobody_can_speak_is_refused(text: str, says: str) -> None:
    with pytest.raises(SequenceError, match=says):
        USE.read_sequence(text)


def test_five_frames_are_this_one_and_the_four_before() -> None:
    x = np.arange(7, dtype=np.float32)[:, None, None]
    assert five_frames(x)[6, 0].tolist() == [2, 3, 4, 5, 6]
    assert five_frames(x)[1, 0].tolist() == [0, 0, 0, 0, 1]


@pytest.mark.parametrize("seed", range(2))
def test_a_few_frames_do_as_well_as_all_and_one_does_not(seed: int) -> None:
    film = trained(SHORT.changed(seed=seed))
    models, simple = unseen_scores(film)
    assert models["lstm"] > max(simple.values()) + 0.02
    assert abs(models["lstm"] - models["rnn"]) < 0.025  # it is a tie
    test = USE.test(RUN.length)
    for name in ("lstm", "rnn"):
        scores = score_by_context(film, name, test, (1, 6, RUN.length))
        assert scores[RUN.length] == models[name]
        assert scores[1] < scores[RUN.length] - 0.04
        assert context_needed(scores) == 6


def test_who_also_hears_what_comes_after_hears_more() -> None:
    for seed in range(3):
        plain, ahead = (
            trained(SHORT.changed(seed=seed, cell=cell)).snapshots[-1].models[cell].score
            for cell in ("lstm", "bilstm")
        )
        assert ahead > plain + 0.01, seed


def test_a_context_is_what_a_model_hears_that_begins_anew() -> None:
    film, batch = film_named("vowels"), USE.batch(0, 0, 20, 3)
    weights = film.snapshots[-1].lstm.weights
    said = np.stack(
        [
            answers_to(film.config, "lstm", weights, batch.x[max(0, t - 2) : t + 1])[-1]
            for t in range(20)
        ]
    )
    scores = score_by_context(film, "lstm", batch, (3, 20))
    assert scores[3] == pytest.approx(USE.score(said, batch))
    with pytest.raises(ValueError, match="context is 21, expected 1 to 20"):
        score_by_context(film, "lstm", batch, (21,))


def test_the_spectrogram_aligns_energies_and_labels_and_marks_what_is_wrong() -> None:
    energies = np.arange(8.0).reshape(4, 2)
    figure = spectrogram(energies, ("low", "high"), "-aai", {"LSTM": list("-aee")}, "-")
    spectrum, labels = figure.data
    assert list(spectrum.x) == list(labels.x) == [1, 2, 3, 4]
    assert np.array_equal(spectrum.z, energies.T)
    assert [list(row) for row in labels.z] == [[0, 1, 1, 1], [0, 1, 2, 2]]
    placed = [(word.x, word.text) for word in figure.layout.annotations if word.y == "LSTM"]
    assert placed == [(1, "-"), (2, "a"), (3.5, "e")]


def test_the_page_answers_from_the_run() -> None:
    page = sound(opened(PAGE, frames="few"))
    assert page.success[0].value.startswith("**Right.**")
    assert "How much of the past it takes" in [heading.value for heading in page.header]
    assert "validation speakers' frames right" in words(page)
    assert not state(page).reached


def test_a_sequence_that_nobody_can_speak_loses_nothing() -> None:
    page = opened(PAGE)
    before = page.get("audio")[0].proto.url
    page.text_input(key="probe_text").set_value("a a ä").run()
    assert "is no sound" in sound(page).error[0].value
    assert page.get("audio")[0].proto.url == before


def test_the_past_is_told_only_once_one_has_predicted() -> None:
    page = sound(opened(PAGE))
    assert "How much of the past it takes" not in [heading.value for heading in page.header]


def test_the_shipped_film_is_small_enough() -> None:
    assert len(film_named("vowels").to_bytes()) < 300_000
