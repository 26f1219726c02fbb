"""Dropout between the recurrence and the readout, in training only."""

from __future__ import annotations

from typing import cast

import numpy as np
import torch
from torch import Tensor, nn

from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.model import SequenceModel
from lstm_viz.run import ModelName

_STREAM = 7  # of random numbers; the others are in `lstm_viz.tasks.base` and `lstm_viz.data`


def training_output(
    config: TrainConfig, name: ModelName, model: SequenceModel, update: int, x: Tensor
) -> Tensor:
    """Map x (T, B, F) to outputs (T, B, O) as an update sees them.

    Each hidden state is hidden from the readout, and from a layer above, with probability p =
    ``config.dropout``, at every time step anew, and the others are scaled by 1 / (1 - p), so that
    sums keep their mean. What is hidden follows from the seed, the update and the model alone.

    Notes
    -----
    Srivastava et al. (2014); between layers rather than within the recurrence, so that the memory
    is not disturbed: Zaremba, Sutskever & Vinyals (2014).
    """
    if not config.dropout:
        return cast(Tensor, model(x))
    stream = (config.seed, update, _STREAM, list(CELLS).index(name))
    rng = np.random.default_rng(stream)
    hidden = _hidden_states(model, x, config.dropout, rng)
    drawn = rng.random(tuple(hidden.shape), np.float32)
    mask = (drawn >= config.dropout) / np.float32(1 - config.dropout)
    return cast(Tensor, model.readout(model.features(hidden * torch.from_numpy(mask), x)))


def _hidden_states(
    model: SequenceModel, x: Tensor, dropout: float, rng: np.random.Generator
) -> Tensor:
    """Run the recurrence, with torch's own dropout between its layers where there are several."""
    if model.cell.layers == 1:
        return model.hidden_states(x)
    assert isinstance(model.recurrence, nn.LSTM)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(int(rng.integers(2**63)))
        model.recurrence.dropout = dropout
        hidden, _ = model.recurrence(x)
        model.recurrence.dropout = 0.0  # scored and watched without it
    return cast(Tensor, hidden)
