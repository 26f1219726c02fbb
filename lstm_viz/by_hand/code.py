"""The same time step as code: this project's own equations, and scripts for PyTorch and Keras."""

from __future__ import annotations

import ast
from pathlib import Path

from lstm_viz.by_hand.step import Exercise

_ORDER = ("input_gate", "forget_gate", "candidate", "output_gate")  # PyTorch's, and Keras's


def our_code() -> str:
    """Return the source of `lstm_viz.cells.lstm_step`, without its docstring and without torch."""
    text = (Path(__file__).parents[1] / "cells" / "lstm.py").read_text("utf-8")
    function = next(
        node
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef) and node.name == "lstm_step"
    )
    lines = text.splitlines()
    docstring, first = function.body[0], function.body[1]
    head = lines[function.lineno - 1 : docstring.lineno - 1]
    return "\n".join([*head, *lines[first.lineno - 1 : function.end_lineno]])


def torch_code(task: Exercise) -> str:
    """Return a PyTorch script that computes the step and prints its two states."""
    return f"""import torch
from torch import nn

cell = nn.LSTMCell(input_size=1, hidden_size=1)
with torch.no_grad():
    # Rows: input gate, forget gate, candidate, output gate.
    cell.weight_ih.copy_(torch.tensor([{_column(task, "W")}]))
    cell.weight_hh.copy_(torch.tensor([{_column(task, "U")}]))
    # PyTorch adds two biases; one of them is enough.
    cell.bias_ih.copy_(torch.tensor([{_row(task, "b")}]))
    cell.bias_hh.zero_()

    x = torch.tensor([[{task.x}]])
    before = torch.tensor([[{task.hidden}]]), torch.tensor([[{task.cell}]])
    h, c = cell(x, before)
print(f"c = {{c.item():.4f}}, h = {{h.item():.4f}}")
"""


def keras_code(task: Exercise) -> str:
    """Return a Keras script that computes the step and prints its two states."""
    return f"""import keras
import numpy as np

cell = keras.layers.LSTMCell(1)
cell.build((None, 1))
# Columns: input gate, forget gate, candidate, output gate. One bias each.
kernel = np.array([[{_row(task, "W")}]])
recurrent_kernel = np.array([[{_row(task, "U")}]])
bias = np.array([{_row(task, "b")}])
cell.set_weights([kernel, recurrent_kernel, bias])

x = np.array([[{task.x}]])
before = [np.array([[{task.hidden}]]), np.array([[{task.cell}]])]
_, (h, c) = cell(x, before)
print(f"c = {{float(c[0, 0]):.4f}}, h = {{float(h[0, 0]):.4f}}")
"""


def _numbers(task: Exercise, part: str) -> list[float]:
    """Return one kind of weight, in the order of the libraries."""
    return [task.rows[name]._asdict()[part] for name in _ORDER]


def _row(task: Exercise, part: str) -> str:
    """Write weights side by side."""
    return ", ".join(str(number) for number in _numbers(task, part))


def _column(task: Exercise, part: str) -> str:
    """Write weights one below the other."""
    return ", ".join(f"[{number}]" for number in _numbers(task, part))
