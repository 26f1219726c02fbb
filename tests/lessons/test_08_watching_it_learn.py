"""Lesson 8: gates part as a task is learned; steps of the wrong size do not; few data do harm."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from lessons._shared.shipped import RUNS, path_of, shipped_film
from lessons._shared.studies import study
from lstm_viz import Film, TrainConfig, advance, start
from lstm_viz.figures.learning import gates_in_training, solved_by_rate
from lstm_viz.figures.runs import overfitting
from lstm_viz.measures.learning import gate_courses, has_courses, parted_at
from lstm_viz.run import solved_at
from lstm_viz.study import solved
from tests.pages import film_on, opened, rested, state, words

LESSON = "08_watching_it_learn"


@cache
def trained(seed: int, **changes: Any) -> Film:
    """Train a memory cell to its end, with all its snapshots."""
    config = TrainConfig.of_task(seed=seed, **changes)
    return shipped_film(config) or Film.of(advance(start(config), config.updates))


def first_solved(film: Film) -> int | None:
    return solved_at(film.snapshots, "lstm", film.config.the_task)


@pytest.mark.parametrize("seed", range(3))
def test_gates_part_and_then_the_task_is_solved(seed: int) -> None:
    film = trained(seed)
    parted, first = parted_at(film), first_solved(film)
    assert parted is not None
    assert first is not None
    assert 0 < parted < first < film.update


@pytest.mark.parametrize("seed", range(2))
def test_sgd_with_the_same_steps_gets_nowhere(seed: int) -> None:
    film = trained(seed, optimiser="sgd")
    assert parted_at(film) is None
    assert film.snapshots[-1].lstm.score > 0.85 * film.config.the_task.chance(30)


def test_the_goal_can_be_reached_with_longer_steps_and_is_not_by_default() -> None:
    assert (first_solved(trained(0)) or 0) > 150
    quick = [first_solved(trained(seed, learning_rate=0.05, updates=160)) for seed in range(2)]
    assert all(at is not None and at <= 150 for at in quick)


@pytest.mark.parametrize("seed", range(2))
def test_few_sequences_are_learned_by_heart_and_more_are_understood(seed: int) -> None:
    few = trained(seed, hidden_size=8, training_sequences=16, updates=400).snapshots[-1].lstm
    assert few.train_score < 1e-3
    assert min(few.score, few.test_score) > 10 * few.train_score
    more = trained(seed, hidden_size=8, training_sequences=64, updates=400).snapshots[-1].lstm
    assert more.score < few.score / 3
    assert more.score < 5 * more.train_score + 1e-3
    changes = {"hidden_size": 8, "training_sequences": 16, "updates": 400, "dropout": 0.3}
    dropped = trained(seed, **changes).snapshots[-1].lstm
    assert dropped.score < few.score
    assert dropped.train_score > few.train_score


# --- studies and figures --------------------------------------------------------------------------


def test_over_all_seeds_there_is_a_window_for_adam_and_none_for_sgd() -> None:
    runs = study("learning_rates")

    def share(optimiser: str, rate: float) -> float:
        some = runs.where(optimiser=optimiser, learning_rate=rate)
        return solved(some, "lstm") / len(some)

    assert share("adam", 0.0001) == 0
    assert share("adam", 0.01) > 0.5
    assert all(share("sgd", rate) < 0.5 for rate in (0.001, 0.01, 0.1, 1.0))


def test_the_chart_counts_the_seeds() -> None:
    runs = study("learning_rates")
    adam = next(line for line in solved_by_rate(runs).data if line.name == "Adam")
    counted = dict(zip(adam.x, adam.y, strict=True))
    assert counted[0.01] == solved(runs.where(optimiser="adam", learning_rate=0.01), "lstm")


def test_marks_stand_where_the_film_says() -> None:
    good, bad = (Film.load(path_of(name)) for name in ("memory_cell", "memory_cell_sgd"))
    figure = gates_in_training({"good": good, "bad": bad})
    assert len(figure.data) == 8
    assert figure.data[0].y == gate_courses(good)[0].means
    marks = {each.text: each.x for each in figure.layout.annotations if each.showarrow}
    assert marks == {
        f"gates have parted: {parted_at(good)}": parted_at(good),
        f"solved: {first_solved(good)}": first_solved(good),
    }


def test_a_task_without_erasing_has_no_courses() -> None:
    assert has_courses(trained(0))
    assert not has_courses(Film.of(start(TrainConfig.of_task("latch"))))


# --- the page -------------------------------------------------------------------------------------


def test_an_answer_opens_the_run_of_sgd_and_compares_it_with_a_good_one() -> None:
    page = opened(LESSON)
    assert "A good run and this one" not in [each.value for each in page.header]
    page.radio(key="predict_with_sgd").set_value("on_the_way").run()
    assert film_on(page).config == RUNS["memory_cell_sgd"]
    assert "In this run: still at chance" in page.info[0].value
    told = words(page)
    assert "SGD, learning rate 0.02:** the gates never part" in told
    assert "Adam, learning rate 0.02:** the gates have parted by update" in told
    page.radio(key="predict_with_sgd").set_value("chance").run()
    assert page.success[0].value.startswith("**Right.** With SGD")


def test_the_answer_and_the_goal_follow_the_run_that_is_shown() -> None:
    settings = {"learning_rate": "0.05", "updates": "160", "until": "160"}
    page = opened(LESSON, with_sgd="solved", **settings)
    rested(page)
    assert "This run is trained with Adam at a learning rate of 0.05." in page.info[0].value
    assert state(page).reached
    early = opened(LESSON, with_sgd="solved", optimiser="sgd", until="6")
    rested(early)
    assert "Train the run to its end" in early.info[0].value
    assert not state(early).reached


def test_a_run_that_ended_early_says_so() -> None:
    wild = {"optimiser": "sgd", "learning_rate": "10", "clip_norm": "none", "hidden_size": "16"}
    page = opened(LESSON, with_sgd="chance", updates="60", until="60", **wild)
    film = rested(page)
    assert film.ended["lstm"]
    assert "This run ended early" in page.info[0].value


def test_a_run_of_few_sequences_can_be_opened_and_judged() -> None:
    page = opened(LESSON)
    told = words(page)
    assert "a [training set](" in told
    assert "That is [overfitting](" in told
    page.button(key="open_few").click().run()
    film = film_on(page)
    assert film.config == RUNS["few_sequences"]
    lines = [line.name for line in overfitting(film, "lstm").data]
    assert lines == [f"LSTM, {kind} set" for kind in ("training", "validation", "test")]


def test_another_task_is_no_accident() -> None:
    page = opened(LESSON, with_sgd="chance", task="latch", updates="20", until="20")
    rested(page)
    assert "A good run and this one" in [each.value for each in page.header]


def test_units_and_batches_are_told_from_their_study() -> None:
    page = opened(LESSON, with_sgd="chance")
    assert "How many units, how large a batch?" in [each.value for each in page.header]
    runs = study("batch_sizes")
    assert solved(runs.where(hidden_size=1), "lstm") * 2 <= len(runs.where(hidden_size=1))
    for batch in (32, 64, 128):
        some = runs.where(hidden_size=2, batch_size=batch)
        assert solved(some, "lstm") * 2 > len(some) >= 5
    assert "most seeds solve the task from 2 units on" in words(page)
