"""Time steps to compute by hand, drawn so that a pencil is enough."""

from __future__ import annotations

import random
from functools import lru_cache
from types import MappingProxyType

from lstm_viz.by_hand.mistakes import mistakes
from lstm_viz.by_hand.step import CHANGES, ORDER, Exercise, Row


@lru_cache(maxsize=256)
def exercise(seed: int) -> Exercise:
    """Draw a time step to compute: the same for the same seed.

    All sums are multiples of one half from -3 to 3, so that a short table of sigmoid and tanh is
    enough, and every mistake in `mistakes` gives a number that can be told from the right one.

    Examples
    --------
    >>> sum(exercise(7).parts("candidate")) % 0.5
    0.0
    """
    draw = random.Random(seed)
    wanted = draw.choice(CHANGES)  # none should be the usual answer
    while True:
        drawn = Exercise(
            x=draw.choice((-1.0, -0.5, 0.5, 1.0)),
            hidden=0.5,
            cell=draw.choice((1.0, 1.5)),
            rows=MappingProxyType({name: _draw_row(draw) for name in ORDER[:4]}),
        )
        if _is_clear(drawn) and drawn.change() == wanted:
            return drawn


def _draw_row(draw: random.Random) -> Row:
    """Draw the weights of one sum."""
    return Row(
        W=draw.choice((-2.0, -1.0, 1.0, 2.0)),
        b=draw.choice((-1.0, -0.5, 0.5, 1.0)),
        U=draw.choice((-2.0, -1.0, 1.0, 2.0)),
    )


def _is_clear(drawn: Exercise) -> bool:
    """Tell whether the sums are in the table, and no known mistake comes near the right number."""
    known = drawn.values()
    is_close = min(abs(known["cell_state"] - drawn.cell), abs(known["cell_state"])) < 0.1
    if is_close or any(abs(sum(drawn.parts(name))) > 3 for name in drawn.rows):
        return False
    return all(
        abs(wrong - known[name]) > 0.03
        for name in ORDER
        for wrong in mistakes(drawn, name, known).values()
    )
