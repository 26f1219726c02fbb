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


def initial_model(config: TrainConfig, name: ModelName) -> SequenceModel:
    """Return a model with the initial weights of its seed; the global random state stays."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(config.seed)
        model = empty_model(config, name)
        model.recurrence.reset_parameters()
        model.readout.reset_parameters()
        units = model.recurrence.hidden_size
        for weight_name, weight in model.recurrence.named_parameters():
            if config.initialisation == "pytorch":
                break
            if "bias" in weight_name:
                nn.init.zeros_(weight)
                continue
            is_orthogonal = config.initialisation == "orthogonal" and "hh" in weight_name
            fill = nn.init.orthogonal_ if is_orthogonal else nn.init.xavier_uniform_
            for block in weight.data.chunk(len(weight) // units):
                fill(block)
        if name == "lstm":
            state = model.recurrence.state_dict()
            state["bias_ih_l0"][units : 2 * units] = config.forget_bias
            state["bias_hh_l0"][units : 2 * units] = 0
            _hold(config, state)
    return model


def _hold(config: TrainConfig, state: Mapping[str, Tensor]) -> None:
    """Hold a gate at 1 for good: sigmoid(100) is 1 in float32, and its derivative 0.

    A gradient of exactly 0 moves nothing under any of the optimisers.
    """
    if config.held_gate == "none":
        return
    units, gate = config.hidden_size, LSTMRecording.squashed.index(config.held_gate)
    for name, weight in state.items():
        weight[gate * units : (gate + 1) * units] = 100 if name == "bias_ih_l0" else 0


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
