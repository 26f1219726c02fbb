"""The course, found by its files; each says in its docstring what it asks and tells.

Lessons are ``lessons/NN_short_name.py``. The pages on what recurrent networks are used for are
``lessons/uses/NN_short_name.py``, and belong to the lesson that opens that section.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LESSONS = Path(__file__).resolve().parent.parent
USES_BELONG_TO = 13
"""The number of the lesson whose section the pages of ``lessons/uses`` are."""


@dataclass(frozen=True)
class Entry:
    """One page of the course, as the course lists it.

    Attributes
    ----------
    path : Path
        Its page, ``lessons/NN_short_name.py`` or ``lessons/uses/NN_short_name.py``.
    number : str
        Its place in the course: ``4``, or ``13.2`` within a section.
    question : str
        The first line of its docstring: the title of the page.
    idea : str
        The rest of its docstring: what one learns, in a sentence or two.
    """

    path: Path
    number: str
    question: str
    idea: str

    @property
    def name(self) -> str:
        """Return the short name, which is also its address: ``why_memory``."""
        return self.path.stem.partition("_")[2]

    @property
    def title(self) -> str:
        """Return number and short name, for the navigation: ``1. Why memory``."""
        dot = "" if "." in self.number else "."
        return f"{self.number}{dot} {self.name.replace('_', ' ').capitalize()}"

    @property
    def place(self) -> str:
        """Return where in the course it stands, in words: ``Lesson 4 of 14``."""
        lesson, _, use = self.number.partition(".")
        inside = f"Use {use} of {len(uses())}, lesson" if use else "Lesson"
        return f"{inside} {lesson} of {len(lessons())}"

    @property
    def page(self) -> str:
        """Return the page as Streamlit names it, from the folder of app.py."""
        return f"lessons/{self.path.relative_to(LESSONS).as_posix()}"


@lru_cache(maxsize=1)
def lessons() -> tuple[Entry, ...]:
    """Return all lessons in their order."""
    paths = [path for path in _numbered(LESSONS) if not path.name.startswith("00_")]
    return tuple(_read(path, str(_number(path))) for path in paths)


@lru_cache(maxsize=1)
def uses() -> tuple[Entry, ...]:
    """Return the pages on what recurrent networks are used for, in their order."""
    paths = _numbered(LESSONS / "uses")
    return tuple(_read(path, f"{USES_BELONG_TO}.{_number(path)}") for path in paths)


@lru_cache(maxsize=1)
def course() -> tuple[Entry, ...]:
    """Return the whole course as it is read: a section follows the lesson that opens it."""
    places = [int(lesson.number) for lesson in lessons()]
    opened = sum(place <= USES_BELONG_TO for place in places)
    return (*lessons()[:opened], *uses(), *lessons()[opened:])


def entry_of(file: str) -> Entry:
    """Return the entry of a page, given its ``__file__``."""
    return next(entry for entry in course() if entry.path == Path(file).resolve())


def next_after(entry: Entry) -> Entry | None:
    """Return the page that follows in the course; None after the last one."""
    following = course()[course().index(entry) + 1 :]
    return following[0] if following else None


def _numbered(folder: Path) -> list[Path]:
    """Return the pages of a folder in the order of their numbers."""
    return sorted(folder.glob("[0-9]*.py"))


def _number(path: Path) -> int:
    return int(path.stem.partition("_")[0])


def _read(path: Path, number: str) -> Entry:
    """Read question and idea of a page without running it."""
    told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    question, _, idea = told.partition("\n")
    return Entry(path, number, question, " ".join(idea.split()))
