"""Dropout between the recurrence and the readout, in training only."""

from __future__ import annotations

from typing import cast

import numpy as np
import torch
from torch import Tensor

from lstm_viz.config import TrainConfig
from lstm_viz.model import SequenceModel
from lstm_viz.run import MODELS, ModelName

_STREAM = 7  # of random numbers; the others are in `lstm_viz.tasks.base` and `lstm_viz.data`


def training_output(
    config: TrainConfig, name: ModelName, model: SequenceModel, update: int, x: Tensor
) -> Tensor:
    """Map x (T, B, F) to outputs (T, B, O) as an update sees them.

    Each hidden state is hidden from the readout with probability p = ``config.dropout``, at every
    time step anew, and the others are scaled by 1 / (1 - p), so that sums keep their mean. What is
    hidden follows from the seed, the update and the model alone.

    Notes
    -----
    Srivastava et al. (2014); between layers rather than within the recurrence, so that the memory
    is not disturbed: Zaremba, Sutskever & Vinyals (2014).
    """
    if not config.dropout:
        return cast(Tensor, model(x))
    hidden, _ = model.recurrence(x)
    stream = (config.seed, update, _STREAM, list(MODELS).index(name))
    drawn = np.random.default_rng(stream).random(tuple(hidden.shape), np.float32)
    mask = (drawn >= config.dropout) / np.float32(1 - config.dropout)
    return cast(Tensor, model.readout(hidden * torch.from_numpy(mask)))
