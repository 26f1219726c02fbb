"""The glossary: every term of the course, with its formula and its classic confusion."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lessons._shared.plain import plain
from lessons._shared.terms import TERMS, Term, anchor, term_at


def entry(term: Term) -> str:
    """Return an entry as Markdown, without its heading."""
    also = f" :gray[Also: {', '.join(map(plain, term.also))}.]" if term.also else ""
    formula = rf"$\displaystyle {term.formula}$" if term.formula else ""
    confusion = f"**Often confused:** {plain(term.confusion)}" if term.confusion else ""
    return "\n\n".join(filter(None, (plain(term.definition) + also, formula, confusion)))


def entries(terms: Sequence[Term]) -> None:
    """List terms, each with a heading that a link can jump to."""
    st.markdown("\n\n".join(f"## {plain(term.name)}\n\n{entry(term)}" for term in terms))


def letters(terms: Sequence[Term]) -> None:
    """Draw a line of letters, each a link to its first term."""
    first = {term.name[0].upper(): term for term in reversed(terms)}
    st.markdown(
        "\u2002 ".join(f"[{letter}](#{anchor(first[letter].name)})" for letter in sorted(first))
    )


def asked(place: str) -> None:
    """Show the term that a link asks for, before all others."""
    term = term_at(place)
    if term is None:
        st.warning(
            f"The link asks for “{plain(place[:60])}”, which is no term of this course. "
            "Perhaps the search finds it under another name.",
            icon=":material/link_off:",
        )
        return
    with st.container(border=True, key="asked"):
        st.header(f":primary-background[{plain(term.name)}]", anchor="asked")
        st.markdown(entry(term))


def found(words: str) -> list[Term]:
    """Return the terms that mention these words; those that bear them in their name first."""
    sought = " ".join(words.split()).casefold()
    named = [t for t in TERMS if any(sought in spelling.casefold() for spelling in t.spellings)]
    return named + [t for t in TERMS if t not in named and sought in t.definition.casefold()]


st.html(
    """<style>
    .st-key-glossary h2 { font-size: 1.2rem; padding: 0.9rem 0 0.3rem }
    .st-key-glossary .stMarkdown p { margin-bottom: 0.5rem }
    .st-key-asked h2 { padding-top: 0 }
    </style>"""
)
# Lines of more than some 80 letters are hard to read.
with st.container(width=760, key="glossary"):
    st.title("Glossary", anchor=False)
    st.markdown(
        f"The {len(TERMS)} terms of the course: what each means, its formula, and what people "
        "often get wrong about it."
    )
    words = st.text_input(
        "Search", key="search", placeholder="gate, RNN, vanishing …", icon=":material/search:"
    ).strip()
    if "term" in st.query_params:
        asked(st.query_params["term"])
    if not words:
        letters(TERMS)
        entries(TERMS)
    elif matches := found(words):
        entries(matches)
    else:
        st.info(
            f"Nothing here mentions “{plain(words[:60])}”. Try fewer letters, or empty the search "
            "to see all terms.",
            icon=":material/search_off:",
        )
