"""Contest: how a trained LSTM stands beside the best simple baseline, on data new to both."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Literal, NamedTuple

from lstm_viz.config import TrainConfig
from lstm_viz.film import Film
from lstm_viz.measures.unseen import unseen_scores
from lstm_viz.run import ModelName
from lstm_viz.study import Result
from lstm_viz.tasks.uses import Use

CLOSE_SHARE, CLOSE_ERROR = 0.02, 0.05
"""Two shares of right answers within 2 points, or two errors within 5 %, are a tie."""

Winner = Literal["model", "tie", "baseline"]


class Contest(NamedTuple):
    """Scores on the test set of a use.

    Attributes
    ----------
    models : dict of ModelName to tuple of float
        Of every run, in the order of the cells.
    baseline : str
        The title of the best baseline.
    score : float
        Its score.
    winner : "model", "tie" or "baseline"
        Whether the first model (its middle run, if there are several) or the best baseline is
        better by more than a tie.
    """

    models: dict[ModelName, tuple[float, ...]]
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
    models, simple = unseen_scores(film)
    return _contest(film.config, {name: (score,) for name, score in models.items()}, simple)


def contest_of_runs(results: Sequence[Result]) -> Contest:
    """Let runs of a use from several seeds, measured in a study, compete with its baselines.

    Raises
    ------
    ValueError
        If their task has no baselines.
    """
    config = results[0].config
    task = config.the_task
    simple = task.baseline_scores(task.test(config.length)) if isinstance(task, Use) else {}
    models = {
        name: tuple(scores)
        for name in config.cells
        if (scores := [s for r in results if (s := r.models[name].in_earnest) is not None])
    }
    return _contest(config, models, simple)


def _contest(
    config: TrainConfig, models: dict[ModelName, tuple[float, ...]], simple: dict[str, float]
) -> Contest:
    """Compare the first model with the best baseline."""
    task = config.the_task
    if not simple:
        raise ValueError(f"{task.name} has no baselines, expected a use")
    best = max(simple, key=lambda title: simple[title] if task.higher_is_better else -simple[title])
    middle = median(models[config.cell])
    winner = winner_of(middle, simple[best], task.higher_is_better)
    return Contest(models, best, simple[best], winner)


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
