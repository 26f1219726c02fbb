"""Next note: the tunes and their parts, tables against plain loops, memory, sound, the page."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from lessons._sections.playing_on import MOST_NOTES, Played, played_on
from lessons._shared.shipped import RUNS
from lstm_viz.figures.piano_roll import piano_roll
from lstm_viz.measures.forks import FORKS, forks, right_at_forks, table_at_forks
from lstm_viz.measures.unseen import unseen_scores
from lstm_viz.sound import RATE, frequency, tones
from lstm_viz.tasks import TASKS, SequenceError
from lstm_viz.tasks.uses.melody import KEYS, NOTES, Melody, counted, versions
from tests.lessons.runs import trained
from tests.pages import link_of, opened, sound, words

PAGE = "uses/08_melodies"
TASK = TASKS["melody"]
assert isinstance(TASK, Melody)


def runs():
    """Return the run that ships, and one from another seed."""
    return [trained(RUNS["melody"].changed(seed=seed)) for seed in range(2)]


def test_tunes_are_as_long_as_their_bars() -> None:
    beats = {each.tune.title: sum(each.tune.beats()) for each in versions()}
    assert list(beats.values()) == [32, 64, 48, 64]
    joy = next(each for each in versions() if each.title == "Ode to Joy in C")
    assert joy.text.startswith("E4 E4 F4 G4 G4 F4 E4 D4 C4 C4 D4 E4 E4 D4 D4")
    assert min(each.notes.min() for each in versions()) == 0
    assert max(each.notes.max() for each in versions()) == len(NOTES) - 1


def test_every_tune_and_every_key_train_validate_and_test() -> None:
    for group in ({each.tune: [] for each in versions()}, {key: [] for key in KEYS}):
        for each in versions():
            group.get(each.tune, group.get(each.key)).append(each.part)
        for parts in group.values():
            assert sorted(parts) == ["test", "training", "training", "validation"]


@pytest.mark.parametrize("length", [TASK.lengths.low, TASK.lengths.default, TASK.lengths.high])
def test_no_stretch_of_one_part_stands_in_another(length: int) -> None:
    texts: dict[str, set[str]] = {"training": set(), "validation": set(), "test": set()}
    for each in versions():
        notes = each.text.split()
        texts[each.part] |= {
            " ".join(notes[t : t + length]) for t in range(len(notes) - length + 1)
        }
    assert not texts["training"] & texts["test"]
    assert not texts["training"] & texts["validation"]
    assert not texts["validation"] & texts["test"]
    batch = TASK.draw_from("test", np.random.default_rng(0), length, 32)
    assert {" ".join(NOTES[n] for n in x.argmax(-1)) for x in batch.x.swapaxes(0, 1)} <= texts[
        "test"
    ]


def test_every_step_asks_for_the_note_that_comes_next() -> None:
    batch = TASK.batch(seed=0, update=1, length=20, size=8)
    note, wanted = batch.x.argmax(-1), batch.target.argmax(-1)
    assert batch.mask.all()
    assert np.array_equal(wanted[:-1], note[1:])
    training = [each.text for each in versions() if each.part == "training"]
    for b in range(8):
        stretch = " ".join(NOTES[n] for n in (*note[:, b], wanted[-1, b]))
        assert any(stretch in text for text in training)


def test_a_table_of_one_note_is_that_of_a_plain_loop() -> None:
    counts = np.zeros((len(NOTES), len(NOTES)))
    for each in versions():
        if each.part == "training":
            for a, b in pairwise(each.notes):
                counts[a, b] += 1
    batch = TASK.test(TASK.lengths.default)
    note = batch.x.argmax(-1)
    expected = counts[note].argmax(-1)
    expected[counts[note].sum(-1) == 0] = counts.sum(0).argmax()  # a note it has never met
    assert np.array_equal(counted(batch.x, 1).argmax(-1), expected)


def test_a_fork_is_where_four_notes_have_gone_on_otherwise() -> None:
    version, steps = forks()[0]
    assert version.title == "Frère Jacques in E"
    assert {3, 7} <= set(steps)
    first, second = (version.notes[t - 3 : t + 1] for t in (3, 7))
    assert np.array_equal(first, second)
    assert version.notes[4] != version.notes[8]


def test_both_remember_what_four_notes_leave_open_and_before_training_neither_does() -> None:
    for film in runs():
        table = table_at_forks(film)
        assert table < 0.65 * FORKS
        for model in film.config.cells:
            assert right_at_forks(film, model, 0) < FORKS / 4
            assert right_at_forks(film, model) > table
        # With as many parameters it has more units, and remembers more.
        assert right_at_forks(film, "rnn") > right_at_forks(film, "lstm")


def test_in_a_key_that_was_not_trained_no_model_beats_the_table() -> None:
    for film in runs():
        scores, simple = unseen_scores(film)
        assert max(scores.values()) < simple["after one note"]


def test_the_goal_can_be_reached_with_more_units() -> None:
    film = trained(RUNS["melody"].changed(hidden_size=24, updates=300, seed=1))
    assert right_at_forks(film, "lstm") >= 74


def test_it_plays_what_it_has_heard_and_not_what_it_has_not() -> None:
    film = runs()[0]
    share = {}
    for version in versions():
        played = Played(version, 8, 0.1, 0)
        notes = played_on(film, "lstm", played)
        assert np.array_equal(notes, played_on(film, "lstm", played))
        assert np.array_equal(notes[:8], version.notes[:8])
        right = notes[8:] == version.notes[8:MOST_NOTES]
        share.setdefault(version.part, []).append(right.mean())
    assert np.mean(share["training"]) > 0.6 > 0.3 > np.mean(share["test"])


def test_a_tone_has_the_frequency_of_its_pitch() -> None:
    assert frequency(9) == 440
    heard = tones([9, 0], [1.0, 0.5])
    assert len(heard) == RATE + round(0.5 * RATE)
    assert np.abs(heard).max() <= 1
    spectrum = np.abs(np.fft.rfft(heard[:RATE]))
    assert spectrum.argmax() == 440  # one bin per hertz
    assert abs(heard[0]) < 1e-9
    assert abs(heard[RATE - 1]) < 0.01


def test_the_roll_draws_the_tune_and_only_what_the_models_played_themselves() -> None:
    figure = piano_roll(np.array([0, 2, 4]), {"A": np.array([0, 2, 3])}, (1, 2, 1), 2, NOTES)
    tune, model = figure.data
    assert tune.y == (0, 0, None, 2, 2, None, 4, 4, None)
    assert tune.x[3] == 1
    assert model.x[0] == 3
    assert round(model.y[0]) == 3
    assert figure.layout.yaxis.ticktext == ("G3", "A3", "A#3", "B3")


def test_notes_that_it_does_not_have_are_refused() -> None:
    with pytest.raises(SequenceError, match="time step 2 is 'H4', expected one of G3"):
        TASK.read_sequence("C4 H4")


def test_the_page_can_be_heard_and_its_link_opens_what_was_chosen() -> None:
    page = sound(opened(PAGE))
    assert len(page.get("audio")) == 3
    assert "of 24 notes as in the tune" in words(page)
    page.segmented_control(key="pick_key").set_value("test").run()
    page.slider(key="dial_given").set_value(12.0).run()
    told = words(sound(page))
    assert "Frère Jacques in C" in told
    assert "of 20 notes as in the tune" in told
    again = sound(opened(PAGE, **link_of(page)))
    assert "of 20 notes as in the tune" in words(again)
    page.radio(key="predict_another_key").set_value("network").run()
    assert "**In this run: about equal.**" in page.info[0].value
