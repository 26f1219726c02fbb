"""Translation: numbers from English to German, by an encoder and a decoder."""

from __future__ import annotations

import numpy as np
import pytest

from lessons._shared.shipped import RUNS
from lstm_viz import TASKS, Film, SequenceError, TrainConfig
from lstm_viz.figures.alignment import alignment
from lstm_viz.figures.by_digits import by_digits
from lstm_viz.interfering import answers_to
from lstm_viz.measures.translating import Spoken, shares_by_digits, spoken, word_scores
from lstm_viz.tasks.uses.number_words import (
    DICTIONARY,
    ENGLISH,
    GERMAN,
    english,
    german,
    number_of,
    number_written,
    numbers_in,
)
from lstm_viz.tasks.uses.translation import CROSSING, Translation
from tests.lessons.runs import trained

TASK = TASKS["translation"]
assert isinstance(TASK, Translation)
SEEDS = range(2)


# --- numbers in words -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "in_english", "in_german"),
    [
        (1, "one", "eins"),
        (16, "sixteen", "sechzehn"),
        (21, "twenty one", "ein und zwanzig"),
        (70, "seventy", "siebzig"),
        (100, "one hundred", "ein hundert"),
        (342, "three hundred forty two", "drei hundert zwei und vierzig"),
        (1001, "one thousand one", "ein tausend eins"),
        (21_000, "twenty one thousand", "ein und zwanzig tausend"),
        (301_012, "three hundred one thousand twelve", "drei hundert ein tausend zwölf"),
        (
            999_999,
            "nine hundred ninety nine thousand nine hundred ninety nine",
            "neun hundert neun und neunzig tausend neun hundert neun und neunzig",
        ),
    ],
)
def test_numbers_in_words(number: int, in_english: str, in_german: str) -> None:
    assert " ".join(english(number)) == in_english
    assert " ".join(german(number)) == in_german


def test_every_number_is_read_again_and_no_two_are_said_alike() -> None:
    numbers = [*range(1, 2200), *range(19_990, 20_120), *range(999_900, 1_000_000)]
    for number in numbers:
        assert number_of(english(number)) == number
    assert len({tuple(german(number)) for number in numbers}) == len(numbers)
    used = {word for number in numbers for word in german(number)}
    assert used == set(GERMAN)
    assert {word for number in numbers for word in english(number)} == set(ENGLISH)


def test_every_number_is_in_one_part_and_a_tenth_is_held_out_for_each_purpose() -> None:
    for digits in (2, 3, 4):
        parts = [numbers_in(part, digits) for part in ("training", "validation", "test")]
        everyone = np.arange(10 ** (digits - 1) if digits > 2 else 1, 10**digits)
        assert np.array_equal(np.sort(np.concatenate(parts)), everyone)
        for held_out in parts[1:]:
            assert len(held_out) == pytest.approx(len(everyone) / 10, rel=0.03, abs=1.5)
    for digits in (3, 4, 5, 6):
        assert int(CROSSING[-digits:]) in numbers_in("test", digits)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fourty two", "did you mean forty"),
        ("zwei", "no word that it has learned"),
        ("seven twenty", "not a number in English words"),
        ("hundred", "not a number"),
        ("0", "no number from 1 to 999,999"),
        ("12345678901234567890", "no number from 1 to 999,999"),
        ("two thousand thousand", "not a number"),
        ("one thousand " * 9, "not a number"),
    ],
)
def test_what_is_no_number_is_told(text: str, told: str) -> None:
    with pytest.raises(SequenceError, match=told):
        number_written(text)
    with pytest.raises(SequenceError, match=told):
        TASK.read_sequence(text)


# --- the task -------------------------------------------------------------------------------------


def test_a_batch_is_what_a_loop_makes_of_its_numbers() -> None:
    numbers = [7, 342, 21_001, 999_999]
    batch = TASK.batch_of(numbers, 6)
    assert batch.x.shape[:2] == (21, 4)
    assert (batch.x.sum(-1) == 1).all()
    for b, number in enumerate(numbers):
        tokens = [TASK.inputs[s] for s in batch.x[:, b].argmax(-1)]
        words, said = english(number), german(number)
        assert tokens[: 9 - len(words)] == ["."] * (9 - len(words))
        assert tokens[9 - len(words) : 10] == [*words, "go"]
        assert tokens[10 : 10 + len(said)] == said
        assert set(tokens[10 + len(said) :]) <= {"."}
        asked = np.flatnonzero(batch.mask[:, b])
        assert asked.tolist() == list(range(9, 9 + len(said) + 1))
        assert [TASK.outputs[o] for o in batch.target[asked, b].argmax(-1)] == [*said, "end"]
        assert not batch.target[~batch.mask[:, b], b].any()
        assert np.isnan(batch.content[:8, b]).all()
        assert (batch.content[8:, b] == number).all()


def test_a_sequence_may_be_given_whole_or_as_a_number_alone() -> None:
    whole = TASK.read_sequence("forty two go zwei und vierzig")
    assert whole.events == ("word", "word", "say", "say", "say", "say")
    for text in ("forty two", "Forty-Two", "42"):
        assert TASK.read_sequence(text).text == whole.text
    with pytest.raises(SequenceError, match="time step 5 is 'vierzig', expected 'und'"):
        TASK.read_sequence("forty two go zwei vierzig und")
    with pytest.raises(SequenceError, match="comes 2 times"):
        TASK.read_sequence("forty two go go")


