"""How a script begins: what it is, what it imports, and every setting under its name."""

from __future__ import annotations

import textwrap

from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.knobs import labels
from lstm_viz.scripts.plain_text import WIDTH
from lstm_viz.scripts.task_code import TaskCode

_TEXT_WIDTH = 88
_IMPORTS = {
    "pytorch": """\
import numpy as np
import torch
from torch import nn
from torch.nn import functional""",
    "keras": """\
import os

os.environ.setdefault("KERAS_BACKEND", "torch")  # or tensorflow, or jax: whichever you have

import keras
import numpy as np""",
}


def docstring(config: TrainConfig, cell: str, framework: str, same: str) -> str:
    """Write what the script does, from which settings, and how far it repeats our run."""
    task, size = config.the_task, config.size_of(cell)
    clipped = "not clipped" if config.clip_norm is None else f"clipped at norm {config.clip_norm:g}"
    settings = {
        "task": f"{task.title}, {task.length_name}: {config.length}",
        "model": f"{CELLS[cell].title}, {size} unit{'s' * (size > 1)}",
        "initial weights": _initial(config, cell),
        "optimiser": f"{labels('optimiser')[config.optimiser]}, learning rate "
        f"{config.learning_rate:g}, gradients {clipped}",
        "batches": _batches(config),
        "dropout": f"{config.dropout:g}" if config.dropout else "",
        "seed": str(config.seed),
    }
    told = "\n".join(f"    {name:<17}{value}" for name, value in settings.items() if value)
    about = textwrap.fill(task.summary, _TEXT_WIDTH)
    title = f"{task.title}, learned by {_article(CELLS[cell].title)}, in {framework}."
    return f'"""{title}\n\n{about}\n\n{told}\n\n{textwrap.fill(same, _TEXT_WIDTH)}\n"""'


def _article(title: str) -> str:
    """Put "a" or "an" before the name of a cell, by how it is spoken."""
    return (
        f"an {title}"
        if title.startswith(("LSTM", "IRNN", "Orthogonal", "Encoder"))
        else f"a {title}"
    )


def _initial(config: TrainConfig, cell: str) -> str:
    """Say how the weights begin."""
    own = CELLS[cell].initialisation or config.initialisation
    if own == "wired" and not config.is_wired(cell):
        own = "pytorch"
    told = "identity" if own == "identity" else labels("initialisation")[own]
    if CELLS[cell].has_cell_state and not config.is_wired(cell):
        told += f", forget bias {config.forget_bias:g}"
    return told


def _batches(config: TrainConfig) -> str:
    """Say what the updates learn from."""
    told = f"{config.updates} of {config.batch_size} sequences"
    if config.training_sequences is None:
        return f"{told}, each drawn afresh"
    return f"{told}, taken from a training set of {config.training_sequences}"


def imports(framework: str, task: TaskCode) -> str:
    """Write the imports: the framework's, and what the task needs."""
    known = _IMPORTS[framework]
    more = [line for line in task.imports if line not in known.splitlines()]
    standard = [*more, "from typing import NamedTuple"]
    first = ["from __future__ import annotations\n"] if "\n    def " in task.text else []
    in_order = sorted(set(standard), key=lambda line: (line.startswith("from"), line))
    return "\n".join([*first, *in_order, "", known])


def constants(config: TrainConfig, cell: str) -> str:
    """Write the settings as constants."""
    task = config.the_task
    settings = {
        "INPUTS": (len(task.inputs), ", ".join(task.inputs)),
        "OUTPUTS": (len(task.outputs), ", ".join(task.outputs)),
        "LENGTH": (config.length, task.length_name),
        "HIDDEN_SIZE": (config.size_of(cell), ""),
        "FORGET_BIAS": (config.forget_bias if CELLS[cell].has_cell_state else None, ""),
        "DROPOUT": (config.dropout or None, ""),
        "LEARNING_RATE": (config.learning_rate, ""),
        "CLIP_NORM": (config.clip_norm, ""),
        "BATCH_SIZE": (config.batch_size, ""),
        "TRAINING_SEQUENCES": (config.training_sequences, ""),
        "UPDATES": (config.updates, ""),
        "SCORED_EVERY": (config.snapshot_every, "updates"),
        "SEED": (config.seed, ""),
    }
    lines = []
    for name, (value, comment) in settings.items():
        if value is None:
            continue
        line = f"{name} = {value}"
        fits = comment and len(line) + len(comment) + 4 < WIDTH
        lines.append(f"{line}  # {comment}" if fits else line)
    return "\n".join(lines)
