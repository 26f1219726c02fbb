"""Lesson 14: a round of questions, on one's own runs first, and what comes of it."""

from __future__ import annotations

from lessons._sections.exam import LETTERS, Paper
from lstm_viz import TrainConfig
from tests.pages import link_of, opened, rested, sound, state, words

LESSON = "14_be_the_examiner"


def paper_on(page) -> Paper:
    """Return the round that a page is in the middle of."""
    number = state(page).answers.get("round", "0")
    return page.session_state["papers"][number]


def answer_all(page, wrong: int):
    """Answer every question, some of the first ones wrongly."""
    asked = paper_on(page).asked
    for place, each in enumerate(asked):
        right = each.item.right
        said = (right + 1) % len(each.item.options) if place < wrong else right
        page.radio[0].set_value(LETTERS[said]).run()
        assert page.radio[0].disabled  # the first answer counts
        if place + 1 < len(asked):
            page = sound(page.button(key="next_question").click().run())
    return page


def test_wrong_answers_lead_back_to_their_lessons() -> None:
    page = opened(LESSON)
    assert "which ideas need another look" in words(page)
    page = sound(answer_all(page, wrong=3))
    told = words(page)
    assert told.count("needs another look") == len(
        {each.item.idea for each in paper_on(page).asked[:3]}
    )
    assert "10 of 10 answered, 7 of them right" in told
    assert not state(page).reached
    again = opened(LESSON, **link_of(page))
    assert words(again).count("needs another look") == told.count("needs another look")


def test_a_new_round_has_other_questions_and_the_goal_can_be_reached() -> None:
    page = opened(LESSON)
    first = [each.item for each in paper_on(page).asked]
    page = sound(page.button(key="new_round").click().run())
    assert state(page).answers["round"] == "1"
    assert [each.item for each in paper_on(page).asked] != first
    page = answer_all(page, wrong=1)
    assert state(page).reached
    assert "Reached." in " ".join(box.value for box in page.success)


def test_a_run_of_ones_own_is_asked_about_first() -> None:
    own = TrainConfig.of_task("latch", length=12, updates=60, snapshot_every=5, seed=7)
    page = opened(until="60", **own.to_query())
    rested(page)
    page.switch_page(f"lessons/{LESSON}.py").run()
    paper = paper_on(sound(page))
    assert [film.config for film in paper.films[:2]].count(own) == 1
    about_own = [p for p in range(len(paper.asked)) if paper.film(p).config == own]
    assert len(about_own) >= 4
    place = about_own[0]
    page.session_state["visit_be_the_examiner"].answers["question"] = str(place + 1)
    page.run()
    assert "A run of yours:" in words(page)
    assert state(page).config == own


def test_answers_on_other_runs_are_not_taken_for_these() -> None:
    page = sound(opened(LESSON, runs="0123abcd", q1="a"))
    assert state(page).answers.get("q1") is None
    assert "other runs" in " ".join(warning.value for warning in page.warning)
