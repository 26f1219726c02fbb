"""RunStore: the runs of all sessions, each computed once, a little at a time, fairly.

A session *claims* a run up to some update and renews the claim whenever it looks. As long as claims
are fresh, one thread hands short pieces of work to the Executor, one run after the other. A closed
tab stops renewing, and its run rests where it is. Nothing is computed in this process.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, field, replace

import numpy as np

from lessons._shared.wish import Key, Wish
from lessons._shared.workers import (
    advance_run,
    local_workers,
    start_run,
    watch_run,
    worker_count,
)
from lstm_viz.run import TrainingRun
from lstm_viz.tasks import Probe

LEASE_SECONDS = 12.0
PIECE_SECONDS = 0.1
FIRST_PIECE = 10
MOST_UPDATES_A_PIECE = 500
MOST_BYTES = 256 << 20
MOST_FAILURES = 3


@dataclass
class _Claim:
    """One session's wish to have a run up to some update."""

    until: int
    expires: float


@dataclass
class _Entry:
    """A run in the store, and who wants it."""

    key: Key
    probe: Probe
    run: TrainingRun | None = None
    size: int = 0
    claims: dict[str, _Claim] = field(default_factory=dict)
    is_busy: bool = False
    served: float = 0.0
    failures: int = 0
    problem: str | None = None
    generation: int = 0


