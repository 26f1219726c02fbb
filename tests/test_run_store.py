"""The store of shared runs: identical to a run made alone, fair, bounded, and hard to break."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import numpy as np
import pytest

from lessons._shared import run_store as module
from lessons._shared.films import film_of
from lessons._shared.run_store import RunStore
from lessons._shared.wish import Wish
from lessons._shared.workers import local_workers
from lstm_viz import TrainConfig, TrainingRun, advance, start, watch

SHORT = TrainConfig.of_task(updates=60, snapshot_every=10)
PROBE, OTHER_PROBE = SHORT.the_task.probes(SHORT.length)[:2]


@pytest.fixture
def store() -> Iterator[RunStore]:
    """Give a store whose work is done by one thread of this process."""
    with ThreadPoolExecutor(1) as pool:
        store = RunStore(lambda: pool, jobs_at_once=1)
        yield store
        store.close()


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait until a condition holds, which must happen in good time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def reached(store: RunStore, config: TrainConfig, update: int) -> Callable[[], bool]:
    def is_there() -> bool:
        probe = config.the_task.probes(config.length)[0]
        run = store.run(Wish(config, probe, update))
        return run is not None and run.update >= update

    return is_there


def begun(store: RunStore, config: TrainConfig) -> Callable[[], bool]:
    probe = config.the_task.probes(config.length)[0]

    def has_begun() -> bool:
        run = store.run(Wish(config, probe, config.updates))
        return run is not None and run.update > 0

    return has_begun


def same_weights(one: TrainingRun, other: TrainingRun) -> bool:
    return all(
        np.array_equal(one.learners[name].weights[key], other.learners[name].weights[key])
        for name in one.learners
        for key in one.learners[name].weights
    )


def test_a_claimed_run_is_the_run_made_alone(store: RunStore) -> None:
    store.claim("anna", Wish(SHORT, PROBE, 60))
    wait_for(reached(store, SHORT, 60))
    run, alone = store.run(Wish(SHORT, PROBE, SHORT.updates)), advance(start(SHORT), 60)
    assert run is not None
    assert same_weights(run, alone)
    assert [s.update for s in run.snapshots] == [s.update for s in alone.snapshots]
    assert [s.lstm.score for s in run.snapshots] == [s.lstm.score for s in alone.snapshots]


def test_a_claim_trains_up_to_its_update_and_no_further(store: RunStore) -> None:
    store.claim("anna", Wish(SHORT, PROBE, 20))
    wait_for(reached(store, SHORT, 20))
    time.sleep(0.2)
    run = store.run(Wish(SHORT, PROBE, 20))
    assert run is not None
    assert run.update == 20
    assert [s.update for s in film_of(run, 20).snapshots] == [0, 10, 20]


def test_between_two_snapshots_a_session_stands_exactly_where_it_wants(store: RunStore) -> None:
    store.claim("bo", Wish(SHORT, PROBE, 60))
    wait_for(reached(store, SHORT, 60))  # the shared run has gone on
    for until in (11, 12, 25):
        store.claim("anna", Wish(SHORT, PROBE, until))
        wait_for(reached(store, SHORT, until))
        run = store.run(Wish(SHORT, PROBE, until))
        assert run is not None
        assert film_of(run, until).update == until
        assert same_weights(run, advance(start(SHORT), until))


def test_two_sessions_share_one_run(store: RunStore) -> None:
    store.claim("anna", Wish(SHORT, PROBE, 20))
    wait_for(reached(store, SHORT, 20))
    first = store.run(Wish(SHORT, PROBE, SHORT.updates))
    store.claim("bo", Wish(SHORT, PROBE, 20))
    assert store.run(Wish(SHORT, PROBE, SHORT.updates)) is first
    assert store.watchers() == 2


def test_a_run_rests_when_nobody_renews_the_claim(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = TrainConfig.of_task(updates=10_000)
    store.claim("anna", Wish(long, PROBE, 10_000))
    wait_for(begun(store, long))  # with the usual lease: on a busy machine the first job can wait
    monkeypatch.setattr(module, "LEASE_SECONDS", 0.3)
    store.claim("anna", Wish(long, PROBE, 10_000))
    time.sleep(0.8)
    before = store.run(Wish(long, PROBE, long.updates))
    time.sleep(0.5)
    after = store.run(Wish(long, PROBE, long.updates))
    assert before is after
    assert after is not None
    assert after.update < 10_000
    assert store.watchers() == 0


def test_nobody_waits_for_the_end_of_anothers_long_run(store: RunStore) -> None:
    long = TrainConfig.of_task(updates=10_000, length=100)
    store.claim("anna", Wish(long, long.the_task.probes(100)[0], 10_000))
    wait_for(begun(store, long))
    store.claim("bo", Wish(SHORT, PROBE, 60))
    wait_for(reached(store, SHORT, 60), seconds=20)
    run = store.run(Wish(long, long.the_task.probes(100)[0], long.updates))
    assert run is not None
    assert run.update < 10_000
    store.release("anna")


def test_another_sequence_is_watched_without_training_again(store: RunStore) -> None:
    store.claim("anna", Wish(SHORT, PROBE, 60))
    wait_for(reached(store, SHORT, 60))
    trained = store.run(Wish(SHORT, PROBE, SHORT.updates))
    assert trained is not None
    store.claim("anna", Wish(SHORT, OTHER_PROBE, 60))
    wait_for(lambda: store.run(Wish(SHORT, OTHER_PROBE, SHORT.updates)))
    seen, expected = store.run(Wish(SHORT, OTHER_PROBE, SHORT.updates)), watch(trained, OTHER_PROBE)
    assert seen is not None
    assert seen.update == 60
    assert np.array_equal(seen.latest.lstm.prediction, expected.latest.lstm.prediction)


def test_another_take_is_trained_live_and_takes_nothing_from_anybody(store: RunStore) -> None:
    first = Wish(SHORT, PROBE, 60)
    store.claim("anna", first)
    wait_for(reached(store, SHORT, 60))
    again = Wish(SHORT, PROBE, 60, take=store.next_take(first))
    assert store.run(again) is None
    assert store.run(first) is not None
    store.claim("anna", again)
    wait_for(lambda: (run := store.run(again)) and run.update == 60)
    one, other = store.run(first), store.run(again)
    assert one is not None
    assert other is not None
    assert one is not other
    assert same_weights(one, other)


def test_a_take_in_progress_is_joined(store: RunStore) -> None:
    long = TrainConfig.of_task(updates=10_000)
    first = Wish(long, PROBE, 10_000)
    take = store.next_take(first)
    store.claim("anna", Wish(long, PROBE, 10_000, take))
    wait_for(lambda: store.run(Wish(long, PROBE, 10_000, take)))
    assert store.next_take(first) == take
    store.release("anna")


def test_memory_is_bounded_and_a_dropped_run_comes_back_the_same() -> None:
    with ThreadPoolExecutor(1) as pool:
        store = RunStore(lambda: pool, jobs_at_once=1, most_bytes=1)
        store.claim("anna", Wish(SHORT, PROBE, 60))
        wait_for(reached(store, SHORT, 60))
        first = store.run(Wish(SHORT, PROBE, SHORT.updates))
        store.claim("anna", Wish(SHORT.changed(seed=1), PROBE, 1))
        wait_for(reached(store, SHORT.changed(seed=1), 1))
        assert store.run(Wish(SHORT, PROBE, SHORT.updates)) is None
        store.claim("anna", Wish(SHORT, PROBE, 60))
        wait_for(reached(store, SHORT, 60))
        again = store.run(Wish(SHORT, PROBE, SHORT.updates))
        assert first is not None
        assert again is not None
        assert same_weights(first, again)
        store.close()


def test_a_worker_that_dies_is_replaced_and_the_run_goes_on() -> None:
    killed: list[int] = []

    def workers() -> Executor:
        pool = local_workers()
        if (
            (run := store.run(Wish(config, PROBE, config.updates)))
            and run.update >= 100
            and not killed
        ):
            killed.append(pool.submit(os.getpid).result())
            os.kill(killed[0], signal.SIGKILL)
        return pool

    config = TrainConfig.of_task(updates=300)
    store = RunStore(workers, jobs_at_once=1)
    deadline = time.monotonic() + 60
    while not reached(store, config, 300)():
        store.claim("anna", Wish(config, PROBE, 300))
        assert time.monotonic() < deadline, store.problem(Wish(config, PROBE, config.updates))
        time.sleep(0.05)
    run = store.run(Wish(config, PROBE, config.updates))
    assert run is not None
    assert killed
    assert store.problem(Wish(config, PROBE, config.updates)) is None
    assert same_weights(run, advance(start(config), 300))
    store.close()


class _Failing(Executor):
    """Every job raises the same error."""

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        job: Future[TrainingRun] = Future()
        job.set_exception(ZeroDivisionError("told to"))
        return job


def test_an_error_in_a_job_is_told_and_does_not_stop_the_others(store: RunStore) -> None:
    failing = RunStore(_Failing, jobs_at_once=1)
    failing.claim("anna", Wish(SHORT, PROBE, 60))
    wait_for(lambda: failing.problem(Wish(SHORT, PROBE, SHORT.updates)))
    assert "told to" in (failing.problem(Wish(SHORT, PROBE, SHORT.updates)) or "")
    assert failing.next_take(Wish(SHORT, PROBE, 60)) == 1
    failing.close()
