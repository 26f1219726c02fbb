"""Clicks on one server while many sessions train different configurations, or watch the same."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.app_server import AppServer, app_server
from benchmarks.seen import Seen
from benchmarks.table import Table, Target
from benchmarks.visitor import Visitor

Query = Mapping[str, str]

JOIN_SECONDS = 5.0  # in which all have opened the page
WATCHED_SECONDS = 20.0
REST_SECONDS = 6.0  # after which the store has forgotten who left
LONG = {"updates": "10000", "snapshot_every": "100"}
SMALL = Target("at most", 1000)


class Crowd(NamedTuple):
    """Some sessions: the parameters of each one's link, and the seconds between its clicks."""

    name: str
    queries: Sequence[Query]
    between: tuple[float, float] = (1.0, 5.0)
    click_target: Target | None = Target("at most", 100)


CROWDS = (
    Crowd("1 session trains", [{"seed": "1", **LONG}], (0.3, 0.7)),
    Crowd("20 sessions train 20 configurations", [{"seed": str(100 + n)} for n in range(20)]),
    Crowd("100 sessions train 100 configurations", [{"seed": str(200 + n)} for n in range(100)]),
    Crowd("200 sessions watch the same run", [{"seed": "300", **LONG}] * 200, click_target=None),
)


def tables() -> Iterator[Table]:
    """Yield a table per crowd, all on one server."""
    with app_server() as server:
        asyncio.run(_warm_up(server))
        for number, crowd in enumerate(CROWDS):
            yield _table(server, crowd, number)


def _table(server: AppServer, crowd: Crowd, number: int) -> Table:
    """Let a crowd in, and put down what it saw."""
    seen, processor = asyncio.run(_let_in(server, crowd, random.Random(number)))
    memory = server.memory()
    table = Table(crowd.name, "each clicks every {:g}-{:g} s".format(*crowd.between))
    times = [1000 * seconds for each in seen for _, seconds in each.clicks]
    table.add("click, median", _percentile(times, 50), "ms")
    table.add("click, 95th percentile", _percentile(times, 95), "ms", crowd.click_target)
    for section in dict.fromkeys(name for each in seen for name, _ in each.clicks):
        its = [1000 * seconds for each in seen for name, seconds in each.clicks if name == section]
        table.add(f"  {section}, median of {len(its)}", _percentile(its, 50), "ms")
    first = [each.first_page for each in seen]
    table.add("joining: the whole page, 95th percentile", _percentile(first, 95), "s")
    paces = np.array(
        [pace for each in seen if (pace := each.pace(WATCHED_SECONDS / 2)) is not None]
    )
    different = len({tuple(query.items()) for query in crowd.queries})
    if len(paces):
        table.add("updates/s in all", paces.mean() * different)
        table.add("  the slowest session against the median", paces.min() / np.median(paces))
    table.add("  sessions that trained throughout", len(paces))
    table.add("server process, share of one core", processor / WATCHED_SECONDS)
    kilobytes = sum(each.received for each in seen) / 1000 / WATCHED_SECONDS / len(seen)
    table.add("received by each session", kilobytes, "kB/s")
    table.add("memory of server and workers, resident", memory.server_rss + memory.workers_rss,
              "MB", SMALL)  # fmt: skip
    table.add("  server's own", memory.server_uss, "MB")
    table.add("  workers' own", memory.workers_uss, "MB")
    if failures := sum(each.failures for each in seen):
        table.add("EXCEPTIONS SHOWN", failures)
    return table


async def _let_in(
    server: AppServer, crowd: Crowd, chance: random.Random
) -> tuple[list[Seen], float]:
    """Let all open the page and press Train, one after the other; then watch them click.

    Returns
    -------
    seen : list of Seen
        Of the time after everyone had joined.
    processor : float
        Seconds that the server process computed in that time.
    """
    visitors = [Visitor(server.port, query) for query in crowd.queries]
    visits = [asyncio.create_task(visitor.visit()) for visitor in visitors]
    pause = JOIN_SECONDS / len(visitors)
    try:
        await asyncio.gather(*(_join(visitor, n * pause) for n, visitor in enumerate(visitors)))
        for visitor in visitors:
            visitor.seen = Seen(first_page=visitor.seen.first_page)
        before = server.processor_seconds()
        clicking = [
            asyncio.create_task(_click_on(visitor, crowd.between, random.Random(chance.random())))
            for visitor in visitors
        ]
        await asyncio.sleep(WATCHED_SECONDS)
        processor = server.processor_seconds() - before
        await asyncio.gather(*clicking)
        return [visitor.seen for visitor in visitors], processor
    finally:
        for visit in visits:
            visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)
        await asyncio.sleep(REST_SECONDS)


async def _join(visitor: Visitor, pause: float) -> None:
    """Open the page a little later than the one before, and press Train."""
    await asyncio.sleep(pause)
    visitor.comes.set()
    await asyncio.wait_for(visitor.has_page.wait(), 60)
    await visitor.train()


async def _click_on(visitor: Visitor, between: tuple[float, float], chance: random.Random) -> None:
    """Click every few seconds, however long each click takes."""
    end = time.monotonic() + WATCHED_SECONDS
    await asyncio.sleep(chance.uniform(0, between[1]))
    while time.monotonic() < end:
        pause = asyncio.create_task(asyncio.sleep(chance.uniform(*between)))
        await visitor.click()
        await pause


async def _warm_up(server: AppServer) -> None:
    """Wait until the worker has trained something and every section was drawn once."""
    visitor = Visitor(server.port, {"seed": "99"})
    visit = asyncio.create_task(visitor.visit())
    visitor.comes.set()
    await asyncio.wait_for(visitor.has_page.wait(), 60)
    for _ in range(5):
        await visitor.click()
    visit.cancel()
    await asyncio.gather(visit, return_exceptions=True)


def _percentile(values: Sequence[float], percent: float) -> float:
    """Return a value that occurred, because a click without an answer took infinitely long."""
    return float(np.percentile(values, percent, method="inverted_cdf"))
