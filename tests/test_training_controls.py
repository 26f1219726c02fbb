"""The buttons that train, pause and reset, as what they do to a visit."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from lessons._shared.run_store import RunStore
from lessons._shared.training_controls import _pause
from lessons._shared.visit import Visit
from lstm_viz import TrainConfig


def test_a_pause_that_arrives_twice_stays_where_it_was() -> None:
    config = TrainConfig.of_task(updates=10_000, seed=21)
    visit = Visit.from_query({**config.to_query(), "until": "10000"}, TrainConfig.of_task())
    with ThreadPoolExecutor(1) as pool:
        store = RunStore(lambda: pool, jobs_at_once=1)
        deadline = time.monotonic() + 30
        while not ((run := store.run(visit.wish)) and run.update % config.snapshot_every):
            store.claim(visit.session, visit.wish)
            assert time.monotonic() < deadline
            time.sleep(0.005)
        _pause(visit, store)
        stopped = visit.until
        _pause(visit, store)
        assert visit.until == stopped > 0
        store.close()


def test_a_pause_before_the_run_has_begun_stays_at_the_beginning() -> None:
    config = TrainConfig.of_task(updates=10_000, seed=22)
    visit = Visit.from_query({**config.to_query(), "until": "10000"}, TrainConfig.of_task())
    _pause(visit, RunStore(jobs_at_once=1))
    assert visit.until == 0


def test_a_pause_beside_others_rests_at_a_snapshot_that_is_there() -> None:
    config = TrainConfig.of_task(updates=10_000, seed=23)
    mine, theirs = (
        Visit.from_query({**config.to_query(), "until": "10000"}, TrainConfig.of_task())
        for _ in range(2)
    )
    with ThreadPoolExecutor(1) as pool:
        store = RunStore(lambda: pool, jobs_at_once=1)
        deadline = time.monotonic() + 60
        while not ((run := store.run(mine.wish)) and run.update > 2 * config.snapshot_every):
            store.claim(mine.session, mine.wish)
            store.claim(theirs.session, theirs.wish)
            assert time.monotonic() < deadline
            time.sleep(0.005)
        _pause(mine, store)
        assert mine.until % config.snapshot_every == 0
        assert not mine.wish.stops_exactly  # so it is the run that goes on, seen up to here
        kept = store.run(mine.wish)
        assert kept is not None
        assert mine.until in [snapshot.update for snapshot in kept.snapshots]
        store.close()
