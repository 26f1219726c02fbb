"""How often "Be the LSTM" answers a hand on a slider or on a point, in headless Chromium."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
from playwright.sync_api import Browser, Page, Route

from benchmarks.browser import WATCH, chromium
from benchmarks.table import Table, Target
from lessons._sections.wiring_words import AFTER, STAGES
from lessons._shared.wiring import wiring_data, wiring_module, wiring_style

FRAMES = 180
WINDOWS = {"1440 x 900": (1440, 900), "390 x 844": (390, 844)}
THIRTY = Target("at least", 30.0)

# In every frame the hand moves on; an answer counts if the line that the unit says is another one.
_DRAG = """
async ([what, frames]) => {
  const slider = document.querySelector('input[type="range"][aria-label^="input gate"]');
  const points = document.querySelector(".points svg");
  const line = document.querySelector(".answer .line");
  const box = points.getBoundingClientRect();
  const pointer = (kind, share) => points.dispatchEvent(new PointerEvent(kind, {
    bubbles: true, pointerId: 1, isPrimary: true, buttons: 1,
    clientX: box.left + 2.5 / 30 * box.width, clientY: box.top + share * box.height,
  }));
  const moves = {
    slider: (share) => {
      slider.value = Number(slider.min) + share * (Number(slider.max) - Number(slider.min));
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    },
    point: (share) => pointer("pointermove", share),
  };
  const nextFrame = () => new Promise(requestAnimationFrame);
  points.setPointerCapture = () => {};  // which no pointer of flesh and blood has
  if (what === "point") pointer("pointerdown", 0.5);
  const answered = [];
  let before = line.getAttribute("d");
  for (let n = 0; n < frames; n++) {
    // Up and down, never twice at one place, and away from the ends: there a gate has nothing
    // more to give and the line stays, however often it is drawn.
    moves[what](0.35 + 0.03 * Math.abs((n % 20) - 10));
    const now = await nextFrame();
    const after = line.getAttribute("d");
    if (after !== before) answered.push(now);
    before = after;
  }
  if (what === "point") pointer("pointerup", 0.5);
  return answered;
}
"""


def tables() -> Iterator[Table]:
    """Yield the table of this part."""
    table = Table("Be the LSTM, dragging", "30 time steps drawn and 256 sequences scored a frame")
    with chromium() as browser:
        for name, (width, height) in WINDOWS.items():
            page = _opened(browser, width, height)
            for what in ("slider", "point"):
                _measure(table, page, what, name)
            page.close()
    yield table


def _opened(browser: Browser, width: int, height: int) -> Page:
    """Open the puzzle on a page of its own."""
    data = json.dumps(wiring_data(STAGES, AFTER))
    whole = (
        f"<!doctype html><style>{wiring_style()}</style><div id='root'></div>"
        "<script type='module'>import component from '/wiring.js';"
        f"component({{ parentElement: root, data: {data} }});</script>"
    )

    def serve(route: Route) -> None:
        is_script = route.request.url.endswith(".js")
        kind, body = ("javascript", wiring_module()) if is_script else ("html", whole)
        route.fulfill(content_type=f"text/{kind}; charset=utf-8", body=body)

    page = browser.new_page(viewport={"width": width, "height": height})
    page.route("http://wiring.bench/**", serve)
    page.add_init_script(WATCH)
    page.goto("http://wiring.bench/")
    page.locator(".wiring .bars[d]").first.wait_for(state="attached")
    return page


def _measure(table: Table, page: Page, what: str, window: str) -> None:
    """Drag for some seconds and add the figures."""
    page.evaluate("window.frames.length = 0")
    deltas = np.diff(page.evaluate(_DRAG, [what, FRAMES]))
    frames = np.array(page.evaluate("window.frames"))
    began, which = np.unique(frames[:, 0], return_inverse=True)
    work = np.bincount(which, frames[:, 1], len(began))
    table.add(f"a {what}, {window}: answers/s at the median", 1000 / np.median(deltas), "", THIRTY)
    table.add("  answers/s on average", 1000 / deltas.mean())
    table.add("  from answer to answer, 95th percentile", np.percentile(deltas, 95), "ms")
    table.add("  the page's own code for an answer, median", np.median(work), "ms")
