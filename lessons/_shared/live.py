"""While something trains: claim the run, tell how it goes, and pass on what is new."""

from __future__ import annotations

import streamlit as st

from lessons._shared.films import encoded, film_now, has_arrived
from lessons._shared.plain import plain
from lessons._shared.player import send_part
from lessons._shared.run_store import RunStore
from lessons._shared.story import short_scores
from lessons._shared.visit import Visit

# With few watchers the film grows some five times a second. With many, the server looks as often
# in all as it can beside everybody's clicks.
QUICKEST, SLOWEST = 0.2, 4.0
LOOKS_PER_SECOND = 25


def follow(visit: Visit, store: RunStore) -> None:
    """Draw the fragment that follows the run until it is where the visitor wants it."""
    seconds = min(max(QUICKEST, store.watchers() / LOOKS_PER_SECOND), SLOWEST)
    st.fragment(_look, run_every=seconds)(visit, store)


def _look(visit: Visit, store: RunStore) -> None:
    """Look once; rerun the whole page when the run has arrived."""
    config, wish = visit.config, visit.wish
    if problem := store.problem(wish):
        st.error(f"{plain(problem)} Press Reset to begin again.", icon=":material/error:")
        return
    store.claim(visit.session, wish)
    film = film_now(store, visit)
    if film is None:
        st.progress(
            0.0, "Starting. The first time, the worker takes a few seconds to load PyTorch."
        )
        return
    if visit.screen is None:  # opened by a link to a run that still trains: now there is a film
        visit.screen = encoded(store, visit, film)
        st.rerun()
    if has_arrived(visit, film):
        st.rerun()
    st.progress(
        film.update / config.updates,
        f"Update {film.update} of {config.updates}: {short_scores(film)}",
    )
    # Each part begins where the last but one ended, so that a lost message does no harm.
    sent = visit.parts_sent()
    begins = len(sent) < 2
    first = 0 if begins else sent[-2]
    sent.append(film.update)
    state = {"state": "training", "update": film.update, "of": config.updates}
    send_part(encoded(store, visit, film, first), state, begins, key="part")
