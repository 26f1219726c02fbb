"""Contest: how a trained LSTM stands beside the best simple baseline, on data new to both."""

from __future__ import annotations

from typing import Literal, NamedTuple

from lstm_viz.film import Film
from lstm_viz.measures.unseen import unseen_scores
from lstm_viz.run import ModelName

CLOSE_SHARE, CLOSE_ERROR = 0.02, 0.05
"""Two shares of right answers within 2 points, or two errors within 5 %, are a tie."""

Winner = Literal["model", "tie", "baseline"]


class Contest(NamedTuple):
    """Scores on the test set of a use.

    Attributes
    ----------
    models : dict of ModelName to float
        In the order of the run.
    baseline : str
        The title of the best baseline.
    score : float
        Its score.
    winner : "model", "tie" or "baseline"
        Whether the run's first model or the best baseline is better by more than a tie.
    """

    models: dict[ModelName, float]
    baseline: str
    score: float
    winner: Winner


def contest(film: Film) -> Contest:
    """Let the run of a use compete with the best of its baselines.

    Raises
    ------
    ValueError
        If the film's task has no baselines.
    """
    task = film.config.the_task
    models, simple = unseen_scores(film)
    if not simple:
        raise ValueError(f"{task.name} has no baselines, expected a use")
    best = max(simple, key=lambda title: simple[title] if task.higher_is_better else -simple[title])
    return Contest(
        models,
        best,
        simple[best],
        winner_of(models[film.config.cell], simple[best], task.higher_is_better),
    )


def winner_of(model: float, baseline: float, higher_is_better: bool) -> Winner:
    """Tell which of two scores is better, or that it is a tie.

    Examples
    --------
    >>> winner_of(0.9, 0.6, True), winner_of(0.9, 0.6, False), winner_of(0.61, 0.6, True)
    ('model', 'baseline', 'tie')
    """
    gain = model - baseline if higher_is_better else baseline - model
    close = CLOSE_SHARE if higher_is_better else CLOSE_ERROR * abs(baseline)
    return "tie" if abs(gain) <= close else "model" if gain > 0 else "baseline"
