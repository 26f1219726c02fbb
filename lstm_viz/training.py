"""Training as a pure step over a value: `start`, `advance`, and `watch` for another sequence.

`advance` builds the two modules from the run's arrays, makes the updates, and writes arrays again.
The random numbers of a batch come from the seed and the number of the update alone, so a run does
not depend on how it was cut into steps, on the process that made it, or on what ran before.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from lstm_viz.config import TrainConfig
from lstm_viz.gradients import loss_gradient, through_time
from lstm_viz.model import SequenceModel, memory, record
from lstm_viz.recording import Recording
from lstm_viz.run import (
    MODELS,
    Array,
    Ended,
    Learner,
    ModelName,
    ModelSnapshot,
    Snapshot,
    TrainingRun,
    Weights,
    shown,
)
from lstm_viz.tasks import Batch, Probe
from lstm_viz.tasks.base import TargetKind

LARGEST_LOSS = 1e8
FOLLOW_SEQUENCES = 64


def start(config: TrainConfig, probe: Probe | None = None) -> TrainingRun:
    """Return the run before its first update: initial weights, and the snapshot of update 0.

    Parameters
    ----------
    config : TrainConfig
    probe : Probe, optional
        The sequence to watch; by default the task's first probe sequence at this length.
    """
    task = config.the_task
    probe = probe or task.probes(config.length)[0]
    batch = task.batch(config.seed, 1, config.length, config.batch_size)
    learners: dict[ModelName, Learner] = {}
    for name in MODELS:
        model = _initial_model(config, name)
        with torch.no_grad():
            first_loss = loss(task.target_kind, model(torch.from_numpy(batch.x)), batch).item()
        learners[name] = Learner(
            weights=_to_arrays(model.state_dict()),
            optimiser={},
            losses=(first_loss, 1),
            gradient_norm=math.nan,
            ended=None,
            seconds=0.0,
        )
    first = _snapshots(config, probe, {name: [_moment(0, learners[name])] for name in learners})
    learners = {name: replace(learner, losses=(0.0, 0)) for name, learner in learners.items()}
    return TrainingRun(config, probe, 0, learners, first, first[0], _follows(config, learners))


def advance(run: TrainingRun, updates: int) -> TrainingRun:
    """Make some updates of both models, on the same batches, and return the later run.

    The given run is not changed. Advancing by 100, or a hundred times by 1, gives the same bits. A
    run does not go beyond its configuration's number of updates. A model whose loss becomes NaN,
    infinite or larger than 1e8, or whose gradient is not finite, keeps the weights before that
    update and stops there, with a reason in ``run.learners[name].ended``; the other one goes on.

    Parameters
    ----------
    run : TrainingRun
    updates : int, at least 0

    Raises
    ------
    ValueError
        If ``updates`` is negative.
    """
    if updates < 0:
        raise ValueError(f"updates is {updates}, expected at least 0")
    config, last = run.config, min(run.update + updates, run.config.updates)
    if run.is_finished or last == run.update:
        return run
    trainers = {name: _Trainer.of(config, name, run.learners[name]) for name in MODELS}
    for update in range(run.update + 1, last + 1):
        batch = config.the_task.batch(config.seed, update, config.length, config.batch_size)
        x = torch.from_numpy(batch.x)
        for trainer in trainers.values():
            trainer.make(update, x, batch)
        if all(trainer.ended for trainer in trainers.values()):
            last = update
            break
    is_due = last % config.snapshot_every == 0
    moments = {
        name: trainer.moments + ([] if is_due else [_moment(last, trainer.learner())])
        for name, trainer in trainers.items()
    }
    made = _snapshots(config, run.probe, moments)
    kept, latest = made if is_due else made[:-1], made[-1]
    learners = {name: trainer.learner() for name, trainer in trainers.items()}
    return replace(
        run,
        update=last,
        learners=learners,
        snapshots=run.snapshots + kept,
        latest=latest,
        follows=_follows(config, learners),
    )


def watch(run: TrainingRun, probe: Probe) -> TrainingRun:
    """Return the same run as seen on another sequence: weights, losses and scores stay.

    Parameters
    ----------
    run : TrainingRun
    probe : Probe
        Of the run's task, at any length.
    """
    snapshots = shown(run)
    looks = {
        name: _look(run.config, name, probe, [s.models[name].weights for s in snapshots])
        for name in MODELS
    }
    seen = tuple(
        Snapshot(s.update, {n: replace(s.models[n], **looks[n][k]) for n in MODELS})
        for k, s in enumerate(snapshots)
    )
    return replace(run, probe=probe, snapshots=seen[: len(run.snapshots)], latest=seen[-1])


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


def _initial_model(config: TrainConfig, name: ModelName) -> SequenceModel:
    """Return a model with the initial weights of its seed; the global random state stays."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(config.seed)
        model = _empty_model(config, name)
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
    return model


