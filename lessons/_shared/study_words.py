"""What a study says of itself under its chart."""

from __future__ import annotations

from lstm_viz.study import Study


def study_origin(study: Study) -> str:
    """Return the provenance of a study in one line: how many runs, which seeds, versions."""
    seeds = sorted({result.config.seed for result in study.results})
    made = study.provenance
    return (
        f"{len(study.results)} runs, {_span(seeds)}. Computed {made['date']} with PyTorch "
        f"{made['torch']}, NumPy {made['numpy']}, LSTM Viz {made['lstm_viz']}."
    )


def _span(seeds: list[int]) -> str:
    """Write which seeds, counted through as they come."""
    if len(seeds) == 1:
        return f"seed {seeds[0]}"
    if seeds == list(range(seeds[0], seeds[-1] + 1)):
        return f"seeds {seeds[0]} to {seeds[-1]}"
    return f"seeds {', '.join(map(str, seeds))}"
