"""What `advance` is measured against: training loops as a person would write them without it."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from lstm_viz.cells import LSTMStep, lstm_step, rnn_step
from lstm_viz.config import TrainConfig
from lstm_viz.model import SequenceModel
from lstm_viz.run import ModelName
from lstm_viz.tasks import Batch
from lstm_viz.trainer import loss

Forward = Callable[[SequenceModel, Tensor], Tensor]


class PlainLoop:
    """Train the models of a configuration and look at nothing but the loss.

    Batches, loss, clipping and fused Adam are those of the library; PyTorch draws the weights.

    Parameters
    ----------
    config : TrainConfig
    forward : callable
        How a model maps x (T, B, F) to outputs (T, B, O).
    models : tuple of "lstm" or "rnn"
    """

    def __init__(
        self, config: TrainConfig, forward: Forward, models: tuple[ModelName, ...] = ("lstm", "rnn")
    ) -> None:
        task = config.the_task
        self.config, self.forward, self.update = config, forward, 0
        self.models = [
            SequenceModel(name, len(task.inputs), config.size_of(name), len(task.outputs))
            for name in models
        ]
        self.optimisers = [
            torch.optim.Adam(model.parameters(), config.learning_rate, fused=True)
            for model in self.models
        ]

    def run(self, updates: int) -> None:
        """Make some updates."""
        config = self.config
        for _ in range(updates):
            self.update += 1
            batch = config.the_task.batch(
                config.seed, self.update, config.length, config.batch_size
            )
            x = torch.from_numpy(batch.x)
            for model, optimiser in zip(self.models, self.optimisers, strict=True):
                learn(config, batch, self.forward(model, x), optimiser)


def learn(config: TrainConfig, batch: Batch, output: Tensor, optimiser: torch.optim.Adam) -> None:
    """Make one update of the model that has given this output for a batch."""
    clip = config.clip_norm
    assert clip is not None
    optimiser.zero_grad()
    loss(config.the_task.target_kind, output, batch).backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(optimiser.param_groups[0]["params"], clip)
    optimiser.step()


def fused(model: SequenceModel, x: Tensor) -> Tensor:
    """Run PyTorch's fused layer, which shows no gate."""
    output: Tensor = model(x)
    return output


def step_by_step(model: SequenceModel, x: Tensor) -> Tensor:
    """Run the cell's equations once per time step, keeping every gate."""
    layer = model.recurrence
    W, U, b_input, b_past = layer.parameters()
    b = b_input + b_past
    hidden = cell = x.new_zeros(x.shape[1], layer.hidden_size)
    seen: list[LSTMStep | Tensor] = []
    states = []
    for now in x:
        if isinstance(layer, nn.LSTM):
            step = lstm_step(now, (hidden, cell), W, U, b)
            hidden, cell = step.hidden_state, step.cell_state
            seen.append(step)
        else:
            hidden = rnn_step(now, hidden, W, U, b)
            seen.append(hidden)
        states.append(hidden)
    output: Tensor = model.readout(torch.stack(states))
    return output
