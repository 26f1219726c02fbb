"""A headless Chromium: the one that is installed, else Playwright's own; and its frames."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = [
    "--disable-gpu",
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Notes when each frame began, and how long the page's own code took in it.
WATCH = """
window.frames = [];
const request = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (draw) => request((now) => {
  const began = performance.now();
  draw(now);
  window.frames.push([now, performance.now() - began]);
});
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser, and stop it at the end."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_QUIET)
        try:
            yield browser
        finally:
            browser.close()
