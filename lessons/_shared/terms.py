"""Terms: every technical word of the course, and the links that lead from a text to its entry.

The words themselves stand in terms.toml, to be read and corrected without reading any code.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["TERMS", "Term", "anchor", "find_term", "linked", "term_at"]


@dataclass(frozen=True)
class Term:
    """One entry of the glossary; all of it plain text, but for the formula.

    Attributes
    ----------
    name : str
        As the course writes it.
    definition : str
        One or two sentences.
    formula : str
        KaTeX without dollar signs; empty if there is none.
    confusion : str
        What people get wrong, put right; empty if there is nothing.
    also : tuple of str
        Synonyms, abbreviations and symbols; the plural with s goes without saying.
    """

    name: str
    definition: str
    formula: str = ""
    confusion: str = ""
    also: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Return the name and all other spellings."""
        return (self.name, *self.also)


def _read(path: Path) -> tuple[Term, ...]:
    """Read the terms from a file; lines that are broken there are one paragraph here."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["term"]
    return tuple(
        Term(
            also=tuple(entry.pop("also", ())),
            **{name: " ".join(text.split()) for name, text in entry.items()},
        )
        for entry in entries
    )


TERMS = _read(Path(__file__).with_name("terms.toml"))
"""Every term of the course, in alphabetical order."""

_BY_SPELLING = {spelling.casefold(): term for term in TERMS for spelling in term.spellings}

# What is to be left as it is comes first: an escaped sign, a formula, code.
_MARKED = re.compile(
    r"\\."
    r"|\$\$.+?\$\$"
    r"|\$[^$\n]+\$"
    r"|`[^`]+`"
    r"|\[\[(?:(?P<shown>[^\[\]|]+)\|)?(?P<name>[^\[\]|]+)\]\]",
    re.DOTALL,
)


def anchor(name: str) -> str:
    """Return a term's name as it stands in a link.

    Examples
    --------
    >>> anchor("Glorot initialisation")
    'glorot-initialisation'
    """
    return re.sub(r"\W+", "-", name.casefold()).strip("-")


_BY_ANCHOR = {anchor(spelling): term for spelling, term in _BY_SPELLING.items()}


def find_term(name: str) -> Term:
    """Return the term with this name or other spelling; plurals and capital letters are fine.

    Raises
    ------
    KeyError
        If there is none; the message names it.

    Examples
    --------
    >>> find_term("BPTT").name, find_term("Batches").name
    ('backpropagation through time', 'batch')
    """
    key = " ".join(name.split()).casefold()
    for spelling in (key, key.removesuffix("s"), key.removesuffix("es")):
        if spelling in _BY_SPELLING:
            return _BY_SPELLING[spelling]
    raise KeyError(f"there is no term {name.strip()!r} in the glossary")


def term_at(place: str) -> Term | None:
    """Return the term whose anchor, or whose other spelling's anchor, this is; None: no term."""
    return _BY_ANCHOR.get(anchor(place))


def linked(markdown: str) -> str:
    """Turn ``[[term]]`` and ``[[words to show|term]]`` into links to the glossary.

    The link's title is the definition, so hovering is enough to read it. Streamlit opens links in
    a new tab: the lesson, and what trains in it, stays as it is. The address is relative, so it
    holds under any base path. Formulas and code are left as they are.

    Raises
    ------
    KeyError
        If there is no such term; the message names it.

    Examples
    --------
    >>> linked("It [[forgets|forget gate]].")[:40]
    'It [forgets](glossary?term=forget-gate "'
    """

    def link(found: re.Match[str]) -> str:
        if found["name"] is None:
            return found[0]
        term = find_term(found["name"])
        shown = " ".join((found["shown"] or found["name"]).split())
        title = term.definition.replace("\\", "\\\\").replace('"', '\\"')
        return f'[{shown}](glossary?term={anchor(term.name)} "{title}")'

    return _MARKED.sub(link, markdown)
