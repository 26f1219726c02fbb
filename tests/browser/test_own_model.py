"""The page "Your own model" in a real browser: files go in, a picture comes out and plays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from playwright.sync_api import Browser, Page, expect
from safetensors.torch import save_file
from torch import nn


@pytest.fixture
def page(server: str, chromium: Browser) -> Iterator[Page]:
    """Open the page; an error in its JavaScript fails the test."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{server}/your_own_model")
    page.get_by_role("button", name="Open an example").wait_for(timeout=60_000)
    yield page
    context.close()
    assert not errors


def test_the_example_plays(page: Page) -> None:
    page.get_by_role("button", name="Open an example").click()
    place = page.locator(".film-player .place")
    expect(place).to_contain_text("time step 1 of 40", timeout=60_000)
    for name in ("forget gate", "cell state"):
        expect(page.locator(".lanes").get_by_text(name).first).to_be_visible()
    page.get_by_role("button", name="Play", exact=True).click()
    expect(place).to_contain_text("time step 3 of 40")
    expect(page.get_by_text("layer LSTM(2, 8)")).to_be_visible()


def test_files_go_in_and_a_wrong_one_is_a_sentence(page: Page, tmp_path: Path) -> None:
    torch.manual_seed(0)
    save_file(nn.GRU(2, 3, bidirectional=True).state_dict(), tmp_path / "mine.safetensors")
    (tmp_path / "mine.csv").write_text("a,b\n1,0\n0,1\n0.5,0.5\n", "utf-8")
    (tmp_path / "wrong.safetensors").write_text("not weights", "utf-8")
    weights, sequence = page.locator('input[type="file"]').all()
    weights.set_input_files(tmp_path / "mine.safetensors")
    expect(page.get_by_text("GRU, 2 inputs, 3 units, both directions")).to_be_visible()
    sequence.set_input_files(tmp_path / "mine.csv")
    place = page.locator(".film-player .place")
    expect(place).to_contain_text("time step 1 of 3", timeout=60_000)
    expect(page.locator(".lanes").get_by_text("update gate").first).to_be_visible()
    page.locator('input[type="file"]').first.set_input_files(tmp_path / "wrong.safetensors")
    expect(page.get_by_text("This is not a .safetensors file")).to_be_visible()
    expect(place).to_contain_text("time step 1 of 3")
