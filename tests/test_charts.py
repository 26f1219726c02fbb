"""Charts wait for the film, in a place of their own height."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from lessons._shared.after_film import FILM_SEEN
from tests.pages import opened, sound

LESSON = "02_why_it_forgets"


def heights(page: AppTest) -> list[int]:
    """Return the heights of all charts that are drawn."""
    specs = [json.loads(each.proto.spec) for each in page.get("plotly_chart")]
    return [spec["layout"]["height"] for spec in specs]


def kept_free(block: Any) -> list[int]:
    """Return the heights of all containers with a fixed height."""
    found = []
    for child in getattr(block, "children", {}).values():
        config = getattr(getattr(child, "proto", None), "height_config", None)
        found += [config.pixel_height] if config and config.pixel_height else []
        found += kept_free(child)
    return found


def test_in_a_new_tab_charts_wait_and_their_places_have_their_heights() -> None:
    drawn = heights(opened(LESSON, arrives="tenth"))
    page = sound(opened(LESSON, has_seen=False, arrives="tenth"))
    assert heights(page) == []
    assert kept_free(page.main) == drawn
    assert len(drawn) == 4


def test_once_the_film_has_been_seen_they_are_drawn() -> None:
    page = opened(LESSON, has_seen=False)
    page.session_state[FILM_SEEN] = True
    assert len(heights(sound(page.run()))) == 3
    assert kept_free(page.main) == []