def _empty_model(config: TrainConfig, name: ModelName) -> SequenceModel:
    """Return a model of the right shape, whose weights are about to be filled in."""
    units = config.hidden_size if name == "lstm" else config.rnn_hidden_size
    task = config.the_task
    with torch.random.fork_rng(devices=[]):
        return SequenceModel(name, len(task.inputs), units, len(task.outputs))


def _model_of(config: TrainConfig, name: ModelName, weights: Weights) -> SequenceModel:
    """Return a model with the given weights."""
    model = _empty_model(config, name)
    _fill(model, weights)
    return model


@torch.no_grad()
def _fill(model: SequenceModel, weights: Weights) -> None:
    """Copy weights into a model."""
    for name, parameter in model.named_parameters():
        parameter.copy_(torch.from_numpy(np.asarray(weights[name])))


def _to_arrays(tensors: Mapping[str, Tensor]) -> dict[str, Array]:
    """Copy tensors into arrays that no later update changes."""
    return {name: tensor.detach().numpy().copy() for name, tensor in tensors.items()}


@dataclass(frozen=True)
class _Moment:
    """What a snapshot of one model is made from, once the updates are done."""

    update: int
    weights: Weights
    loss: float
    gradient_norm: float
    ended: bool


def _moment(update: int, learner: Learner) -> _Moment:
    """Return the present moment of a learner."""
    total, count = learner.losses
    mean = total / count if count else math.nan
    return _Moment(update, learner.weights, mean, learner.gradient_norm, learner.ended is not None)


