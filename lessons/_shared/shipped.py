"""The runs whose films ship with the app, so that a page opens with its picture."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lstm_viz.config import TrainConfig
from lstm_viz.film import Film

FOLDER = Path(__file__).parent.parent / "films"


def _plain_rnn(length: int) -> TrainConfig:
    """Return a vanilla RNN of eight units, as PyTorch makes it, that has to store a value."""
    changes = {"hidden_size": 8, "fairness": "hidden_size", "learning_rate": 0.005}
    return TrainConfig.of_task("store_value", length=length, snapshot_every=80, **changes)


def _steep(clip_norm: float | None) -> TrainConfig:
    """Return the first updates of a vanilla RNN whose gradient explodes unless it is clipped."""
    changes = {"hidden_size": 16, "fairness": "hidden_size", "initialisation": "orthogonal"}
    learns = {"optimiser": "sgd", "learning_rate": 0.3, "updates": 30, "snapshot_every": 3}
    return TrainConfig.of_task(
        "count_since_reset", seed=1, clip_norm=clip_norm, **changes, **learns
    )


RUNS: dict[str, TrainConfig] = {
    "memory_cell": TrainConfig.of_task(),
    "short_memory": _plain_rnn(length=5),
    "long_memory": _plain_rnn(length=30),
    "count_since_reset": TrainConfig.of_task("count_since_reset", snapshot_every=60),
    "adding": TrainConfig.of_task("adding", snapshot_every=125),
    "wired_memory": TrainConfig.of_task(
        hidden_size=1, fairness="hidden_size", initialisation="wired", length=50, snapshot_every=32
    ),
    "exploding": _steep(clip_norm=None),
    "clipped": _steep(clip_norm=5.0),
    "no_forget_gate": TrainConfig.of_task(cell="no_forget_gate"),
    "race_store": TrainConfig.of_task("store_value", snapshot_every=80),
    "race_latch": TrainConfig.of_task("latch", snapshot_every=15),
    "memory_cell_sgd": TrainConfig.of_task(optimiser="sgd"),
    "sentiment": TrainConfig.of_task("sentiment", snapshot_every=20),
    "characters": TrainConfig.of_task("characters", snapshot_every=100),
    "few_sequences": TrainConfig.of_task(
        hidden_size=8, training_sequences=16, updates=800, snapshot_every=40
    ),
    "gru_counts": TrainConfig.of_task(
        "anbn", cell="gru", against="lstm", hidden_size=4, seed=1, snapshot_every=75
    ),
    "padded": TrainConfig.of_task("lengths_unmasked", snapshot_every=10),
    "forecasting": TrainConfig.of_task("forecasting", snapshot_every=20),
    "anomaly": TrainConfig.of_task("anomaly", snapshot_every=25),
    "denoising": TrainConfig.of_task("denoising", snapshot_every=40),
    "vowels": TrainConfig.of_task("vowels", snapshot_every=70),
    "moving_dot": TrainConfig.of_task("moving_dot", snapshot_every=90),
    "melody": TrainConfig.of_task("melody", snapshot_every=60),
    "translation": TrainConfig.of_task("translation", snapshot_every=300),
}
"""By file name. ``make films`` trains them, and a test trains them again and compares."""


def opens_at(config: TrainConfig) -> int:
    """Return the update at which a page shows a run: the last; before training if it is wired."""
    return 0 if config.initialisation == "wired" else config.updates


def path_of(name: str) -> Path:
    """Return where the film of a run stands."""
    return FOLDER / f"{name}.film"


def shipped_film(config: TrainConfig) -> Film | None:
    """Return the shipped film of a configuration, if there is one."""
    name = _name_of(config)
    return film_named(name) if name else None


def shipped_bytes(film: Film) -> bytes | None:
    """Return a shipped film as it stands in its file; None if the film is not a shipped one."""
    name = _name_of(film.config)
    return _bytes_of(name) if name and film is film_named(name) else None


def _name_of(config: TrainConfig) -> str | None:
    """Return the name under which the film of a configuration ships, if it does."""
    return next((name for name, run in RUNS.items() if run == config), None)


@st.cache_resource(max_entries=len(RUNS), show_spinner=False)
def film_named(name: str) -> Film:
    """Return a shipped film by its file name, read once for all sessions."""
    return Film.load(path_of(name))


@st.cache_resource(max_entries=len(RUNS), show_spinner=False)
def _bytes_of(name: str) -> bytes:
    """Read a film's file once for all sessions."""
    return path_of(name).read_bytes()
