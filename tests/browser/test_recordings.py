"""A recording plays in a page and in a notebook's frame, without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Browser, Page, Request, expect
from torch import nn

from lstm_viz import Recording, record

Opener = Callable[[str], Page]


@pytest.fixture
def offline(chromium: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Return a function that opens HTML without a network; a request or an error fails the test."""
    context = chromium.new_context(viewport={"width": 1200, "height": 1000}, offline=True)
    problems: list[str] = []

    def opened(html: str) -> Page:
        path = tmp_path / "page.html"
        path.write_text(html, "utf-8")
        page = context.new_page()

        def look_at(request: Request) -> None:
            if not request.url.startswith((path.as_uri(), "about:", "blob:", "data:")):
                problems.append(request.url)

        page.on("request", look_at)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield opened
    context.close()
    assert not problems


def recorded() -> Recording:
    """Return two layers in both directions, from a state that is not zero."""
    torch.manual_seed(0)
    layer = nn.LSTM(1, 3, 2, bidirectional=True)
    state = torch.full((4, 3), 0.25), torch.full((4, 3), 0.75)
    recording = record(layer, torch.randn(9, 1), state)
    assert isinstance(recording, Recording)
    return recording


def test_a_page_plays(offline: Opener, tmp_path: Path) -> None:
    recording = recorded()
    recording.to_html(tmp_path / "own.html", title="My model <b>")
    page = offline((tmp_path / "own.html").read_text("utf-8"))
    expect(page.get_by_role("heading", name="My model <b>")).to_be_visible()
    summary = "LSTM: 9 time steps, 1 input, 2 layers in both directions, 3 units each."
    expect(page.locator("#summary")).to_have_text(summary)
    expect(page.locator("#provenance")).to_contain_text("layer LSTM(1, 3, num_layers=2")
    place = page.locator(".film-player .place")
    expect(place).to_contain_text("time step 1 of 9")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(place).to_contain_text("time step 3 of 9")


def test_the_first_step_begins_with_the_state_that_was_given(
    offline: Opener, tmp_path: Path
) -> None:
    recorded().to_html(tmp_path / "own.html")
    page = offline((tmp_path / "own.html").read_text("utf-8"))
    # c_t = f · 0.75 + i · g
    expect(page.locator(".equation-table")).to_contain_text("· 0.750 +")


def test_a_notebooks_frame_plays(offline: Opener) -> None:
    page = offline(f"<h1>A notebook</h1>{recorded()._repr_html_()}")
    frame = page.frame_locator("iframe")
    place = frame.locator(".film-player .place")
    expect(place).to_contain_text("time step 1 of 9")
    frame.get_by_role("button", name="Play", exact=True).click()
    expect(place).to_contain_text("time step 3 of 9")
    expect(page.get_by_role("heading", name="A notebook")).to_be_visible()
