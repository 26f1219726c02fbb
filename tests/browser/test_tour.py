"""The tour of the Lab: it offers itself once, moves what is really there, and blocks nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Opener = Callable[..., Page]
STOPS = 6


def card(page: Page) -> Locator:
    return page.get_by_role("dialog")


def start(page: Page) -> None:
    page.locator(".tour").get_by_role("button", name="Tour").click()
    expect(card(page)).to_be_visible()


def at(page: Page, number: int) -> None:
    expect(card(page).locator(".count")).to_have_text(f"{number} of {STOPS}")


def go(page: Page, number: int) -> None:
    card(page).get_by_role("button", name="Next").click()
    at(page, number)


def lit(page: Page, target: Locator) -> None:
    """Wait until the light lies around the middle of a target, and the target is on screen."""
    deadline = time.monotonic() + 10
    while True:
        light, box = page.locator(".light").bounding_box(), target.first.bounding_box()
        if light and box:
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            is_around = 0 < x - light["x"] < light["width"] and 0 < y - light["y"] < light["height"]
            if is_around and box["y"] + box["height"] > 0 and box["y"] < 1000:
                return
        assert time.monotonic() < deadline, f"the light is at {light}, the target at {box}"
        page.wait_for_timeout(50)


def place(page: Page) -> Locator:
    return page.locator(".film-player .place")


def is_calm(page: Page) -> None:
    """Let the film move at once, as people can ask their systems to."""
    page.emulate_media(reduced_motion="reduce")


def test_it_offers_itself_until_it_is_declined_and_never_over_a_prepared_page(
    visit: Opener,
) -> None:
    page = visit()
    offer = page.locator(".offer")
    expect(offer).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "BODY"  # it takes no focus
    offer.get_by_role("button", name="No thanks").click()
    expect(offer).to_have_count(0)
    address = page.url.partition("?")[0]
    for path in (address, f"{address}?embed=true", f"{address}?task=memory_cell&seed=0"):
        if path != address:
            page.evaluate("localStorage.clear()")
        page.goto(path)
        page.locator(".film-player .stage:not([hidden])").wait_for()
        page.wait_for_timeout(800)
        expect(offer).to_have_count(0)


def test_it_walks_along_the_real_controls_and_moves_them(visit: Opener) -> None:
    page = visit()
    is_calm(page)
    page.locator(".offer").get_by_role("button", name="Start").click()
    expect(page.locator(".offer")).to_have_count(0)
    at(page, 1)
    lit(page, page.locator(".film-player .lanes"))
    go(page, 2)
    lit(page, page.locator(".film-player .scrubber"))
    go(page, 3)
    step = re.search(r"at step (\d+), the sequence says “(\w+)”", card(page).inner_text())
    assert step, card(page).inner_text()
    expect(place(page)).to_have_text(re.compile(rf"time step {step[1]} of .*update 800 of 800"))
    expect(page.locator(".film-player .now")).to_contain_text(f": {step[2]}.")
    lit(page, page.locator(".film-player .lane.heat", has_text="forget gate").first)
    go(page, 4)
    lit(page, page.locator(".film-player .diagram").first)
    go(page, 5)
    lit(page, page.locator(".st-key-train button, .st-key-pause button"))
    expect(page.locator(".film-player .training")).to_be_visible()  # it was pressed
    go(page, 6)
    lit(page, page.locator(".st-key-knob_length"))
    expect(card(page).get_by_role("link", name="lesson 1")).to_have_attribute(
        "href", re.compile(r"^\w+$")
    )
    card(page).get_by_role("button", name="Done").click()
    expect(card(page)).to_have_count(0)
    focused = page.evaluate("document.activeElement.shadowRoot?.activeElement?.className")
    assert focused == "open-tour"


def test_the_training_plays_and_the_keyboard_leads(visit: Opener) -> None:
    page = visit("task=memory_cell")
    start(page)
    page.keyboard.press("ArrowRight")
    at(page, 2)
    seen: set[str] = set()
    deadline = time.monotonic() + 20
    while len(seen) < 6:
        assert time.monotonic() < deadline, f"the film stands still: {seen}"
        seen.add(place(page).inner_text().partition("update")[2])
        page.wait_for_timeout(50)
    page.keyboard.press("ArrowLeft")
    at(page, 1)
    expect(card(page).get_by_role("button", name="Back")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)


def test_the_page_stays_alive_under_it_and_what_is_missing_is_left_out(visit: Opener) -> None:
    page = visit("task=memory_cell", width=390, height=844)
    is_calm(page)
    page.evaluate("document.querySelector('.st-key-knob_length').style.display = 'none'")
    start(page)
    expect(card(page).locator(".count")).to_have_text(f"1 of {STOPS - 1}")
    box = card(page).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] > 820  # at the bottom
    page.locator(".film-player").get_by_role("button", name="Step forward").click()
    expect(card(page)).to_be_visible()
    card(page).get_by_role("button", name="Skip the tour").click()
    expect(card(page)).to_have_count(0)
    assert page.evaluate("localStorage.getItem('lstm-viz.tour')") == "seen"
