"""Paper: a round of mixed questions on several films, the same for the same seed and films."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from lstm_viz.film import Film
from lstm_viz.quiz.curves import which_is_the_loss, which_is_unseen
from lstm_viz.quiz.gates import what_is_left, what_it_does, which_step_wrote
from lstm_viz.quiz.item import Item, Kind
from lstm_viz.quiz.runs import chance, reaches_further, who_solved
from lstm_viz.quiz.sums import SUMS, asks
from lstm_viz.quiz.units import which_unit

QUESTIONS = 10
_STREAM = 14

KINDS: dict[str, Kind] = {
    "what_it_does": what_it_does,
    "which_step_wrote": which_step_wrote,
    "what_is_left": what_is_left,
    "who_solved": who_solved,
    "chance": chance,
    "reaches_further": reaches_further,
    "which_unit": which_unit,
    "which_is_the_loss": which_is_the_loss,
    "which_is_unseen": which_is_unseen,
    **{each.kind: asks(each) for each in SUMS},
}
"""All kinds of question, by name."""


class Asked(NamedTuple):
    """A question of a paper, and the place of its film among those that were given."""

    item: Item
    film: int


def paper(
    films: Sequence[Film], seed: int, own: int = 0, questions: int = QUESTIONS
) -> tuple[Asked, ...]:
    """Return a round of questions, every one of another kind as long as there are kinds.

    Parameters
    ----------
    films : sequence of Film
        The student's own first.
    seed : int
    own : int
        How many of them are the student's own: these are asked about wherever they can be.
    questions : int
        How many to ask; fewer where the films do not have as much to ask.
    """
    rng = np.random.default_rng((seed, _STREAM))
    found: list[Asked] = []
    for name in rng.permutation(list(KINDS)):
        order = [*rng.permutation(own), *own + rng.permutation(len(films) - own)]
        for place in map(int, order):
            item = KINDS[str(name)](films[place], rng)
            if item is not None:
                found.append(Asked(item, place))
                break
        if len(found) == questions:
            break
    return tuple(found)
