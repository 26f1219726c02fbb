"""The studies that ship with the app: many runs, measured once, because a student cannot wait."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS, nearest_size
from lstm_viz.study import Study
from lstm_viz.sweep import grid
from lstm_viz.tasks import PREPARED, TOYS, USES

FOLDER = Path(__file__).parent.parent / "studies"
SEEDS = range(5)
RACED = (
    *("memory_cell", "store_value", "adding", "temporal_order", "first_or_recent"),
    *("count_since_reset", "anbn", "latch"),
    *("copy", "embedded_reber"),
)
"""The tasks on which an LSTM and a vanilla RNN race."""


class Plan(NamedTuple):
    """What a study asks, and the runs that answer it."""

    question: str
    configs: tuple[TrainConfig, ...]


def _horizon() -> tuple[TrainConfig, ...]:
    """Vary the gap, and the cell; of the LSTM, the forget bias too.

    Each run trains two cells, so that each cell is trained once per gap and seed, and the vanilla
    RNN once more for every bias. All have about as many parameters as the LSTM of four units.
    """
    lstm: list[dict[str, Any]] = [{"forget_bias": bias} for bias in (0.0, 1.0, 3.0, 5.0)]
    others: list[dict[str, Any]] = [
        {"cell": "orthogonal_rnn", "against": "irnn", "hidden_size": 9},
        {"cell": "gru", "against": "no_forget_gate", "hidden_size": 5},
    ]
    return tuple(
        TrainConfig.of_task("store_value", length=length, seed=seed, **changes)
        for length, changes, seed in product((5, 10, 15, 20, 30, 50, 70), [*lstm, *others], SEEDS)
    )


def _learning_rates() -> tuple[TrainConfig, ...]:
    """Vary the optimiser and its learning rate; SGD takes larger ones too."""
    rates = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
    optimisers = {"adam": rates, "rmsprop": rates, "sgd": (*rates, 0.3, 1.0)}
    return tuple(
        TrainConfig.of_task("memory_cell", optimiser=optimiser, learning_rate=rate, seed=seed)
        for optimiser, some in optimisers.items()
        for rate, seed in product(some, SEEDS)
    )


def _batch_sizes() -> tuple[TrainConfig, ...]:
    """Vary the batch and the hidden size."""
    return tuple(
        TrainConfig.of_task("memory_cell", batch_size=batch, hidden_size=size, seed=seed)
        for batch, size, seed in product((32, 64, 128), (1, 2, 4, 8), SEEDS)
    )


def _ablation() -> tuple[TrainConfig, ...]:
    """Vary which gate an LSTM has to do without."""
    tasks = (
        *("memory_cell", "count_since_reset", "store_value"),
        *("adding", "temporal_order", "latch"),
    )
    return tuple(
        TrainConfig.of_task(task, cell=cell, seed=seed)
        for task, cell in product(
            tasks, ("lstm", "no_input_gate", "no_forget_gate", "no_output_gate")
        )
        for seed in range(4 if task == "adding" else 8)
    )


def _defaults() -> tuple[TrainConfig, ...]:
    """Take every task as a page opens it, from ten seeds."""
    return tuple(TrainConfig.of_task(task, seed=seed) for task, seed in product(TOYS, range(10)))


def _race() -> tuple[TrainConfig, ...]:
    """Vary the task, and what a fair race is."""
    return tuple(
        TrainConfig.of_task(task, fairness=fairness, seed=seed)
        for task, fairness, seed in product(RACED, ("parameters", "hidden_size"), SEEDS)
    )


def _clipping() -> tuple[TrainConfig, ...]:
    """Vary where gradients are clipped, in steps so large that some run explodes."""
    changes = {"hidden_size": 16, "fairness": "hidden_size", "initialisation": "orthogonal"}
    learns = {"optimiser": "sgd", "learning_rate": 0.3, "updates": 600}
    return tuple(
        TrainConfig.of_task("count_since_reset", clip_norm=clip, seed=seed, **changes, **learns)
        for clip, seed in product((None, 5.0, 1.0), range(6))
    )


def _exploding() -> tuple[TrainConfig, ...]:
    """Vary the gap and the clipping, for an RNN that begins by keeping everything."""
    return grid(
        "adding",
        length=(10, 20, 30, 50),
        clip_norm=(None, 5.0, 1.0),
        seed=range(6),
        cell=("irnn",),
        against=("rnn",),
        hidden_size=(16,),
        fairness=("hidden_size",),
        optimiser=("sgd",),
        learning_rate=(0.01,),
        updates=(600,),
    )


def _family() -> tuple[TrainConfig, ...]:
    """Vary the cell, two in each run, all with about as many parameters as the task's own."""
    tasks = ("memory_cell", "anbn", "next_mark", "key_value")
    pairs = (
        *(("lstm", "rnn"), ("gru", "birnn"), ("peephole", "attention")),
        ("lstm_2_layers", "bilstm"),
    )
    configs = []
    for name, (cell, against), seed in product(tasks, pairs, range(3)):
        usual = TrainConfig.of_task(name)
        task, parameters = usual.the_task, usual.parameters(usual.cell)
        size = nearest_size(CELLS[cell], len(task.inputs), len(task.outputs), parameters)
        changes = {"cell": cell, "against": against, "hidden_size": size}
        configs.append(TrainConfig.of_task(name, seed=seed, **changes))
    return tuple(configs)


def _preparing() -> tuple[TrainConfig, ...]:
    """Vary how sequences are prepared: as they should be, and with one mistake or another."""
    return tuple(TrainConfig.of_task(task, seed=seed) for task, seed in product(PREPARED, range(3)))


def _uses() -> tuple[TrainConfig, ...]:
    """Take every use as its page opens, from several seeds."""
    return tuple(TrainConfig.of_task(use, seed=seed) for use, seed in product(USES, range(6)))


STUDIES: dict[str, Plan] = {
    "horizon": Plan(
        "Over how long a gap can a value be stored, by which cell, and with which forget bias?",
        _horizon(),
    ),
    "learning_rates": Plan(
        "Which learning rates let a memory cell be learned, with which optimiser?",
        _learning_rates(),
    ),
    "batch_sizes": Plan(
        "How many units does a memory cell need, and does a larger batch help?", _batch_sizes()
    ),
    "ablation": Plan(
        "Which gate does which task need? An LSTM is trained with one gate held at 1.",
        _ablation(),
    ),
    "defaults": Plan(
        "Which of its two cells learns which task, just as the Lab opens it?",
        _defaults(),
    ),
    "uses": Plan(
        "How do the models of each use stand on data that are new to them, from seed to seed?",
        _uses(),
    ),
    "race": Plan(
        "Which tasks does an LSTM learn, and which a vanilla RNN, and what does an update cost?",
        _race(),
    ),
    "clipping": Plan(
        "Does clipping the gradient keep a vanilla RNN alive where SGD takes large steps?",
        _clipping(),
    ),
    "exploding": Plan(
        "Over which gap does the gradient of an RNN explode that begins as the identity?",
        _exploding(),
    ),
    "family": Plan(
        "Which cell learns which task, with about as many parameters?",
        _family(),
    ),
    "preparing": Plan(
        "How far is the score that one believes from the score in earnest, and by which mistake?",
        _preparing(),
    ),
}
"""By file name. ``make studies`` measures what is missing; a test measures some rows again."""


def path_of(name: str) -> Path:
    """Return where a study stands."""
    return FOLDER / f"{name}.json"


@st.cache_resource(max_entries=len(STUDIES), show_spinner=False)
def study(name: str) -> Study:
    """Return a study, read once for all sessions."""
    return Study.load(path_of(name))
