"""The unit that writes only at an event is found by its input gate, whatever it follows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lessons._sections.writing_questions import what_keeps_out
from lstm_viz import Film, TrainConfig
from lstm_viz.figures.writing import writing
from lstm_viz.measures.film import steps_with
from lstm_viz.measures.selectivity import most_selective

MARKS = (1, 4)


def gated(film: Film, there: tuple[float, float], elsewhere: tuple[float, float]) -> Film:
    """Return a two-unit film in which the input gates at the marks of adding are as given."""
    config = TrainConfig.of_task("adding", updates=60)
    probe = config.the_task.read_sequence("0.1 0.2* 0.3 0.4 0.5* 0.6")
    last = film.snapshots[-1]
    gate = np.tile(np.array(elsewhere, np.float32), (6, 1))
    gate[list(MARKS)] = there
    old = last.lstm.recording
    cut = {name: getattr(old, name)[:6] for name in old.quantities} | {"input_gate": gate}
    parts = {"from_input": old.from_input[:, :6], "from_past": old.from_past[:, :6]}
    recording = replace(old, x=probe.x, **parts, **cut)
    side = replace(last.lstm, recording=recording, score=0.001)
    snapshot = replace(last, models={"lstm": side})
    return replace(film, config=config, probe=probe, snapshots=(snapshot,))


def test_the_unit_whose_gate_rises_most_is_found_and_measured(film: Film) -> None:
    shown = gated(film, there=(0.9, 0.7), elsewhere=(0.8, 0.01))
    assert steps_with(shown, "mark") == list(MARKS)
    found = most_selective(shown, "mark")
    assert found.unit == 1
    assert (found.there, found.elsewhere) == pytest.approx((0.7, 0.01))
    assert found.is_selective


def test_a_gate_of_exactly_0_elsewhere_is_selective_and_one_of_half_is_not(film: Film) -> None:
    assert most_selective(gated(film, (0.9, 0.5), (0.8, 0)), "mark").is_selective
    half = gated(film, (0.9, 0.9), (0.5, 0.8))
    assert not most_selective(half, "mark").is_selective
    answer, because = what_keeps_out(half)
    assert answer is None
    assert "no unit writes only at the marks. Unit 1 comes nearest" in because


def test_an_event_that_never_or_always_happens_is_named(film: Film) -> None:
    shown = gated(film, (0.9, 0.7), (0.8, 0.01))
    with pytest.raises(ValueError, match="'frog' happens at 0 of the 6 time steps"):
        most_selective(shown, "frog")
    always = replace(shown, probe=replace(shown.probe, events=("mark",) * 6))
    with pytest.raises(ValueError, match="6 of the 6"):
        most_selective(always, "mark")


def test_the_chart_draws_the_unit_it_is_asked_for_and_shades_the_marks(film: Film) -> None:
    shown = gated(film, (0.9, 0.7), (0.8, 0.01))
    figure = writing(shown, unit=1, bands=MARKS)
    gate = dict(shown.snapshots[-1].lstm.recording)["input_gate"]
    np.testing.assert_array_equal(figure.data[1].y, gate[:, 1])
    assert [(band.x0, band.x1) for band in figure.layout.shapes] == [(1.5, 2.5), (4.5, 5.5)]
