"""From the command to a picture: the server healthy, and a film visible in Chromium."""

from __future__ import annotations

import time
from collections.abc import Iterator

from playwright.sync_api import BrowserContext

from benchmarks.app_server import app_server
from benchmarks.browser import chromium
from benchmarks.table import Table


def tables() -> Iterator[Table]:
    """Yield the table of this part."""
    table = Table("Cold start", "seconds on the wall, a new browser")
    with chromium() as browser, app_server() as server:
        table.add("streamlit run app.py until healthy", server.seconds, "s")
        visitor = browser.new_context()
        table.add("first visit, until the film is visible", _visit(visitor, server.address), "s")
        table.add("second visit of the same browser", _visit(visitor, server.address), "s")
        other = browser.new_context()
        table.add("first visit of another browser", _visit(other, server.address), "s")
        page = other.pages[0]
        began = time.perf_counter()
        page.get_by_role("button", name="Reset", exact=True).click()
        page.get_by_text("Before training").wait_for()
        page.get_by_role("button", name="Train", exact=True).click()
        page.get_by_text("training: ").wait_for(timeout=60_000)
        table.add("Reset and Train, until the film grows", time.perf_counter() - began, "s")
    yield table


def _visit(visitor: BrowserContext, address: str) -> float:
    """Return the seconds until the player shows its film."""
    page = visitor.new_page()
    began = time.perf_counter()
    page.goto(address)
    page.get_by_role("button", name="Play", exact=True).wait_for(timeout=60_000)
    return time.perf_counter() - began
