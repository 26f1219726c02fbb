"""Training with recordings against plain loops, and how the time of an update grows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import torch

from benchmarks.clock import median, ratio, side_by_side
from benchmarks.plain_loops import PlainLoop, fused, step_by_step
from benchmarks.table import Table, Target
from lstm_viz import TrainConfig, TrainingRun, advance, start
from lstm_viz.gradients import through_time
from lstm_viz.recorder import record_sequence

UPDATES, SNAPSHOT_EVERY = 100, 10
LOOP_UPDATES = 10
REPETITIONS = 7


def tables() -> Iterator[Table]:
    """Yield the tables of this part."""
    torch.set_num_threads(1)  # as in the app's workers
    yield against_plain()
    yield against_step_by_step()
    yield growth()


def against_plain() -> Table:
    """Measure what recording costs."""
    table = Table(
        f"Training both models, a snapshot every {SNAPSHOT_EVERY} updates",
        "against a plain loop that records nothing",
    )
    for length, target in ((20, Target("at most", 1.15)), (50, Target("at most", 1.15))):
        config = _config(length)
        plain, run = PlainLoop(config, fused), _started(config)
        quiet = _started(_config(length, snapshot_every=1000))
        times = side_by_side(
            {
                "advance": partial(advance, run, UPDATES),
                "plain": partial(plain.run, UPDATES),
                "without snapshots": partial(advance, quiet, UPDATES),
            },
            REPETITIONS,
        )
        table.add(f"advance, {_sizes(config)}", ratio(times, "advance", "plain"), "times", target)
        table.add("  the same with one snapshot", ratio(times, "without snapshots", "plain"))
        for name in times:
            table.add(f"  {name}", 1000 * median(times, name) / UPDATES, "ms")
    return table


def against_step_by_step() -> Table:
    """Measure what seeing every gate costs when Python runs every time step."""
    table = Table(
        f"How much faster than a loop over time steps, a snapshot every {SNAPSHOT_EVERY}",
        "hand-written, keeps every gate",
    )
    for length, wanted in ((20, 2.5), (50, 5.0)):
        config = _config(length)
        contenders: dict[str, Callable[[int], object]] = {
            "by hand": PlainLoop(config, step_by_step, ("lstm",)).run,
            "both by hand": PlainLoop(config, step_by_step).run,
            "fused": partial(_fused_and_seen, PlainLoop(config, fused, ("lstm",))),
            "advance": partial(advance, _started(config)),
        }
        counts = dict.fromkeys(contenders, UPDATES)
        counts["by hand"] = counts["both by hand"] = LOOP_UPDATES
        times = side_by_side(
            {name: partial(run, counts[name]) for name, run in contenders.items()}, REPETITIONS
        )
        more = UPDATES / LOOP_UPDATES
        figure = more * ratio(times, "by hand", "fused")
        table.add(f"LSTM, {_sizes(config)}", figure, "times", Target("at least", wanted))
        figure = more * ratio(times, "both by hand", "advance")
        table.add("  both models (PyTorch's RNN is not fused)", figure, "times")
        for name in contenders:
            table.add(f"  {name}", 1000 * median(times, name) / counts[name], "ms")
    return table


def _fused_and_seen(loop: PlainLoop, updates: int) -> None:
    """Train one model by its fused layer, and make all that a snapshot holds when one is due."""
    config, model = loop.config, loop.models[0]
    weights = {n: each.detach().numpy() for n, each in model.recurrence.named_parameters()}
    task, probe = config.the_task, config.the_task.probes(config.length)[0]
    validation = task.validation(config.length)
    for _ in range(updates // SNAPSHOT_EVERY):
        loop.run(SNAPSHOT_EVERY)
        recording = record_sequence(model, probe.x)
        with torch.no_grad():
            task.score(model(torch.from_numpy(validation.x)).numpy(), validation)
        asked = np.zeros((1, probe.steps, config.hidden_size), np.float32)
        asked[:, -1] = 1
        through_time([recording], [weights], asked)


def growth() -> Table:
    """Measure how the time per update grows with T, H and the number of updates."""
    table = Table("Time of an update of both models, recordings included", "B = 32")
    sizes = [_config(T, H) for T, H in ((20, 16), (50, 16), (100, 16), (50, 2), (50, 32))]
    runs = {_sizes(config): partial(advance, _started(config), UPDATES) for config in sizes}
    times = side_by_side(runs, 3)
    for name in runs:
        table.add(name, 1000 * median(times, name) / UPDATES, "ms")
    config = _config(20)
    lengths = (1, 10, 100, 500)
    pieces = {str(n): partial(advance, _started(config), n) for n in lengths}
    times = side_by_side(pieces, 3)
    for n in lengths:
        table.add(f"{_sizes(config)}, {n} at a time", 1000 * median(times, str(n)) / n, "ms")
    return table


def _config(
    length: int, hidden_size: int = 16, snapshot_every: int = SNAPSHOT_EVERY
) -> TrainConfig:
    """Return a run that is long enough to be measured."""
    return TrainConfig.of_task(
        length=length,
        hidden_size=hidden_size,
        fairness="hidden_size",
        updates=2000,
        snapshot_every=snapshot_every,
    )


def _started(config: TrainConfig) -> TrainingRun:
    """Return the run after its first updates, when PyTorch has warmed up."""
    return advance(start(config), 20)


def _sizes(config: TrainConfig) -> str:
    """Write the sizes of a run."""
    return f"T = {config.length}, H = {config.hidden_size}"
