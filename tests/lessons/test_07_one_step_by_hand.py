"""Lesson 7: a student's six numbers are checked one after the other, and stand in the link."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lstm_viz.by_hand.exercises import exercise
from lstm_viz.by_hand.step import sigmoid
from tests.pages import film_on, handed_over, link_of, opened, sound, state, words

LESSON = "07_one_step_by_hand"


def enter(page: AppTest, *numbers: str) -> AppTest:
    """Type numbers, one after the other."""
    for said in numbers:
        page.text_input(key="worked_now").set_value(said).run()
    return sound(page)


def rounded(seed: int) -> list[str]:
    """Return the right numbers of an exercise, as a student would write them."""
    return [f"{value:.2f}" for value in exercise(seed).values().values()]


def test_all_six_numbers_reach_the_goal() -> None:
    page = opened(LESSON)
    for count, said in enumerate(rounded(7)):
        assert f"{count} of 6 numbers are right" in words(page)
        enter(page, said)
    assert "**Reached.** 6 of 6" in " ".join(box.value for box in page.success)
    assert not page.text_input
    drawn = handed_over(page, "svg")[0]
    assert ">?<" not in drawn
    assert "That was one time step" in words(page)
    again = opened(LESSON, **link_of(page))
    assert "6 of 6 numbers are right" in words(again)


def test_a_wrong_number_is_answered_with_the_mistake_and_the_filled_in_equation() -> None:
    page = enter(opened(LESSON), f"{sigmoid(2):.2f}")
    told = page.info[0].value
    assert "**Not yet.** That leaves out the bias b." in told
    assert r"\sigma(2 \cdot 0.5 +1 +2 \cdot 0.5) = \sigma(3)" in told
    assert page.text_input(key="worked_now").value == "0.88"
    assert "0 of 6 numbers are right" in words(page)
    enter(page, "0,95")
    assert not page.info
    assert r"\sigma(3) = 0.953$: keeps 95\%" in words(page)
    assert page.text_input(key="worked_now").value == ""


def test_what_a_trained_cell_does_is_shown_below() -> None:
    film = film_on(opened(LESSON))
    assert film.config.hidden_size == 1
    assert film.config.the_task.is_solved(film.snapshots[-1].lstm.score)


def test_the_prediction_is_answered_by_the_fifth_number() -> None:
    page = opened(LESSON)
    page.radio(key="predict_cell_7").set_value("rises").run()
    assert "Your fifth number" in page.info[0].value
    enter(page, *rounded(7)[:5])
    assert page.info[0].value.startswith("**Here: it falls, but not below 0.** Of 1.5")
    assert "1.43, and −0.20 is written: the cell state is now 1.22" in page.info[0].value
    page.radio(key="predict_cell_7").set_value("falls").run()
    assert page.success[0].value.startswith("**Right.**")


@pytest.mark.parametrize(("seed", "answer"), [(1, "rises"), (7, "falls"), (5, "below")])
def test_each_answer_is_right_for_some_numbers(seed: int, answer: str) -> None:
    assert exercise(seed).change() == answer
    link = {f"cell_{seed}": answer, "numbers": str(seed), "worked": ";".join(rounded(seed))}
    assert opened(LESSON, **link).success[0].value.startswith("**Right.**")


def test_new_numbers_begin_an_empty_sheet_and_stand_in_the_link() -> None:
    page = enter(opened(LESSON, cell_7="rises"), *rounded(7)[:2])
    assert link_of(page)["cell_7"] == "rises"
    page.button(key="new_numbers").click().run()
    assert "cell_7" not in link_of(page)
    assert "0 of 6 numbers are right" in words(page)
    assert (link_of(page)["numbers"], link_of(page)["worked"]) == ("8", "")
    assert page.radio(key="predict_cell_8").value is None
    enter(page, rounded(8)[0])
    again = opened(LESSON, **link_of(page))
    assert "1 of 6 numbers are right" in words(again)
    assert "Exercise 8" in words(again)


def test_a_reached_goal_is_remembered_with_new_numbers() -> None:
    page = opened(LESSON, worked=";".join(rounded(7)))
    page.button(key="new_numbers").click().run()
    assert state(page).reached
    assert "You have reached this goal" in words(page)


@pytest.mark.parametrize("said", ["abc", "<b>", "1/2", "nan", "inf", "1e9", "**", ";"])
def test_what_is_no_number_is_explained(said: str) -> None:
    page = enter(opened(LESSON), said)
    told = " ".join(box.value for box in [*page.warning, *page.info]).replace("\\", "")
    if said == ";":
        assert not told
    else:
        assert f"“{said}” is no number" in told
    assert "0 of 6 numbers are right" in words(page)


@pytest.mark.parametrize("said", ["-1", "10000", "x", "", "<b>", "٣"])
def test_an_exercise_of_a_strangers_link_is_explained(said: str) -> None:
    page = sound(opened(LESSON, numbers=said))
    told = " ".join(warning.value for warning in page.warning).replace("\\", "")
    assert f"numbers={said}: expected a whole number from 0 to 9999. Using 7 instead." in told
    assert "Exercise 7" in words(page)


def test_a_link_with_more_numbers_than_are_right_stops_at_the_first_wrong_one() -> None:
    page = sound(opened(LESSON, worked="0.95;7;0.1;0.2;0.3;0.4;0.5;0.6" + ";x" * 100))
    assert "1 of 6 numbers are right" in words(page)
    assert page.text_input(key="worked_now").value == "7"
    enter(page, rounded(7)[1])
    assert "2 of 6 numbers are right" in words(page)


def test_the_code_is_that_of_the_exercise() -> None:
    page = opened(LESSON, numbers="5")
    ours, torch, keras = (block.value for block in page.code)
    assert "cell_state = forget_gate * cell + input_gate * candidate" in ours
    for script in (torch, keras):
        assert str(exercise(5).rows["forget_gate"].W) in script