@dataclass
class _Trainer:
    """One model while `advance` runs: torch's objects, filled from a Learner and written back."""

    config: TrainConfig
    model: SequenceModel
    parameters: list[nn.Parameter]
    optimiser: torch.optim.Optimizer
    losses: tuple[float, int]
    gradient_norm: float
    ended: Ended | None
    seconds: float
    moments: list[_Moment]

    @classmethod
    def of(cls, config: TrainConfig, name: ModelName, learner: Learner) -> _Trainer:
        model = _model_of(config, name, learner.weights)
        optimiser = _optimiser(config, model)
        _fill_optimiser(optimiser, learner.optimiser)
        return cls(
            config,
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
            began = time.perf_counter()
            self._update(update, x, batch)
            self.seconds += time.perf_counter() - began
        if update % self.config.snapshot_every == 0:
            self.moments.append(_moment(update, self.learner()))
            self.losses = (0.0, 0)

    def _update(self, update: int, x: Tensor, batch: Batch) -> None:
        self.optimiser.zero_grad()
        value = loss(self.config.the_task.target_kind, self.model(x), batch)
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

    def learner(self) -> Learner:
        """Write the state back into arrays."""
        return Learner(
            _to_arrays(dict(self.model.named_parameters())),
            _optimiser_arrays(self.optimiser),
            self.losses,
            self.gradient_norm,
            self.ended,
            self.seconds,
        )


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
    return _to_arrays(
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


_SAID: dict[TargetKind, Callable[[Tensor], Tensor]] = {
    "value": lambda output: output,
    "class": lambda output: output.softmax(-1),
    "set": torch.sigmoid,
}
"""From what the readout says to what a person is shown."""

_Look = dict[str, Any]
"""The fields of a ModelSnapshot that come from the probe sequence."""


def _look(
    config: TrainConfig, name: ModelName, probe: Probe, weights: Sequence[Weights]
) -> list[_Look]:
    """Record one model on the probe sequence, once per set of weights."""
    kind = config.the_task.target_kind
    model = _empty_model(config, name)
    recordings: list[Recording] = []
    for each in weights:
        _fill(model, each)
        recordings.append(record(model, probe.x))

    readout = np.stack([each["readout.weight"] for each in weights])
    bias = np.stack([each["readout.bias"] for each in weights])
    hidden = np.stack([recording.hidden_state for recording in recordings])
    output = torch.from_numpy(hidden @ readout.swapaxes(1, 2) + bias[:, None])
    prediction = _SAID[kind](output).numpy()

    recurrent = np.stack([each["recurrence.weight_hh_l0"] for each in weights])
    answers = np.flatnonzero(probe.mask)
    answer = int(answers[-1]) if len(answers) else probe.steps - 1
    d_output = loss_gradient(kind, prediction[:, answer], probe.target[answer])
    gradient = (d_output[:, None] @ readout)[:, 0]
    d_hidden, d_cell = through_time(recordings, recurrent, answer, gradient)
    return [
        {
            "recording": recordings[k],
            "prediction": prediction[k],
            "gradient_hidden": d_hidden[k],
            "gradient_cell": None if d_cell is None else d_cell[k],
        }
        for k in range(len(weights))
    ]


def _snapshots(
    config: TrainConfig, probe: Probe, moments: Mapping[ModelName, list[_Moment]]
) -> tuple[Snapshot, ...]:
    """Score and record every moment of both models: after the updates, so all at once."""
    sides: dict[ModelName, list[ModelSnapshot]] = {}
    for name, kept in moments.items():
        looks = _look(config, name, probe, [moment.weights for moment in kept])
        sides[name] = [
            ModelSnapshot(
                loss=math.nan if moment.ended else moment.loss,
                score=math.nan if moment.ended else _score(config, name, moment.weights),
                gradient_norm=moment.gradient_norm,
                weights=moment.weights,
                **look,
            )
            for moment, look in zip(kept, looks, strict=True)
        ]
    updates = [moment.update for moment in next(iter(moments.values()))]
    return tuple(
        Snapshot(update, {name: sides[name][k] for name in sides})
        for k, update in enumerate(updates)
    )


@torch.no_grad()
def _score(config: TrainConfig, name: ModelName, weights: Weights) -> float:
    """Score one model on the validation set."""
    batch = config.the_task.validation(config.length)
    output = _model_of(config, name, weights)(torch.from_numpy(batch.x))
    return config.the_task.score(output.numpy(), batch)


def _follows(config: TrainConfig, learners: Mapping[ModelName, Learner]) -> dict[ModelName, Array]:
    """Return, per unit, |correlation| of its memory with the stored content."""
    batch = config.the_task.validation(config.length)
    known = ~np.isnan(batch.content[:, :FOLLOW_SEQUENCES])
    content = batch.content[:, :FOLLOW_SEQUENCES][known]
    follows: dict[ModelName, Array] = {}
    for name, learner in learners.items():
        model = _model_of(config, name, learner.weights)
        carried = memory(model, batch.x[:, :FOLLOW_SEQUENCES])[known]
        centred, wanted = carried - carried.mean(0), content - content.mean()
        scale = np.sqrt((centred**2).sum(0) * (wanted**2).sum())
        follows[name] = np.abs(wanted @ centred) / np.maximum(scale, 1e-12)
    return follows
