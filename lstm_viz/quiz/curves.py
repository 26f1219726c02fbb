"""Questions on learning: which column of numbers is the loss, which is of unseen sequences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lstm_viz.family import CELLS
from lstm_viz.film import Film
from lstm_viz.quiz.item import Item, table
from lstm_viz.run import ModelSnapshot, Snapshot

COLUMNS = 5
CLEARLY = 2.0
"""One column of numbers is told from another only if it ends this many times as high."""


def which_is_the_loss(film: Film, rng: np.random.Generator) -> Item | None:
    """Ask which of two columns is the training loss: the one that falls while accuracy rises."""
    sides = _sides(film)
    if sides is None or not film.config.the_task.higher_is_better:
        return None
    loss, score = [side.loss for side in sides], [side.score for side in sides]
    if not (loss[0] > CLEARLY * loss[-1] and score[-1] > score[0] + 0.2):
        return None
    name = film.config.the_task.score_name
    return _which(
        film,
        rng,
        "which_is_the_loss",
        "Which is the **training loss**",
        (loss, score),
        f"A loss falls while a model learns, here from {loss[0]:.3f} to {loss[-1]:.3f}. The other "
        f"column rises to {score[-1]:.3f}: it is the score ({name}).",
    )


def which_is_unseen(film: Film, rng: np.random.Generator) -> Item | None:
    """Ask which of two columns is the error on sequences that nobody learned from."""
    sides = _sides(film)
    if sides is None or film.config.training_sequences is None:
        return None
    test, train = [side.test_score for side in sides], [side.train_score for side in sides]
    if film.config.the_task.higher_is_better or not test[-1] > CLEARLY * train[-1]:
        return None
    return _which(
        film,
        rng,
        "which_is_unseen",
        f"It learns from {film.config.training_sequences} sequences. Which is the error on "
        "**others, which it never sees**",
        (test, train),
        f"At the end the error is {train[-1]:.4f} on the sequences it learns from and "
        f"{test[-1]:.4f} on others: it has learned some of them by heart ([[overfitting]]).",
    )


def _sides(film: Film) -> list[ModelSnapshot] | None:
    """Return the first model at some snapshots over training; None if there are too few."""
    if len(film.snapshots) <= COLUMNS:
        return None
    sides = [snapshot.models[film.config.cell] for snapshot in _shown(film)]
    return sides if np.isfinite([(side.loss, side.score) for side in sides]).all() else None


def _shown(film: Film) -> list[Snapshot]:
    """Return some snapshots after the first, evenly over training."""
    places = np.linspace(1, len(film.snapshots) - 1, COLUMNS).astype(int)
    return [film.snapshots[place] for place in places]


def _which(
    film: Film,
    rng: np.random.Generator,
    kind: str,
    asks: str,
    rows: tuple[Sequence[float], Sequence[float]],
    because: str,
) -> Item:
    """Ask which of two columns is the first; they are told as A and B, in either order."""
    swapped = bool(rng.integers(2))
    shown = rows[::-1] if swapped else rows
    lines = [
        [str(snapshot.update), f"{a:.4f}", f"{b:.4f}"]
        for snapshot, a, b in zip(_shown(film), *shown, strict=True)
    ]
    title = CELLS[film.config.cell].title
    return Item(
        kind,
        "watching_it_learn",
        f"Two columns of numbers of the {title} while it learns. {asks}?\n\n"
        f"{table(['update', 'A', 'B'], lines)}\n",
        ("A", "B"),
        int(swapped),
        because,
    )
