"""What could have been written, and what was read: both as exact as the recording itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lstm_viz import Film, record
from lstm_viz.figures.gates import speaking
from lstm_viz.figures.writing import writing, written_for
from lstm_viz.measures.film import telling_unit
from lstm_viz.measures.readings import quiet_steps, readings
from lstm_viz.measures.what_if import written_if
from lstm_viz.recording import LSTMRecording
from lstm_viz.weights import model_of

STEP = 2


def recorded(film: Film, x: np.ndarray) -> LSTMRecording:
    """Run the last snapshot's LSTM over a sequence."""
    recording = record(model_of(film.config, "lstm", film.snapshots[-1].lstm.weights), x)
    assert isinstance(recording, LSTMRecording)
    return recording


@pytest.mark.parametrize("number", [-1.0, -0.2, 0.8, 1.0])
def test_another_number_would_have_been_written_as_the_model_itself_writes_it(
    film: Film, number: float
) -> None:
    x = film.probe.x.copy()
    x[STEP, 0] = number
    expected, unit = recorded(film, x), telling_unit(film)
    got = written_if(film, STEP, np.array([number]))
    np.testing.assert_allclose(got.input_gate, expected.input_gate[STEP, unit], atol=1e-6)
    np.testing.assert_allclose(got.candidate, expected.candidate[STEP, unit], atol=1e-6)
    np.testing.assert_allclose(got.written_amount, expected.written_amount[STEP, unit], atol=1e-6)


def read_on(film: Film, text: str) -> Film:
    """Return the short run's film with another probe sequence, as its LSTM answers it."""
    probe = film.config.the_task.read_sequence(text)
    last = film.snapshots[-1]
    side = replace(last.lstm, prediction=np.arange(probe.steps, dtype=np.float32)[:, None] / 10)
    return replace(film, probe=probe, snapshots=(replace(last, models={"lstm": side}),))


def test_reads_belong_to_the_number_that_is_stored(film: Film) -> None:
    text = "0.5r 0.7w 0.1r 0.2 0.3r 0.4e 0.1r -0.2wr 0.3 0.4w 0.6"
    first, second = readings(read_on(film, text))
    assert first.stored == pytest.approx(0.7)
    assert first.steps == (2, 4)
    np.testing.assert_allclose(first.said, [0.2, 0.4])
    assert first.largest_error == pytest.approx(0.5)
    assert second.stored == pytest.approx(-0.2)
    assert second.steps == (7,)


def test_quiet_steps_hold_something_and_nothing_happens(film: Film) -> None:
    text = "0.5 0.7w 0.1r 0.2 0.3r 0.4e 0.1 -0.2w 0.3"
    assert quiet_steps(read_on(film, text)) == [3, 8]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_charts_draw_the_telling_unit(film: Film, mode: str) -> None:
    recording, unit = film.snapshots[-1].lstm.recording, telling_unit(film)
    drawn = {trace.name: trace for trace in writing(film, mode=mode).data}  # type: ignore[arg-type]
    names = {
        "written amount i·g": "written_amount",
        "input gate i": "input_gate",
        "candidate g": "candidate",
        "cell state c": "cell_state",
    }
    assert set(drawn) == set(names)
    for words, name in names.items():
        np.testing.assert_array_equal(drawn[words].y, getattr(recording, name)[:, unit])
    assert list(drawn["cell state c"].x) == list(range(1, 31))
    drawn = {trace.name: trace for trace in speaking(film, mode=mode).data}  # type: ignore[arg-type]
    names = {
        "output gate o": "output_gate",
        "cell state c": "cell_state",
        "hidden state h": "hidden_state",
    }
    assert set(drawn) == set(names)
    for words, name in names.items():
        np.testing.assert_array_equal(drawn[words].y, getattr(recording, name)[:, unit])


def test_the_chart_of_what_could_have_been_written_draws_all_three(film: Film) -> None:
    values = np.linspace(-1, 1, 5)
    written = written_if(film, STEP, values)
    gate, candidate, amount = written_for(values, written, 0.8).data
    np.testing.assert_array_equal(gate.y, written.input_gate)
    np.testing.assert_array_equal(candidate.y, written.candidate)
    np.testing.assert_array_equal(amount.y, written.input_gate * written.candidate)
