"""The films that a page shows: from the run store as far as they have come, or the shipped one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import streamlit as st

from lessons._shared.run_store import RunStore, film_of
from lstm_viz.config import TrainConfig
from lstm_viz.film import Film
from lstm_viz.run import TrainingRun
from lstm_viz.tasks import Probe

SHIPPED = Path(__file__).parent.parent / "films" / "memory_cell.film"


@st.cache_resource(max_entries=1, show_spinner=False)
def run_store() -> RunStore:
    """Return the store that all sessions share, its workers starting up in the background."""
    store = RunStore()
    store.warm_up()
    return store


@st.cache_resource(max_entries=1, show_spinner=False)
def shipped_film() -> Film:
    """Return the film that comes with the app (made by ``make films``)."""
    return Film.load(SHIPPED)


def film_now(store: RunStore, config: TrainConfig, probe: Probe, until: int) -> Film | None:
    """Return the film of a run up to an update, as far as it has been computed; None if not at all.

    The shipped film serves until the same configuration is trained here.
    """
    run = store.run(config, probe)
    if run is not None:
        return film_of(run, until)
    shipped = shipped_film()
    same = (config, probe.text) == (shipped.config, shipped.probe.text)
    return shipped if same and until >= shipped.update else None


@lru_cache(maxsize=32)
def _encoded(run: TrainingRun, first: int, until: int) -> bytes:
    """Encode once for all sessions that watch the same run."""
    return film_of(run, until).part(first).to_bytes()


def encoded(store: RunStore, film: Film, first: int = 0) -> bytes:
    """Return the bytes of a film from an update on, shared between sessions where possible."""
    run = store.run(film.config, film.probe)
    if run is None or film.update > run.update:
        return film.part(first).to_bytes()
    return _encoded(run, first, film.update)
