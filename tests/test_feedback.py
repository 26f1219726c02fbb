"""A model that runs on by itself: as if somebody had typed its answers in."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_viz import TrainConfig, start
from lstm_viz.family import CELLS
from lstm_viz.feedback import run_on
from lstm_viz.interfering import interfered
from lstm_viz.interfering.answers import SAID
from tests.suited import task_for

FORWARD = [name for name, cell in CELLS.items() if not cell.bidirectional]


def other(cell: str) -> str:
    return "rnn" if cell != "rnn" else "lstm"


@pytest.mark.parametrize("cell", FORWARD)
def test_what_it_makes_up_is_read_as_if_it_had_been_given(cell: str) -> None:
    config = TrainConfig.of_task("copy", cell=cell, against=other(cell), hidden_size=3, length=5)
    run = start(config)
    weights = run.latest.models[cell].weights
    given = run.probe.x[:4]

    def follow(step: int, answer: np.ndarray) -> np.ndarray:
        x = np.zeros((answer.shape[0], given.shape[1]), np.float32)
        x[np.arange(len(x)), (answer.argmax(-1) + step) % x.shape[1]] = 1
        return x

    x, answers = run_on(cell, 3, weights, given[:, None], 6, follow)
    assert x.shape == (10, 1, given.shape[1])
    assert np.array_equal(x[:4, 0], given)
    for step in range(6):
        assert np.array_equal(x[4 + step], follow(step, answers[3 + step]))
    again, read = run_on(cell, 3, weights, x, 0, follow)
    assert np.array_equal(again, x)
    np.testing.assert_allclose(read, answers, atol=1e-6)


@pytest.mark.parametrize("cell", FORWARD)
def test_without_steps_of_its_own_it_says_what_the_snapshot_says(cell: str) -> None:
    config = TrainConfig.of_task(task_for(cell), cell=cell, against=other(cell), length=12)
    run = start(config)
    weights = run.latest.models[cell].weights
    size = config.size_of(cell)
    _, answers = run_on(cell, size, weights, run.probe.x[:, None], 0, lambda _step, a: a)
    said = SAID[config.the_task.target_kind](answers)[:, 0]
    np.testing.assert_allclose(said, run.latest.models[cell].prediction, atol=1e-5)
    np.testing.assert_allclose(
        said, interfered(config, cell, weights, run.probe).prediction, atol=1e-6
    )


def test_who_reads_from_both_ends_cannot_run_on() -> None:
    with pytest.raises(ValueError, match="reads from both ends"):
        run_on("bilstm", 2, {}, np.zeros((1, 1, 1), np.float32), 1, lambda _step, a: a)
