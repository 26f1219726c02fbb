"""Run a trained model while somebody interferes with it: what it does, says and scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.handover import parts
from lstm_viz.interfering.answers import SAID, Weights, answers_of, attended
from lstm_viz.interfering.base import Intervention, Subject, check_all
from lstm_viz.interfering.interventions import Flip
from lstm_viz.interfering.plan import plan_of
from lstm_viz.interfering.steps import Activations, LaneWeights, lane_steps
from lstm_viz.recording import Array, Lane, Recording, RNNRecording
from lstm_viz.tasks import Probe, Task


@dataclass(frozen=True, eq=False)
class Interfered:
    """What a model does while somebody interferes with it.

    Attributes
    ----------
    recording : Recording
        Every activation on the probe sequence; what is held or changed stands in it as it was held
        or changed, and the sums behind a gate that is held as they would have been.
    prediction : (T, O)
        Values, class probabilities or set probabilities.
    attention : (T, T) or None
        Where the readout of each step looks.
    score : float
        On the task's validation set, whose sequences all suffer the same at the same time steps.
    """

    recording: Recording
    prediction: Array
    attention: Array | None
    score: float


def subject_of(config: TrainConfig, name: str, probe: Probe) -> Subject:
    """Return what can be interfered with in one model of a run."""
    cell = CELLS[name]
    return Subject(cell, cell.lanes(config.size_of(name)), config.the_task.inputs, probe.steps)


def interfered(
    config: TrainConfig,
    name: str,
    weights: Weights,
    probe: Probe,
    interventions: Sequence[Intervention] = (),
) -> Interfered:
    """Run a model over the probe sequence and the validation set while somebody interferes.

    Nothing is trained, and no torch is needed: the server computes it within a blink.

    Parameters
    ----------
    config : TrainConfig
    name : str
        Which of the two models.
    weights : mapping of str to ndarray
        As a snapshot has them.
    probe : Probe
    interventions : sequence of Intervention
        None: what comes out is what the snapshot shows.

    Returns
    -------
    Interfered

    Raises
    ------
    InterventionError
        If one names what this model or this sequence does not have.
    """
    subject = subject_of(config, name, probe)
    check_all(interventions, subject)
    task, batch = config.the_task, config.the_task.validation(config.length)
    flips = [each for each in interventions if isinstance(each, Flip)]
    x = _flipped(probe.x[:, None], flips, config)
    with np.errstate(over="ignore", invalid="ignore"):  # a rectified unit can grow without end
        recording, seen, attention = _recorded(subject, weights, x, interventions)
        prediction = SAID[task.target_kind](answers_of(weights, seen))
        scored = _flipped(batch.x, flips, config)
        answers = answers_of(weights, _seen(subject, weights, scored, interventions))
    score = task.score(answers.astype(np.float32), batch)
    return Interfered(
        recording,
        prediction[:, 0],
        None if attention is None else attention[0],
        score,
    )


def answers_to(config: TrainConfig, name: str, weights: Weights, x: Array) -> Array:
    """Return what a model answers to sequences x (T, B, F) when nobody interferes: (T, B, O).

    Values, or scores before softmax or sigmoid, as `Task.score` takes them.
    """
    cell = CELLS[name]
    subject = Subject(cell, cell.lanes(config.size_of(name)), config.the_task.inputs, len(x))
    with np.errstate(over="ignore", invalid="ignore"):
        return answers_of(weights, _seen(subject, weights, x, ())).astype(np.float32)


def attention_to(config: TrainConfig, name: str, weights: Weights, x: Array) -> Array | None:
    """Return where the readout looks over sequences x (T, B, F) when nobody interferes: (B, T, T).

    None if the model has no attention.
    """
    cell = CELLS[name]
    subject = Subject(cell, cell.lanes(config.size_of(name)), config.the_task.inputs, len(x))
    return attended(cell, _heard(subject, weights, x, (), _forget), x)[1]


def _recorded(
    subject: Subject, weights: Weights, x: Array, interventions: Sequence[Intervention]
) -> tuple[Recording, Array, Array | None]:
    """Run one sequence x (T, 1, F): all activations, what the readout sees, and attention."""
    cell = subject.cell
    kept: dict[Lane, dict[int, Activations]] = {lane: {} for lane in subject.lanes}

    def keep(lane: Lane, step: int, now: Activations) -> None:
        kept[lane][step] = now

    hidden = _heard(subject, weights, x, interventions, keep)
    by_lane = [_in_order(by_step, subject.lanes[0].units) for by_step in kept.values()]
    arrays = {n: np.concatenate([each[n] for each in by_lane], axis=-1) for n in by_lane[0]}
    kind = cell.recording
    initial = {
        f.name: np.zeros(subject.units, np.float32)
        for f in fields(kind)
        if f.name.startswith("initial_")
    }
    given: dict[str, Any] = {"x": x[:, 0], "lanes": tuple(subject.lanes), **arrays, **initial}
    if issubclass(kind, RNNRecording):
        given["nonlinearity"] = cell.nonlinearity
    recording = kind(**given)
    return recording, *attended(cell, hidden, x)


def _seen(
    subject: Subject, weights: Weights, x: Array, interventions: Sequence[Intervention]
) -> Array:
    """Return what the readout sees over a batch x (T, B, F), keeping nothing else."""
    return attended(subject.cell, _heard(subject, weights, x, interventions, _forget), x)[0]


def _in_order(by_step: Mapping[int, Activations], size: int) -> dict[str, Array]:
    """Return the activations of one lane of H units on one sequence, (T, H) or (K, T, H)."""
    arrays = {n: np.concatenate([by_step[t][n] for t in range(len(by_step))]) for n in by_step[0]}
    del arrays["memory"]
    for part in {"from_input", "from_past", "from_cell"} & arrays.keys():
        arrays[part] = np.stack(np.split(arrays[part], arrays[part].shape[1] // size, axis=-1))
    return arrays


def _forget(_lane: Lane, _step: int, _now: Activations) -> None:
    """Keep nothing of a time step."""


def _heard(
    subject: Subject,
    weights: Weights,
    x: Array,
    interventions: Sequence[Intervention],
    watch: Callable[[Lane, int, Activations], None],
) -> Array:
    """Return the hidden states of the uppermost layer, as others get them; (T, B, width)."""
    below: Array = x
    beside: list[Array] = []
    first, layer = 0, 0
    read = parts(x, subject.cell.decoder)
    for lane in subject.lanes:
        if lane.layer != layer:
            below, beside, layer = np.concatenate(beside, axis=-1), [], lane.layer
        units = range(first, first := first + lane.units)
        plan = plan_of(interventions, subject.cell, len(x), units)
        hidden = np.empty((*x.shape[:2], lane.units), x.dtype)
        its = [(LaneWeights.of(weights, lane, part), steps) for part, steps in read]
        for step, now in lane_steps(subject.cell, lane, its, below, plan):
            watch(lane, step, now)
            hidden[step] = now["hidden_state"] * plan.heard
        beside.append(hidden)
    return np.concatenate(beside, axis=-1)


def _flipped(x: Array, flips: Sequence[Flip], config: TrainConfig) -> Array:
    """Return inputs (T, B, F) with some flipped, the same in every sequence."""
    after = x.copy()
    for flip in flips:
        if flip.step < len(x):
            now = after[flip.step, :, flip.input]
            is_flag = flags_of(config.the_task, config.length)[flip.input]
            after[flip.step, :, flip.input] = 1 - now if is_flag else -now
    return after


@lru_cache(maxsize=64)
def flags_of(task: Task, length: int) -> tuple[bool, ...]:
    """Tell, for each input of a task, whether it is only ever 0 or 1."""
    x: NDArray[np.float32] = task.validation(length).x
    return tuple(bool(np.isin(x[..., f], (0, 1)).all()) for f in range(x.shape[-1]))
