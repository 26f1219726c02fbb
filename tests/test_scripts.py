"""Scripts in PyTorch repeat our runs: the same batches, weights and losses, from one file."""

from __future__ import annotations

import ast
import sys
from itertools import product
from typing import Any

import numpy as np
import pytest
import torch

from lessons._shared.shipped import RUNS
from lstm_viz import TASKS, TrainConfig
from lstm_viz.data import batch_of
from lstm_viz.family import CELLS
from lstm_viz.scripts import FRAMEWORKS, file_name, script
from lstm_viz.trainer import Trainer
from lstm_viz.training import start
from lstm_viz.weights import initial_model
from tests.executed import executed

UPDATES = 4
SMALL = {"hidden_size": 3, "fairness": "hidden_size", "batch_size": 8, "snapshot_every": 1000}


def our_losses(config: TrainConfig, name: str, updates: int = UPDATES) -> list[float]:
    """Train with our own trainer, and return the loss of every update."""
    trainer, losses = Trainer.of(config, name, start(config).learners[name]), []
    for update in range(1, updates + 1):
        batch, before = batch_of(config, update), trainer.losses[0]
        trainer.make(update, torch.from_numpy(batch.x), batch)
        losses.append(trainer.losses[0] - before)
    return losses


def same_as_ours(config: TrainConfig, name: str) -> dict[str, Any]:
    """Check that a script repeats our run; return its names."""
    names = executed(script(config, name, "pytorch"))
    model, ours = names["initial_model"](), initial_model(config, name).state_dict()
    theirs = model.state_dict()
    assert theirs.keys() == ours.keys()
    for key, weight in ours.items():
        torch.testing.assert_close(theirs[key], weight, rtol=0, atol=0)
    losses = names["train"](model, UPDATES)
    np.testing.assert_allclose(losses, our_losses(config, name), rtol=1e-5)
    assert len(set(losses)) == UPDATES or config.task == "timer"
    return names


def test_a_visitors_own_text_stands_in_the_script() -> None:
    text = " ".join(
        f"{first}o{second}a{third}" for first, second, third in product("bdg", "klmn", "rst")
    )
    text += " and " + " ".join(f"{one}i{two}u" for one, two in product("bdgklmn", "frst"))
    config = TrainConfig.of_task("characters", length=10, **SMALL).changed(material=text)
    names = same_as_ours(config, "lstm")
    np.testing.assert_array_equal(names["batch_of"](2).x, batch_of(config, 2).x)


def short(task: str) -> int:
    """Return a short length of a task."""
    return TASKS[task].lengths.low


@pytest.mark.parametrize("task", TASKS)
def test_every_task_is_drawn_as_ours_and_trained_to_the_same_losses(task: str) -> None:
    config = TrainConfig.of_task(task, length=short(task), seed=2, **SMALL)
    names = same_as_ours(config, config.cell)
    ours, theirs = batch_of(config, 3), names["batch_of"](3)
    for part in ("x", "target", "mask", "content"):
        np.testing.assert_array_equal(getattr(theirs, part), getattr(ours, part))
    validation = config.the_task.validation(config.length)
    np.testing.assert_array_equal(names["VALIDATION"].x, validation.x)
    prediction = np.random.default_rng(0).normal(size=validation.target.shape).astype(np.float32)
    wanted = config.the_task.score(prediction, validation)
    assert names["score"](prediction, names["VALIDATION"]) == pytest.approx(wanted)


@pytest.mark.parametrize("shipped", RUNS.values(), ids=RUNS)
def test_what_the_pages_open_with_is_repeated(shipped: TrainConfig) -> None:
    for cell in shipped.cells:
        same_as_ours(shipped.changed(snapshot_every=1000), cell)


@pytest.mark.parametrize("cell", CELLS)
def test_every_cell_begins_and_learns_as_ours(cell: str) -> None:
    against = "rnn" if cell != "rnn" else "lstm"
    task = "copy" if CELLS[cell].decoder else "latch"
    config = TrainConfig.of_task(task, length=10, cell=cell, against=against, **SMALL)
    same_as_ours(config, cell)


