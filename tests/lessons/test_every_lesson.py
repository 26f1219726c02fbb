"""What holds for every lesson: it opens with a real run, asks, answers, and can be linked to."""

from __future__ import annotations

import re

import pytest

from lessons._shared.catalogue import Entry, course, lessons, uses
from tests.pages import film_on, handed_over, link_of, opened, rested, sound, state, words

COURSE = course()


def file(entry: Entry) -> str:
    return entry.page.removeprefix("lessons/").removesuffix(".py")


def by_name(entry: Entry) -> str:
    return entry.name


@pytest.fixture(params=COURSE, ids=by_name)
def entry(request: pytest.FixtureRequest) -> Entry:
    return request.param


def test_lessons_are_numbered_without_a_gap_and_say_what_they_ask() -> None:
    assert [entry.number for entry in lessons()] == [str(n + 1) for n in range(len(lessons()))]
    assert [entry.number for entry in uses()] == [f"13.{n + 1}" for n in range(len(uses()))]
    for entry in COURSE:
        assert entry.question.endswith("?"), entry.path.name
        assert 30 < len(entry.idea) < 200, entry.path.name


def test_it_opens_with_its_question_a_real_run_and_its_provenance(entry: Entry) -> None:
    page = sound(opened(file(entry)))
    assert [title.value for title in page.title] == [entry.question]
    told = words(page)
    assert page.radio
    assert "**Predict first.**" in told
    assert "**Your turn.**" in told
    assert [heading.value for heading in page.header][-1] == "To take away"
    assert re.search(r"Sources: .*\[.+\]\(https://", told)
    assert "[[" not in told  # every term has become a link
    assert "Show me the code" in [expander.label for expander in page.expander]
    for chart in page.get("plotly_chart"):
        assert len(chart.proto.alt) > 20
    if handed_over(page, "film"):
        film = film_on(page)
        assert film.update == state(page).until > 0 or film.config.initialisation == "wired"
        assert f"seed {film.config.seed}, update {film.update} of" in told
        assert "parameters" in told


def test_it_answers_only_once_the_student_has_and_its_link_says_so_again(entry: Entry) -> None:
    page = opened(file(entry))
    for radio in list(page.radio):
        assert radio.value is None
    revealed = len(page.success) + len(page.info)
    for radio in list(page.radio):
        page.radio(key=radio.key).set_value(radio.options[-1]).run()
        if handed_over(page, "film") or page.get("progress"):
            rested(page)
        assert len(sound(page).success) + len(page.info) > revealed
        revealed = len(page.success) + len(page.info)
    assert link_of(page).items() >= state(page).answers.items()
    again = opened(file(entry), **link_of(page))
    if handed_over(page, "film"):
        rested(again)
    assert state(again).answers == state(page).answers
    assert link_of(again) == link_of(page)
    assert [box.value for box in again.success] == [box.value for box in page.success]
    assert [box.value for box in again.info] == [box.value for box in page.info]


def test_a_cell_that_it_does_not_speak_of_gives_way_to_its_own(entry: Entry) -> None:
    usual = state(opened(file(entry))).config.cells
    page = sound(opened(file(entry), cell="gru", against="irnn"))
    assert state(page).config.cells == usual
    told = " ".join(warning.value for warning in page.warning)
    assert "GRU against IRNN" in told or "cell=gru" in told


def test_a_strangers_link_is_explained(entry: Entry) -> None:
    page = opened(file(entry))
    name = page.radio[0].key.removeprefix("predict_")
    bad = sound(opened(file(entry), **{name: "<b>nonsense</b>", "seed": "-1", "until": "x"}))
    told = " ".join(warning.value for warning in bad.warning).replace("\\", "")
    assert f"{name}=<b>nonsense</b>" in told
    assert "seed=-1" in told
    assert "until=x" in told
