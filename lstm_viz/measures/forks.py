"""Forks: places in a tune that the last four notes leave open, so that only memory can tell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from lstm_viz.film import Film
from lstm_viz.interfering import answers_to
from lstm_viz.run import ModelName
from lstm_viz.tasks.uses.melody import Version, counted, followers, versions

ORDER = 4


@lru_cache(maxsize=1)
def forks() -> tuple[tuple[Version, tuple[int, ...]], ...]:
    """Return the versions that train, with the time steps whose last four notes leave it open.

    So it is where the same four notes are followed by one note here and by another there, anywhere
    in what is trained on. *Frère Jacques* has the first one: C D E C, then C; and again, then E.
    """
    follows = followers(ORDER)
    return tuple(
        (
            version,
            tuple(
                t
                for t in range(ORDER - 1, len(version.notes) - 1)
                if len(follows[tuple(version.notes[t + 1 - ORDER : t + 1].tolist())]) > 1
            ),
        )
        for version in versions()
        if version.part == "training"
    )


FORKS = sum(len(steps) for _version, steps in forks())
"""How many there are."""


def right_at_forks(film: Film, model: ModelName, snapshot: int = -1) -> int:
    """Return at how many forks a model says the right note, having read the tune from its start."""
    config, weights = film.config, film.snapshots[snapshot].models[model].weights
    return sum(
        int((answers_to(config, model, weights, x).argmax(-1)[steps, 0] == after).sum())
        for x, steps, after in _asked(film)
    )


def table_at_forks(film: Film) -> int:
    """Return at how many forks the table of the last four notes is right."""
    return sum(
        int((counted(x, ORDER).argmax(-1)[steps, 0] == after).sum())
        for x, steps, after in _asked(film)
    )


def _asked(film: Film) -> Iterator[tuple[np.ndarray, list[int], np.ndarray]]:
    """Yield each tune x (T, 1, F), its forks, and the notes that follow them."""
    for version, steps in forks():
        x = film.config.the_task.parse(version.text.split())[:, None]
        yield x, list(steps), version.notes[np.array(steps, int) + 1]
