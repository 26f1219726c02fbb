"""A real server and a real Chromium, one of each in every process that runs browser tests."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.player_page import ADDRESS, Lesson, serve

ROOT = Path(__file__).parent.parent.parent
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]

expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Run the app, as a visitor's server would, and return its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"),
            *(f"--server.port={port}", "--server.address=127.0.0.1"),
        ],
        cwd=ROOT,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
            break
        except OSError:
            assert process.poll() is None, "the server has stopped"
            assert time.monotonic() < deadline, "the server did not answer"
            time.sleep(0.1)
    yield address
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium: the system's if it has one, else the one that Playwright brought."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """Open one browser window for all visits: the app's scripts are fetched and compiled once."""
    context = chromium.new_context()
    yield context
    context.close()


@pytest.fixture
def visit(server: str, window: BrowserContext) -> Iterator[Opener]:
    """Return a function that opens the Lab in a new tab, as a stranger, and waits for the film.

    An error in the page's JavaScript fails the test.
    """
    pages: list[Page] = []
    errors: list[str] = []

    def opened(
        query: str = "", width: int = 1440, height: int = 1000, scheme: str = "light"
    ) -> Page:
        page = window.new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{server}/?{query}" if query else server)
        page.locator(".film-player .stage:not([hidden])").wait_for(timeout=60_000)
        return page

    yield opened
    for page in pages:
        page.close()
    last = window.new_page()  # who comes next has never been here
    last.goto(f"{server}/_stcore/health")
    last.evaluate("localStorage.clear()")
    last.close()
    assert not errors


@pytest.fixture
def lesson(chromium: Browser) -> Iterator[Callable[..., Lesson]]:
    """Return a function that opens an empty page with the player's module."""
    contexts, errors = [], []

    def opened(query: str = "", width: int = 820, calm: bool = False) -> Lesson:
        motion: Any = "reduce" if calm else "no-preference"
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, reduced_motion=motion
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.route(f"{ADDRESS}**", serve)
        page.goto(f"{ADDRESS}?{query}")
        page.wait_for_function("typeof window.give === 'function'")
        return Lesson(page)

    yield opened
    for context in contexts:
        context.close()
    assert not errors
