"""The page that interferes: one click does something, the score tells, and the link says it all."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lstm_viz.film_bytes import unpack
from tests.pages import handed_over, link_of, opened, run_until, sound, words


def header(page: AppTest) -> dict[str, Any]:
    """Return the header of the film that the page gave to the player."""
    return dict(unpack(base64.b64decode(handed_over(page, "film")[-1]))[0])


def keys(page: AppTest) -> list[str]:
    return [model["key"] for model in header(page)["models"]]


def click(page: AppTest, label: str) -> AppTest:
    button = next(each for each in page.button if each.label.startswith(label))
    return sound(button.click().run())


def test_it_opens_with_a_trained_model_and_nothing_done() -> None:
    page = sound(opened("interfere"))
    assert keys(page) == ["lstm"]
    assert "Validation error **0.00028**: solved. Nothing is done to it yet." in words(page)
    assert not header(page)["difference"]
    assert link_of(page)["task"] == "memory_cell"


def test_one_click_shows_before_and_after_and_what_it_costs() -> None:
    page = click(opened("interfere"), "Silence")
    assert keys(page) == ["lstm_before", "lstm_after"]
    assert header(page)["difference"]
    assert "**0.00028 → " in words(page)
    assert "no longer solved" in words(page)
    assert link_of(page)["do"] == "silence_u1"
    page = click(page, "Silence")  # once more: it is taken back
    assert keys(page) == ["lstm"]
    assert link_of(page)["do"] == ""


def test_every_experiment_on_the_shipped_run_changes_something() -> None:
    page = opened("interfere")
    for start in ("Hold the forget gate", "Erase the cell state", "Silence"):
        click(page, start)
        assert "no longer solved" in words(page), start


def test_an_experiment_follows_to_another_time_step() -> None:
    page = click(opened("interfere", on_step="5"), "Erase")
    assert link_of(page)["do"] == "set_0_u1_t5"
    page.select_slider(key="place_on_step").set_value(12).run()
    assert link_of(page)["do"] == "set_0_u1_t12"
    assert "after time step 12" in " ".join(button.label for button in page.button)


def test_a_prediction_does_it_and_is_judged() -> None:
    page = opened("interfere")
    sound(page.radio(key="predict_predict").set_value("solved").run())
    assert link_of(page)["do"] == "hold_f_1_u1"
    told = " ".join(box.value for box in page.info)
    assert "In fact it is" in told
    assert "became" in told


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"do": "dance"}, "is no intervention"),
        ({"do": "silence_u9"}, "unit is 9, but the LSTM has 2"),
        ({"do": "hold_z_1"}, "the LSTM has no update_gate"),
        ({"do": "hold_f_7"}, "expected 0 to 1"),
        ({"on_unit": "77"}, "expected 1 to 2. Using 1 instead"),
        ({"snapshot": "a lot"}, "expected a whole number"),
        ({"predict": "rain"}, "expected one of solved, better, guessing"),
        ({"model": "gpt"}, "expected one of lstm, rnn"),
    ],
)
def test_a_strangers_link_is_told_what_is_wrong_with_it(query: dict[str, str], told: str) -> None:
    page = sound(opened("interfere", **query))
    said = words(page).replace("\\", "")
    assert told in said
    assert keys(page) == ["lstm"]


def test_a_link_does_what_it_says() -> None:
    page = sound(opened("interfere", do="hold_f_1_u1 set_0.5_u2_t9", at="790", unit="1", step="9"))
    assert keys(page) == ["lstm_before", "lstm_after"]
    link = link_of(page)
    assert link["do"] == "hold_f_1_u1 set_0.5_u2_t9"
    assert (link["snapshot"], link["on_unit"], link["on_step"]) == ("784", "1", "9")
    click(page, "forget gate of unit 1 held at 1")
    assert link_of(page)["do"] == "set_0.5_u2_t9"


def test_the_vanilla_rnn_can_be_interfered_with_as_well() -> None:
    page = click(opened("interfere", model="rnn"), "Negate the hidden state")
    assert keys(page) == ["rnn_before", "rnn_after"]
    assert link_of(page)["do"].startswith("negate_u")


@pytest.mark.parametrize(
    ("cell", "label", "does"),
    [
        ("gru", "Hold the update gate of unit", "hold_z_1_u"),
        ("no_forget_gate", "Hold the forget gate of unit", "hold_f_0_u"),  # it is at 1 anyway
        ("bilstm", "Erase the cell state of unit", "set_0_u"),
        ("attention", "Silence unit", "silence_u"),
    ],
)
def test_any_cell_that_a_link_has_trained_can_be_interfered_with(
    cell: str, label: str, does: str
) -> None:
    page = opened("interfere", cell=cell, updates="20", until="20")
    run_until(page, lambda: bool(handed_over(page, "palette")))  # the player has its film
    assert keys(sound(page)) == [cell]
    assert "Predict first" not in words(page)  # it has solved nothing
    click(page, label)
    assert keys(page) == [f"{cell}_before", f"{cell}_after"]
    assert link_of(page)["do"].startswith(does)
    assert "not solved" in words(page)


@pytest.mark.parametrize(
    ("kind", "does"),
    [
        ("hold", "hold_f_1_u1"),
        ("set", "set_0_u1_t6"),
        ("negate", "negate_u1_t6"),
        ("swap", "swap_u1_u2_t6"),
        ("bias", "bias_f_3_u1"),
        ("flip", "flip_1_t6"),
        ("silence", "silence_u1"),
    ],
)
def test_everything_else_can_be_done_with_controls(kind: str, does: str) -> None:
    page = opened("interfere")
    page.session_state["free"] = True
    page.run()
    page.selectbox(key="free_kind").set_value(kind).run()
    sound(page.button(key="free_do").click().run())
    assert link_of(page)["do"] == does


def test_the_data_of_the_player_is_small() -> None:
    page = click(opened("interfere"), "Silence")
    assert len(json.dumps(handed_over(page, "film")[-1])) < 40_000
