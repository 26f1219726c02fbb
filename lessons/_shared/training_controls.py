"""Train, pause, step, reset, new seed: each only changes how far the visitor wants to see."""

from __future__ import annotations

import random

import streamlit as st

from lessons._shared.run_store import RunStore
from lessons._shared.visit import Visit


def train_button(
    visit: Visit, store: RunStore, shown: int, is_resting: bool, is_finished: bool
) -> None:
    """Draw the one obvious action: Train, Pause, Resume or Train again."""
    if not is_resting and shown < visit.until:
        st.button(
            "Pause",
            icon=":material/pause:",
            key="pause",
            type="primary",
            on_click=_pause,
            args=(visit, store),
            width=132,
        )
        return
    st.button(
        "Train again" if is_finished else "Resume" if shown else "Train",
        icon=":material/play_arrow:",
        key="train",
        type="primary",
        on_click=_train,
        args=(visit, store, shown, is_finished),
        width=132,
        help="Train both models on the same batches, and watch.",
    )


def small_steps(visit: Visit, shown: int, can_step: bool) -> None:
    """Draw the buttons for one update and for ten."""
    for count in (1, 10):
        st.button(
            f"+{count}",
            key=f"step_{count}",
            disabled=not can_step,
            on_click=_see_until,
            args=(visit, min(shown + count, visit.config.updates)),
            help=f"Make {count} update{'s' if count > 1 else ''}.",
        )


def start_over(visit: Visit, store: RunStore) -> None:
    """Draw the ways to begin again: with the same initial weights, or with others."""
    st.button(
        "Reset",
        icon=":material/restart_alt:",
        key="reset",
        on_click=_reset,
        args=(visit, store),
        help="Back to update 0, with the same initial weights.",
    )
    st.button(
        "New seed",
        icon=":material/casino:",
        key="new_seed",
        on_click=_new_seed,
        args=(visit, store),
        help="Other initial weights and other batches.",
    )


def _see_until(visit: Visit, until: int) -> None:
    """Want the run up to an update."""
    visit.opened, visit.trains, visit.until = None, True, until


def _pause(visit: Visit, store: RunStore) -> None:
    """Want the run up to where it is; if others train it on, up to the last snapshot that is kept.

    A click may arrive twice, when a rerun of the page overtakes another. The second finds a visitor
    who stands between two snapshots, and a run that stops there but has not been made yet.
    """
    store.release(visit.session)
    run = store.run(visit.wish)
    if run is not None:
        kept = store.is_wanted(visit.wish) and run.snapshots
        _see_until(visit, run.snapshots[-1].update if kept else run.update)
    elif not visit.wish.stops_exactly:
        _see_until(visit, 0)


def _train(visit: Visit, store: RunStore, shown: int, is_finished: bool) -> None:
    """Train to the end: from where the run is, or, when it is complete, once more from 0.

    Somebody else may have completed the run that this visitor has not seen yet. Then it is trained
    once more, too: who presses Train wants to watch.
    """
    _see_until(visit, visit.config.updates)
    run = store.run(visit.wish)
    is_complete = is_finished or (shown == 0 and run is not None and run.is_finished)
    if is_complete or store.problem(visit.wish):
        visit.take = store.next_take(visit.wish)


def _reset(visit: Visit, store: RunStore) -> None:
    """Go back to update 0, the initial weights being the same."""
    store.release(visit.session)
    visit.take = store.next_take(visit.wish)
    _see_until(visit, 0)


def _new_seed(visit: Visit, store: RunStore) -> None:
    """Draw another seed; the run then begins untrained."""
    store.release(visit.session)
    visit.turn(visit.config.changed(seed=random.randrange(10_000)))
