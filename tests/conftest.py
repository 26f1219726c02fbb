"""What the tests share: one thread, no deadlines, and one short real run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
import torch
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

from lstm_viz import Film, TrainConfig, TrainingRun, advance, start
from tests.lessons import runs

# More threads are slower on nets this small, and sums in another order are other bits.
torch.set_num_threads(1)

settings.register_profile("lstm_viz", deadline=None)
settings.load_profile("lstm_viz")


@pytest.fixture(scope="session", autouse=True)
def packages_read_once() -> Iterator[None]:
    """Let Streamlit search the packages for components once, not for each page that is opened.

    A server does so when it starts; AppTest takes a good third of a second for it every time.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            manifest_scanner,
            "scan_component_manifests",
            cache(manifest_scanner.scan_component_manifests),
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def shared_runs(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> None:
    """Let the processes of this test run share what they train."""
    alone = worker_id == "master"
    base = tmp_path_factory.getbasetemp()  # of this process; that of all processes is around it
    runs.folder = (base if alone else base.parent) / "runs"
    runs.folder.mkdir(exist_ok=True)


@pytest.fixture(scope="session")
def short_run() -> TrainingRun:
    """Return 60 updates of a memory cell, with a snapshot every 10."""
    config = TrainConfig.of_task("memory_cell", updates=60, snapshot_every=10)
    return advance(start(config), 60)


@pytest.fixture(scope="session")
def film(short_run: TrainingRun) -> Film:
    """Return the film of the short run."""
    return Film.of(short_run)
