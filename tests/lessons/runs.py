"""Real runs for tests: in one test run each is trained once, whichever process asks first.

Runs that ship with the app are not trained at all: `tests.test_shipped_films` trains them again.
"""

from __future__ import annotations

import hashlib
import pickle
from functools import cache
from pathlib import Path

from filelock import FileLock

from lessons._shared.shipped import shipped_film
from lstm_viz import Film, TrainConfig, TrainingRun, advance, start, watch
from lstm_viz.tasks import Probe

folder: Path | None = None
"""Where all processes of this test run keep what they have trained; `tests.conftest` says where."""


@cache
def finished(config: TrainConfig, probe: Probe | None = None) -> TrainingRun:
    """Train a run to its end, with few snapshots; on its first probe sequence if not said."""
    if probe is not None:
        return watch(finished(config), probe)
    if film := shipped_film(config):
        return film.to_run()
    few = config.changed(snapshot_every=max(1, config.updates // 10))
    if folder is None:
        return _trained(few)
    path = folder / hashlib.sha256(repr(few).encode()).hexdigest()
    with FileLock(f"{path}.lock"):  # who comes second waits, which is sooner than training again
        if not path.exists():
            path.write_bytes(pickle.dumps(_trained(few)))
        run: TrainingRun = pickle.loads(path.read_bytes())
    return run


def trained(config: TrainConfig, probe: Probe | None = None) -> Film:
    """Return the film of a run that was trained to its end."""
    return Film.of(finished(config, probe))


def _trained(config: TrainConfig) -> TrainingRun:
    return advance(start(config), config.updates)
