"""Every page can be read: headings, names, contrast, on a wide light screen and a small dark one.

The rules are those of axe-core, the engine that browsers' accessibility audits use.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from lessons._shared.catalogue import course

OTHERS = ["", "interfere", "be_the_lstm", "cells", "your_own_model", "course", "glossary"]
PAGES = [*OTHERS, *(lesson.name for lesson in course())]
RULES = [
    *("heading-order", "page-has-heading-one", "empty-heading"),
    *("image-alt", "svg-img-alt", "role-img-alt", "link-name", "button-name", "label"),
    *("color-contrast", "aria-valid-attr-value", "aria-allowed-role", "duplicate-id-aria"),
]


def problems(page: Page) -> list[tuple[str, str]]:
    """Return which rules the page breaks, and where."""
    options = {"runOnly": {"type": "rule", "values": RULES}}
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]]


def spills(page: Page) -> int:
    """Return how many pixels of the page lie beyond its right edge."""
    return page.evaluate(
        "() => { const main = document.querySelector('[data-testid=stMain]');"
        " return main.scrollWidth - main.clientWidth; }"
    )


# Resolves when the page has not changed for a quarter of a second.
STILL = """
() => new Promise((resolve) => {
  const still = () => { changes.disconnect(); resolve(); };
  let waits = setTimeout(still, 250);
  const changes = new MutationObserver(() => {
    clearTimeout(waits);
    waits = setTimeout(still, 250);
  });
  changes.observe(document.body, { subtree: true, childList: true, attributes: true });
})
"""


def settled(page: Page) -> None:
    """Wait until everything that the server sends has arrived and been drawn."""
    expect(page.locator('[data-testid="stApp"]')).to_have_attribute(
        "data-test-script-state", "notRunning"
    )
    expect(page.locator('[class*="st-key-waits_"]')).to_have_count(0)  # charts come last
    page.evaluate(STILL)


@pytest.fixture(scope="module")
def reader(server: str, chromium: Browser) -> Iterator[Page]:
    """Open one tab for all pages: what they share it has to fetch only once."""
    page = chromium.new_page()
    page.goto(f"{server}/glossary")
    page.locator("h1").first.wait_for(timeout=60_000)
    yield page
    page.close()


def turned_to(page: Page, name: str) -> None:
    """Go to a page of the app as by a link within it."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    before = page.locator("h1").first.inner_text()
    page.evaluate(
        "path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')) }",
        f"/{name}",
    )
    if name != "glossary":
        expect(page.locator("h1").first).not_to_have_text(before)
    settled(page)


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "lab")
def test_a_page_can_be_read(reader: Page, name: str) -> None:
    page = reader
    turned_to(page, name)
    for question in page.locator('[data-testid="stRadio"]').all():
        question.locator(
            "label:has(input)"
        ).first.click()  # what an answer reveals is to be read, too
        settled(page)
    assert problems(page) == []
    assert spills(page) == 0
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page)
    assert problems(page) == []
    assert spills(page) == 0
