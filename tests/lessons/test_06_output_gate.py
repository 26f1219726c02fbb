"""Lesson 6: the cell state remembers, and the output gate lets it speak only where it is asked."""

from __future__ import annotations

import numpy as np
import pytest

from lessons._shared.shipped import RUNS
from lstm_viz.measures.film import telling_unit
from lstm_viz.measures.readings import quiet_steps, readings
from lstm_viz.recording import LSTMRecording
from tests.lessons.runs import trained
from tests.pages import handed_over, opened, rested, sound, state, words

LESSON = "06_output_gate"
MEMORY = RUNS["memory_cell"]


@pytest.mark.parametrize("seed", range(4))
def test_the_gate_hides_what_is_held_and_reads_it_out_when_asked(seed: int) -> None:
    film = trained(MEMORY.changed(seed=seed))
    assert film.config.the_task.is_solved(film.snapshots[-1].lstm.score)
    recording, unit = film.snapshots[-1].lstm.recording, telling_unit(film)
    assert isinstance(recording, LSTMRecording)
    quiet, asked = quiet_steps(film), [t for each in readings(film) for t in each.steps]
    gate, hidden = recording.output_gate[:, unit], np.abs(recording.hidden_state[:, unit])
    assert gate[quiet].max() < 0.25
    assert gate[asked].min() > 0.6
    assert hidden[asked].mean() > 3 * hidden[quiet].mean()
    shown = gate * np.tanh(np.abs(recording.memory[:, unit]))
    np.testing.assert_allclose(hidden, shown, atol=4e-5)  # a film's gates have 16 bits


@pytest.mark.parametrize("seed", range(4))
def test_saying_it_does_not_use_it_up(seed: int) -> None:
    probe = MEMORY.the_task.read_sequence("0.1 -0.4 0.7w 0.2 0.4r -0.6r 0.3 0.1r")
    (only,) = readings(trained(MEMORY.changed(seed=seed), probe))
    assert len(only.steps) == 3
    assert only.largest_error < 0.1


def test_the_page_opens_before_training_where_something_is_held() -> None:
    page = opened(LESSON)
    rested(page)
    assert handed_over(page, "position")[-1] == {"step": 4, "at": 0}
    page.radio(key="predict_shows").set_value("all").run()
    assert handed_over(page, "position")[-1] == {"step": 4, "at": 800, "play": "training"}
    assert "**In this run: almost nothing.**" in page.info[0].value
    assert len(page.get("plotly_chart")) == 1
    page.radio(key="predict_shows").set_value("none").run()
    assert page.success[0].value.startswith("**Right.**")


def test_a_run_that_cannot_tell_does_not_answer() -> None:
    page = opened(LESSON, shows="none", updates="20", until="20")
    rested(page)
    assert "has not solved its task" in page.info[0].value
    other = opened(LESSON, shows="none", task="latch", updates="20", until="20")
    rested(other)
    assert "another task" in other.info[0].value


def test_the_goal_is_reached_by_asking_three_times() -> None:
    page = opened(LESSON, shows="none")
    assert "is asked twice" in words(page)
    page.text_input(key="probe_text").set_value("0.7we").run()
    assert "Time step 1" in sound(page).error[0].value.replace("\\", "")
    page.text_input(key="probe_text").set_value("0.1 0.7w 0.2 0.4r -0.6r 0.3 0.1r").run()
    rested(page)
    reached = [box.value for box in page.success if "**Reached.** It stores 0.7" in box.value]
    assert len(reached) == 1
    assert "asked 3 times" in reached[0]
    assert state(page).reached


def test_nothing_stored_is_told_and_does_not_count() -> None:
    page = opened(LESSON, shows="none", sequence="0.8r 0.2r 0.1r", until="800")
    rested(page)
    assert "reads no number of 0.3 or more" in words(page)
    assert "only held" in page.info[0].value
