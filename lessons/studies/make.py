"""Measure the studies that ship with the app: ``python -m lessons.studies.make [name ...]``.

Without names, all of them. Results that are there already are kept, so that it can be stopped and
taken up again; it goes seed by seed. Delete a study's file to measure it anew. Runs are handed out
to one process per core, or with ``--cluster tcp://host:8786`` to a Dask cluster.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import timedelta

from lessons._shared.studies import STUDIES, path_of
from lstm_viz.sweep import Progress, computing_on, sweep

WIDTH = 30


def make(name: str) -> None:
    """Measure what a study lacks, and tell how far it has come after every run."""
    plan, path = STUDIES[name], path_of(name)
    began, before = time.monotonic(), 0
    for progress in sweep(name, plan.question, plan.configs, path):
        if progress.result is None:
            before = progress.done
        seconds = time.monotonic() - began
        line = bar(name, progress, seconds * _ahead(progress, before))
        is_last = progress.done == progress.of
        print(line, end="\n" if is_last or not sys.stdout.isatty() else "\r", flush=True)


def _ahead(progress: Progress, before: int) -> float:
    """Return how many times as long as so far it will take."""
    made = progress.done - before
    return (progress.of - progress.done) / made if made else 0.0


def bar(name: str, progress: Progress, seconds: float) -> str:
    """Draw a sweep's progress as a line of text, with the seconds that are still ahead.

    Examples
    --------
    >>> bar("race", Progress(20, 30, None), 75)
    'race ████████████████████░░░░░░░░░░ 20 of 30 runs, 0:01:15 left'
    """
    full = WIDTH * progress.done // max(progress.of, 1)
    line = f"{name} {'█' * full}{'░' * (WIDTH - full)} {progress.done} of {progress.of} runs"
    return f"{line}, {timedelta(seconds=round(seconds))} left" if seconds else line


def main() -> None:
    """Read the command line, and make what it names."""
    parser = argparse.ArgumentParser("python -m lessons.studies.make", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(STUDIES))
    parser.add_argument("--cluster", help="the address of a Dask scheduler")
    parser.add_argument("--workers", type=int, default=-1, help="processes, if there is no cluster")
    said = parser.parse_args()
    for name in said.names:
        if name not in STUDIES:
            parser.error(f"there is no study called {name}; there are {', '.join(STUDIES)}")
    with computing_on(said.cluster, said.workers):
        for name in said.names or STUDIES:
            make(name)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped. What is finished is kept; the same command goes on from there.")
