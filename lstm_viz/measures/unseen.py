"""How a trained run, and simple baselines, do on data that nothing was trained on."""

from __future__ import annotations

from lstm_viz.film import Film
from lstm_viz.interfering import answers_to
from lstm_viz.run import ModelName
from lstm_viz.tasks import Batch
from lstm_viz.tasks.uses import Use


def scores_on(film: Film, batch: Batch) -> dict[ModelName, float]:
    """Return the score of each model on a batch, with the weights of the film's last snapshot."""
    config, last = film.config, film.snapshots[-1]
    return {
        name: config.the_task.score(
            answers_to(config, name, last.models[name].weights, batch.x), batch
        )
        for name in config.cells
    }


def unseen_scores(film: Film) -> tuple[dict[ModelName, float], dict[str, float]]:
    """Return the score of each model on the test set, and of each baseline by its title.

    A task that is no use has no baselines.
    """
    task = film.config.the_task
    batch = task.test(film.config.length)
    simple = task.baseline_scores(batch) if isinstance(task, Use) else {}
    return scores_on(film, batch), simple
