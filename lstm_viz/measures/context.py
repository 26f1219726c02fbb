"""Context: how well a trained model answers when it hears only the last few time steps."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from lstm_viz.film import Film
from lstm_viz.interfering import answers_to
from lstm_viz.run import ModelName
from lstm_viz.tasks import Batch

WITHIN = 0.01
"""A share of right answers that is at most this much lower is as good."""


def score_by_context(
    film: Film, model: ModelName, batch: Batch, contexts: Iterable[int]
) -> dict[int, float]:
    """Return a model's score by how many time steps it hears, with the last snapshot's weights.

    For every answer the model begins anew, from its initial state, so many steps back (at the
    beginning of the sequence where that is nearer), and hears nothing from before. The last
    answer counts.

    Parameters
    ----------
    film : Film
    model : ModelName
        One that hears only the past: a model that looks ahead would lose the future too.
    batch : Batch
        Of T time steps.
    contexts : iterable of int
        Steps heard, that of the answer included, 1 to T; T is to hear everything.

    Raises
    ------
    ValueError
        If a context is out of range.
    """
    steps, size = batch.x.shape[:2]
    weights = film.snapshots[-1].models[model].weights
    full = answers_to(film.config, model, weights, batch.x)
    scores = {}
    for heard in contexts:
        if not 1 <= heard <= steps:
            raise ValueError(f"context is {heard}, expected 1 to {steps} time steps")
        starts = range(1, steps - heard + 1)
        said = full.copy()
        if starts:
            windows = np.concatenate([batch.x[at : at + heard] for at in starts], 1)
            anew = answers_to(film.config, model, weights, windows)[-1]
            said[heard:] = anew.reshape(len(starts), size, -1)
        scores[heard] = film.config.the_task.score(said, batch)
    return scores


def context_needed(scores: dict[int, float], within: float = WITHIN) -> int:
    """Return the shortest context that is as good as the longest, where a higher score is better.

    Examples
    --------
    >>> context_needed({1: 0.75, 2: 0.80, 4: 0.835, 36: 0.84})
    4
    """
    full = scores[max(scores)]
    return min(heard for heard, score in scores.items() if score >= full - within)
