"""Sweep: many runs, one per point of a grid, handed out to processes and kept as they come.

`joblib` hands them out: to processes of this machine, or to a Dask cluster (see `computing_on`). A
sweep is an iterator: each step of it is progress, and whoever stops iterating cancels what has not
begun. What is finished stands in the study's file, so that a sweep can be taken up again.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from lstm_viz.config import TrainConfig
from lstm_viz.study import Result, Study, measure, study_of


class Progress(NamedTuple):
    """How far a sweep has come.

    Attributes
    ----------
    done, of : int
        Runs that are finished, those that were known before among them, and runs in all.
    result : Result or None
        The one that is new; None at the beginning.
    """

    done: int
    of: int
    result: Result | None


def grid(task: str, **axes: Iterable[Any]) -> tuple[TrainConfig, ...]:
    """Return a configuration for every combination of some knobs' values, the last knob fastest.

    Parameters
    ----------
    task : str
        Its defaults hold for all other knobs.
    **axes : iterables
        The values of each knob, by its name.

    Raises
    ------
    ConfigError
        If there is no such task or knob, or a value is out of its range.

    Examples
    --------
    >>> [c.length for c in grid("store_value", length=(5, 10), seed=range(2))]
    [5, 5, 10, 10]
    """
    return tuple(
        TrainConfig.of_task(task, **dict(zip(axes, values, strict=True)))
        for values in product(*axes.values())
    )


@contextmanager
def computing_on(cluster: str | None = None, workers: int = -1) -> Iterator[None]:
    """Choose who computes the sweeps inside a ``with`` block.

    Parameters
    ----------
    cluster : str, optional
        The address of a Dask scheduler, ``tcp://host:8786``. Its workers need this package, and
        whoever asks needs `distributed`. By default processes of this machine compute.
    workers : int
        How many processes of this machine; -1 is one per core.

    Raises
    ------
    OSError
        If no scheduler answers at that address.
    """
    from joblib import parallel_config

    if cluster is None:
        with parallel_config("loky", n_jobs=workers):
            yield
        return
    from distributed import Client

    with Client(cluster), parallel_config("dask"):
        yield


def measured(configs: Iterable[TrainConfig]) -> Iterator[Result]:
    """Train every configuration to its end, and yield the results in the order of their arrival.

    Raises
    ------
    Exception
        What a run raises, it raises here.
    """
    from joblib import Parallel, delayed  # late, because pages only plan sweeps

    runs = (delayed(measure)(config) for config in configs)
    results = Parallel(return_as="generator_unordered", batch_size=1)(runs)
    try:
        for result in results:  # noqa: UP028 - so that it is closed below, and not before
            yield result
    finally:
        with warnings.catch_warnings():  # of runs that were cancelled: that was wanted
            warnings.simplefilter("ignore", UserWarning)
            results.close()


def sweep(
    name: str, question: str, configs: Sequence[TrainConfig], path: str | Path
) -> Iterator[Progress]:
    """Measure what a study's file lacks of some runs, and save it after each.

    Seed by seed: if it is cancelled, most of the grid has some seeds rather than some of it all.
    Results of configurations that are not asked for are left out of the file.

    Parameters
    ----------
    name, question : str
        Of the study.
    configs : sequence of TrainConfig
        The grid, in the order of the study's results.
    path : str or Path
        The study's file; results that it holds are not measured again.

    Yields
    ------
    Progress
        At the beginning, and after every result.

    Raises
    ------
    StudyError
        If the file is there and is not a study.
    """
    before = Study.load(path).results if Path(path).exists() else ()
    known = {result.config: result for result in before}
    missing = sorted((c for c in configs if c not in known), key=lambda config: config.seed)
    yield Progress(len(configs) - len(missing), len(configs), None)
    for result in measured(missing):
        known[result.config] = result
        made = tuple(known[config] for config in configs if config in known)
        study_of(name, question, made).save(path)
        yield Progress(len(made), len(configs), result)
