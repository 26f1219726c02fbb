"""What the lessons claim, measured: which cell solves which task, and what its gates then do.

Every claim is about the default configuration of a task (equal parameters). Who solves what was
counted once over seeds 0 to 9 and stands in a study, of which `tests.test_studies` measures some
rows again; the rest is trained here, from seeds 0, 1, 2 ... as they come.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

import numpy as np
import pytest

from lessons._shared.studies import study
from lstm_viz import TrainConfig, TrainingRun, record, start
from lstm_viz.recording import LSTMRecording
from lstm_viz.run import ModelName, best
from lstm_viz.tasks import TOYS
from lstm_viz.weights import model_of
from tests.lessons.runs import finished

SEEDS = 10


class Claim(NamedTuple):
    """Of ten seeds, how many each of the task's two cells solves at best."""

    cell_at_least: int
    against_at_least: int
    against_at_most: int


CLAIMS = {
    "memory_cell": Claim(10, 0, 0),
    "store_value": Claim(10, 0, 0),
    "adding": Claim(10, 0, 0),
    "temporal_order": Claim(9, 0, 0),
    "first_or_recent": Claim(9, 0, 2),
    "count_since_reset": Claim(10, 0, 1),
    "anbn": Claim(10, 6, 9),  # a vanilla RNN counts to 10 too, on most seeds
    "latch": Claim(10, 7, 10),  # with equal parameters a bit is no problem for a vanilla RNN
    "copy": Claim(9, 2, 6),  # a vanilla RNN copies on 4 seeds of 10
    "next_mark": Claim(10, 0, 0),  # two directions against one
    "key_value": Claim(9, 0, 1),  # attention against the same LSTM without
    "embedded_reber": Claim(9, 8, 10),  # a tie
    "timer": Claim(5, 7, 10),  # learned peepholes are no help: the plain LSTM does as well
}


def run_of(task: str, seed: int, **changes: Any) -> TrainingRun:
    """Return a finished run with few snapshots."""
    return finished(TrainConfig.of_task(task, seed=seed, **changes))


def solved(runs: list[TrainingRun], name: ModelName) -> int:
    """Count the runs whose best snapshot meets the task's threshold."""
    task = runs[0].config.the_task
    scores = [best(run.snapshots, name, task).models[name].score for run in runs]
    return sum(map(task.is_solved, scores))


def test_every_task_has_a_claim() -> None:
    assert set(CLAIMS) == set(TOYS)


@pytest.mark.parametrize("task", CLAIMS)
def test_who_solves_what_with_equal_parameters(task: str) -> None:
    claim, config = CLAIMS[task], TrainConfig.of_task(task)
    assert config.fairness == "parameters"
    by_cell, by_against = (study("defaults").count(name, task=task) for name in config.cells)
    assert by_cell[1] == by_against[1] == SEEDS
    assert by_cell[0] >= claim.cell_at_least
    assert claim.against_at_least <= by_against[0] <= claim.against_at_most


@pytest.mark.parametrize("task", CLAIMS)
def test_what_a_page_opens_with_shows_a_solved_task(task: str) -> None:
    config = TrainConfig.of_task(task)
    assert study("defaults").count(config.cell, task=task, seed=config.seed) == (1, 1)


def test_the_latch_is_a_matter_of_fairness() -> None:
    """With as many units as the LSTM, and so a quarter of its weights, the RNN loses the bit."""
    same_size = {"task": "latch", "fairness": "hidden_size"}
    assert study("race").count("lstm", **same_size) == (5, 5)
    assert study("race").count("rnn", **same_size) == (0, 5)


def test_a_larger_rnn_solves_the_memory_cell_too() -> None:
    changes = {"fairness": "hidden_size", "hidden_size": 8, "updates": 1500}
    runs = [run_of("memory_cell", seed, **changes) for seed in range(2)]
    assert solved(runs, "rnn") == 2


def test_two_directions_are_the_point_and_not_the_gates() -> None:
    runs = [run_of("next_mark", seed, cell="birnn", against="rnn") for seed in range(3)]
    assert solved(runs, "birnn") == 3
    assert all(run.latest.models["rnn"].score < 0.55 for run in runs)


