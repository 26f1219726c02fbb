"""Training as a pure step over a value: `start`, `advance`, and `watch` for another sequence.

`advance` builds the two modules from the run's arrays, makes the updates, and writes arrays again.
The random numbers of a batch come from the seed and the number of the update alone, so a run does
not depend on how it was cut into steps, on the process that made it, or on what ran before.
"""

from __future__ import annotations

import math
from dataclasses import replace

import torch

from lstm_viz.config import TrainConfig
from lstm_viz.data import batch_of
from lstm_viz.dropout import training_output
from lstm_viz.looking import follows_content, look, snapshots_of
from lstm_viz.run import Learner, ModelName, Snapshot, TrainingRun, shown
from lstm_viz.tasks import Probe
from lstm_viz.trainer import Moment, Trainer, loss
from lstm_viz.weights import initial_model, to_arrays


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
    batch = batch_of(config, 1)
    x = torch.from_numpy(batch.x)
    learners: dict[ModelName, Learner] = {}
    moments: dict[ModelName, list[Moment]] = {}
    for name in config.cells:
        model = initial_model(config, name)
        with torch.no_grad():
            output = training_output(config, name, model, 1, x)
            first_loss = loss(task.target_kind, output, batch).item()
        weights = to_arrays(model.state_dict())
        moments[name] = [Moment(0, weights, first_loss, math.nan, ended=False)]
        learners[name] = Learner(
            weights, optimiser={}, losses=(0.0, 0), gradient_norm=math.nan, ended=None, seconds=0.0
        )
    first = snapshots_of(config, probe, moments)
    return TrainingRun(
        config, probe, 0, learners, first, first[0], follows_content(config, learners)
    )


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
    trainers = {name: Trainer.of(config, name, run.learners[name]) for name in config.cells}
    for update in range(run.update + 1, last + 1):
        batch = batch_of(config, update)
        x = torch.from_numpy(batch.x)
        for trainer in trainers.values():
            trainer.make(update, x, batch)
        if all(trainer.ended for trainer in trainers.values()):
            last = update
            break
    is_due = last % config.snapshot_every == 0
    moments = {
        name: trainer.moments + ([] if is_due else [trainer.moment(last)])
        for name, trainer in trainers.items()
    }
    made = snapshots_of(config, run.probe, moments)
    kept, latest = made if is_due else made[:-1], made[-1]
    learners = {name: trainer.learner() for name, trainer in trainers.items()}
    return replace(
        run,
        update=last,
        learners=learners,
        snapshots=run.snapshots + kept,
        latest=latest,
        follows=follows_content(config, learners),
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
        name: look(run.config, name, probe, [s.models[name].weights for s in snapshots])
        for name in run.config.cells
    }
    seen = tuple(
        Snapshot(s.update, {n: replace(s.models[n], **looks[n][k]) for n in looks})
        for k, s in enumerate(snapshots)
    )
    return replace(run, probe=probe, snapshots=seen[: len(run.snapshots)], latest=seen[-1])
