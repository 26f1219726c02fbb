"""Models from weights and weights from models: initial, empty, filled."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor, nn

from lstm_viz.config import TrainConfig
from lstm_viz.model import SequenceModel
from lstm_viz.recording import LSTMRecording
from lstm_viz.run import Array, ModelName, Weights
from lstm_viz.wired import wired


def initial_model(config: TrainConfig, name: ModelName) -> SequenceModel:
    """Return a model with the initial weights of its seed; the global random state stays."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(config.seed)
        model = empty_model(config, name)
        model.recurrence.reset_parameters()
        model.readout.reset_parameters()
        if config.initialisation in ("glorot", "orthogonal"):
            _draw_blocks(model.recurrence, config.initialisation)
    if name == "lstm":
        if config.initialisation == "wired":
            fill(model, wired(config.task))
        else:
            _set_forget_bias(model.recurrence, config.forget_bias)
        _hold(model.recurrence, config.held_gate)
    return model


def _draw_blocks(layer: nn.LSTM | nn.RNN, initialisation: str) -> None:
    """Draw the blocks of a layer's weights anew, each for itself; biases become 0."""
    for name, weight in layer.named_parameters():
        if "bias" in name:
            nn.init.zeros_(weight)
            continue
        is_orthogonal = initialisation == "orthogonal" and "hh" in name
        draw = nn.init.orthogonal_ if is_orthogonal else nn.init.xavier_uniform_
        for block in weight.data.chunk(len(weight) // layer.hidden_size):
            draw(block)


def _set_forget_bias(layer: nn.LSTM | nn.RNN, forget_bias: float) -> None:
    """Set the bias that the forget gate uses, which is the sum of PyTorch's two."""
    state, rows = layer.state_dict(), _rows(layer, "forget_gate")
    state["bias_ih_l0"][rows], state["bias_hh_l0"][rows] = forget_bias, 0


def _hold(layer: nn.LSTM | nn.RNN, gate: str) -> None:
    """Hold a gate at 1 for good: sigmoid(100) is 1 in float32, and its derivative 0.

    A gradient of exactly 0 moves nothing under any of the optimisers.
    """
    if gate == "none":
        return
    for name, weight in layer.state_dict().items():
        weight[_rows(layer, gate)] = 100 if name == "bias_ih_l0" else 0


def _rows(layer: nn.LSTM | nn.RNN, quantity: str) -> slice:
    """Return which rows of an LSTM's weights and biases belong to a gate."""
    begin = LSTMRecording.squashed.index(quantity) * layer.hidden_size
    return slice(begin, begin + layer.hidden_size)


def empty_model(config: TrainConfig, name: ModelName) -> SequenceModel:
    """Return a model of the right shape, whose weights are about to be filled in."""
    units = config.hidden_size if name == "lstm" else config.rnn_hidden_size
    task = config.the_task
    with torch.random.fork_rng(devices=[]):
        return SequenceModel(name, len(task.inputs), units, len(task.outputs))


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
