"""Progress is kept by the browser alone: what the course page makes of what it finds there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from lessons._shared.progress import note_progress

Opener = Callable[..., Page]
PLACE = "lstm-viz.progress"
FORBIDDEN = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("denied", "SecurityError"); } })"""


@pytest.fixture
def course(server: str, chromium: Browser) -> Iterator[Opener]:
    """Return a function that opens the course in a fresh browser, with something kept in it."""
    contexts, errors = [], []

    def opened(kept: str | None = None, script: str = "", width: int = 1440) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if kept is not None:
            page.goto(f"{server}/_stcore/health")
            page.evaluate("([place, kept]) => localStorage.setItem(place, kept)", [PLACE, kept])
        if script:
            page.add_init_script(script)
        page.goto(f"{server}/course")
        page.locator(".course .lesson").first.wait_for(timeout=60_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not errors


def names(page: Page) -> list[str]:
    """Return the lessons' names, which are their addresses."""
    links = page.locator(".course .lesson a").all()
    return [link.get_attribute("href") or "" for link in links]


def finished(page: Page, count: int) -> None:
    total = len(names(page))
    expect(page.locator(".course .total")).to_have_text(f"{count} of {total} lessons finished")


def kept(page: Page) -> object:
    return page.evaluate("place => JSON.parse(localStorage.getItem(place))", PLACE)


def test_a_lesson_that_was_opened_is_marked_and_clearing_forgets_it(course: Opener) -> None:
    page = course()
    finished(page, 0)
    expect(page.get_by_role("button", name="Clear my progress")).to_be_hidden()
    name = names(page)[0]
    page.locator(".course .lesson a").first.click()
    expect(page).to_have_url(re.compile(f"/{name}$|/{name}[?]"))
    assert len(page.context.pages) == 1  # the same tab
    page.wait_for_function("place => localStorage.getItem(place)", arg=PLACE, timeout=30_000)
    assert kept(page) == {name: ["opened"]}
    page.goto(page.url.replace(name, "course").partition("?")[0])
    expect(page.locator(".course .lesson").first.locator(".marks")).to_have_text("opened")
    page.get_by_role("button", name="Clear my progress").click()
    expect(page.locator(".course .marks li")).to_have_count(0)
    expect(page.get_by_role("button", name="Clear my progress")).to_be_hidden()
    assert page.evaluate("place => localStorage.getItem(place)", PLACE) is None


def test_marks_are_told_in_words_and_a_reached_goal_finishes_a_lesson(course: Opener) -> None:
    name = names(course())[0]
    page = course(json.dumps({name: ["reached", "opened", "predicted"], "of another app": ["x"]}))
    finished(page, 1)
    marks = page.locator(".course .lesson").first.locator(".marks li")
    expect(marks).to_have_text(["opened", "predicted", "goal reached"])


def test_another_tab_is_followed_and_what_is_broken_counts_as_nothing(course: Opener) -> None:
    page = course("{")
    finished(page, 0)
    other = page.context.new_page()
    other.goto(page.url.replace("course", "_stcore/health"))
    done = json.dumps({names(page)[0]: ["opened", "reached"]})
    for broken in ("null", "[1]", '"x"', '{"a": 3, "b": {"c": []}}'):
        for value, count in ((done, 1), (broken, 0)):
            other.evaluate("([place, kept]) => localStorage.setItem(place, kept)", [PLACE, value])
            finished(page, count)
    expect(page.locator(".course .marks li")).to_have_count(0)


def test_where_nothing_can_be_kept_it_says_so(course: Opener) -> None:
    page = course(script=FORBIDDEN)
    finished(page, 0)
    expect(page.get_by_text("your progress cannot be kept")).to_be_visible()


def test_the_keyboard_reaches_every_lesson_and_a_phone_shows_all_of_it(course: Opener) -> None:
    page = course(width=390)
    page.locator(".course .total").focus()
    for name in names(page)[:3]:
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
                let at = document.activeElement;
                while (at.shadowRoot) at = at.shadowRoot.activeElement;
                return at.getAttribute("href");
            }"""
        )
        assert focused == name
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390


def test_an_unknown_mark_is_named() -> None:
    with pytest.raises(ValueError, match="mark is 'passed', expected one of opened"):
        note_progress("why_memory", ["passed"])
