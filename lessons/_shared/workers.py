"""Who computes: any Executor; by default local processes, so that the web server never sees torch.

The jobs below are what a page asks for. They import the library's training room when they run, that
is, in the worker.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from typing import Literal

from lstm_viz.config import TrainConfig
from lstm_viz.recording import Array, Recording
from lstm_viz.run import TrainingRun
from lstm_viz.tasks import Probe
from lstm_viz.weights_file import StoredLayer

IDLE_SECONDS = 600
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"), "1")
"""The matrices are small and cores are shared: more threads for one product only wait."""


def local_workers() -> Executor:
    """Return the pool of local worker processes: one per core less one, at least one.

    Ask for it at each use, from any thread. The pool starts with the first job, rests after ten
    idle minutes, and when a worker has died the next call returns a fresh pool.
    """
    return _asking.submit(_pool).result()


_asking = ThreadPoolExecutor(1, "asks_for_workers")
"""The thread that asks loky, which keeps a pool for each thread: and every page run is one."""


def _pool() -> Executor:
    from loky import get_reusable_executor

    workers: Executor = get_reusable_executor(
        max_workers=worker_count(), timeout=IDLE_SECONDS, initializer=warm_up, env=ONE_THREAD
    )
    return workers


def worker_count() -> int:
    """Return how many jobs are worth having under way at once."""
    return max(1, (os.cpu_count() or 2) - 1)


def warm_up() -> None:
    """Import torch and make one update, which together take a few seconds the first time."""
    import torch

    torch.set_num_threads(1)  # the matrices are small, and cores are shared
    start_run(TrainConfig.of_task(updates=1), None)
    advance_run(start_run(TrainConfig.of_task(updates=1), None), 1)


def start_run(config: TrainConfig, probe: Probe | None) -> TrainingRun:
    """Return a run before its first update."""
    from lstm_viz.training import start

    return start(config, probe)


def advance_run(run: TrainingRun, updates: int) -> TrainingRun:
    """Advance a run, returning it with only the new snapshots: little has to travel back."""
    from lstm_viz.training import advance

    return advance(replace(run, snapshots=()), updates)


def watch_run(run: TrainingRun, probe: Probe) -> TrainingRun:
    """Return the same run as seen on another sequence."""
    from lstm_viz.training import watch

    return watch(run, probe)


def record_layer(stored: StoredLayer, x: Array, nonlinearity: Literal["tanh", "relu"]) -> Recording:
    """Return every activation of somebody's own layer on a sequence."""
    from lstm_viz.recorder.stored import record_stored

    return record_stored(stored, x, nonlinearity)