OTHERS = {
    "a training set": {"training_sequences": 20, "seed": 4},
    "dropout": {"dropout": 0.3},
    "dropout, two layers": {"dropout": 0.3, "cell": "lstm_2_layers"},
    "dropout, attention": {"dropout": 0.3, "cell": "attention"},
    "glorot": {"initialisation": "glorot"},
    "orthogonal": {"initialisation": "orthogonal"},
    "orthogonal, peephole": {"initialisation": "orthogonal", "cell": "peephole"},
    "orthogonal, no input gate": {"initialisation": "orthogonal", "cell": "no_input_gate"},
    "orthogonal, GRU": {"initialisation": "orthogonal", "cell": "gru"},
    "orthogonal, encoder-decoder": {
        "initialisation": "orthogonal",
        "cell": "encoder_decoder_attention",
        "task": "copy",
        "dropout": 0.2,
    },
    "wired": {"initialisation": "wired", "hidden_size": 1},
    "not clipped, SGD": {"clip_norm": None, "optimiser": "sgd", "learning_rate": 0.3},
    "RMSprop": {"optimiser": "rmsprop"},
}


@pytest.mark.parametrize("changes", OTHERS.values(), ids=OTHERS)
def test_every_other_setting_is_in_the_script(changes: dict[str, Any]) -> None:
    config = TrainConfig.of_task(**{**SMALL, "length": 10, **changes})
    for name in config.cells:
        same_as_ours(config, name)


def test_a_timer_wired_by_hand_is_written_with_its_peepholes() -> None:
    changes = {"initialisation": "wired", "hidden_size": 1, "length": 4}
    config = TrainConfig.of_task("timer", **changes)
    names = executed(script(config, "peephole", "pytorch"))
    model, ours = names["initial_model"](), initial_model(config, "peephole").state_dict()
    assert all(torch.equal(weight, ours[key]) for key, weight in model.state_dict().items())
    assert names["validation_score"](model) < 1e-6


def test_a_run_that_goes_wrong_ends_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    config = TrainConfig.of_task(
        "adding", cell="irnn", optimiser="sgd", learning_rate=10.0, clip_norm=None, **SMALL
    )
    names = executed(script(config, "irnn", "pytorch"))
    losses = names["train"](names["initial_model"](), 50)
    assert len(losses) < 50
    assert "the run ends here" in capsys.readouterr().out


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("task", TASKS)
def test_a_script_stands_alone_and_can_be_read(task: str, framework: str) -> None:
    config = TrainConfig.of_task(task)
    if config.the_task.has_go_mark:  # the cell with the most code
        config = config.changed(cell="encoder_decoder_attention", against="lstm")
    text = script(config, config.cell, framework)
    tree = ast.parse(text)
    assert max(map(len, text.splitlines())) <= 100
    assert "lstm_viz" not in text
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    allowed = {"numpy", {"pytorch": "torch", "keras": "keras"}[framework]}
    assert imported - set(sys.stdlib_module_names) <= allowed
    defined = [
        name.id if isinstance(name, ast.Name) else name.name
        for node in tree.body
        for name in ([node] if isinstance(node, ast.FunctionDef | ast.ClassDef) else ast.walk(node))
        if isinstance(name, ast.FunctionDef | ast.ClassDef)
        or (isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store))
    ]
    constants = [name for name in defined if not name.startswith("_") and name != "model"]
    assert len(constants) == len(set(constants)), "two of our modules define the same name"


def test_what_is_asked_for_has_to_be_there() -> None:
    config = TrainConfig.of_task()
    with pytest.raises(ValueError, match="cell is 'gru', expected one of lstm, rnn"):
        script(config, "gru", "keras")
    with pytest.raises(ValueError, match="framework is 'caffe', expected one of pytorch, keras"):
        script(config, "lstm", "caffe")
    assert file_name(config, "lstm", "pytorch") == "memory_cell_lstm_pytorch.py"