def test_one_wrong_word_makes_a_number_wrong_but_not_the_other_words() -> None:
    batch = TASK.batch_of([42, 342], 3)
    assert TASK.score(batch.target, batch) == TASK.word_score(batch.target, batch) == 1
    said = batch.target.copy()
    first = int(np.flatnonzero(batch.mask[:, 1])[0])
    said[first, 1] = np.roll(said[first, 1], 1)
    assert TASK.score(said, batch) == 1 / 2
    assert TASK.word_score(said, batch) == 1 - 1 / batch.mask.sum()


def test_the_dictionary_is_right_where_nothing_changes_places() -> None:
    numbers = [*range(1, 1000)]
    batch = TASK.batch_of(numbers, 3)
    frequent, dictionary = TASK.baselines()
    by_hand = [[DICTIONARY[word] for word in english(n)] == german(n) for n in numbers]
    assert TASK.score(dictionary.predict(batch), batch) == pytest.approx(np.mean(by_hand))
    assert 0.2 < np.mean(by_hand) < 0.3
    said = frequent.predict(batch)
    assert (said == said[:, :1]).all()
    assert TASK.score(said, batch) < 0.01


# --- trained models -------------------------------------------------------------------------------


def film_of(seed: int) -> Film:
    """Return the film of a run like that of the page."""
    return trained(RUNS["translation"].changed(seed=seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_it_translates_on_its_own_just_what_it_gets_right_with_a_teacher(seed: int) -> None:
    film = film_of(seed)
    config = film.config
    numbers = numbers_in("test", 4)[::8].tolist()
    batch = TASK.batch_of(numbers, config.length)
    for name, side in film.snapshots[-1].models.items():
        own = spoken(config, name, side.weights, numbers)
        right = [list(one.said) == german(n) for one, n in zip(own, numbers, strict=True)]
        taught = answers_to(config, name, side.weights, batch.x)
        assert np.mean(right) == pytest.approx(TASK.score(taught, batch))
        assert TASK.word_score(taught, batch) > np.mean(right)


@pytest.mark.parametrize("seed", SEEDS)
def test_with_attention_more_is_learned(seed: int) -> None:
    film = film_of(seed)
    attentive, plain = (film.snapshots[-1].models[name].score for name in film.config.cells)
    assert attentive > plain + 0.15
    shares = shares_by_digits(film)
    by_attention = shares.models[film.config.cell]
    assert by_attention[4] > shares.models[film.config.against][4]
    assert sum(by_attention.values()) > sum(shares.dictionary.values())
    given = word_scores(film)
    assert all(given[name] > 0.5 for name in film.config.cells)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_looks_are_those_of_the_snapshot(seed: int) -> None:
    """On the probe the model says what the teacher would, so both see the same."""
    film = film_of(seed)
    name, side = film.config.cell, film.snapshots[-1].models[film.config.cell]
    (own,) = spoken(film.config, name, side.weights, [int(CROSSING)])
    assert own.looks is not None
    assert side.attention is not None
    go = len(own.read)
    assert film.probe.text.split()[:go] == list(own.read)
    same = 1  # the first word is said after the same inputs, whatever comes then
    while same < len(own.said) and own.said[:same] == tuple(german(int(CROSSING))[:same]):
        same += 1
    looks = side.attention[go : go + same, :go]
    np.testing.assert_allclose(own.looks[:same], looks, atol=1e-5)
    np.testing.assert_allclose(own.looks.sum(1), 1, atol=1e-5)


def test_other_tasks_and_longer_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="of the task copy, expected translation"):
        spoken(TrainConfig.of_task("copy"), "lstm", {}, [1])
    with pytest.raises(ValueError, match="has 5 digits, expected at most 4"):
        spoken(TrainConfig.of_task("translation", length=4), "encoder_decoder", {}, [1, 12345])


# --- figures --------------------------------------------------------------------------------------


def test_the_alignment_has_a_row_for_each_word_said_and_a_column_for_each_word_read() -> None:
    looks = np.array([[0.1, 0.9], [0.5, 0.5], [0.8, 0.2]])
    one = Spoken(("forty", "two"), ("zwei", "und", "vierzig"), looks)
    for mode in ("light", "dark"):
        figure = alignment(one, mode)  # type: ignore[arg-type]
        assert np.array_equal(figure.data[0].z, looks)
        assert list(figure.layout.xaxis.ticktext) == ["forty", "two"]
        assert list(figure.layout.yaxis.ticktext) == ["zwei", "und", "vierzig"]
        first, last = figure.layout.yaxis.range
        assert first > last  # what is said first stands on top
    assert alignment(Spoken(("one",), (), np.zeros((0, 1)))).layout.height > 0
    with pytest.raises(ValueError, match="without attention"):
        alignment(Spoken(("one",), ("eins",), None))


def test_every_contestant_has_a_line_over_the_digits() -> None:
    figure = by_digits({"A": {2: 1.0, 3: 0.5}, "B": {2: 0.9, 3: 0.1}}, {"C": {2: 0.3, 3: 0.2}})
    assert [line.name for line in figure.data] == ["A", "B", "C"]
    assert [line.line.dash for line in figure.data] == ["solid", "dash", "dot"]
    assert list(figure.data[1].y) == [0.9, 0.1]
    assert list(figure.data[0].x) == ["1 or 2", "3"]
