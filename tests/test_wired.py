"""Weights wired by hand solve their task before any training, for the reasons that they give."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from lstm_viz import TASKS, TrainConfig, TrainingRun, advance, record, start
from lstm_viz.recording import LSTMRecording
from lstm_viz.run import best, solved_at
from lstm_viz.weights import model_of
from lstm_viz.wired import SCALES, wired

every_wiring = pytest.mark.parametrize("task", ["memory_cell", "count_since_reset"])


def begun(task: str, **changes: object) -> TrainingRun:
    """Return a run that starts from wired weights."""
    return start(TrainConfig.of_task(task, hidden_size=1, initialisation="wired", **changes))


def largest_error(task: str, length: int) -> float:
    """Return the largest error over the validation set."""
    config = begun(task, length=length).config
    batch = config.the_task.validation(length)
    with torch.no_grad():
        said = model_of(config, "lstm", wired(task))(torch.tensor(batch.x)).numpy()
    return float(np.abs(said - batch.target).max())


@every_wiring
@pytest.mark.parametrize("length", [10, None, 100])
def test_a_wired_cell_solves_its_task_at_update_0(task: str, length: int | None) -> None:
    lengths = TASKS[task].lengths
    run = begun(task, length=length or lengths.default)
    assert run.latest.lstm.score < TASKS[task].solved / 500
    assert solved_at(run.snapshots, "lstm", TASKS[task]) == 0
    assert solved_at(run.snapshots, "rnn", TASKS[task]) is None


@pytest.mark.parametrize(
    ("task", "length", "error"),
    [
        ("memory_cell", 30, 4e-3),
        ("memory_cell", 100, 5e-3),
        ("count_since_reset", 40, 5e-3),
        ("count_since_reset", 100, 0.02),
    ],
)
def test_the_largest_error(task: str, length: int, error: float) -> None:
    assert error / 2 < largest_error(task, length) < error


@every_wiring
def test_no_probe_sequence_shows_an_error_that_could_be_seen(task: str) -> None:
    config = begun(task).config
    model = model_of(config, "lstm", wired(task))
    for probe in config.the_task.probes(config.length):
        with torch.no_grad():
            said = model(torch.tensor(probe.x)[:, None])[:, 0].numpy()
        np.testing.assert_allclose(said, probe.target, atol=5e-3)


def recorded(task: str, tokens: str) -> LSTMRecording:
    """Record a wired cell on a sequence of one's own."""
    config = begun(task).config
    recording = record(model_of(config, "lstm", wired(task)), TASKS[task].read_sequence(tokens).x)
    assert isinstance(recording, LSTMRecording)
    return recording


def test_what_the_gates_of_a_memory_cell_do() -> None:
    #                                   hold write  hold  read      erase write and read
    r = recorded("memory_cell", "0.5 0.8w -0.3 0.2r -0.4e 0.7wr")
    near = {"abs": 1e-4}
    assert r.input_gate[:, 0] == pytest.approx([0, 1, 0, 0, 0, 1], **near)
    assert r.forget_gate[:, 0] == pytest.approx([1, 0, 1, 1, 0, 0], **near)
    assert r.output_gate[:, 0] == pytest.approx([0, 0, 0, 1, 0, 1], **near)
    stored = r.cell_state[:, 0] / SCALES["memory_cell"]
    assert stored == pytest.approx([0, 0.8, 0.8, 0.8, 0, 0.7], abs=4e-3)


def test_what_the_gates_of_a_counter_do() -> None:
    r = recorded("count_since_reset", "t . t r t")
    near = {"abs": 1e-4}
    assert r.input_gate[:, 0] == pytest.approx([1, 0, 1, 0, 1], **near)
    assert r.forget_gate[:, 0] == pytest.approx([1, 1, 1, 0, 1], **near)
    assert r.output_gate[:, 0] == pytest.approx([1] * 5, **near)
    assert r.cell_state[:, 0] / SCALES["count_since_reset"] == pytest.approx(
        [0.1, 0.1, 0.2, 0, 0.1], abs=1e-4
    )


@every_wiring
def test_the_run_of_a_wired_cell_has_the_usual_rnn(task: str) -> None:
    usual = start(TrainConfig.of_task(task, hidden_size=1))
    run = begun(task)
    for key, value in usual.learners["rnn"].weights.items():
        np.testing.assert_array_equal(run.learners["rnn"].weights[key], value)
    assert not any(run.learners["lstm"].weights["recurrence.weight_hh_l0"].ravel())


def test_the_forget_bias_does_not_touch_the_wiring() -> None:
    weights = begun("memory_cell", forget_bias=-3.0).learners["lstm"].weights
    for key, value in wired("memory_cell").items():
        np.testing.assert_array_equal(weights[key], value)


def test_a_wired_cell_without_its_forget_gate_never_erases() -> None:
    assert begun("memory_cell", cell="no_forget_gate").latest.lstm.score > 0.005


@every_wiring
def test_a_wired_cell_can_be_trained_on(task: str) -> None:
    run = advance(begun(task, updates=20, learning_rate=1e-5), 20)
    assert best(run.snapshots, "lstm", TASKS[task]).lstm.score < TASKS[task].solved


def test_a_task_that_nobody_wired_is_refused() -> None:
    with pytest.raises(
        ValueError, match="no weights are wired for 'latch' and 'lstm', expected: mem"
    ):
        wired("latch")
