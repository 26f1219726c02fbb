"""Train, pause, step, reset, new seed: each only changes how far the visitor wants to see."""

from __future__ import annotations

import random

import streamlit as st

from lessons._shared.run_store import RunStore
from lessons._shared.visit import Visit


def train_button(visit: Visit, store: RunStore, shown: int) -> None:
    """Draw the one obvious action: Train, Pause or Resume; ``shown`` is the last update seen."""
    config = visit.config
    if shown < visit.until:
        st.button(
            "Pause",
            icon=":material/pause:",
            key="pause",
            type="primary",
            on_click=_see_until,
            args=(visit, store, None),
            width=132,
        )
        return
    label = "Train" if shown == 0 else "Resume" if shown < config.updates else "Train again"
    st.button(
        label,
        icon=":material/play_arrow:",
        key="train",
        type="primary",
        on_click=_train,
        args=(visit, store, shown),
        width=132,
        help="Train both models on the same batches, and watch.",
    )


def small_steps(visit: Visit, store: RunStore, shown: int) -> None:
    """Draw the smaller actions."""
    config = visit.config
    left = config.updates - shown
    for count in (1, 10):
        st.button(
            f"+{count}",
            key=f"step_{count}",
            disabled=left <= 0 or shown < visit.until,
            on_click=_see_until,
            args=(visit, store, min(shown + count, config.updates)),
            help=f"Make {count} update{'s' if count > 1 else ''}.",
        )
    st.button(
        "Reset",
        icon=":material/restart_alt:",
        key="reset",
        on_click=_reset,
        args=(visit, store),
        help="Back to update 0, with the same initial weights.",
    )
    new_seed_button(visit, store)


def new_seed_button(visit: Visit, store: RunStore) -> None:
    """Draw the button for another seed."""
    st.button(
        "New seed",
        icon=":material/casino:",
        key="new_seed",
        on_click=_new_seed,
        args=(visit, store),
        help="Other initial weights and other batches.",
    )


def _see_until(visit: Visit, store: RunStore, until: int | None) -> None:
    """Want the run up to an update; None: up to where it is."""
    visit.opened, visit.trains = None, True
    if until is None:
        store.release(visit.session)
        run = store.run(visit.config, visit.probe)
        until = run.update if run else 0
    visit.until = min(until, visit.config.updates)


def _train(visit: Visit, store: RunStore, shown: int) -> None:
    """Train to the end: from where the run is, or, when it is complete, once more from 0."""
    run = store.run(visit.config, visit.probe)
    is_complete = shown >= visit.config.updates or (run is not None and run.is_finished)
    if is_complete or store.problem(visit.config, visit.probe):
        _reset(visit, store)
    _see_until(visit, store, visit.config.updates)


def _reset(visit: Visit, store: RunStore) -> None:
    """Go back to update 0, the initial weights being the same."""
    store.release(visit.session)
    store.restart(visit.session, visit.config)
    visit.opened, visit.until = None, 0


def _new_seed(visit: Visit, store: RunStore) -> None:
    """Draw another seed; the run then begins untrained."""
    store.release(visit.session)
    visit.turn(visit.config.changed(seed=random.randrange(10_000)))
