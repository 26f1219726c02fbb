"""The glossary: every term is found, and a link to it holds; the page under AppTest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lessons._shared.terms import TERMS, Term, anchor, find_term, linked

PAGE = str(Path(__file__).parent.parent / "lessons" / "glossary.py")
PLAIN = re.compile(r"[*_`$\[\]<>\\]")


def opened(**query: str) -> AppTest:
    """Open the glossary from a link."""
    page = AppTest.from_file(PAGE, default_timeout=30)
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    """Return all Markdown on the page."""
    return "\n".join(element.value for element in page.markdown)


def headings(page: AppTest) -> list[str]:
    """Return the entries on the page, in their order."""
    return re.findall(r"^## (.+)$", words(page).replace("\\", ""), re.MULTILINE)


def test_terms_are_in_alphabetical_order_and_no_spelling_has_two_meanings() -> None:
    names = [term.name for term in TERMS]
    assert names == sorted(names, key=str.casefold)
    spellings = [spelling.casefold() for term in TERMS for spelling in term.spellings]
    assert len(spellings) == len(set(spellings))
    anchors = [anchor(spelling) for spelling in spellings]
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_a_term_is_plain_text_of_a_sentence_or_three(term: Term) -> None:
    for text in (term.name, term.definition, term.confusion, *term.also):
        assert not PLAIN.search(text)
        assert "  " not in text
    assert len(term.definition) < 300
    for text in filter(None, (term.definition, term.confusion)):
        assert text[0].isupper() or text.startswith(("f =", "i =", '"'))
        assert text.endswith((".", ")"))
        assert not re.search(r"\b(open|opens|closed|closes|trace|cache)\b", text)
    assert "$" not in term.formula
    assert term.formula.count("{") == term.formula.count("}")


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("forget gate", "forget gate"),
        ("Forget\ngates", "forget gate"),
        ("RNNs", "vanilla RNN"),
        ("losses", "loss"),
        ("biases", "bias"),
        ("BPTT", "backpropagation through time"),
    ],
)
def test_a_term_is_found_by_any_spelling(spelling: str, name: str) -> None:
    assert find_term(spelling).name == name
    assert f"](glossary?term={anchor(name)} " in linked(f"[[{spelling}]]")


def test_a_link_shows_its_words_and_has_the_definition_as_its_title() -> None:
    gate, rnn = find_term("forget gate"), find_term("vanilla RNN")
    text = linked("It [[keeps|forget gate]]; an [[RNN]] does not.")
    assert text == (
        f'It [keeps](glossary?term=forget-gate "{gate.definition}"); '
        f'an [RNN](glossary?term=vanilla-rnn "{rnn.definition}") does not.'
    )


@pytest.mark.parametrize(
    "text",
    ["$[[gate]]$", "$$\nx_{[[gate]]}\n$$", "`[[gate]]`", "[a](b) and [ ]", r"\$3 and [x] \$4"],
)
def test_formulas_code_and_other_brackets_are_left_alone(text: str) -> None:
    assert linked(text) == text


def test_a_price_is_no_formula() -> None:
    assert "(glossary?term=gate " in linked(r"\$3 for a [[gate]], \$4 for two")


def test_an_unknown_term_is_named() -> None:
    with pytest.raises(KeyError, match="no term 'forgot gate'"):
        linked("Look at the [[keeps|forgot gate]].")


def test_the_page_has_every_term_with_formula_and_confusion() -> None:
    page = opened()
    assert headings(page) == [term.name for term in TERMS]
    term = find_term("forget gate")
    assert f"$\\displaystyle {term.formula}$" in words(page)
    assert "keep gate in disguise" in words(page)
    targets = re.findall(r"\[[A-Z]\]\(#([\w-]+)\)", words(page))
    assert targets
    assert set(targets) <= {anchor(name) for name in headings(page)}


@pytest.mark.parametrize("place", ["forget-gate", "forget gate", "f"])
def test_a_link_shows_its_term_first(place: str) -> None:
    page = opened(term=place)
    assert "forget gate" in page.header[0].value
    first = next(m.value for m in page.markdown if "displaystyle" in m.value)
    assert find_term("forget gate").formula in first
    assert "keep gate in disguise" in first
    assert "## " not in first


def test_an_unknown_term_in_the_link_is_said_in_words() -> None:
    page = opened(term="<b>[x](y)")
    assert "no term of this course" in page.warning[0].value
    assert "[x](y)" not in page.warning[0].value
    assert headings(page)


def test_searching_finds_names_first_then_definitions() -> None:
    page = opened()
    page.text_input(key="search").input("  SIGMOID ").run()
    found = headings(page)
    assert found[0] == "sigmoid"
    assert "pre-activation" in found
    assert len(found) < len(TERMS) / 4
    page.text_input(key="search").input("bptt").run()
    assert headings(page) == ["backpropagation through time"]


def test_finding_nothing_is_said_in_words() -> None:
    page = opened()
    page.text_input(key="search").input("quaternion [a](b)").run()
    assert "Nothing here mentions" in page.info[0].value
    assert "[a](b)" not in page.info[0].value
    assert headings(page) == []
