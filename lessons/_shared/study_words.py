"""What a study says of itself: under its chart, and to who does not see the chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.study import Count, Study, solved


def study_origin(study: Study) -> str:
    """Return the provenance of a study in one line: how many runs, which seeds, versions."""
    seeds, made = sorted(study.values("seed")), study.provenance
    return (
        f"{len(study.results)} runs, {_span(seeds)}. Computed {made['date']} with PyTorch "
        f"{made['torch']}, NumPy {made['numpy']}, LSTM Viz {made['lstm_viz']}."
    )


def over_seeds(study: Study, config: TrainConfig) -> str:
    """Tell how often each cell of a run solved its task from other seeds; nothing if unmeasured."""
    of_task = study.where(task=config.task)
    same = [each for each in of_task if each.config.changed(seed=config.seed) == config]
    if not same:
        return ""
    seeds = _span(sorted(each.config.seed for each in same))
    told = (
        f"{CELLS[name].title} in {solved(same, name)} of {len(same)} runs" for name in config.cells
    )
    return f"At these settings, over {seeds}, the task was solved by the {' and the '.join(told)}."


def _span(seeds: list[int]) -> str:
    """Write which seeds, counted through as they come."""
    if len(seeds) == 1:
        return f"seed {seeds[0]}"
    if seeds == list(range(seeds[0], seeds[-1] + 1)):
        return f"seeds {seeds[0]} to {seeds[-1]}"
    return f"seeds {', '.join(map(str, seeds))}"


def grid_in_words(rows: Mapping[str, Sequence[Count]], columns: Sequence[str]) -> str:
    """Tell a whole grid of counts, but for what was not run."""
    return " ".join(
        f"{title}: "
        + "; ".join(
            f"{words} {k} of {n}" for words, (k, n) in zip(columns, counts, strict=True) if n
        )
        + "."
        for title, counts in rows.items()
    )
