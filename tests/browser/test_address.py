"""What a page no longer says, its link does not say either; what others wrote there stays."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect


def test_new_numbers_take_the_old_answer_out_of_the_link(server: str, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 1440, "height": 1000})
    page.goto(f"{server}/one_step_by_hand?cell_7=rises&mine=1")
    expect(page).to_have_url(re.compile("hidden_size="))  # the page has written its link
    assert "cell_7=rises" in page.url
    page.get_by_role("button", name="New numbers").click()
    expect(page).to_have_url(re.compile("numbers=8"))
    assert "cell_7" not in page.url
    assert "mine=1" in page.url
    page.close()
