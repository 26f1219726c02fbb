"""One model in training: torch's module and optimiser, filled from a Learner and written back."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from lstm_viz.config import TrainConfig
from lstm_viz.dropout import training_output
from lstm_viz.model import SequenceModel
from lstm_viz.run import Array, Ended, Learner, ModelName, Weights
from lstm_viz.tasks import Batch
from lstm_viz.tasks.base import TargetKind
from lstm_viz.weights import model_of, to_arrays

LARGEST_LOSS = 1e8


@dataclass(frozen=True)
class Moment:
    """What a snapshot of one model is made from, once the updates are done."""

    update: int
    weights: Weights
    loss: float
    gradient_norm: float
    ended: bool


@dataclass
class Trainer:
    """One model while `advance` runs: torch's objects, filled from a Learner and written back."""

    config: TrainConfig
    name: ModelName
    model: SequenceModel
    parameters: list[nn.Parameter]
    optimiser: torch.optim.Optimizer
    losses: tuple[float, int]
    gradient_norm: float
    ended: Ended | None
    seconds: float
    moments: list[Moment]

    @classmethod
    def of(cls, config: TrainConfig, name: ModelName, learner: Learner) -> Trainer:
        """Fill torch's objects from the learner of one model."""
        model = model_of(config, name, learner.weights)
        optimiser = _optimiser(config, model)
        _fill_optimiser(optimiser, learner.optimiser)
        return cls(
            config,
            name,
            model,
            list(model.parameters()),
            optimiser,
            learner.losses,
            learner.gradient_norm,
            learner.ended,
            learner.seconds,
            moments=[],
        )

    def make(self, update: int, x: Tensor, batch: Batch) -> None:
        """Make one update, and keep the moment if a snapshot is due."""
        if not self.ended:
            began = time.thread_time()
            self._update(update, x, batch)
            self.seconds += time.thread_time() - began
        if update % self.config.snapshot_every == 0:
            self.moments.append(self.moment(update))
            self.losses = (0.0, 0)

    def _update(self, update: int, x: Tensor, batch: Batch) -> None:
        self.optimiser.zero_grad()
        output = training_output(self.config, self.name, self.model, update, x)
        value = loss(self.config.the_task.target_kind, output, batch)
        number = value.item()
        if wrong := _wrong(number, LARGEST_LOSS):
            self.ended = Ended(update, f"the loss became {wrong} at update {update}")
            return
        value.backward()  # type: ignore[no-untyped-call]
        clip = math.inf if self.config.clip_norm is None else self.config.clip_norm
        norm = nn.utils.clip_grad_norm_(self.parameters, clip).item()
        if wrong := _wrong(norm, math.inf):
            self.ended = Ended(update, f"the gradient became {wrong} at update {update}")
            return
        self.gradient_norm = norm
        self.optimiser.step()
        total, count = self.losses
        self.losses = (total + number, count + 1)

    def moment(self, update: int) -> Moment:
        """Return what a snapshot of the present moment is made from."""
        total, count = self.losses
        return Moment(
            update,
            to_arrays(dict(self.model.named_parameters())),
            total / count if count else math.nan,
            self.gradient_norm,
            self.ended is not None,
        )

    def learner(self) -> Learner:
        """Write the state back into arrays."""
        return Learner(
            to_arrays(dict(self.model.named_parameters())),
            _optimiser_arrays(self.optimiser),
            self.losses,
            self.gradient_norm,
            self.ended,
            self.seconds,
        )


def loss(kind: TargetKind, output: Tensor, batch: Batch) -> Tensor:
    """Return the mean loss over the time steps that have a target; output (T, B, O)."""
    wanted, mask = torch.from_numpy(batch.target), torch.from_numpy(batch.mask)
    if not batch.mask.all():
        output, wanted = output[mask], wanted[mask]
    if kind == "value":
        return functional.mse_loss(output, wanted)
    if kind == "class":
        return functional.cross_entropy(output.flatten(0, -2), wanted.flatten(0, -2))
    return functional.binary_cross_entropy_with_logits(output, wanted)


def _wrong(number: float, largest: float) -> str | None:
    """Say what is wrong with a loss or with the norm of a gradient, or None."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "infinite"
    return "too large" if number > largest else None


def _optimiser(config: TrainConfig, model: SequenceModel) -> torch.optim.Optimizer:
    """Return the configured optimiser; fused where torch has it, which is faster on small nets."""
    rate = config.learning_rate
    if config.optimiser == "adam":
        return torch.optim.Adam(model.parameters(), rate, fused=True)
    if config.optimiser == "rmsprop":
        return torch.optim.RMSprop(model.parameters(), rate)
    return torch.optim.SGD(model.parameters(), rate, fused=True)


def _optimiser_arrays(optimiser: torch.optim.Optimizer) -> dict[str, Array]:
    """Flatten the optimiser's state into arrays named ``parameter number.quantity``."""
    state: dict[int, dict[str, Any]] = optimiser.state_dict()["state"]
    return to_arrays(
        {
            f"{number}.{name}": tensor
            for number, quantities in state.items()
            for name, tensor in quantities.items()
            if tensor is not None
        }
    )


def _fill_optimiser(optimiser: torch.optim.Optimizer, arrays: Weights) -> None:
    """Set the optimiser's state from `_optimiser_arrays`."""
    state: dict[int, dict[str, Tensor]] = {}
    for key, array in arrays.items():
        number, _, name = key.partition(".")
        state.setdefault(int(number), {})[name] = torch.from_numpy(array.copy())
    optimiser.load_state_dict({**optimiser.state_dict(), "state": state})
