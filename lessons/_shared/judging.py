"""Judging: whether a film can tell what a lesson asks of it, and how well a model does its task."""

from __future__ import annotations

from typing import Literal

from lessons._shared.story import NEAR_CHANCE, share_of_the_way
from lstm_viz.film import Film
from lstm_viz.run import ModelName

CLOSE = 0.03
"""Shares of right answers that differ by less are called about equal."""


def unfinished(film: Film) -> str | None:
    """Say that a film cannot tell what its run comes to, or return None if it is complete."""
    if film.update < film.config.updates:
        return "Train the run to its end, and it will answer."
    return None


def another_task(film: Film) -> str:
    """Say that a film is not about what is asked: a link can bring any run to any page."""
    return f"This page asks about another task than *{film.config.the_task.title}*."


def unfit(film: Film, task: str) -> str | None:
    """Say why a film cannot tell what a run of a task comes to, or return None if it can."""
    return another_task(film) if film.config.task != task else unfinished(film)


def cannot_tell(film: Film, task: str = "memory_cell") -> str | None:
    """Say why a film cannot tell what an LSTM has learned on a task, or return None if it can."""
    if problem := unfit(film, task):
        return problem
    score = film.snapshots[-1].lstm.score
    if not film.config.the_task.is_solved(score):
        return f"This run has not solved its task: its error is {score:.2g}. Try another seed."
    return None


def ahead(network: float, table: float) -> Literal["network", "equal", "counts"]:
    """Return who of a network and a table that counts is right more often, given their shares."""
    if abs(network - table) < CLOSE:
        return "equal"
    return "network" if network > table else "counts"


def level(film: Film, model: ModelName) -> Literal["solved", "between", "chance"]:
    """Return where a model's last score stands; worse than guessing counts as chance."""
    config, score = film.config, film.snapshots[-1].models[model].score
    if config.the_task.is_solved(score):
        return "solved"
    share = share_of_the_way(config.the_task, score, config.length)
    return "chance" if share < NEAR_CHANCE else "between"
