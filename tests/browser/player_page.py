"""A page with nothing but the film player, which is given data as Streamlit would give it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from lessons._shared.player import Focus
from lessons._shared.shipped import path_of
from lstm_viz import player
from lstm_viz.palette import player_palette

ADDRESS = "http://player.test/"
FILM = path_of("memory_cell").read_bytes()
HTML = f"""<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>{player.style()}</style><body><div id="root"></div><script type="module">
import component from "/player.js";
const parentElement = document.getElementById("root");
window.give = (data) => void component({{ parentElement, data }});
</script></body>"""


class Lesson:
    """A page of its own, that gives data to the player as Streamlit would."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.player = page.locator(".film-player")

    def give(
        self,
        focus: Focus | None = None,
        position: Mapping[str, Any] | None = None,
        film: bytes = FILM,
    ) -> None:
        """Hand data to the player and wait until it shows a film, or says why it does not."""
        data = {
            "film": base64.b64encode(film).decode(),
            "palette": player_palette(),
            "focus": focus and focus.to_data(),
            "position": position,
        }
        self.page.evaluate("data => window.give(data)", data)
        drawn = ".stage:not([hidden]) .now b, .message:not([hidden])"
        self.player.locator(drawn).first.wait_for()

    def send(self, film: bytes) -> None:
        """Hand over a part of a film, as the messenger does while training."""
        detail = {"film": base64.b64encode(film).decode(), "training": {"state": "training"}}
        event = "detail => window.dispatchEvent(new CustomEvent('lstm-viz:part', { detail }))"
        self.page.evaluate(event, detail)

    def button(self, name: str) -> Locator:
        return self.player.get_by_role("button", name=name, exact=True)

    def shows(self, step: int, update: int) -> None:
        expect(self.player.locator(".place")).to_have_text(
            re.compile(rf"^time step {step} of 30update {update} of 800")
        )

    def rows(self) -> list[str]:
        """Return the names of the heat maps that are shown."""
        names: list[str] = self.player.locator(".lane.heat:visible .lane-name b").all_inner_texts()
        return [re.sub(r"\W+", " ", name).strip() for name in names]

    def has_rows(self, names: list[str]) -> None:
        """Wait until these heat maps are shown, and no others."""
        titles = self.player.locator(".lane.heat:visible .lane-name b")
        expect(titles).to_have_text(names)


Opener = Callable[..., Lesson]


def serve(route: Route) -> None:
    """Answer the page's two requests: for itself, and for the player."""
    script = route.request.url.endswith(".js")
    kind, body = ("text/javascript", player.module()) if script else ("text/html", HTML)
    route.fulfill(content_type=f"{kind}; charset=utf-8", body=body)
