"""A visitor's own sweep: bounded, fair, cancelled, taken up again; and what the Lab shows of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lessons._shared.own_sweep import MOST_UPDATES, OwnSweep, counts, plan
from lessons._shared.run_store import RunStore
from lessons._shared.wish import Wish
from lstm_viz import TrainConfig
from lstm_viz.study import measure
from tests.pages import labels, opened, rested, run_until, sound, words
from tests.test_run_store import wait_for

CONFIG = TrainConfig.of_task("store_value", cell="gru", against="irnn", hidden_size=4)
PLAN = plan(CONFIG, (5, 8), 2, 40)


@pytest.fixture
def store() -> Iterator[RunStore]:
    """Give a store whose work is done by one thread of this process."""
    with ThreadPoolExecutor(1) as pool:
        store = RunStore(lambda: pool, jobs_at_once=1)
        yield store
        store.close()


def finished(own: OwnSweep, store: RunStore) -> Any:
    def is_done() -> bool:
        assert own.look(store) is None
        return not own.running

    return is_done


def test_a_plan_is_bounded_and_goes_seed_by_seed() -> None:
    assert [(c.seed, c.length) for c in PLAN] == [(0, 5), (0, 8), (1, 5), (1, 8)]
    assert {(c.updates, c.snapshot_every, c.cells) for c in PLAN} == {(40, 2, ("gru", "irnn"))}
    for gaps, seeds, updates, name in (
        ((5,) * 7, 1, 40, "gaps"),
        ((5,), 6, 40, "seeds"),
        ((5,), 1, MOST_UPDATES + 1, "updates"),
    ):
        with pytest.raises(ValueError, match=f"{name} is .*, expected 1 to"):
            plan(CONFIG, gaps, seeds, updates)


def test_a_sweep_gives_what_each_run_alone_gives(store: RunStore) -> None:
    own = OwnSweep("anna-sweep", running=PLAN)
    wait_for(finished(own, store))
    study = own.study(PLAN)
    assert [result.config for result in study.results] == list(PLAN)
    for result in study.results:
        alone = measure(result.config)
        for name in ("gru", "irnn"):
            assert result.models[name].best == alone.models[name].best
    assert counts(study, PLAN)["gru"] == [study.count("gru", length=n) for n in (5, 8)]
    assert store.watchers() == 0


def test_what_is_cancelled_rests_and_goes_on_where_it_was(store: RunStore) -> None:
    own = OwnSweep("anna-sweep", running=PLAN)
    wait_for(lambda: own.look(store) or own.results)
    own.stop(store)
    known = dict(own.results)
    assert not own.running
    assert store.watchers() == 0
    assert 1 <= len(known) < 4
    assert len(own.missing(PLAN)) == 4 - len(known)
    own.running = PLAN
    share, told = own.share(store)
    assert share >= len(known) / 4
    assert f"{len(known)} of 4 runs are done" in told
    wait_for(finished(own, store))
    assert all(own.results[config] is models for config, models in known.items())


def test_others_train_beside_a_sweep(store: RunStore) -> None:
    long = plan(CONFIG, (20, 21, 22, 23, 24, 25), 5, 400)
    own = OwnSweep("anna-sweep", running=long)
    own.look(store)
    short = TrainConfig.of_task(updates=60, snapshot_every=10)
    wish = Wish(short, short.the_task.probes(short.length)[0], 60)

    def is_there() -> bool:
        own.look(store)
        store.claim("bo", wish)
        run = store.run(wish)
        return run is not None and run.is_finished

    wait_for(is_there)
    assert len(own.results) < 5
    own.stop(store)


# --- the page -------------------------------------------------------------------------------------


def many_runs_of(**query: str) -> AppTest:
    """Open the Lab at the section that sweeps."""
    page = opened(**query, until="0")
    rested(page)
    page.get("button_group")[0].set_value("Many runs").run()
    return sound(page)


def test_the_lab_runs_a_sweep_and_shows_what_came_out() -> None:
    page = many_runs_of(task="store_value", hidden_size="4", cell="gru")
    page.slider(key="sweep_store_value").set_value((5, 8)).run()
    for key, value in (("sweep_gaps", 2), ("sweep_seeds", 1), ("sweep_updates", 50)):
        page.slider(key=key).set_value(value).run()
    assert page.button(key="sweep").label == "Run 2 runs"
    page.button(key="sweep").click().run()
    assert "Cancel" in labels(sound(page))
    run_until(page, lambda: page.button(key="sweep").label == "All runs are done")
    figure = json.loads(page.get("plotly_chart")[0].proto.spec)
    assert [trace["name"] for trace in figure["data"]] == ["GRU", "Vanilla RNN"]
    assert [trace["x"] for trace in figure["data"]] == [[5, 8], [5, 8]]
    assert "2 runs, seed 0." in words(page)
    page.slider(key="sweep_seeds").set_value(2).run()
    assert page.button(key="sweep").label == "Go on with 2 runs"


def test_other_settings_stop_a_sweep() -> None:
    page = many_runs_of(task="store_value")
    page.button(key="sweep").click().run()
    assert "Cancel" in labels(sound(page))
    page.slider(key="sweep_updates").set_value(50).run()
    assert "Cancel" not in labels(sound(page))
    page.button(key="sweep").click().run()
    page.button(key="sweep").click().run()
    assert "Cancel" not in labels(sound(page))
