"""Sentiment: the rule against a plain loop, a bag of words, and a negation that waits."""

from __future__ import annotations

import numpy as np
import pytest

from lessons._sections.own_sentence import readings
from lessons._shared.shipped import RUNS
from lstm_viz import Film
from lstm_viz.figures.by_word import by_word
from lstm_viz.interfering import Hold, interfered
from lstm_viz.measures.unseen import unseen_scores
from lstm_viz.tasks import TASKS, SequenceError
from lstm_viz.tasks.uses.sentiment import BAD, GOOD, NEGATIONS, WORDS, Sentiment
from tests.lessons.runs import trained
from tests.pages import opened, rested, sound, state

PAGE = "uses/02_sentiment"
TASK = TASKS["sentiment"]
assert isinstance(TASK, Sentiment)


def run(seed: int) -> Film:
    return trained(RUNS["sentiment"].changed(seed=seed))


def test_the_rule_is_that_of_a_plain_loop() -> None:
    batch = TASK.batch(seed=0, update=1, length=12, size=64)
    for b in range(64):
        side, turned = 0, False
        for t in range(12):
            if not batch.x[t, b].any():
                assert not batch.mask[t, b]
                continue
            word = WORDS[batch.x[t, b].argmax()]
            turned = False if word == "but" else turned != (word in NEGATIONS)
            if word in (*GOOD, *BAD):
                side, turned = (1 if (word in GOOD) != turned else -1), False
            assert batch.mask[t, b] == (side != 0)
            assert batch.target[t, b].tolist() == [side < 0, side > 0]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("the film was good", "positive"),
        ("the film was not really good", "negative"),
        ("The film was not bad at all.", "positive"),
        ("the film was good but the plot was never clever", "negative"),
    ],
)
def test_a_sentence_is_judged_as_people_do(text: str, side: str) -> None:
    assert TASK.read_sequence(text).remember[-1] == side


def test_unknown_words_are_named_and_a_sentence_must_judge() -> None:
    with pytest.raises(SequenceError, match="never met in training: 'movie', 'rocks'"):
        TASK.read_sequence("the movie rocks")
    with pytest.raises(SequenceError, match="no word of the sentence judges"):
        TASK.read_sequence("the film was")


def test_a_bag_of_words_weighs_words_and_knows_no_order() -> None:
    one, other = (
        TASK.label(TASK.parse(words.split()))[0] for words in ("film not good", "good not film")
    )
    np.testing.assert_allclose(TASK.bag(one)[-1], TASK.bag(other)[-1], atol=1e-6)


@pytest.mark.parametrize("seed", range(2))
def test_both_find_the_order_and_it_is_a_tie(seed: int) -> None:
    scores, simple = unseen_scores(run(seed))
    assert min(scores.values()) > 0.98
    assert max(simple.values()) < 0.65


@pytest.mark.parametrize("seed", range(2))
def test_a_negation_that_is_not_written_turns_nothing_round(seed: int) -> None:
    film = run(seed)
    weights = film.snapshots[-1].lstm.weights
    for probe in TASK.probes(12)[2:]:
        at = probe.events.index("negates")
        judge = probe.events.index("judges")
        held = [Hold("input_gate", 0.0, first=at, last=at)]
        right = int(probe.target[judge].argmax())
        with_it = interfered(film.config, "lstm", weights, probe).prediction[judge, right]
        without = interfered(film.config, "lstm", weights, probe, held).prediction[judge, right]
        assert with_it > 0.9
        assert without < 0.1


@pytest.mark.parametrize("seed", range(2))
def test_words_that_judge_or_turn_change_the_memory_more_than_others(seed: int) -> None:
    for probe in TASK.probes(12):
        _answers, changed = readings(run(seed), probe)
        loud = np.array([bool(event) for event in probe.events])
        assert changed[loud].mean() > 1.5 * changed[~loud].mean()


def test_the_figure_draws_what_it_is_given() -> None:
    words, changed = ["not", "good"], np.array([0.5, 0.7])
    figure = by_word(words, {"LSTM": np.array([0.4, 0.1])}, changed)
    assert list(figure.data[0].y) == [0.5, 0.7]
    assert list(figure.data[1].y) == [0.4, 0.1]
    assert list(figure.layout.xaxis.ticktext) == words


def test_the_goal_can_be_reached_with_two_units() -> None:
    film = trained(RUNS["sentiment"].changed(hidden_size=2))
    assert TASK.is_solved(unseen_scores(film)[0]["lstm"])


def test_the_page_reads_a_sentence_and_names_what_it_does_not_know() -> None:
    page = sound(opened(PAGE))
    page.text_input(key="own_sentence").set_value("the film <b> was good").run()
    assert "ever met in training" in sound(page).error[0].value
    page.text_input(key="own_sentence").set_value("this plot was not weak").run()
    assert not page.error
    page.button(key="watch_sentence").click().run()
    assert state(page).probe.text == "this plot was not weak"
    rested(page)
    page.radio(key="predict_reads_best").set_value("both").run()
    assert "it is a tie" in page.success[0].value
