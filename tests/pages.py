"""What the tests of pages share: opening one from a link, training on it, reading what it shows."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from lessons._shared.after_film import FILM_SEEN
from lstm_viz import Film

APP = str(Path(__file__).parent.parent / "app.py")


def opened(lesson: str = "", has_seen: bool = True, **query: str) -> AppTest:
    """Open the Lab, or a lesson by the name of its file, from a link.

    No browser will say that it has shown the film, and charts wait for that: ``has_seen`` says so
    beforehand.
    """
    page = AppTest.from_file(APP, default_timeout=60)
    if lesson:
        page.switch_page(f"lessons/{lesson}.py")
    for name, value in query.items():
        page.query_params[name] = value
    page.session_state[FILM_SEEN] = has_seen
    return page.run()


def sound(page: AppTest) -> AppTest:
    """Check that nothing on the page is a traceback."""
    assert not page.exception
    return page


def handed_over(page: AppTest, name: str) -> list[Any]:
    """Return what the page gave its components under a name."""
    given = [json.loads(component.proto.json) for component in page.get("bidi_component")]
    return [data[name] for data in given if name in data]


def film_on(page: AppTest) -> Film:
    """Decode the film that the page gave to the player."""
    return Film.from_bytes(base64.b64decode(handed_over(page, "film")[-1]))


def link_of(page: AppTest) -> dict[str, str]:
    """Return the parameters that the page writes into its link."""
    link: dict[str, str] = handed_over(page, "address")[0]
    return link


def run_until(page: AppTest, condition: Callable[[], bool], seconds: float = 60) -> None:
    """Rerun the page, as its fragment does, until a condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
        page.run()


def rested(page: AppTest) -> Film:
    """Rerun the page until the player has the film that the visitor wants, and return it."""

    def is_there() -> bool:
        if not handed_over(page, "film") or page.get("progress"):
            return False
        film, visit = film_on(page), state(page)
        is_there = film.update == visit.until or all(film.ended.values())
        return film.config == visit.config and is_there

    run_until(page, is_there)
    return film_on(sound(page))


def words(page: AppTest) -> str:
    """Return all running text of a page, its boxes included."""
    kinds = ("markdown", "caption", "success", "info", "warning")
    return " ".join(element.value for kind in kinds for element in page.get(kind))


def labels(page: AppTest) -> list[str]:
    """Return the words on all buttons."""
    return [button.label for button in page.button]


def state(page: AppTest) -> Any:
    """Return the visit to the page that is open."""
    return page.session_state[f"visit_{page.session_state['page']}"]
