"""Lesson 5: the input gate lets in what is to be written, and nearly nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from lessons._shared.shipped import RUNS
from lstm_viz.measures import at_event, telling_unit
from lstm_viz.recording import LSTMRecording
from tests.lessons.runs import trained
from tests.pages import film_on, handed_over, opened, rested, sound, state, words

LESSON = "05_input_gate"
MEMORY = RUNS["memory_cell"]
SWAPPED = 3
"""The seed whose input gate carries the number, the candidate being the same."""


def differ(values: np.ndarray) -> bool:
    return bool(abs(values[0] - values[1]) > 0.2 * np.abs(values[:2]).max())


@pytest.mark.parametrize("seed", range(5))
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


@pytest.mark.parametrize("seed", range(5))
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
    assert handed_over(page, "position")[-1] == {"step": 3, "at": 0}
    assert not page.get("plotly_chart")
    page.radio(key="predict_carries").set_value("i").run()
    assert handed_over(page, "position")[-1] == {"step": 3, "at": 800, "play": "training"}
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
