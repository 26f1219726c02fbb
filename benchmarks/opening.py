"""How soon a page of the course shows its picture: a link opened in a new tab, the server warm."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

from playwright.sync_api import BrowserContext

from benchmarks.app_server import app_server
from benchmarks.browser import chromium
from benchmarks.table import Table, Target
from lessons._shared.catalogue import course

TIMES = 10
_PICTURE = ".film-player .stage:not([hidden]), .st-key-cell_diagram svg"


def tables() -> Iterator[Table]:
    """Yield the table of this part."""
    table = Table(
        f"Opening a lesson, slowest of {TIMES}", "seconds on the wall, one browser, its cache warm"
    )
    with chromium() as browser, app_server() as server:
        visitor = browser.new_context()
        for entry in course():
            address = f"{server.address}/{entry.name}"
            _opened(visitor, address)  # whoever comes first warms the server
            seconds = [_opened(visitor, address) for _ in range(TIMES)]
            name = f"{entry.title} (median {median(seconds):.2f} s)"
            table.add(name, max(seconds), "s", Target("at most", 2))
    yield table


def _opened(visitor: BrowserContext, address: str) -> float:
    """Return the seconds until a new tab shows the page's picture."""
    page = visitor.new_page()
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator(_PICTURE).first.wait_for(timeout=60_000)
    seconds = time.perf_counter() - began
    page.close()
    return seconds
