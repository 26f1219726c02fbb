"""The tour of the Lab: a minute from control to control, which moves the real ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import streamlit as st

from lessons._shared.catalogue import lessons
from lstm_viz.film import Film

__all__ = ["tour"]

_FOLDER = Path(__file__).parent / "browser"
_SCRIPTS = ("tour_stops.js", "tour_spotlight.js", "tour_cards.js", "tour.js")
_STYLE = json.dumps((_FOLDER / "tour.css").read_text(encoding="utf-8"))
_HTML = """<div class="tour"><button class="open-tour" type="button">
<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 21V4m0 0h11l-2.5 4.5L16 13H5"/></svg>
Tour</button></div>"""

_tour = st.components.v2.component(
    "tour",
    html=_HTML,
    css=(_FOLDER / "tour_button.css").read_text(encoding="utf-8"),
    js=f"const STYLE = {_STYLE};\n"
    + "".join((_FOLDER / name).read_text(encoding="utf-8") for name in _SCRIPTS),
)


def tour(key: str, film: Film | None) -> None:
    """Draw the button that starts the tour; on a first visit the tour offers itself as well.

    It offers itself only to who comes without a link that prepares something, and not where the
    page is embedded in another.

    Parameters
    ----------
    key : str
    film : Film or None
        The film on the page: the tour goes to a time step at which something happens in it.
    """
    offers = st.session_state.setdefault(
        f"{key}_offers", not st.query_params and not st.context.is_embedded
    )
    first = next(iter(lessons()), None)
    data = {
        "offers": offers,
        "lesson": first and {"name": first.name, "title": first.question},
        **_moment(film),
    }
    _tour(data=data, key=key, width="content")


def _moment(film: Film | None) -> dict[str, Any]:
    """Return the last update, and a time step, from 1, with what happens there."""
    if film is None:
        return {"update": None, "step": None, "event": None}
    events = film.probe.events
    erasing = [t for t, event in enumerate(events) if "erase" in event or "reset" in event]
    step = erasing[0] if erasing else 0
    return {"update": film.update, "step": step + 1, "event": events[step]}
