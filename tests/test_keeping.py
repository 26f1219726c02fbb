"""Keeping: holds are found in a sequence, and what is left is the product of the forget gates."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_viz import TASKS, Film
from lstm_viz.figures.gates import keeping
from lstm_viz.measures.film import half_life, telling_unit
from lstm_viz.measures.keeping import held_at, kept, longest_hold, sigmoid


@pytest.mark.parametrize(
    ("task", "text", "hold"),
    [
        ("memory_cell", "0.1 0.8w 0.2 0.3r 0.1e 0.5 0.4 0.6 0.2w 0.1", range(2, 4)),
        ("memory_cell", "0.8w 0.2 0.3w 0.1 0.2", range(3, 5)),
        ("memory_cell", "0.1 0.2 0.3r", range(0)),
        ("memory_cell", "0.1 0w 0.2 0.3r", range(0)),  # nothing to lose
        ("count_since_reset", "t t . r . t . . t", range(5, 9)),
        ("store_value", "0.1 0.7* 0.2 0.3 0.4", range(2, 5)),
    ],
)
def test_the_longest_hold_is_between_commands_while_something_is_stored(
    task: str, text: str, hold: range
) -> None:
    assert longest_hold(TASKS[task].read_sequence(text)) == hold


def test_what_is_left_is_what_the_forget_gates_leave(film: Film) -> None:
    hold, left = longest_hold(film.probe), kept(film, 2)
    gate = film.snapshots[2].lstm.recording.forget_gate[:, telling_unit(film)]
    assert left[0] == 1
    assert left[-1] == pytest.approx(np.prod([gate[t] for t in hold], dtype=float))
    np.testing.assert_array_equal(held_at(film, 2), gate[hold.start : hold.stop])


def test_the_chart_draws_the_closed_form_and_the_measured_gates(film: Film) -> None:
    line, unit = keeping(1.5, kept(film), steps=20).data
    np.testing.assert_allclose(line.y, [sigmoid(1.5) ** n for n in range(21)])
    np.testing.assert_array_equal(unit.y, kept(film))
    assert list(unit.x) == list(range(len(longest_hold(film.probe)) + 1))
    assert len(keeping(1.5).data) == 1


def test_half_is_left_after_the_half_life() -> None:
    for bias in (-1.0, 0.0, 2.0, 5.0):
        assert sigmoid(bias) ** half_life(sigmoid(bias)) == pytest.approx(0.5)
