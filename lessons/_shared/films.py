"""The films that a page shows: from the run store as far as they have come, or the shipped one."""

from __future__ import annotations

import gc
import sys
from collections import OrderedDict
from dataclasses import replace
from threading import Lock

import streamlit as st

from lessons._shared.run_store import RunStore
from lessons._shared.shipped import shipped_bytes, shipped_film
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.run import TrainingRun


@st.cache_resource(max_entries=1, show_spinner=False)
def run_store() -> RunStore:
    """Return the store that all sessions share, its workers starting up in the background."""
    # With many sessions, their threads must not keep the one that serves the network waiting.
    sys.setswitchinterval(0.0005)
    store = RunStore()
    store.warm_up()
    gc.collect()
    gc.freeze()  # what is loaded by now stays: collections need not walk it
    return store


def film_now(store: RunStore, visit: Visit) -> Film | None:
    """Return the visitor's film as far as it has been computed; None if nothing has.

    The shipped film serves as long as the visitor has not pressed Train, whatever others have
    trained of the same run.
    """
    if visit.opened:
        return visit.opened
    shipped = None if visit.trains else shipped_film(visit.config)
    if shipped and visit.until >= shipped.update and visit.probe.text == shipped.probe.text:
        return shipped
    if shipped and visit.ships:  # on another sequence: its weights are known, nobody has to train
        store.keep(replace(visit.wish, probe=shipped.probe), shipped.to_run())
    run = store.run(visit.wish)
    return None if run is None else film_of(run, visit.until)


def film_of(run: TrainingRun, until: int) -> Film:
    """Return the film of a run up to an update."""
    film = Film.of(run)
    kept = tuple(s for s in film.snapshots if s.update <= until)
    return replace(film, snapshots=kept or film.snapshots[:1])


def has_arrived(visit: Visit, film: Film | None) -> bool:
    """Tell whether the film goes as far as the visitor wants, or as far as it can."""
    return film is not None and (film.update >= visit.until or is_finished(film))


def is_finished(film: Film | None) -> bool:
    """Tell whether no update is left to make: the run is complete, or both models have ended."""
    if film is None:
        return False
    has_ended = all(ended and ended.update <= film.update for ended in film.ended.values())
    return film.update >= film.config.updates or has_ended


class _ByteCache:
    """Encoded films, the least recently used of which go when they take too much memory."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._films: OrderedDict[tuple[TrainingRun, int, int], bytes] = OrderedDict()
        self._total = 0
        self._lock = Lock()

    def get(self, run: TrainingRun, first: int, until: int) -> bytes:
        """Return the film of a run up to an update, from an update on, encoded."""
        key = (run, first, until)  # runs are equal only to themselves
        with self._lock:
            if key in self._films:
                self._films.move_to_end(key)
                return self._films[key]
        data = film_of(run, until).part(first).to_bytes()
        with self._lock:
            self._total += len(data) - len(self._films.get(key, b""))
            self._films[key] = data
            while self._total > self._most_bytes:
                self._total -= len(self._films.popitem(last=False)[1])
        return data


_cache = _ByteCache(most_bytes=64 << 20)


def encoded(store: RunStore, visit: Visit, film: Film, first: int = 0) -> bytes:
    """Return the bytes of the visitor's film from an update on, made once for all who watch it."""
    if first == 0 and (shipped := shipped_bytes(film)):
        return shipped
    run = store.run(visit.wish)
    if visit.opened or run is None or film.update > run.update:
        return film.part(first).to_bytes()
    return _cache.get(run, first, film.update)
