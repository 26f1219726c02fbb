"""Lesson 5: the input gate lets in what is to be written, and nearly nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lessons._sections.writing_questions import what_keeps_out, writes_nothing
from lessons._shared.shipped import RUNS
from lstm_viz import Film, record
from lstm_viz.measures.film import at_event, telling_unit
from lstm_viz.measures.selectivity import most_selective
from lstm_viz.measures.what_if import straight_line, written_if
from lstm_viz.recording import LSTMRecording
from lstm_viz.weights import model_of
from tests.lessons.runs import trained
from tests.pages import film_on, handed_over, link_of, opened, rested, sound, state, words

LESSON = "05_input_gate"
MEMORY, ADDING = RUNS["memory_cell"], RUNS["adding"]
SWAPPED = 3
"""The seed whose input gate carries the number, the candidate being the same."""


def differ(values: np.ndarray) -> bool:
    return bool(abs(values[0] - values[1]) > 0.2 * np.abs(values[:2]).max())


@pytest.mark.parametrize("seed", range(4))
def test_what_is_written_is_let_in_and_the_rest_is_not(seed: int) -> None:
    film = trained(MEMORY.changed(seed=seed))
    assert film.config.the_task.is_solved(film.snapshots[-1].lstm.score)
    recording, unit = film.snapshots[-1].lstm.recording, telling_unit(film)
    assert isinstance(recording, LSTMRecording)
    written = np.abs(recording.written_amount[:, unit])
    is_write = np.array(["write" in event for event in film.probe.events])
    assert written[~is_write].mean() < 0.03
    assert written[is_write].max() > 10 * written[~is_write].mean()
    assert np.abs(recording.candidate[~is_write, unit]).mean() > 0.1  # proposed, and not let in


@pytest.mark.parametrize("seed", range(4))
def test_the_candidate_carries_the_number_but_with_one_seed_the_gate_does(seed: int) -> None:
    film = trained(MEMORY.changed(seed=seed))
    gate, candidate = (at_event(film, name, "write") for name in ("input_gate", "candidate"))
    assert differ(gate) == (seed == SWAPPED)
    assert differ(candidate) == (seed != SWAPPED)
    if seed != SWAPPED:
        assert gate.min() > 0.75


def test_the_page_opens_before_training_at_the_first_write() -> None:
    page = opened(LESSON)
    rested(page)
    assert handed_over(page, "position")[-1] == {"step": 3, "unit": 1, "at": 0}
    assert not page.get("plotly_chart")
    page.radio(key="predict_carries").set_value("i").run()
    assert handed_over(page, "position")[-1] == {
        "step": 3,
        "unit": 1,
        "at": 800,
        "play": "training",
    }
    assert "**In this run: in the candidate" in page.info[0].value
    assert len(page.get("plotly_chart")) == 2


def test_another_seed_swaps_the_parts_and_the_page_says_so() -> None:
    page = opened(LESSON, carries="g", seed=str(SWAPPED), until="800")
    rested(page)
    assert "**In this run: in the input gate" in page.info[0].value
    assert "swapped their parts" in page.info[0].value
    assert not state(page).reached


def test_a_run_that_cannot_tell_does_not_answer() -> None:
    page = opened(LESSON, carries="g", updates="20", until="20")
    rested(page)
    assert "has not solved its task" in page.info[0].value
    assert not page.get("plotly_chart")
    other = opened(LESSON, carries="g", task="latch", updates="20", until="20")
    rested(other)
    assert "another task" in other.info[0].value


def test_the_goal_is_reached_by_writing_nothing_worth_writing() -> None:
    page = opened(LESSON, carries="g")
    assert "0.28" in words(page)  # what the shipped sequence's smallest write lets in
    page.text_input(key="probe_text").set_value("0.3 zero").run()
    assert "Time step 2" in sound(page).error[0].value.replace("\\", "")
    page.text_input(key="probe_text").set_value("0.3 -0.6 0w 0.5 -0.2r 0.4").run()
    rested(page)
    assert film_on(page).probe.steps == 6
    reached = [box.value for box in page.success if "**Reached.** At time step 3" in box.value]
    assert len(reached) == 1
    assert "does not write two different numbers" in page.info[0].value
    assert state(page).reached


def adding(seed: int) -> Film:
    """Return a run of adding."""
    return trained(ADDING.changed(seed=seed))


def answers_to(film: Film, x: np.ndarray) -> LSTMRecording:
    """Return what the trained LSTM of a film does on another sequence."""
    recording = record(model_of(film.config, "lstm", film.snapshots[-1].lstm.weights), x)
    assert isinstance(recording, LSTMRecording)
    return recording


@pytest.mark.parametrize("seed", range(2))
def test_one_unit_writes_only_at_the_marks_and_its_cell_state_is_the_sum(seed: int) -> None:
    film = adding(seed)
    assert film.config.the_task.is_solved(film.snapshots[-1].lstm.score)
    found = most_selective(film, "mark")
    assert found.there > 0.7
    assert found.elsewhere < 0.03
    assert found.is_selective
    last = film.snapshots[-1].lstm.recording
    assert isinstance(last, LSTMRecording)
    assert last.forget_gate[:, found.unit].mean() > 0.99
    batch = film.config.the_task.draw(np.random.default_rng(seed), 40, 60)
    cells = [answers_to(film, batch.x[:, b]).cell_state[-1, found.unit] for b in range(60)]
    assert abs(np.corrcoef(cells, batch.target[-1, :, 0])[0, 1]) > 0.98


@pytest.mark.parametrize("seed", range(2))
def test_what_it_writes_goes_with_the_number_along_the_same_line_at_both_marks(seed: int) -> None:
    film = adding(seed)
    unit, values = most_selective(film, "mark").unit, np.linspace(0, 1, 21)
    marks = [t for t, event in enumerate(film.probe.events) if "mark" in event]
    one, other = (
        straight_line(values, written_if(film, t, values, unit=unit).written_amount) for t in marks
    )
    assert one.slope == pytest.approx(other.slope, rel=0.1)
    assert max(one.error, other.error) < 0.12 * abs(one.slope)


@pytest.mark.parametrize("seed", range(2))
def test_the_gate_keeps_the_other_numbers_out_though_they_are_proposed(seed: int) -> None:
    answer, because = what_keeps_out(adding(seed))
    assert answer == "i"
    unit = most_selective(adding(seed), "mark").unit + 1
    assert f"Of its 8 units, unit {unit} writes only at the marks" in because


def test_a_run_that_has_not_learned_to_add_does_not_answer() -> None:
    fails = trained(ADDING.changed(updates=20))
    assert what_keeps_out(fails).answer is None
    assert "has not solved its task" in what_keeps_out(fails).because
    assert not writes_nothing(fails, {}).reached


def test_adding_opens_in_the_unit_that_adds_and_is_judged() -> None:
    page = opened(LESSON)
    page.selectbox(key="shown_task").set_value("adding").run()
    assert film_on(page).config == ADDING
    assert handed_over(page, "position")[-1] == {"step": 9, "unit": 6, "at": 0}
    assert not page.get("plotly_chart")
    page.radio(key="predict_keeps_out").set_value("g").run()
    assert "**In this run: the input gate.**" in page.info[0].value
    page.radio(key="predict_keeps_out").set_value("i").run()
    assert "Of its 8 units, unit 6 writes only at the marks" in page.success[0].value
    assert len(page.get("plotly_chart")) == 2
    assert "Unit 6 writes −0.05 and −0.15 there" in words(page)
    again = opened(LESSON, **link_of(page))
    assert (state(again).config, state(again).answers) == (ADDING, {"keeps_out": "i"})


def watching(film: Film, text: str) -> Film:
    """Return what the last snapshot of a film does on one's own sequence."""
    probe, last = film.config.the_task.read_sequence(text), film.snapshots[-1]
    side = replace(last.lstm, recording=answers_to(film, probe.x))
    return replace(film, probe=probe, snapshots=(replace(last, models={"lstm": side}),))


def test_the_goal_is_reached_in_adding_by_marking_a_number_that_is_as_good_as_none() -> None:
    film = adding(0)
    assert not writes_nothing(film, {}).reached
    standing = writes_nothing(watching(film, "0.3 0.9 0.5 0.77* 0.2 0.6 0.4"), {})
    assert standing.reached
    assert standing.tells.startswith("At time step 4 ")
    all_marked = what_keeps_out(watching(film, "0.3* 0.9*"))
    assert all_marked.answer is None
    assert "every number is marked" in all_marked.because
