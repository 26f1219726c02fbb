"""Many runs: a small sweep over the gap, with the cells and settings that the Lab shows."""

from __future__ import annotations

import numpy as np
import streamlit as st

from lessons._shared.own_sweep import (
    MOST_GAPS,
    MOST_SEEDS,
    MOST_UPDATES,
    OwnSweep,
    Plan,
    counts,
    plan,
)
from lessons._shared.plain import plain
from lessons._shared.run_store import RunStore
from lessons._shared.story import unusual
from lessons._shared.study_words import grid_in_words, study_origin
from lessons._shared.theme import mode
from lessons._shared.visit import Visit
from lstm_viz.family import CELLS
from lstm_viz.film import Film

QUICKEST, LOOKS_PER_SECOND = 0.4, 25


def many_runs(visit: Visit, store: RunStore, _film: Film) -> None:
    """Draw what to run, how far it has come, and what came out."""
    own: OwnSweep = st.session_state.setdefault("own_sweep", OwnSweep(f"{visit.session}-sweep"))
    asked = _asked(visit)
    if own.running and own.running != asked:
        own.stop(store)
    _buttons(own, asked, store)
    if own.running:
        seconds = max(QUICKEST, store.watchers() / LOOKS_PER_SECOND)
        st.fragment(_follow, run_every=seconds)(own, asked, store)
    else:
        _outcome(own, asked)


def _asked(visit: Visit) -> Plan:
    """Draw what a sweep varies, and return its runs."""
    lengths = visit.config.length_knob
    low, high = int(lengths.low), int(lengths.high)
    far = visit.config.length if visit.config.length > low else high
    st.markdown(
        "Over which gap does each of the two cells learn? Every gap is run with several seeds; "
        "everything else is as it is set above."
    )
    ends, number, seeds, updates = st.columns([4, 2, 2, 3], gap="medium")
    span = ends.slider(
        "Gaps from and to",
        low,
        high,
        (low, far),
        key=f"sweep_{visit.config.task}",
    )
    points = number.slider("How many gaps", 2, MOST_GAPS, 4, key="sweep_gaps")
    count = seeds.slider("Seeds", 1, MOST_SEEDS, 3, key="sweep_seeds")
    most = updates.slider("Updates", 50, MOST_UPDATES, MOST_UPDATES, 50, key="sweep_updates")
    gaps = tuple(int(gap) for gap in np.unique(np.linspace(*span, points).round().astype(int)))
    return plan(visit.config, gaps, count, most)


def _buttons(own: OwnSweep, asked: Plan, store: RunStore) -> None:
    """Draw the way to begin, to go on or to cancel."""

    def begin() -> None:
        own.running = asked

    missing = len(own.missing(asked))
    if own.running:
        label, icon, act = "Cancel", ":material/stop:", lambda: own.stop(store)
    else:
        words = "Run" if missing == len(asked) else "Go on with"
        label = f"{words} {missing} run{'s' * (missing != 1)}" if missing else "All runs are done"
        icon, act = ":material/playlist_play:", begin
    st.button(label, icon=icon, key="sweep", on_click=act, disabled=not missing)


def _follow(own: OwnSweep, asked: Plan, store: RunStore) -> None:
    """Look once; rerun the whole page when the sweep is done."""
    problem = own.look(store)
    if problem:
        own.stop(store)
        st.error(plain(problem), icon=":material/error:")
        return
    if not own.running:
        st.rerun()
    share, told = own.share(store)
    st.progress(share, told)
    _outcome(own, asked)


def _outcome(own: OwnSweep, asked: Plan) -> None:
    """Draw in which share of the runs each cell solved the task, as far as there are results."""
    from lstm_viz.figures.horizon import shares_by_gap

    study = own.study(asked)
    if not study.results:
        return
    config, task = asked[0], asked[0].the_task
    gaps = sorted({each.length for each in asked})
    rows = {CELLS[name].title: row for name, row in counts(study, asked).items()}
    told = grid_in_words(rows, [f"{gap} {task.length_name}" for gap in gaps])
    st.plotly_chart(
        shares_by_gap(
            rows, [CELLS[name].kind for name in config.cells], gaps, task.length_name, mode()
        ),
        key="sweep_chart",
        alt=f"Share of seeds that solved the task, by gap. {told}",
    )
    settings = ", ".join(["", *unusual(config)])
    sizes = " and ".join(f"{CELLS[n].title} {config.size_of(n)}" for n in config.cells)
    st.caption(
        f"{task.title}; units: {sizes}{settings}; {config.updates} updates. A run counts if it "
        f"met the threshold at some moment. {told} {study_origin(study)}"
    )
