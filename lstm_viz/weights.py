"""Models from weights and weights from models: initial, empty, filled."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn

from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.model import Layer, SequenceModel
from lstm_viz.run import Array, ModelName, Weights
from lstm_viz.wired import wired


def initial_model(config: TrainConfig, name: ModelName) -> SequenceModel:
    """Return a model with the initial weights of its seed; the global random state stays."""
    cell = CELLS[name]
    initialisation = cell.initialisation or config.initialisation
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(config.seed)
        model = empty_model(config, name)
        for layer in model.recurrent_layers:
            layer.reset_parameters()
        model.readout.reset_parameters()
        if initialisation in _DRAWS:
            for layer in model.recurrent_layers:
                _draw_blocks(layer, initialisation)
    if config.is_wired(name):
        fill(model, wired(config.task, cell.kind, config.length))
    elif cell.has_cell_state:
        _set_forget_bias(model, config.forget_bias)
    if cell.held_gate is not None:
        _hold(model, cell.held_gate)
    return model


_DRAWS = {
    "glorot": nn.init.xavier_uniform_,
    "orthogonal": nn.init.orthogonal_,
    "identity": nn.init.eye_,
}
"""How each block of the recurrent weights is drawn."""


def _draw_blocks(layer: Layer, initialisation: str) -> None:
    """Draw the blocks of a layer's weights anew, each for itself; biases become 0.

    Weights from the input follow Glorot & Bengio (2010), whatever the recurrent ones do.
    """
    for name, weight in layer.named_parameters():
        if "weight_ih" not in name and "weight_hh" not in name:
            nn.init.zeros_(weight)
            continue
        draw = _DRAWS[initialisation] if "hh" in name else nn.init.xavier_uniform_
        for block in weight.data.chunk(len(weight) // layer.hidden_size):
            draw(block)


def _set_forget_bias(model: SequenceModel, forget_bias: float) -> None:
    """Set the bias that the forget gate uses, which is the sum of PyTorch's two, in every lane."""
    rows = _rows(model, "forget_gate")
    for layer in model.recurrent_layers:
        for name, weight in layer.state_dict().items():
            if "bias" in name:
                weight[rows] = forget_bias if "bias_ih" in name else 0


def _hold(model: SequenceModel, gate: str) -> None:
    """Hold a gate at 1 for good: sigmoid(100) is 1 in float32, and its derivative 0.

    A gradient of exactly 0 moves nothing under any of the optimisers.
    """
    for name, weight in model.recurrence.state_dict().items():
        weight[_rows(model, gate)] = 100 if "bias_ih" in name else 0


def _rows(model: SequenceModel, quantity: str) -> slice:
    """Return which rows of each lane's weights and biases belong to a gate."""
    size = model.recurrence.hidden_size
    begin = model.cell.recording.squashed.index(quantity) * size
    return slice(begin, begin + size)


def empty_model(config: TrainConfig, name: ModelName) -> SequenceModel:
    """Return a model of the right shape, whose weights are about to be filled in."""
    task = config.the_task
    with torch.random.fork_rng(devices=[]):
        return SequenceModel(name, len(task.inputs), config.size_of(name), len(task.outputs))


def model_of(config: TrainConfig, name: ModelName, weights: Weights) -> SequenceModel:
    """Return a model with the given weights."""
    model = empty_model(config, name)
    fill(model, weights)
    return model


@torch.no_grad()
def fill(model: SequenceModel, weights: Weights) -> None:
    """Copy weights into a model."""
    for name, parameter in model.named_parameters():
        parameter.copy_(torch.from_numpy(np.asarray(weights[name])))


def to_arrays(tensors: Mapping[str, Tensor]) -> dict[str, Array]:
    """Copy tensors into arrays that no later update changes."""
    return {name: tensor.detach().numpy().copy() for name, tensor in tensors.items()}
