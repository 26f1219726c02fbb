"""A page shows what of the player it is about, points at a place in it, and can show the rest."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from lessons._shared.player import Focus
from tests.browser.player_page import Opener

ONE_IDEA = Focus(models=["lstm"], quantities=["forget_gate", "cell_state"], parts=["cells"])


def test_it_shows_one_idea_and_a_button_shows_the_rest(lesson: Opener) -> None:
    page = lesson()
    page.give(ONE_IDEA)
    assert page.rows() == ["f forget gate", "c cell state"]
    for hidden in (".lane.gradients", ".diagram.rnn", ".equations", ".curves header"):
        expect(page.player.locator(hidden)).to_be_hidden()
    for shown in (".diagram.lstm", ".lane.prediction", ".lane.events", ".lane.content"):
        expect(page.player.locator(shown)).to_be_visible()
    assert "RNN" not in page.player.inner_text()
    said = page.player.locator(".now")
    expect(said).to_have_text(re.compile(r"keeps [\d.]+ of its cell state\. LSTM says .*\)\.$"))

    page.button("Show everything").click()
    expect(page.player.locator(".lane.heat:visible")).to_have_count(7)
    expect(said).to_have_text(re.compile(r"reads out .* RNN says \S+\.$"))
    for shown in (".lane.gradients", ".diagram.rnn", ".equations", ".curves header"):
        expect(page.player.locator(shown)).to_be_visible()
    page.button("Show less").click()
    expect(page.player.locator(".lane.heat:visible")).to_have_count(2)


def test_without_a_focus_everything_is_there_and_no_button(lesson: Opener) -> None:
    page = lesson("show=all&lang=en")
    page.give()
    assert len(page.rows()) == 7
    expect(page.button("Show everything")).to_be_hidden()
    expect(page.button("Show less")).to_be_hidden()
    page.player.focus()
    page.page.keyboard.press("Home")
    expect(page.page).to_have_url(re.compile(r"show=all&lang=en&step=1&"))


def test_the_link_keeps_whether_everything_is_shown(lesson: Opener) -> None:
    page = lesson("show=nonsense&at=frog")
    page.give(ONE_IDEA)
    assert len(page.rows()) == 2
    page.button("Show everything").click()
    expect(page.page).to_have_url(re.compile(r"show=all\b"))
    again = lesson(page.page.url.partition("?")[2])
    again.give(ONE_IDEA)
    assert len(again.rows()) == 7
    again.button("Show less").click()
    expect(again.page).not_to_have_url(re.compile("show="))


def test_the_training_can_be_scrubbed_without_its_curves(lesson: Opener) -> None:
    page = lesson()
    page.give(ONE_IDEA, {"step": 5})
    scrubber = page.player.locator(".scrubber")
    box = scrubber.bounding_box()
    assert box is not None
    assert box["height"] < 60
    page.page.mouse.click(box["x"] + box["width"] * 0.2, box["y"] + 10)
    expect(scrubber).to_have_attribute("aria-valuenow", "0")
    scrubber.press("End")
    page.shows(5, 800)
    expect(scrubber).to_have_attribute(
        "aria-valuetext", re.compile(r"^update 800 of 800: LSTM \S+$")
    )


def test_a_changed_focus_or_position_is_followed(lesson: Opener) -> None:
    page = lesson("step=9&at=400")
    page.give(ONE_IDEA, {"step": 20, "at": 0, "unit": 2, "view": "lines"})
    page.shows(9, 400)  # the link goes first
    expect(page.player.locator(".lane.lines:visible .legend")).to_have_text(
        [re.compile("forget gate"), re.compile("cell state"), "to remember"]
    )
    page.give(Focus(quantities=[], parts=["equations"]), {"step": 20, "at": 0, "view": "heat"})
    page.shows(20, 0)
    expect(page.player.locator(".lane:is(.heat, .lines):visible")).to_have_count(0)
    expect(page.player.locator(".right")).to_be_hidden()
    page.give(Focus(quantities=["candidate"], parts=["equations"]), {"step": 20})
    expect(page.player.locator(".equations .lhs:visible")).to_have_text(["gt =", "ht ="])


def test_the_training_plays_once_and_stays_at_its_end(lesson: Opener) -> None:
    page = lesson()
    page.give(ONE_IDEA, {"step": 12, "play": "training"})
    expect(page.button("Pause")).to_be_visible()
    seen = set()
    while page.button("Pause").is_visible():
        seen.add(page.player.locator(".scrubber").get_attribute("aria-valuenow"))
        page.page.wait_for_timeout(40)
    assert len(seen) > 10
    page.shows(12, 800)
    page.page.wait_for_timeout(1500)  # by then a loop would have begun again
    page.shows(12, 800)


def test_the_window_can_move_the_player(lesson: Opener) -> None:
    page = lesson()
    page.give(ONE_IDEA)
    move = "detail => window.dispatchEvent(new CustomEvent('lstm-viz:move', { detail }))"
    page.page.evaluate(move, {"step": 29, "at": 80})
    page.shows(29, 80)
    for nonsense in (None, {"step": "x", "at": -1, "unit": 99, "view": "up", "play": "chess"}):
        page.page.evaluate(move, nonsense)
    page.shows(29, 80)
    page.page.evaluate(move, {"play": "sequence"})
    expect(page.button("Pause")).to_be_visible()
    page.page.keyboard.press("Tab")
    page.player.focus()
    page.page.keyboard.press("End")
    page.shows(30, 80)
    expect(page.button("Play")).to_be_visible()


def test_whoever_wants_less_motion_is_taken_to_the_end(lesson: Opener) -> None:
    page = lesson(calm=True)
    page.give(ONE_IDEA, {"step": 3, "at": 0, "play": "training"})
    page.shows(3, 800)
    page.give(ONE_IDEA, {"step": 3, "at": 80, "play": "sequence"})
    page.shows(30, 80)
    expect(page.button("Pause")).to_have_count(0)


def test_a_link_is_not_played(lesson: Opener) -> None:
    page = lesson("at=160&play=sequence")
    page.give(ONE_IDEA, {"step": 4, "play": "training"})
    page.shows(4, 160)
    expect(page.button("Pause")).to_have_count(0, timeout=1)


def test_few_heat_maps_are_higher(lesson: Opener) -> None:
    heights = []
    for focus in (None, ONE_IDEA):
        page = lesson()
        page.give(focus)
        box = page.player.locator(".lane.heat canvas").first.bounding_box()
        assert box is not None
        heights.append(box["height"])
    assert heights[1] > 1.5 * heights[0]


@pytest.mark.parametrize("width", [350, 560, 820, 1100])
def test_it_fits_its_column(lesson: Opener, width: int) -> None:
    page = lesson(width=width)
    page.give(Focus(quantities=["forget_gate", "cell_state"]), {"step": 9})
    page.page.wait_for_timeout(200)
    cut_off = page.player.evaluate(
        """player => [...player.querySelectorAll('.stage *')]
            .filter((e) => e.checkVisibility() && !e.closest('.aloud, .cursor-track'))
            .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5)
            .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert cut_off == []
    places = [page.player.locator(part).bounding_box() for part in (".lanes", ".diagram.lstm")]
    assert places[0] is not None
    assert places[1] is not None
    is_beside = places[1]["x"] > places[0]["x"] + places[0]["width"]
    assert is_beside == (width > 1000)


def test_on_a_phone_the_play_button_stays_in_view(lesson: Opener) -> None:
    page = lesson(width=350)
    page.give(ONE_IDEA)
    page.player.locator(".lane.time-axis").scroll_into_view_if_needed()
    page.page.mouse.wheel(0, 200)
    page.page.wait_for_timeout(200)
    expect(page.button("Play")).to_be_in_viewport()
    expect(page.player.locator(".now")).not_to_be_in_viewport()
