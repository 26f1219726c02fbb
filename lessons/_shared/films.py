"""The films that a page shows: from the run store as far as they have come, or the shipped one."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from lessons._shared.run_store import RunStore, film_of
from lessons._shared.shipped import shipped_film
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.run import TrainingRun


@st.cache_resource(max_entries=1, show_spinner=False)
def run_store() -> RunStore:
    """Return the store that all sessions share, its workers starting up in the background."""
    store = RunStore()
    store.warm_up()
    return store


def film_now(store: RunStore, visit: Visit) -> Film | None:
    """Return the visitor's film as far as it has been computed; None if nothing has.

    The shipped film serves as long as the visitor has not pressed Train.
    """
    if visit.opened:
        return visit.opened
    run = store.run(visit.config, visit.probe)
    if run is not None:
        return film_of(run, visit.until)
    shipped = None if visit.trains else shipped_film(visit.config, visit.probe)
    return shipped if shipped and visit.until >= shipped.update else None


def has_arrived(store: RunStore, visit: Visit, film: Film | None) -> bool:
    """Tell whether the film goes as far as the visitor wants, or as far as it can.

    A run may have ended early. Or others have taken it further, and only its regular snapshots are
    left; then the last one before is where the visitor now stands.
    """
    if film is None:
        return False
    run = store.run(visit.config, visit.probe)
    if run is not None and (run.is_finished or run.update >= visit.until):
        visit.until = film.update
    return film.update >= visit.until


@lru_cache(maxsize=32)
def _encoded(run: TrainingRun, first: int, until: int) -> bytes:
    """Encode once for all sessions that watch the same run."""
    return film_of(run, until).part(first).to_bytes()


def encoded(store: RunStore, visit: Visit, film: Film, first: int = 0) -> bytes:
    """Return the bytes of the visitor's film from an update on, made once for all who watch it."""
    run = store.run(visit.config, visit.probe)
    if visit.opened or run is None or film.update > run.update:
        return film.part(first).to_bytes()
    return _encoded(run, first, film.update)
