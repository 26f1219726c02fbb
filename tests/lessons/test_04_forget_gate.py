"""Lesson 4: a trained forget gate is near 1 where it has to keep, near 0 where it has to erase."""

from __future__ import annotations

import numpy as np
import pytest

from lessons._sections.border import border
from lessons._shared.shipped import RUNS
from lstm_viz import Film, TrainConfig
from lstm_viz.figures.runs import Outcome
from lstm_viz.measures.film import at_event, telling_unit
from lstm_viz.measures.keeping import held_at
from tests.lessons.runs import trained
from tests.pages import film_on, handed_over, link_of, opened, rested, sound, state, words

LESSON = "04_forget_gate"
STORE = TrainConfig.of_task("store_value", seed=1, updates=400, fairness="hidden_size")


@pytest.mark.parametrize("seed", range(4))
def test_the_gate_keeps_on_hold_and_erases_at_erase_and_at_write(seed: int) -> None:
    film = trained(RUNS["memory_cell"].changed(seed=seed))
    assert film.config.the_task.is_solved(film.snapshots[-1].lstm.score)
    assert held_at(film).min() > 0.9
    assert at_event(film, "forget_gate", "erase").max() < 0.25
    assert at_event(film, "forget_gate", "write").max() < 0.25


@pytest.mark.parametrize("seed", range(3))  # seed 2 ends a little short of solved: .002, not .001
def test_a_reset_erases_the_count_and_what_fades_is_written_again(seed: int) -> None:
    film = trained(RUNS["count_since_reset"].changed(seed=seed))
    assert film.snapshots[-1].lstm.score < 0.02 * film.config.the_task.chance(40)
    assert at_event(film, "forget_gate", "reset").max() < 0.25
    assert held_at(film).min() > 0.75
    cell = film.snapshots[-1].lstm.recording.cell_state[:, telling_unit(film)]
    idle = [t for t, event in enumerate(film.probe.events) if event == "idle" and t > 0]
    lost = (1 - at_event(film, "forget_gate", "idle")) * np.abs(cell[[t - 1 for t in idle]])
    drift = np.abs(cell[idle] - cell[[t - 1 for t in idle]])
    assert drift.mean() < 0.5 * lost.mean()


def store(bias: float) -> Film:
    return trained(STORE.changed(forget_bias=bias))


def test_the_border_of_the_goal_is_there_and_can_be_found() -> None:
    too_small, enough = store(1.0), store(2.0)
    tried = {
        film.config: Outcome(film.config, {"lstm": film.snapshots[-1].lstm.score})
        for film in (too_small, store(5.0))
    }
    assert not border(too_small, {}).reached
    assert "none of these stores it yet" in border(too_small, {}).tells
    assert not border(enough, {}).reached
    assert "at most 1 below 2 fail?" in border(enough, {}).tells
    standing = border(enough, tried)
    assert standing.reached
    assert "2 stores it, 1 does not" in standing.tells
    assert standing.tells.count("| yes |") == 2
    assert not border(store(5.0), tried).reached  # 1 is known to fail, but 5 is too far from it


def test_only_runs_that_differ_in_nothing_but_the_bias_count() -> None:
    film = store(2.0)
    other = store(1.0).config.changed(seed=9)
    assert not border(film, {other: Outcome(other, {"lstm": 0.3})}).reached


def test_the_page_opens_before_training_and_plays_it_once_answered() -> None:
    page = opened(LESSON)
    rested(page)
    assert handed_over(page, "position")[-1] == {"step": 15, "at": 0}
    page.radio(key="predict_at_erase").set_value("near_1").run()
    assert handed_over(page, "position")[-1] == {"step": 15, "at": 800, "play": "training"}
    assert "**In this run: near 0.** At **erase**" in page.info[0].value
    assert "And at **write** it is 0.0" in page.info[0].value
    page.radio(key="predict_at_erase").set_value("near_0").run()
    assert page.success[0].value.startswith("**Right.**")


def test_the_other_task_is_judged_at_its_resets() -> None:
    page = opened(LESSON, at_erase="near_0")
    page.selectbox(key="shown_task").set_value("count_since_reset").run()
    assert film_on(page).config == RUNS["count_since_reset"]
    assert "At **reset**" in page.success[0].value
    assert "writes again" in page.success[0].value


def test_where_nothing_has_to_go_and_before_the_end_the_run_does_not_answer() -> None:
    page = opened(LESSON, at_erase="near_0", task="store_value", updates="50", until="50")
    rested(page)
    assert "nothing has to go" in page.info[0].value
    early = opened(LESSON, at_erase="near_0", until="64")
    rested(early)
    assert "Train the run to its end" in early.info[0].value
    failed = opened(LESSON, at_erase="near_0", updates="20", until="20")
    rested(failed)
    assert "has not solved its task" in failed.info[0].value


def test_the_goal_is_reached_by_training_twice() -> None:
    link = {**STORE.to_query(), "forget_bias": "0"}
    page = opened(LESSON, **link)
    for bias in (1.0, 2.0):
        page.slider(key="knob_forget_bias").set_value(bias).run()
        page.button(key="train").click().run()
        rested(page)
    assert "**Reached.** Seed 1: 2 stores it, 1 does not." in page.success[0].value
    assert state(page).reached


def test_the_choice_of_the_task_opens_it_untrained_where_one_has_to_train() -> None:
    page = opened(LESSON)
    page.selectbox(key="shown_task").set_value("store_value").run()
    assert (state(page).config.forget_bias, state(page).until) == (0.0, 0)
    rested(page)
    assert "no bias is tried yet" in words(page)


def test_the_bias_of_the_chart_stands_in_the_link_and_a_strangers_is_explained() -> None:
    page = opened(LESSON, bias="3")
    assert page.slider(key="dial_bias").value == 3
    assert "0.953" in words(page)
    assert link_of(page)["bias"] == "3"
    bad = sound(opened(LESSON, bias="99", task="adding"))
    assert "bias=99" in " ".join(w.value for w in bad.warning).replace("\\", "")
