"""A run as one file that stands alone: its task, its model, and the loop that trains it."""

from __future__ import annotations

import re
from types import ModuleType

from lstm_viz.config import TrainConfig
from lstm_viz.scripts import keras_model, keras_training, torch_model, torch_training
from lstm_viz.scripts.opening import constants, docstring, imports
from lstm_viz.scripts.task_code import TaskCode, task_code

FRAMEWORKS = {"pytorch": "PyTorch", "keras": "Keras"}
"""The words of every framework, by its name."""

_PARTS: dict[str, tuple[ModuleType, ModuleType]] = {
    "pytorch": (torch_model, torch_training),
    "keras": (keras_model, keras_training),
}


def script(config: TrainConfig, cell: str, framework: str) -> str:
    """Return a script that trains one of a run's two models, on the same batches in the same way.

    In PyTorch it starts from the same weights, too, and so repeats the losses of our run.

    Parameters
    ----------
    config : TrainConfig
    cell : str
        One of ``config.cells``.
    framework : "pytorch" or "keras"

    Returns
    -------
    str
        Python that imports NumPy and the framework, and what a task's own data come with. It
        defines ``initial_model()`` and ``train(model, updates)``, and does both when it is run.

    Raises
    ------
    ValueError
        If the run has no such model, or the framework is another one.

    Examples
    --------
    >>> text = script(TrainConfig.of_task(), "lstm", "pytorch")
    >>> "self.recurrence = nn.LSTM(INPUTS, HIDDEN_SIZE)" in text
    True
    """
    if cell not in config.cells:
        raise ValueError(f"cell is {cell!r}, expected one of {', '.join(config.cells)}")
    if framework not in FRAMEWORKS:
        raise ValueError(f"framework is {framework!r}, expected one of {', '.join(FRAMEWORKS)}")
    model, training = _PARTS[framework]
    task = task_code(config)
    head = [
        docstring(config, cell, FRAMEWORKS[framework], training.SAME + _data(task)),
        imports(framework, task),
        constants(config, cell),
    ]
    parts = [
        "\n\n".join(head),
        task.text,
        *model.parts(config, cell),
        *training.parts(config, cell),
    ]
    return "\n\n\n".join(part.strip("\n") for part in parts) + "\n"


def _data(task: TaskCode) -> str:
    """Say which package a task's data come with, if they do."""
    packages = re.findall(r'\bfiles\("(\w+)"\)', task.text)
    return "".join(f" Its data come with the package {name}." for name in dict.fromkeys(packages))


def file_name(config: TrainConfig, cell: str, framework: str) -> str:
    """Return a name for the script's file.

    Examples
    --------
    >>> file_name(TrainConfig.of_task(), "rnn", "keras")
    'memory_cell_rnn_keras.py'
    """
    return f"{config.task}_{cell}_{framework}.py"
