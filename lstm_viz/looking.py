"""Looking at models: what a snapshot shows of them, computed after the updates are done."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from lstm_viz.config import TrainConfig
from lstm_viz.data import scored_on
from lstm_viz.family import CELLS
from lstm_viz.gradients import attention_weights, of_last_answer, seen_by_readout
from lstm_viz.handover import visible
from lstm_viz.recorder import memory, record_sequence
from lstm_viz.recording import Recording
from lstm_viz.run import Array, Learner, ModelName, ModelSnapshot, Snapshot, Weights
from lstm_viz.tasks import Probe
from lstm_viz.tasks.base import TargetKind
from lstm_viz.trainer import Moment
from lstm_viz.weights import empty_model, fill, model_of

FOLLOW_SEQUENCES = 64

SAID: dict[TargetKind, Callable[[Tensor], Tensor]] = {
    "value": lambda output: output,
    "class": lambda output: output.softmax(-1),
    "set": torch.sigmoid,
}
"""From what the readout says to what a person is shown."""

Look = dict[str, Any]
"""The fields of a ModelSnapshot that come from the probe sequence."""


def look(
    config: TrainConfig, name: ModelName, probe: Probe, weights: Sequence[Weights]
) -> list[Look]:
    """Record one model on the probe sequence, once per set of weights."""
    kind = config.the_task.target_kind
    model = empty_model(config, name)
    recordings: list[Recording] = []
    for each in weights:
        fill(model, each)
        recordings.append(record_sequence(model, probe.x))

    hidden = seen_by_readout(recordings)
    cell = CELLS[name]
    seen_at = visible(probe.x, cell.decoder)
    attention = attention_weights(hidden, seen_at) if cell.attention else None
    seen = hidden if attention is None else np.concatenate([hidden, attention @ hidden], axis=-1)
    readout = np.stack([each["readout.weight"] for each in weights])
    bias = np.stack([each["readout.bias"] for each in weights])
    output = torch.from_numpy(seen @ readout.swapaxes(1, 2) + bias[:, None])
    prediction = SAID[kind](output).numpy()

    flow = of_last_answer(probe, kind, recordings, weights, prediction, attention)
    d_hidden, d_cell = flow.norms()
    return [
        {
            "recording": recordings[k],
            "prediction": prediction[k],
            "gradient_hidden": d_hidden[k],
            "gradient_cell": None if d_cell is None else d_cell[k],
            "attention": None if attention is None else attention[k],
        }
        for k in range(len(weights))
    ]


def snapshots_of(
    config: TrainConfig, probe: Probe, moments: Mapping[ModelName, list[Moment]]
) -> tuple[Snapshot, ...]:
    """Score and record every moment of both models: after the updates, so all at once."""
    sides: dict[ModelName, list[ModelSnapshot]] = {}
    for name, kept in moments.items():
        looks = look(config, name, probe, [moment.weights for moment in kept])
        sides[name] = [
            ModelSnapshot(
                loss=math.nan if moment.ended else moment.loss,
                **_scores(config, name, moment),
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
def _scores(config: TrainConfig, name: ModelName, moment: Moment) -> dict[str, Any]:
    """Score one model; a score that it does not have is NaN."""
    scores = dict.fromkeys(("score", "train_score", "test_score"), math.nan)
    if moment.ended:
        return scores
    model = model_of(config, name, moment.weights)
    for score, batch in scored_on(config).items():
        output = model(torch.from_numpy(batch.x)).numpy()
        scores[score] = config.the_task.score(output, batch)
    return scores


@np.errstate(over="ignore", invalid="ignore")
def follows_content(
    config: TrainConfig, learners: Mapping[ModelName, Learner]
) -> dict[ModelName, Array]:
    """Return, per unit, |correlation| of its memory with the stored content.

    Only the time steps just before an answer count: what is held then is what the answer is made
    from. And both are taken relative to their mean at that time step, over the sequences that have
    something stored; otherwise a unit that merely counts time steps would seem to follow any
    content that grows with time, as a running sum does. A memory that has become infinite follows
    nothing: 0.
    """
    batch = config.the_task.validation(config.length)
    content = batch.content[:-1, :FOLLOW_SEQUENCES]
    known = ~np.isnan(content) & batch.mask[1:, :FOLLOW_SEQUENCES]
    wanted = _within_each_step(np.where(known, content, 0)[..., None], known)
    follows: dict[ModelName, Array] = {}
    for name, learner in learners.items():
        model = model_of(config, name, learner.weights)
        carried = memory(model, batch.x[:-1, :FOLLOW_SEQUENCES])
        deviation = _within_each_step(carried, known)
        scale = np.sqrt((deviation**2).sum((0, 1)) * (wanted**2).sum())
        share = np.abs((wanted * deviation).sum((0, 1))) / np.maximum(scale, 1e-12)
        follows[name] = np.where(np.isfinite(share), share, 0)
    return follows


def _within_each_step(values: Array, known: NDArray[np.bool_]) -> Array:
    """Return values (T, B, H) less their mean at each time step over the known; 0 elsewhere."""
    weights = known[..., None].astype(np.float32)
    mean = (values * weights).sum(1, keepdims=True) / np.maximum(weights.sum(1, keepdims=True), 1)
    return np.asarray((values - mean) * weights)
