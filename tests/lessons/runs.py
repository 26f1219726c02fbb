"""Real runs for the tests of lessons, each trained once."""

from __future__ import annotations

from functools import cache

from lstm_viz import Film, TrainConfig, advance, start
from lstm_viz.tasks import Probe


@cache
def trained(config: TrainConfig, probe: Probe | None = None) -> Film:
    """Train a run to its end, with few snapshots; on its first probe sequence if not said."""
    few = config.changed(snapshot_every=max(1, config.updates // 4))
    return Film.of(advance(start(few, probe), few.updates))
