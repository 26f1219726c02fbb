"""Frame times of the exported page while it plays, in headless Chromium, with no graphics card."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from playwright.sync_api import Browser, Page

from benchmarks.browser import WATCH, chromium
from benchmarks.film import big_film, default_film
from benchmarks.table import Table, Target
from lstm_viz import Film, player
from lstm_viz.palette import player_palette

MILLISECONDS = 3000
WINDOW = {"width": 1440, "height": 900}
SIXTY = Target("at least", 59.0)  # frames come at 60 Hz, and clocks have an error


def tables() -> Iterator[Table]:
    """Yield the tables of this part."""
    torch.set_num_threads(1)
    films = {"default film": default_film(), "big film": big_film()}
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        for name, film in films.items():
            path = Path(folder) / f"{name.replace(' ', '_')}.html"
            path.write_text(player.page(film.to_bytes(), name, player_palette()), "utf-8")
            sizes = f"T = {film.probe.steps}, H = {film.config.hidden_size}"
            table = Table(
                f"Playing the {name}: {sizes}, {len(film.snapshots)} snapshots",
                "4 times speed, 1440 x 900 window",
            )
            _play(table, browser, path.as_uri(), film)
            yield table


def _play(table: Table, browser: Browser, address: str, film: Film) -> None:
    """Play a film on both axes and in both views."""
    page = browser.new_page(viewport=WINDOW)  # type: ignore[arg-type]
    page.add_init_script(WATCH)
    page.goto(address)
    page.get_by_role("button", name="Play", exact=True).wait_for()
    ready = page.evaluate("performance.now()")
    table.add("ready after", ready / 1000, "s")
    page.get_by_role("button", name="4×").click()
    views = ["Heat maps", "Lines"] if film.config.hidden_size > 8 else ["Heat maps"]
    for view in views:
        page.get_by_role("button", name=view, exact=True).click()
        for axis in ("Sequence", "Training"):
            page.get_by_role("button", name=axis, exact=True).click()
            _measure(table, page, f"{axis.lower()}, {view.lower()}")
    page.close()


def _measure(table: Table, page: Page, what: str) -> None:
    """Play for some seconds and add the figures."""
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(300)
    page.evaluate("window.frames.length = 0")
    page.wait_for_timeout(MILLISECONDS)
    frames = np.array(page.evaluate("window.frames"))
    page.get_by_role("button", name="Pause", exact=True).click()
    deltas, work = np.diff(frames[:, 0]), frames[:, 1]
    table.add(f"{what}: frames/s at the median", 1000 / np.median(deltas), "", SIXTY)
    table.add("  frame, 95th percentile", np.percentile(deltas, 95), "ms")
    table.add("  frames/s on average", 1000 / deltas.mean())
    table.add("  the page's own code, median", np.median(work), "ms")
    table.add("  the page's own code, 95th percentile", np.percentile(work, 95), "ms")
