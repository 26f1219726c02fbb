"""The page on translation: what it answers, what one may write, and its goal."""

from __future__ import annotations

from tests.pages import opened, sound, state, words

LESSON = "uses/09_translation"


def test_it_opens_with_a_number_that_nobody_was_trained_on_and_answers_from_the_run() -> None:
    page = sound(opened(LESSON))
    told = words(page)
    assert "neither model was ever trained on it" in told
    assert len(page.get("plotly_chart")) == 3  # alignment, by digits, baselines
    page.radio(key="predict_fails").set_value("long").run()
    assert "**Right.**" in page.success[0].value
    said = page.table[0].value
    assert said.loc["German"].iloc[0].startswith("fünf hundert zwei und dreißig tausend")
    assert said.loc["Encoder-decoder with attention"].iloc[1] == "✓"
    assert ":red[" in said.loc["Dictionary, word by word"].iloc[0]


def test_a_number_of_ones_own_goes_into_the_link_and_a_wrong_one_is_told() -> None:
    page = opened(LESSON)
    page.text_input(key="text_number").set_value("fourty-two").run()
    assert "did you mean forty" in sound(page).error[0].value
    assert page.text_input(key="text_number").value == "fourty-two"
    page.text_input(key="text_number").set_value("<b>1000001</b>").run()
    assert sound(page).error
    page.text_input(key="text_number").set_value("Forty-two").run()
    assert not sound(page).error
    assert page.table[0].value.loc["German"].iloc[0] == "zwei und vierzig"
    assert state(page).to_query()["number"] == "Forty-two"
    again = sound(opened(LESSON, number="forty two"))
    assert again.table[0].value.loc["German"].iloc[0] == "zwei und vierzig"
    bad = sound(opened(LESSON, number="vierzig", after="1e9"))
    assert len(bad.warning) == 2


def test_earlier_in_training_it_said_something_else() -> None:
    page = opened(LESSON, after="300")
    assert "after update 300" in words(sound(page))
    assert page.table[0].value.loc["Encoder-decoder with attention"].iloc[1] == "✗"
