"""Scripts in Keras, run on PyTorch: given our weights, they learn as our models do."""

from __future__ import annotations

import itertools
import os
import warnings
from typing import Any

import numpy as np
import pytest
import torch

from lessons._shared.shipped import RUNS
from lstm_viz import TASKS, TrainConfig
from lstm_viz.data import batch_of
from lstm_viz.family import CELLS
from lstm_viz.run import Array
from lstm_viz.scripts import script
from lstm_viz.trainer import Trainer
from lstm_viz.training import start
from tests.executed import executed

pytestmark = [
    # Keras 3.15 hands its variables to NumPy in a way that NumPy 2 wants to see changed.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

UPDATES = 3
SMALL = {"hidden_size": 2, "fairness": "hidden_size", "batch_size": 4, "seed": 1}


@pytest.fixture(scope="module", autouse=True)
def _keras() -> None:
    os.environ["KERAS_BACKEND"] = "torch"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what Keras itself imports
        import keras
    assert keras.backend.backend() == "torch"


def names_of(config: TrainConfig, cell: str) -> dict[str, Any]:
    """Execute the script of a run."""
    return executed(script(config, cell, "keras"))


def one_bias(trainer: Trainer) -> None:
    """Give our model one bias, as Keras has: PyTorch's second is added to the first, and held.

    A GRU needs both in both frameworks.
    """
    weights = dict(trainer.model.named_parameters())
    for name, bias in weights.items():
        if "bias_hh" in name and trainer.model.cell.kind != "gru":
            weights[name.replace("hh", "ih")].data += bias.data
            bias.data.zero_()
            bias.requires_grad_(False)


def in_keras(trainer: Trainer) -> list[Array]:
    """Return our weights as Keras orders them."""
    model, given = trainer.model, []
    weights = {name: w.detach().numpy() for name, w in model.named_parameters()}

    def gates(stacked: Array) -> Array:
        """Put a GRU's reset and update gate in Keras' order."""
        if model.cell.kind != "gru":
            return stacked
        reset, update, candidate = np.split(stacked, 3)
        return np.concatenate([update, reset, candidate])

    lanes = model.cell.lanes(model.recurrence.hidden_size)
    layers = ("recurrence", "decoder") if model.cell.decoder else ("recurrence",)
    for layer, lane in itertools.product(layers, lanes):
        at = f"{layer}.{{}}_{lane.suffix}".format
        given += [gates(weights[at(name)]).T for name in ("weight_ih", "weight_hh")]
        bias, second = (gates(weights[at(name)]) for name in ("bias_ih", "bias_hh"))
        given.append(np.stack([bias, second]) if model.cell.kind == "gru" else bias)
        if model.cell.kind == "peephole":
            given.append(weights[at("weight_ch")].reshape(3, -1))
    return [*given, weights["readout.weight"].T, weights["readout.bias"]]


def learns_as_ours(config: TrainConfig, cell: str, tolerance: float = 1e-4) -> None:
    """Check the losses of a script that starts from our weights."""
    names = names_of(config, cell)
    trainer = Trainer.of(config, cell, start(config).learners[cell])
    one_bias(trainer)
    model = names["initial_model"]()
    ours = in_keras(trainer)
    assert [w.shape for w in model.get_weights()] == [w.shape for w in ours]
    model.set_weights(ours)
    losses = names["train"](model, UPDATES)
    wanted = []
    for update in range(1, UPDATES + 1):
        batch, before = batch_of(config, update), trainer.losses[0]
        trainer.make(update, torch.from_numpy(batch.x), batch)
        wanted.append(trainer.losses[0] - before)
    assert len(set(wanted)) == UPDATES
    np.testing.assert_allclose(losses, wanted, rtol=tolerance)
    validation = config.the_task.validation(config.length)
    output = trainer.model(torch.from_numpy(validation.x)).detach().numpy()
    score = config.the_task.score(output, validation)
    assert names["validation_score"](model) == pytest.approx(score, rel=1e-3, abs=0.005)


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_what_the_pages_open_with_learns_as_ours(run: TrainConfig) -> None:
    # Adam scales its epsilon down in the first updates in PyTorch, not in Keras: a gradient of
    # 1e-6 shows that, and wired cells, whose gates stand at their ends, have no larger ones.
    tolerance = 2e-2 if run.initialisation == "wired" else 1e-3
    for cell in run.cells:
        learns_as_ours(run.changed(snapshot_every=1000), cell, tolerance)


@pytest.mark.parametrize("task", sorted(set(TASKS) - {run.task for run in RUNS.values()}))
def test_every_other_task_is_learned_as_ours(task: str) -> None:
    config = TrainConfig.of_task(task, length=TASKS[task].lengths.low, **SMALL)
    learns_as_ours(config, config.cell)


TOLD = {"latch": "class", "memory_cell": "value", "anbn": "set"}
"""A task for each kind of target."""
TASK_OF = dict(zip(CELLS, [*TOLD] * len(CELLS), strict=False))


@pytest.mark.parametrize("cell", CELLS)
def test_every_cell_learns_as_ours(cell: str) -> None:
    against = "rnn" if cell != "rnn" else "lstm"
    task = "copy" if CELLS[cell].decoder else TASK_OF[cell]
    changes = {"cell": cell, "against": against, "length": TASKS[task].lengths.low}
    learns_as_ours(TrainConfig.of_task(task, **{**SMALL, **changes}), cell)


OTHERS = {
    "RMSprop": {"optimiser": "rmsprop"},
    "not clipped, SGD": {"clip_norm": None, "optimiser": "sgd", "learning_rate": 0.3},
    "a training set": {"training_sequences": 6},
}


@pytest.mark.parametrize("changes", OTHERS.values(), ids=OTHERS)
def test_every_optimiser_takes_the_steps_of_ours(changes: dict[str, Any]) -> None:
    # RMSprop has its epsilon under the root in Keras, and outside it in PyTorch: its first steps,
    # ten times as large as Adam's, show that where a gradient is about 1e-7.
    tolerance = 1e-3 if changes.get("optimiser") == "rmsprop" else 1e-4
    config = TrainConfig.of_task("memory_cell", length=10, **{**SMALL, **changes})
    learns_as_ours(config, "lstm", tolerance)


@pytest.mark.parametrize("cell", ["lstm", "gru", "irnn", "bilstm", "lstm_2_layers", "peephole"])
@pytest.mark.parametrize("initialisation", ["glorot", "orthogonal"])
def test_it_draws_weights_from_the_distributions_of_ours(cell: str, initialisation: str) -> None:
    changes = {"cell": cell, "against": "rnn", "initialisation": initialisation, "hidden_size": 32}
    config = TrainConfig.of_task("latch", length=10, **{**SMALL, **changes})
    trainer = Trainer.of(config, cell, start(config).learners[cell])
    if cell != "gru":
        one_bias(trainer)
    drawn = names_of(config, cell)["initial_model"]().get_weights()
    for theirs, ours in zip(drawn[:-2], in_keras(trainer), strict=False):  # two numbers say little
        assert theirs.std() == pytest.approx(ours.std(), rel=0.25, abs=0.02)
        assert theirs.mean() == pytest.approx(ours.mean(), abs=0.08)


def test_biases_begin_as_ours_and_the_forget_gates_at_its_own() -> None:
    config = TrainConfig.of_task("latch", length=10, **{**SMALL, "hidden_size": 16})
    bias = names_of(config, "lstm")["initial_model"]().get_weights()[2].reshape(4, 16)
    assert (bias[1] == config.forget_bias).all()
    assert (abs(bias[[0, 2, 3]]) < 0.25).all()
    assert len(np.unique(bias[[0, 2, 3]])) == 3 * 16


def test_weights_wired_by_hand_solve_the_task_as_they_are() -> None:
    changes = {"initialisation": "wired", "hidden_size": 1, "length": 8}
    config = TrainConfig.of_task("timer", **changes)
    names = names_of(config, "peephole")
    assert names["validation_score"](names["initial_model"]()) < 1e-6


def test_dropout_is_there_in_training_only() -> None:
    changes = {"cell": "lstm_2_layers", "dropout": 0.5, "length": 10}
    names = names_of(TrainConfig.of_task("latch", **{**SMALL, **changes}), "lstm_2_layers")
    model, x = names["initial_model"](), names["VALIDATION"].x.swapaxes(0, 1)[:4]
    quiet = [model(x, training=False).detach().numpy() for _ in range(2)]
    loud = [model(x, training=True).detach().numpy() for _ in range(2)]
    np.testing.assert_array_equal(*quiet)
    assert (loud[0] != loud[1]).any()
    assert np.isfinite(names["train"](model, 2)).all()