class RunStore:
    """Runs shared between sessions.

    Parameters
    ----------
    executor : callable returning a concurrent.futures.Executor
        Called for each job, so that a pool may be replaced when it breaks.
    jobs_at_once : int
        How many jobs to have under way.
    most_bytes : int
        Memory for runs; beyond it, the least recently used runs that nobody claims are dropped.
        A dropped run is trained again when it is wanted, identically.
    """

    def __init__(
        self,
        executor: Callable[[], Executor] = local_workers,
        jobs_at_once: int | None = None,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._executor = executor
        self._jobs_at_once = jobs_at_once or worker_count()
        self._most_bytes = most_bytes
        self._entries: OrderedDict[Key, _Entry] = OrderedDict()
        self._claimed: dict[str, Key] = {}
        self._busy = 0
        self._bytes = 0
        self._changed = threading.Condition()
        self._is_closed = False
        self._conductor: threading.Thread | None = None

    def claim(self, session: str, wish: Wish) -> None:
        """Ask for what a session wishes, for as long as this is called every few seconds.

        A session has one claim at a time: another one takes its place.
        """
        with self._changed:
            entry = self._entries.setdefault(wish.key, _Entry(wish.key, wish.probe))
            self._entries.move_to_end(wish.key)
            before = self._entries.get(self._claimed.get(session, wish.key))
            if before is not None and before is not entry:
                before.claims.pop(session, None)
            self._claimed[session] = wish.key
            entry.claims[session] = _Claim(wish.until, time.monotonic() + LEASE_SECONDS)
            self._conduct()
            if self._busy < self._jobs_at_once:
                self._changed.notify_all()

    def release(self, session: str) -> None:
        """Withdraw a session's claim: its run rests at once, unless others claim it too."""
        with self._changed:
            key = self._claimed.pop(session, None)
            entry = self._entries.get(key) if key else None
            if entry and entry.claims.pop(session, None) and not self._waited_for(entry):
                entry.generation += 1  # stay where it is, whatever is being computed now

    def next_take(self, wish: Wish) -> int:
        """Return a later take of a run that is not complete, to join it or to begin it."""
        with self._changed:
            take = wish.take + 1
            while True:
                whole = replace(wish, take=take, until=wish.config.updates)
                entry = self._entries.get(whole.key)
                if entry is None or not (entry.problem or (entry.run and entry.run.is_finished)):
                    return take
                take += 1

    def run(self, wish: Wish) -> TrainingRun | None:
        """Return the run that serves a wish as far as it has come, or None if it has not begun."""
        with self._changed:
            entry = self._entries.get(wish.key)
            if entry is None:
                return None
            self._entries.move_to_end(wish.key)
            return entry.run

    def keep(self, wish: Wish, run: TrainingRun) -> None:
        """Take in the run that serves a wish, made elsewhere; the store need not make it."""
        with self._changed:
            entry = self._entries.setdefault(wish.key, _Entry(wish.key, wish.probe))
            self._entries.move_to_end(wish.key)
            if entry.run is None:
                self._keep(entry, run)

    def is_wanted(self, wish: Wish) -> bool:
        """Tell whether somebody waits for more of the run that serves a wish."""
        with self._changed:
            entry = self._entries.get(wish.key)
            return entry is not None and self._waited_for(entry)

    def problem(self, wish: Wish) -> str | None:
        """Return why the run cannot go on, in a sentence, or None."""
        with self._changed:
            entry = self._entries.get(wish.key)
            return entry.problem if entry else None

    def watchers(self) -> int:
        """Return how many sessions have a fresh claim, and forget those that have gone."""
        now = time.monotonic()
        with self._changed:
            for session, key in list(self._claimed.items()):
                entry = self._entries.get(key)
                claim = entry.claims.get(session) if entry else None
                if claim is None or claim.expires <= now:
                    del self._claimed[session]
                    if entry:
                        entry.claims.pop(session, None)
            return len(self._claimed)

    def warm_up(self) -> None:
        """Start the workers, so that the first click need not wait for them."""
        with self._changed:
            self._conduct()

    def close(self) -> None:
        """Stop handing out work, for good."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _waited_for(self, entry: _Entry) -> bool:
        """Tell whether a session waits for updates that are not there yet."""
        now, made = time.monotonic(), entry.run.update if entry.run else -1
        return any(claim.expires > now and claim.until > made for claim in entry.claims.values())

    def _conduct(self) -> None:
        """Start the thread that hands out work, unless it runs."""
        if self._conductor is None:
            self._conductor = threading.Thread(target=self._hand_out, daemon=True)
            self._conductor.start()

    def _hand_out(self) -> None:
        """Hand out pieces of work, the longest waiting run first."""
        self._executor().submit(worker_count)  # a job that needs nothing but a worker
        while True:
            with self._changed:
                while (entry := self._next()) is None and not self._is_closed:
                    self._changed.wait()
                if entry is None or self._is_closed:
                    return
                run, probe, generation = self._basis(entry), entry.probe, entry.generation
                if entry.run is None and run and run.probe.text == probe.text:
                    self._keep(entry, run)  # a twin's, as it is
                    continue
                entry.served, entry.is_busy = time.monotonic(), True
                self._busy += 1
            self._submit(entry, run, probe, generation)

    def _next(self) -> _Entry | None:
        """Return the entry that has waited longest, if there is room for another job."""
        if self._busy >= self._jobs_at_once:
            return None
        waiting = [
            entry
            for entry in self._entries.values()
            if not entry.is_busy
            and entry.problem is None
            and not (entry.run and entry.run.is_finished)
            and self._waited_for(entry)
        ]
        return min(waiting, key=lambda entry: entry.served, default=None)

    def _basis(self, entry: _Entry) -> TrainingRun | None:
        """Return the run to go on from: its own, or the furthest of its twins that is of use.

        Twins are the same take of the same configuration, seen on another sequence or stopped
        somewhere; a twin that has gone beyond where this run stops is of no use.
        """
        if entry.run is not None:
            return entry.run
        config, sequence, take, stop = entry.key
        twins = [
            other.run
            for other in self._entries.values()
            if other.run
            and (other.key[0], other.key[2]) == (config, take)
            and (stop is None or other.run.update <= stop)
        ]
        return max(twins, key=lambda r: (r.update, r.probe.text == sequence), default=None)

    def _submit(
        self, entry: _Entry, run: TrainingRun | None, probe: Probe, generation: int
    ) -> None:
        """Submit one piece of work; its result arrives in `_arrived`."""
        try:
            executor = self._executor()
            if run is None:
                job = executor.submit(start_run, entry.key[0], probe)
            elif run.probe.text != probe.text:
                job = executor.submit(watch_run, run, probe)
            else:
                short = replace(run, snapshots=())
                job = executor.submit(advance_run, short, self._piece(entry, run))
        except RuntimeError as error:  # the pool broke, or was shut down, before it took the job
            job = Future()
            job.set_exception(BrokenExecutor(str(error)))
        job.add_done_callback(lambda done: self._arrived(entry, run, generation, done))

    def _piece(self, entry: _Entry, run: TrainingRun) -> int:
        """Return how many updates make a piece of about a tenth of a second."""
        now = time.monotonic()
        until = max((c.until for c in entry.claims.values() if c.expires > now), default=0)
        seconds = sum(learner.seconds for learner in run.learners.values())
        piece = int(PIECE_SECONDS * run.update / seconds) if seconds else FIRST_PIECE
        return max(1, min(piece, MOST_UPDATES_A_PIECE, until - run.update))

    def _arrived(
        self,
        entry: _Entry,
        basis: TrainingRun | None,
        generation: int,
        job: Future[TrainingRun],
    ) -> None:
        """Take in the result of a piece of work, or the news that it was lost."""
        error = job.exception()
        with self._changed:
            entry.is_busy = False
            self._busy -= 1
            if generation == entry.generation:
                if error is None:
                    self._keep(entry, _joined(basis, job.result()))
                    entry.failures = 0
                elif isinstance(error, BrokenExecutor):
                    # A worker died. The run goes on from its last state in a fresh one.
                    entry.failures += 1
                    if entry.failures >= MOST_FAILURES:
                        entry.problem = "The worker process died three times in a row."
                else:
                    entry.problem = f"Training stopped: {error}"
            self._drop()
            self._changed.notify_all()

    def _keep(self, entry: _Entry, run: TrainingRun) -> None:
        """Put a run into its entry."""
        size = _size(run)
        self._bytes += size - entry.size
        entry.run, entry.size = run, size

    def _drop(self) -> None:
        """Drop the least recently used runs that nobody claims, down to the memory allowed."""
        if self._bytes <= self._most_bytes:
            return
        now = time.monotonic()
        for key, entry in list(self._entries.items()):
            if not entry.is_busy and all(claim.expires <= now for claim in entry.claims.values()):
                self._bytes -= entry.size
                del self._entries[key]
                if self._bytes <= self._most_bytes:
                    return


def _joined(before: TrainingRun | None, after: TrainingRun) -> TrainingRun:
    """Put the new snapshots behind the old ones, unless the run has begun or was seen anew."""
    if before is None or before.probe.text != after.probe.text:
        return after
    known = {snapshot.update for snapshot in before.snapshots}
    new = tuple(s for s in after.snapshots if s.update not in known)
    return replace(after, snapshots=before.snapshots + new)


def _size(run: TrainingRun) -> int:
    """Return about how many bytes a run takes."""
    a_snapshot = 0
    for model in run.latest.models.values():
        fields = [*vars(model).values(), *vars(model.recording).values(), *model.weights.values()]
        a_snapshot += sum(each.nbytes for each in fields if isinstance(each, np.ndarray))
    return a_snapshot * (len(run.snapshots) + 1)
