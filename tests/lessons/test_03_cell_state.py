"""Lesson 3: a wired cell keeps a number over 20 steps; a belt keeps two numbers apart, tanh not."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from lessons._shared.shipped import RUNS
from lstm_viz import Film, advance, start
from lstm_viz.measures import belt
from lstm_viz.measures.film import half_life, telling_unit
from tests.pages import film_on, handed_over, link_of, opened, rested, sound, state, words

LESSON = "03_cell_state"
WIRED = RUNS["wired_memory"]


@cache
def filmed(updates: int, **changes: Any) -> Film:
    """Return the lesson's run, or one that differs from it, after some updates."""
    run = start(WIRED.changed(snapshot_every=8, **changes))
    return Film.of(advance(run, updates))


def kept(film: Film) -> belt.Kept:
    """Return what is left of the first number in the run's cell state."""
    cell = film.snapshots[-1].lstm.recording.cell_state[:, telling_unit(film)]
    found = belt.kept(cell, film.probe.events)
    assert found is not None
    return found


def test_the_wired_cell_keeps_all_of_it_over_20_steps() -> None:
    film = filmed(0)
    found = kept(film)
    assert found.steps == 20
    assert found.share == pytest.approx(0.999, abs=5e-4)
    gate = film.snapshots[-1].lstm.recording.forget_gate[found.step + 1, 0]
    assert found.share == pytest.approx(gate**20, abs=1e-3)
    assert film.snapshots[-1].lstm.score < 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_training_keeps_the_belt_and_far_too_large_updates_break_it(seed: int) -> None:
    trained = filmed(400, seed=seed)
    scores = [snapshot.lstm.score for snapshot in trained.snapshots]
    assert max(scores) > 1000 * scores[0]  # it is shaken
    assert scores[-1] < WIRED.the_task.solved / 500
    assert 0.99 < kept(trained).share < 1.01
    broken = filmed(400, seed=seed, learning_rate=0.3)
    assert kept(broken).share < 0.1
    assert not WIRED.the_task.is_solved(broken.snapshots[-1].lstm.score)


@pytest.mark.parametrize("keep", [0.0, 0.5, 0.977, 1.0])
def test_a_cell_state_fades_by_its_gate_and_keeps_the_ratio_of_two_numbers(keep: float) -> None:
    first, second = (belt.cell_state(number, keep, 30) for number in (0.8, 0.3))
    np.testing.assert_allclose(first, 0.8 * keep ** np.arange(31), rtol=1e-12)
    np.testing.assert_allclose(first * 0.3, second * 0.8, rtol=1e-12)


def test_a_weight_above_1_drives_every_number_to_the_same_place() -> None:
    ends = [belt.rnn_unit(number, 1.5, 30)[-1] for number in (0.8, 0.3, 0.01, 1.0)]
    assert np.ptp(ends) < 1e-4
    assert ends[0] == pytest.approx(np.tanh(1.5 * ends[0]), abs=1e-9)
    assert ends[0] > 0.8


def test_a_weight_below_1_fades_every_number_faster_than_the_belt() -> None:
    for number in (0.8, 0.3):
        assert belt.rnn_unit(number, 0.9, 30)[-1] < belt.cell_state(number, 0.9, 30)[-1] < 0.05


def test_no_weight_keeps_the_two_numbers_half_as_far_apart_but_u_1_spares_small_ones() -> None:
    apart = [
        belt.rnn_unit(0.8, u, 30)[-1] - belt.rnn_unit(0.3, u, 30)[-1] for u in np.arange(0, 2, 0.01)
    ]
    assert max(apart) < 0.25 * 0.5
    assert belt.rnn_unit(0.003, 1.0, 30)[-1] > 0.999 * 0.003


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (("hold", "write", "hold", "read", "erase"), (1, 2)),
        (("write + read", "hold", "write"), (0, 1)),
        (("write", "hold", "hold"), (0, 2)),
        (("write", "erase"), (0, 0)),
    ],
)
def test_what_is_kept_is_read_between_two_commands(events: Any, expected: Any) -> None:
    cell = np.arange(1.0, 6.0)[: len(events)]
    found = belt.kept(cell, events)
    assert found is not None
    step, steps = expected
    assert (found.step, found.steps) == expected
    assert (found.written, found.left) == (cell[step], cell[step + steps])


