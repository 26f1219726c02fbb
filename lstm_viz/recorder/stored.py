"""A layer of a file, at work: as a module of PyTorch, and recorded."""

from __future__ import annotations

from typing import Literal

import torch
from torch import nn

from lstm_viz.peephole import PeepholeLSTM
from lstm_viz.recorder.layers import Recordable
from lstm_viz.recorder.recorder import record
from lstm_viz.recording import Array, Recording
from lstm_viz.weights_file import StoredLayer

Nonlinearity = Literal["tanh", "relu"]


def module_of(stored: StoredLayer, nonlinearity: Nonlinearity = "tanh") -> Recordable:
    """Return the layer that a file holds.

    Parameters
    ----------
    stored : StoredLayer
    nonlinearity : "tanh" or "relu"
        What squashes an RNN, which no file says.
    """
    sizes = stored.inputs, stored.units
    with torch.random.fork_rng(devices=[]):  # new modules draw random weights
        layer = _layer(stored, sizes, nonlinearity)
    weights = {name: torch.tensor(weight) for name, weight in stored.weights.items()}
    layer.to(next(iter(weights.values())).dtype).load_state_dict(weights)
    return layer


def _layer(stored: StoredLayer, sizes: tuple[int, int], nonlinearity: Nonlinearity) -> Recordable:
    """Return a layer of this form with some weights."""
    if stored.kind == "peephole":
        return PeepholeLSTM(*sizes)
    squash = {"nonlinearity": nonlinearity} if stored.kind == "rnn" else {}
    if stored.is_cell:
        cells = {"lstm": nn.LSTMCell, "gru": nn.GRUCell, "rnn": nn.RNNCell}
        cell: Recordable = cells[stored.kind](*sizes, bias=stored.bias, **squash)
        return cell
    layers = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}
    projection = {"proj_size": stored.projection} if stored.projection else {}
    layer: Recordable = layers[stored.kind](
        *sizes,
        num_layers=stored.layers,
        bidirectional=stored.bidirectional,
        bias=stored.bias,
        **squash,
        **projection,
    )
    return layer


def record_stored(stored: StoredLayer, x: Array, nonlinearity: Nonlinearity = "tanh") -> Recording:
    """Record a layer of a file on one sequence (T, F), from a state of zeros."""
    recording = record(module_of(stored, nonlinearity).eval(), x)
    assert isinstance(recording, Recording)
    return recording
