"""Lesson 10: without its forget gate the memory cell is not learned; other tasks spare other gates.

What the page says of many runs it counts in a study; here are the runs that it shows.
"""

from __future__ import annotations

import pytest

from lessons._sections.ablation import CELLS_WITHOUT, REASONS, is_borne_out
from lessons._shared.shipped import RUNS
from lessons._shared.studies import study
from lessons._shared.study_words import grid_in_words
from lstm_viz import TrainConfig
from lstm_viz.measures.holding import at_erase
from lstm_viz.recording import LSTMRecording
from lstm_viz.study import Outcome, Result, study_of
from tests.lessons.runs import trained
from tests.pages import film_on, opened, rested, state, words

LESSON = "10_take_a_gate_away"
NO_FORGETTING = RUNS["no_forget_gate"]


@pytest.mark.parametrize("seed", range(3))
def test_without_a_forget_gate_the_memory_cell_is_learned_in_part_only(seed: int) -> None:
    film = trained(NO_FORGETTING.changed(seed=seed))
    score, chance = film.snapshots[-1].lstm.score, film.config.the_task.chance(30)
    assert 2 * film.config.the_task.solved < score < 0.85 * chance
    recording = film.snapshots[-1].lstm.recording
    assert isinstance(recording, LSTMRecording)
    assert (recording.forget_gate == 1).all()


def test_with_all_its_gates_it_is_learned_and_the_erase_step_erases() -> None:
    film = trained(RUNS["memory_cell"])
    assert film.config.the_task.is_solved(film.snapshots[-1].lstm.score)
    seen = at_erase(film)
    assert seen is not None
    assert seen.step == film.probe.events.index("erase")
    assert abs(seen.after) < 0.2 * abs(seen.before)
    assert seen.said == pytest.approx(0, abs=0.1)


def test_a_sequence_without_an_erase_has_nothing_to_tell() -> None:
    read = RUNS["memory_cell"].the_task.read_sequence
    short = NO_FORGETTING.changed(updates=8)
    assert at_erase(trained(short, read("0.1e 0.7w 0.2 0.4r"))) is None
    overwritten = at_erase(trained(short, read("0.7w 0.2 0.1e 0.3w 0.4r")))
    assert overwritten is not None
    assert overwritten.step == 2
    assert overwritten.said is None


# --- the page -------------------------------------------------------------------------------------


def test_an_answer_opens_the_run_without_the_gate_and_the_run_answers() -> None:
    page = opened(LESSON)
    assert film_on(page).config == RUNS["memory_cell"]
    page.radio(key="predict_without").set_value("solves").run()
    assert film_on(page).config == NO_FORGETTING
    assert "In this run: in part" in page.info[0].value
    assert "where 0 is right" in page.info[0].value
    assert "LSTM of 1997" in words(page)
    page.radio(key="predict_without").set_value("part").run()
    assert page.success[0].value.startswith("**Right.** Memory cell without its")


def test_the_answer_follows_the_run_that_is_shown() -> None:
    link = {"task": "latch", "cell": "no_output_gate", "without": "solves"}
    page = opened(LESSON, **link, until="300")
    rested(page)
    assert "Latch without its [output gate]" in page.info[0].value
    page = opened(LESSON, **link, until="6")
    rested(page)
    assert "Train the run to its end" in page.info[0].value


def test_a_run_with_all_its_gates_does_not_answer() -> None:
    page = opened(LESSON, task="memory_cell", without="chance")
    assert "This run has all its gates" in page.info[0].value


def test_a_task_keeps_the_gate_that_is_held() -> None:
    page = opened(LESSON, cell="no_input_gate")
    page.selectbox(key="ablated_task").set_value("latch").run()
    assert state(page).config == TrainConfig.of_task("latch", cell="no_input_gate")


def test_the_goal_can_be_reached_with_the_latch_and_is_remembered() -> None:
    page = opened(LESSON, task="latch")
    for known, cell in enumerate(("no_input_gate", "no_forget_gate", "no_output_gate"), start=1):
        page.selectbox(key="knob_cell").set_value(cell).run()
        page.button(key="train").click().run()
        rested(page)
        assert f"You know it for {known} of 3 gates" in words(page)
    assert any(box.value.startswith("**Reached.**") for box in page.success)
    page.selectbox(key="knob_cell").set_value("lstm").run()
    assert state(page).reached


# --- the study ------------------------------------------------------------------------------------


def test_the_memory_cell_misses_each_gate_and_the_latch_does_without_any_one() -> None:
    runs = study("ablation")
    learned, of = runs.count("lstm", task="memory_cell", cell="lstm")
    assert learned == of > 0
    for cell in ("no_input_gate", "no_forget_gate", "no_output_gate"):
        learned, of = runs.count(cell, task="memory_cell", cell=cell)
        assert learned <= of / 4
        learned, of = runs.count(cell, task="latch", cell=cell)
        assert learned >= 3 / 4 * of


def test_most_reasons_are_borne_out_and_told() -> None:
    runs = study("ablation")
    told = [reason for reason in REASONS if is_borne_out(runs, reason)]
    assert len(told) >= 4
    page = words(opened(LESSON))
    assert all((reason.why in page) == (reason in told) for reason in REASONS)


def test_a_reason_that_the_runs_contradict_is_not_told() -> None:
    reason = REASONS[0]
    solved = Outcome(score=0.0, best=0.0, solved_at=100, ended=None, seconds=1e-3)
    config = TrainConfig.of_task(reason.task, cell=reason.cell)
    result = Result(config, {reason.cell: solved, "rnn": solved})
    assert not is_borne_out(study_of("one", "?", [result]), reason)
    assert not is_borne_out(study_of("none", "?", []), reason)


def test_the_grid_is_told_to_who_does_not_see_it() -> None:
    counts = {"Latch": [(8, 8), (0, 8), (3, 8), (1, 8)]}
    told = grid_in_words(counts, list(CELLS_WITHOUT.values()))
    assert told == (
        "Latch: all gates 8 of 8; no input gate 0 of 8; no forget gate 3 of 8; "
        "no output gate 1 of 8."
    )
    assert list(CELLS_WITHOUT) == [
        "lstm",
        "no_input_gate",
        "no_forget_gate",
        "no_output_gate",
    ]
