"""Item: one question on a film, with the answer that its numbers give; and how options are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from lstm_viz.film import Film

MOST_OPTIONS = 4


class Item(NamedTuple):
    """A question on one film.

    Attributes
    ----------
    kind : str
        What is asked, a name in `lstm_viz.quiz.KINDS`.
    idea : str
        The name of the lesson that it belongs to.
    ask : str
        The question, in Markdown, with all numbers that the answer needs.
    options : tuple of str
        Two to four; exactly one of them is right.
    right : int
        Its place among them.
    because : str
        Why, in Markdown, with the run's numbers.
    step : int or None
        The time step, from 0, that it is about.
    """

    kind: str
    idea: str
    ask: str
    options: tuple[str, ...]
    right: int
    because: str
    step: int | None = None


Kind = Callable[[Film, np.random.Generator], Item | None]
"""From a film to a question on it; None where the film has nothing to ask in this way."""


class Options(NamedTuple):
    """Some options, and the place of the right one."""

    words: tuple[str, ...]
    right: int


def shuffled(rng: np.random.Generator, right: str, wrong: Sequence[str]) -> Options:
    """Put the right option at a random place among the wrong ones."""
    words = [right, *wrong]
    order = rng.permutation(len(words))
    return Options(tuple(words[k] for k in order), int(np.flatnonzero(order == 0)[0]))


def numbers(
    rng: np.random.Generator, right: float, wrong: Sequence[float], apart: float = 0.05
) -> Options | None:
    """Offer a number among wrong ones that lie apart from it and from each other.

    Parameters
    ----------
    rng : numpy.random.Generator
    right : float
    wrong : sequence of float
        Mistakes that people make, the likeliest first.
    apart : float
        How far, at least, any two options lie from each other.

    Returns
    -------
    Options or None
        None if the likeliest mistake comes to the same, or fewer than two come to something else.

    Examples
    --------
    >>> numbers(np.random.default_rng(0), 0.5, [0.8, 0.51, -0.2, 0.79]).words
    ('−0.20', '0.50', '0.80')
    """
    if abs(wrong[0] - right) < apart:
        return None
    kept = [right]
    for each in wrong:
        if len(kept) < MOST_OPTIONS and all(abs(each - other) >= apart for other in kept):
            kept.append(each)
    return None if len(kept) < 3 else shuffled(rng, said(right), [said(each) for each in kept[1:]])


def said(number: float) -> str:
    """Write a number to two decimals, with a true minus sign."""
    return f"{number + 0.0:.2f}".replace("-", "−").replace("−0.00", "0.00")


def chosen(rng: np.random.Generator, places: Sequence[int] | np.ndarray) -> int | None:
    """Return one of some places at random, None if there is none."""
    return int(rng.choice(places)) if len(places) else None


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table in Markdown.

    Examples
    --------
    >>> print(table(["a", "b"], [["1", "2"]]))
    | a | b |
    |---|---|
    | 1 | 2 |
    """
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], f"|{'---|' * len(head)}", *lines[1:]])