def test_a_vanilla_rnn_is_the_best_timer() -> None:
    """A period is an oscillation, which needs no gate."""
    runs = [run_of("timer", seed, cell="lstm", against="rnn", updates=300) for seed in range(5)]
    assert solved(runs, "rnn") == 5
    assert solved(runs, "lstm") < 5


def test_the_rnn_stays_at_chance_where_it_must_store_a_value() -> None:
    for result in study("defaults").where(task="store_value"):
        assert result.rnn.best > 0.9 * result.config.the_task.chance(result.config.length)


# --- what the gates of a memory cell do -----------------------------------------------------------


def what_the_gates_do(run: TrainingRun) -> dict[str, float]:
    """Return means over 40 validation sequences, of the unit that follows the stored value most."""
    task = run.config.the_task
    unit = int(np.argmax(run.follows["lstm"]))
    model = model_of(run.config, "lstm", run.learners["lstm"].weights)
    values: dict[str, list[float]] = defaultdict(list)
    for x in task.validation(run.config.length).x[:, :40].swapaxes(0, 1):
        labelled, events = task.label(x)
        r = record(model, x)
        assert isinstance(r, LSTMRecording)
        stored = 0.0  # what is in the cell when a step begins
        for t, event in enumerate(events):
            command = event.split(" + ")[0]
            command = command if command in ("write", "erase") else "hold"
            if command != "hold" or stored != 0:
                values[f"forget gate, {command}"].append(r.forget_gate[t, unit])
                values[f"written, {command}"].append(abs(r.written_amount[t, unit]))
            is_read = "read" in event
            values["output gate, read" if is_read else "output gate"].append(r.output_gate[t, unit])
            stored = labelled.content[t, 0]
    return {name: float(np.mean(each)) for name, each in values.items()}


def test_a_memory_cell_uses_all_three_gates() -> None:
    measured = [what_the_gates_do(run_of("memory_cell", seed)) for seed in range(4)]
    median = {name: float(np.median([m[name] for m in measured])) for name in measured[0]}
    assert median["forget gate, hold"] > 0.97
    assert median["forget gate, write"] < 0.1
    assert median["forget gate, erase"] < 0.1
    assert median["output gate, read"] > 0.75
    assert median["output gate"] < 0.05
    assert median["written, write"] > 0.2
    assert median["written, hold"] < 0.02
    for one in measured:
        assert one["forget gate, hold"] > 0.95
        assert max(one["forget gate, write"], one["forget gate, erase"]) < 0.25
        assert one["output gate, read"] > 4 * one["output gate"]
        assert one["written, write"] > 10 * one["written, hold"]


def test_a_unit_of_a_memory_cell_holds_the_stored_value() -> None:
    followed = [run_of("memory_cell", seed).follows["lstm"].max() for seed in range(4)]
    assert np.median(followed) > 0.98


# --- gradients at the start -----------------------------------------------------------------------


def per_step(name: ModelName, forget_bias: float) -> float:
    """Return how much of the error signal one step back leaves, at the start of a latch of 50."""
    ratios = []
    for seed in range(10):
        changes = {"length": 50, "hidden_size": 16, "fairness": "hidden_size"}
        config = TrainConfig.of_task("latch", seed=seed, forget_bias=forget_bias, **changes)
        side = start(config).latest.models[name]
        profile = side.gradient_hidden if side.gradient_cell is None else side.gradient_cell
        ratios.append(float((profile[0] / profile[-1]) ** (1 / 49)))
    return float(np.median(ratios))


@pytest.mark.parametrize(
    ("name", "forget_bias", "ratio"),
    [
        ("rnn", 0.0, 0.56),
        ("lstm", 0.0, 0.61),
        ("lstm", 1.0, 0.83),
        ("lstm", 3.0, 0.99),
        ("lstm", 5.0, 1.02),
    ],
)
def test_the_forget_bias_decides_how_far_an_error_reaches(
    name: ModelName, forget_bias: float, ratio: float
) -> None:
    assert per_step(name, forget_bias) == pytest.approx(ratio, abs=0.03)