def test_nothing_is_kept_where_nothing_is_written() -> None:
    assert belt.kept(np.ones(2), ("hold", "erase")) is None
    assert belt.kept(np.zeros(2), ("write", "hold")) is None


def test_the_page_opens_before_training_and_says_that_it_is_wired() -> None:
    page = sound(opened(LESSON))
    assert film_on(page).update == 0
    assert "were wired by hand, and it **solves the task as it is**" in words(page)
    assert "random weights" not in words(page)


def test_the_cell_state_is_shown_once_the_student_has_said_what_is_in_it() -> None:
    page = opened(LESSON)
    assert "cell_state" not in handed_over(page, "focus")[0]["quantities"]
    page.radio(key="predict_kept").set_value("part").run()
    assert "cell_state" in handed_over(page, "focus")[0]["quantities"]
    assert "In this run: all of it, to within 1 %" in page.info[0].value
    page.radio(key="predict_kept").set_value("all").run()
    assert page.success[0].value.startswith("**Right.** At step 4 the cell state is 0.09")


def test_the_answer_follows_the_run_that_is_shown() -> None:
    sequence = "0.1 0.8w 0.3 -0.4 0.5 0.2r"
    page = opened(LESSON, kept="part", sequence=sequence, until="0")
    rested(page)
    assert "In this run: all of it" in page.info[0].value
    page = opened(LESSON, kept="all", sequence="0.1 0.2 0.3r", until="0")
    rested(page)
    assert "nothing is written" in page.info[0].value


def test_a_trained_run_is_judged_by_its_own_numbers() -> None:
    page = opened(LESSON, kept="all", learning_rate="0.3", until="800")
    film = rested(page)
    assert "In this run: next to nothing" in page.info[0].value
    assert f"{kept(film).share:.1%} of it" in page.info[0].value


def test_the_goal_can_be_reached_and_stands_in_the_link() -> None:
    keep = next(f for f in np.arange(0.8, 1, 0.001).round(3) if abs(f**30 - 0.5) <= 0.02)
    assert half_life(keep) == pytest.approx(30, abs=2)
    page = opened(LESSON)
    assert not page.success
    page.slider(key="dial_f").set_value(float(keep)).run()
    assert "**Reached.** With f = 0.97" in page.success[0].value
    again = opened(LESSON, **link_of(page))
    assert again.slider(key="dial_f").value == keep
    assert again.success[0].value == page.success[0].value
    page.slider(key="dial_f").set_value(1.0).run()
    assert "nothing ever fades" in words(page)
    assert "You have reached this goal" in words(page)


def test_an_answer_about_the_rnn_turns_its_weight_to_what_was_asked() -> None:
    page = opened(LESSON)
    assert page.slider(key="dial_u").value == 0.9
    page.radio(key="predict_two").set_value("same").run()
    assert page.slider(key="dial_u").value == 1.5
    assert page.success[0].value.startswith("**Right.** After 30 steps the first is 0.8586")
    assert "0.859 and 0.859, **0.000 apart**" in words(page)
    page.slider(key="dial_u").set_value(1.0).run()
    again = opened(LESSON, **link_of(page))
    assert again.slider(key="dial_u").value == 1.0


@pytest.mark.parametrize("said", ["1.7", "nan", "<b>", "", "-1"])
def test_a_dial_of_a_strangers_link_is_explained(said: str) -> None:
    page = sound(opened(LESSON, f=said))
    told = " ".join(warning.value for warning in page.warning).replace("\\", "")
    assert f"The link says f={said}: expected a number from 0.8 to 1. Using 0.9 instead." in told
    assert "f" not in state(page).answers
