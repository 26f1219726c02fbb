"""Interfering in a real browser: before and after side by side, and their difference."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

Opener = Callable[..., Page]


def interfering(visit: Opener, query: str = "") -> Page:
    """Go from the Lab to the page that interferes, as a student does."""
    page = visit(query)
    page.get_by_text("Interfere with this run").click()
    expect(page.get_by_role("heading", name="Interfere", exact=True)).to_be_visible()
    page.locator(".film-player .stage:not([hidden])").wait_for()
    return page


def test_the_lab_leads_here_with_its_place_in_the_film(visit: Opener) -> None:
    page = interfering(visit, "step=12&unit=2&at=400")
    page.wait_for_url(re.compile(r"/interfere\?.*snapshot=400.*"))
    expect(page.get_by_role("button", name="Hold the forget gate of unit 2 at 1")).to_be_visible()
    expect(
        page.get_by_role("button", name="Erase the cell state of unit 2 after time step 12")
    ).to_be_visible()
    expect(page.locator(".film-player .place")).to_contain_text("time step 12 of 30")


def test_one_click_shows_the_difference_and_another_takes_it_back(visit: Opener) -> None:
    page = interfering(visit)
    player = page.locator(".film-player")
    expect(player.get_by_role("button", name="Difference")).to_have_count(0)
    page.get_by_role("button", name="Silence unit 1").click()
    expect(
        page.get_by_text(re.compile(r"Validation error .* → .*: no longer solved"))
    ).to_be_visible()
    expect(player.get_by_role("button", name="Difference")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(player.locator(".lane.difference:visible")).to_have_count(6)
    expect(player.get_by_role("heading", name="LSTM after minus LSTM before")).to_be_visible()
    page.wait_for_url("**do=silence_u1**")
    player.get_by_role("button", name="Heat maps").click()
    expect(player.locator(".lane.heat:visible")).to_have_count(12)
    page.get_by_role("button", name="unit 1 silenced").first.click()
    expect(player.get_by_role("button", name="Difference")).to_have_count(0)


def test_what_did_not_change_is_the_background(visit: Opener) -> None:
    """Erased after time step 6, unit 1 was the same until then, and is another from then on."""
    page = interfering(visit, "step=6&unit=1")
    page.get_by_role("button", name="Erase the cell state").click()
    lane = page.locator(".lane.difference", has_text="cell state")
    expect(lane.locator(".lane-value b")).to_have_text(re.compile("^−0"))
    colours = lane.locator("canvas").evaluate(
        """(canvas) => {
            const context = canvas.getContext("2d");
            const [wide, high] = [canvas.width / 30, canvas.height / 2];
            return [3, 6, 8].map((step) =>
                [...context.getImageData((step - 0.5) * wide, high / 2, 1, 1).data].join());
        }"""
    )
    background = page.locator(".film-player").evaluate(
        "(player) => getComputedStyle(player).backgroundColor.match(/\\d+/g).join()"
    )
    assert colours[0].startswith(background)
    assert not colours[1].startswith(background)
    assert not colours[2].startswith(background)


def test_a_unit_is_chosen_before_and_after_at_once(visit: Opener) -> None:
    page = interfering(visit)
    page.get_by_role("button", name="Silence unit 1").click()
    cells = page.locator(".film-player .diagrams")
    expect(cells.get_by_text("unit 1 of 2")).to_have_count(2)
    cells.get_by_role("button", name=re.compile("next", re.IGNORECASE)).first.click()
    expect(cells.get_by_text("unit 2 of 2")).to_have_count(2)
