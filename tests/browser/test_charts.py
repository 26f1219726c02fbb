"""Charts come when the film can be seen; nothing on the page moves, and they are drawn once."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, Route, expect

FILM = ".film-player .stage:not([hidden])"
WAITING = '[class*="st-key-waits_"]'
CHART = ".js-plotly-plot"


def opened(chromium: Browser) -> Page:
    return chromium.new_page(viewport={"width": 1440, "height": 1000})


def test_charts_come_after_the_film_and_nothing_moves(server: str, chromium: Browser) -> None:
    page, held = opened(chromium), list[Route]()
    page.route("**/Plotly*", lambda route: held.append(route))
    page.goto(f"{server}/why_it_forgets?arrives=tenth")
    expect(page.locator(WAITING).first).to_be_attached()
    expect(page.locator(WAITING)).to_have_count(0)
    assert page.locator(FILM).is_visible()  # while Plotly has been asked for, and is held back
    recap = page.get_by_role("heading", name="To take away")
    before = recap.bounding_box()
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator(f"{CHART} .main-svg").first).to_be_visible()
    expect(page.locator(CHART)).to_have_count(4)
    assert recap.bounding_box() == before

    page.locator(CHART).evaluate_all("charts => charts.forEach((each) => (each.isOld = true))")
    page.get_by_test_id("stRadioGroup").get_by_text("about a millionth").click()
    expect(page.get_by_text("Right.")).to_be_visible()
    assert page.locator(CHART).evaluate_all("charts => charts.every((each) => each.isOld)")
    page.close()


def test_in_a_session_that_has_seen_a_film_charts_do_not_wait(
    server: str, chromium: Browser
) -> None:
    page = opened(chromium)
    page.goto(f"{server}/take_a_gate_away")
    expect(page.locator(CHART)).to_have_count(1)
    page.get_by_role("link", name="Course", exact=True).click()
    page.get_by_role("link", name="Is an LSTM better than an RNN?").first.click()
    expect(page.locator(CHART)).to_have_count(3)
    assert page.locator(WAITING).count() == 0
    page.close()


def test_without_a_film_charts_come_all_the_same(server: str, chromium: Browser) -> None:
    page = opened(chromium)
    blind = "Object.defineProperty(Element.prototype, 'shadowRoot', { get: () => null })"
    page.add_init_script(blind)  # nobody who looks for the film finds it
    page.goto(f"{server}/take_a_gate_away")
    expect(page.locator(CHART)).to_have_count(1)
    page.close()
