"""The lessons, found by their file names; each says in its docstring what it asks and tells."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LESSONS = Path(__file__).parent.parent


@dataclass(frozen=True)
class Entry:
    """One lesson, as the course lists it.

    Attributes
    ----------
    path : Path
        Its page, ``lessons/NN_short_name.py``.
    number : int
        Its place in the course, from 1.
    question : str
        The first line of its docstring: the title of the page.
    idea : str
        The rest of its docstring: what one learns, in a sentence or two.
    """

    path: Path
    number: int
    question: str
    idea: str

    @property
    def name(self) -> str:
        """Return the short name, which is also its address: ``why_memory``."""
        return self.path.stem.partition("_")[2]

    @property
    def title(self) -> str:
        """Return number and short name, for the navigation: ``1. Why memory``."""
        return f"{self.number}. {self.name.replace('_', ' ').capitalize()}"

    @property
    def page(self) -> str:
        """Return the page as Streamlit names it, from the folder of app.py."""
        return f"lessons/{self.path.name}"


@lru_cache(maxsize=1)
def lessons() -> tuple[Entry, ...]:
    """Return all lessons in their order."""
    paths = sorted(LESSONS.glob("[0-9]*.py"))
    return tuple(_read(path) for path in paths if not path.name.startswith("00_"))


def entry_of(file: str) -> Entry:
    """Return the entry of a page, given its ``__file__``."""
    return next(entry for entry in lessons() if entry.path.name == Path(file).name)


def next_after(entry: Entry) -> Entry | None:
    """Return the lesson that follows; None after the last one."""
    return next((other for other in lessons() if other.number > entry.number), None)


def _read(path: Path) -> Entry:
    """Read number, question and idea of a lesson without running it."""
    told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    question, _, idea = told.partition("\n")
    return Entry(path, int(path.stem.partition("_")[0]), question, " ".join(idea.split()))
