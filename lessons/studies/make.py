"""Measure the studies that ship with the app: ``python -m lessons.studies.make [name ...]``.

Without names, all of them. Results that are there already are kept, so that it can be stopped and
taken up again; it goes seed by seed. Delete a study's file to measure it anew.
"""

from __future__ import annotations

import sys
from multiprocessing import get_context

from lessons._shared.studies import STUDIES, path_of
from lstm_viz.study import Study, measure, study_of


def make(name: str, workers: int | None = None) -> None:
    """Measure what a study lacks, and save it after every run; one worker per core if not said."""
    plan, path = STUDIES[name], path_of(name)
    before = Study.load(path) if path.exists() else None
    known = {result.config: result for result in before.results} if before else {}
    missing = sorted((c for c in plan.configs if c not in known), key=lambda config: config.seed)
    # Spawned, not forked: torch and forks do not go together.
    with get_context("spawn").Pool(workers) as pool:
        for result in pool.imap_unordered(measure, missing):
            known[result.config] = result
            made = tuple(known[config] for config in plan.configs if config in known)
            study_of(name, plan.question, made).save(path)
            print(f"{name}: {len(made)} of {len(plan.configs)} runs", flush=True)


if __name__ == "__main__":
    for each in sys.argv[1:] or STUDIES:
        if each not in STUDIES:
            sys.exit(f"there is no study called {each}; there are {', '.join(STUDIES)}")
        make(each)
