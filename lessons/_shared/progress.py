"""Progress: what a student has done, kept in the browser; the server never learns of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

__all__ = ["MARKS", "note_progress", "progress_list"]

MARKS = ("opened", "predicted", "reached")
"""What can be done in a lesson: seen it, answered its questions, reached its goal."""


def _part(name: str) -> str:
    """Read a part of what runs in the browser."""
    return (Path(__file__).parent / "browser" / name).read_text(encoding="utf-8")


_note = st.components.v2.component(
    "progress_note", js=_part("progress_store.js") + _part("progress_note.js")
)
_list = st.components.v2.component(
    "progress_list",
    html='<div class="course"></div>',
    css=_part("progress_list.css"),
    js=_part("progress_store.js") + _part("progress_list.js"),
)


def note_progress(lesson: str, marks: Collection[str]) -> None:
    """Keep, in this browser, what the student has done in a lesson; draw nothing.

    Marks only ever come to those that are kept, so a page may call this on every run.

    Parameters
    ----------
    lesson : str
        The lesson's name, as in its address.
    marks : collection of str
        Some of `MARKS`.

    Raises
    ------
    ValueError
        If there is no such mark; the message names it.
    """
    for mark in marks:
        if mark not in MARKS:
            raise ValueError(f"mark is {mark!r}, expected one of {', '.join(MARKS)}")
    _note(data={"lesson": lesson, "marks": sorted(marks)}, key="progress_note")


def progress_list(lessons: Sequence[Mapping[str, Any]]) -> None:
    """Draw the list of lessons with what was done in each, and a button that forgets it all.

    A lesson whose goal was reached is finished.

    Parameters
    ----------
    lessons : sequence of mappings
        Each with ``name`` (its address, relative to the app's), ``number``, ``question`` and
        ``idea``. With ``page``, as `st.switch_page` takes it, a click opens the lesson within this
        visit, so that what other pages hold is kept; without, it is a link that loads anew.
    """
    chosen = _list(
        data={"lessons": [dict(lesson) for lesson in lessons]},
        key="progress_list",
        on_opened_change=lambda: None,
    )
    pages = {lesson["name"]: lesson.get("page") for lesson in lessons}
    if page := pages.get(chosen.opened):
        st.switch_page(page)
