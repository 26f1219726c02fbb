"""Border: the smallest forget bias with which a run stores, found by trying some on either side."""

from __future__ import annotations

from lessons._shared.questions import Standing, Tried
from lstm_viz.config import TrainConfig
from lstm_viz.film import Film
from lstm_viz.measures.keeping import sigmoid

CLOSE = 1.0
"""How far below a bias that stores the nearest one that fails may be."""


def border(film: Film, tried: Tried) -> Standing:
    """Tell whether a bias that stores is known, and one at most 1 below it that does not.

    Only finished runs count that differ from the shown one in nothing but their bias.
    """
    series = _without_bias(film.config)
    scores = {
        config.forget_bias: outcome.scores["lstm"]
        for config, outcome in tried.items()
        if _without_bias(config) == series
    }
    if film.update >= film.config.updates:
        scores[film.config.forget_bias] = film.snapshots[-1].lstm.score
    if not scores:
        return Standing(False, "With this seed no bias is tried yet. Set one, and press **Train**.")
    stores = {bias: series.the_task.is_solved(score) for bias, score in sorted(scores.items())}
    table = _table(scores, stores)
    if not any(stores.values()):
        return Standing(False, f"With seed {series.seed} none of these stores it yet.{table}")
    least = min(bias for bias, does in stores.items() if does)
    fails = [bias for bias in stores if bias < least]
    if not fails or least - fails[-1] > CLOSE:
        below = f"Does a bias at most {CLOSE:g} below {least:g} fail?"
        return Standing(False, f"With seed {series.seed}, {least:g} stores it. {below}{table}")
    left = sigmoid(least) ** series.length
    tells = (
        f"Seed {series.seed}: {least:g} stores it, {fails[-1]:g} does not. A gate that stands at "
        f"σ({least:g}) = {sigmoid(least):.2f} leaves {left:.2g} after {series.length} steps."
    )
    return Standing(True, tells + table)


def _without_bias(config: TrainConfig) -> TrainConfig:
    """Return what runs that differ in their bias only have in common."""
    return config.changed(forget_bias=0.0)


def _table(scores: dict[float, float], stores: dict[float, bool]) -> str:
    """Write what was tried as a table in Markdown."""
    rows = "\n".join(
        f"| {bias:g} | {scores[bias]:.2g} | {'yes' if does else 'no'} |"
        for bias, does in stores.items()
    )
    return f"\n\n| bias | mean squared error | stored |\n|---|---|---|\n{rows}"
