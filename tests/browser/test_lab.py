"""What only a real browser shows: the film, the live run, both axes, the keyboard, the link."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocket, expect

Opener = Callable[..., Page]
SHORT = "task=memory_cell&updates=200&snapshot_every=5&seed=11"


def place(page: Page) -> tuple[int, int]:
    """Return the time step and the update that the player shows."""
    text = page.locator(".film-player .place").inner_text()
    found = re.match(r"time step (\d+) of \d+\s+update (\d+)", text)
    assert found, text
    return int(found[1]), int(found[2])


def comes_to(page: Page, step: range, update: range) -> None:
    """Wait until the player, which draws with the next frame, is where it should be."""
    deadline = time.monotonic() + 10
    while not (place(page)[0] in step and place(page)[1] in update):
        assert time.monotonic() < deadline, f"{place(page)} is not in {step}, {update}"
        page.wait_for_timeout(50)


def at(number: int) -> range:
    return range(number, number + 1)


def train(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^(Train|Train again|Resume)$")).click()


def finish(page: Page) -> None:
    expect(page.get_by_role("button", name="Train again")).to_be_visible(timeout=60_000)
    expect(page.locator('[data-testid="stProgress"]')).to_have_count(0)


def test_it_opens_with_a_film_that_explains_itself(visit: Opener) -> None:
    page = visit()
    expect(page.get_by_text("solved it by update")).to_be_visible()
    for name in ("forget gate", "input gate", "output gate", "candidate", "cell state"):
        expect(page.locator(".lanes").get_by_text(name).first).to_be_visible()
    expect(page.get_by_text("1 keeps · 0 erases")).to_be_visible()
    assert place(page)[1] == 800
    assert "Traceback" not in page.content()


def test_both_curves_grow_while_it_trains_and_the_player_stays(visit: Opener) -> None:
    page = visit("task=memory_cell&updates=4000&seed=11")
    player, scrubber = page.locator(".film-player"), page.locator(".film-player .scrubber")
    player.evaluate("element => element.dataset.mark = 'the same'")
    train(page)
    seen: dict[str, tuple[str, str]] = {}
    deadline = time.monotonic() + 60
    while len(seen) < 5:
        assert time.monotonic() < deadline, seen
        text = scrubber.get_attribute("aria-valuetext") or ""
        found = re.fullmatch(r"update (\d+) of \d+: LSTM (\S+), Vanilla RNN (\S+)", text)
        if found:
            seen[found[1]] = (found[2], found[3])
        page.wait_for_timeout(60)
    assert len({lstm for lstm, _ in seen.values()}) > 2
    assert len({rnn for _, rnn in seen.values()}) > 2
    assert player.get_attribute("data-mark") == "the same"
    # Every other control is alive: the player plays, and a section opens, while it trains.
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_text("Learning curves", exact=True).click()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    page.locator(".st-key-pause button").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    page.locator(".film-player").get_by_role("button", name="Pause").click()
    stopped = place(page)[1]
    assert 0 < stopped < 4000
    page.wait_for_timeout(700)
    assert place(page)[1] == stopped


def test_no_message_is_sent_while_the_film_plays(visit: Opener) -> None:
    sent: list[object] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sent.append(frame))

    page = visit()
    page.on("websocket", listen)
    page.reload()
    page.locator(".film-player .stage:not([hidden])").wait_for()
    page.wait_for_timeout(2000)
    assert sent  # the page did speak with its server
    page.get_by_role("button", name="Play", exact=True).click()
    before, count = place(page), len(sent)
    page.wait_for_timeout(2500)
    assert place(page) != before
    assert len(sent) == count


def test_scrubbing_along_both_axes(visit: Opener) -> None:
    page = visit()
    curves = page.locator(".film-player .scrubber").bounding_box()
    assert curves is not None
    page.mouse.click(curves["x"] + curves["width"] * 0.5, curves["y"] + curves["height"] * 0.5)
    comes_to(page, range(1, 31), range(200, 600))
    cells = page.locator(".film-player .lane.heat canvas").first.bounding_box()
    assert cells is not None
    for share, steps in ((0.1, range(2, 7)), (0.9, range(25, 30))):
        page.mouse.click(cells["x"] + cells["width"] * share, cells["y"] + 5)
        comes_to(page, steps, range(200, 600))


def test_the_keyboard_moves_along_both_axes(visit: Opener) -> None:
    page = visit()
    page.locator(".film-player").focus()
    for keys, step, update in (
        (["Home"], 1, 800),
        (["ArrowRight", "ArrowRight"], 3, 800),
        (["ArrowLeft"], 2, 800),
        (["End"], 30, 800),
        (["Shift+ArrowLeft"], 30, 784),
        (["Shift+Home"], 30, 0),
        (["Shift+End"], 30, 800),
    ):
        for key in keys:
            page.keyboard.press(key)
        comes_to(page, at(step), at(update))
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_the_link_brings_back_the_film_and_the_place(visit: Opener) -> None:
    page = visit(SHORT)
    train(page)
    finish(page)
    page.locator(".film-player").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowLeft")
    expect(page).to_have_url(re.compile(r"at=180\b"))
    here, said = place(page), page.locator(".film-player .now").inner_text()
    again = visit(page.url.partition("?")[2])
    finish(again)
    expect(again.locator(".film-player .now")).to_have_text(said)
    assert place(again) == here


def test_a_bad_link_is_explained_and_the_page_works(visit: Opener) -> None:
    page = visit("task=memory_cell&length=9999&hidden_size=%3Cscript%3E&step=x&at=-4&unit=99")
    expect(page.get_by_text("length=9999")).to_be_visible()
    expect(page.get_by_text("hidden_size=<script>")).to_be_visible()
    assert place(page)[0] >= 1


@pytest.mark.parametrize("width", [390, 1920])
def test_nothing_is_cut_off(visit: Opener, width: int) -> None:
    page = visit(width=width, height=844 if width < 500 else 1080)
    page.wait_for_timeout(500)
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width
    box = page.locator(".film-player").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    expect(page.get_by_role("button", name="Train again")).to_be_visible()


def test_dark_follows_the_app(visit: Opener) -> None:
    colours = {}
    for scheme in ("light", "dark"):
        page = visit(scheme=scheme)
        player = page.locator(".film-player")
        page.wait_for_timeout(500)
        colours[scheme] = player.evaluate(
            """e => [getComputedStyle(e).color,
                     getComputedStyle(e).getPropertyValue('--colour-forget-gate').trim()]"""
        )
    assert colours["light"][0] != colours["dark"][0]
    assert [colour.upper() for _, colour in colours.values()] == ["#BF4C00", "#F58A45"]


def test_a_foreign_film_file_is_refused_in_words(visit: Opener) -> None:
    page = visit()
    page.get_by_text("Keep or open a film", exact=True).click()
    chooser = page.locator('input[type="file"]')
    chooser.set_input_files(
        [{"name": "x.film", "mimeType": "", "buffer": b"LSTMFILM" + b"\0" * 99}]
    )
    expect(
        page.get_by_text(re.compile("header cannot be read|not say that it is a film"))
    ).to_be_visible()
    expect(page.locator(".film-player .stage")).to_be_visible()


def test_a_saved_film_can_be_opened_again_and_plays_alone(visit: Opener, tmp_path: Path) -> None:
    page = visit()
    page.get_by_text("Keep or open a film", exact=True).click()
    with page.expect_download() as film:
        page.get_by_role("button", name="Download the film").click()
    with page.expect_download() as web_page:
        page.get_by_role("button", name="Download as a web page").click()
    saved = tmp_path / "film.html"
    web_page.value.save_as(saved)
    alone = page.context.new_page()
    asked: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(saved.as_uri())
    alone.locator(".film-player .stage:not([hidden])").wait_for()
    assert place(alone)[1] == 800
    assert all(url.startswith(("file:", "blob:", "data:")) for url in asked)
    other = visit("task=adding")
    other.get_by_text("Keep or open a film", exact=True).click()
    other.locator('input[type="file"]').set_input_files(
        [{"name": "a.film", "mimeType": "", "buffer": film.value.path().read_bytes()}]
    )
    expect(other.get_by_text("solved it by update")).to_be_visible()
    comes_to(other, range(1, 31), at(800))


def test_back_leaves_the_page(visit: Opener) -> None:
    page = visit()
    page.get_by_role("button", name="New seed").click()
    expect(page).to_have_url(re.compile(r"until=0\b"))
    page.get_by_role("button", name="+1", exact=True).click()
    expect(page).to_have_url(re.compile(r"until=1\b"))
    page.go_back()
    expect(page).to_have_url("about:blank")


def test_a_link_to_a_run_that_still_trains_shows_it_growing(visit: Opener) -> None:
    page = visit("task=adding&updates=10000&seed=12&until=10000")
    expect(page.locator(".st-key-pause button")).to_be_visible()
    first = place(page)[1]
    comes_to(page, range(1, 61), range(first + 1, 10_000))
    page.locator(".st-key-pause button").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()


def test_reset_while_training_goes_back_to_the_untrained_film(visit: Opener) -> None:
    page = visit("task=memory_cell&updates=4000&seed=13")
    train(page)
    comes_to(page, range(1, 31), range(1, 4000))
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_text("Before training")).to_be_visible()
    comes_to(page, range(1, 31), at(0))


def test_another_sequence_while_training_is_shown_growing(visit: Opener) -> None:
    page = visit("task=memory_cell&updates=4000&seed=14")
    train(page)
    comes_to(page, range(1, 31), range(1, 4000))
    page.get_by_role("textbox", name=re.compile("One token")).fill("0.5w 0.1 0.2r")
    page.keyboard.press("Enter")
    expect(page.locator(".film-player .place")).to_have_text(re.compile(r"of 3(?!\d)"))
