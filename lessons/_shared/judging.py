"""Judging: whether a film can tell what a lesson asks of it."""

from __future__ import annotations

from lstm_viz.film import Film


def cannot_tell(film: Film, task: str = "memory_cell") -> str | None:
    """Say why a film cannot tell what an LSTM has learned on a task, or return None if it can."""
    if film.config.task != task:
        return "The link has another task than this lesson is about."
    if film.update < film.config.updates:
        return "Train the run to its end, and it will answer."
    score = film.snapshots[-1].lstm.score
    if not film.config.the_task.is_solved(score):
        return f"This run has not solved its task: its error is {score:.2g}. Try another seed."
    return None
