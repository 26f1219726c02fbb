"""The runs whose films ship with the app, so that a page opens with its picture."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lstm_viz.config import TrainConfig
from lstm_viz.film import Film
from lstm_viz.tasks import Probe

FOLDER = Path(__file__).parent.parent / "films"


def _plain_rnn(length: int) -> TrainConfig:
    """Return a vanilla RNN of eight units, as PyTorch makes it, that has to store a value."""
    changes = {"hidden_size": 8, "fairness": "hidden_size", "learning_rate": 0.005}
    return TrainConfig.of_task("store_value", length=length, snapshot_every=80, **changes)


RUNS: dict[str, TrainConfig] = {
    "memory_cell": TrainConfig.of_task(),
    "short_memory": _plain_rnn(length=5),
    "long_memory": _plain_rnn(length=30),
}
"""By file name. ``make films`` trains them, and a test trains them again and compares."""


def path_of(name: str) -> Path:
    """Return where the film of a run stands."""
    return FOLDER / f"{name}.film"


def shipped_film(config: TrainConfig, probe: Probe) -> Film | None:
    """Return the shipped film of a configuration on a probe sequence, if there is one."""
    film = next((_load(name) for name, run in RUNS.items() if run == config), None)
    return film if film and film.probe.text == probe.text else None


@st.cache_resource(max_entries=len(RUNS), show_spinner=False)
def _load(name: str) -> Film:
    """Read a film once for all sessions."""
    return Film.load(path_of(name))
