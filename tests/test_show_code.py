"""Show me the code, on pages: written when it is opened, for the run that is shown."""

from __future__ import annotations

import pytest

from lstm_viz import TrainConfig
from lstm_viz.scripts import script
from tests.pages import opened, rested, sound, state


def scripts_on(page) -> list[str]:
    """Return the listings on a page that are whole scripts."""
    return [code.value for code in page.code if "def initial_model()" in code.value]


def expanded(page):
    """Open the expander."""
    page.session_state["show_code"] = True
    return page.run()


@pytest.mark.parametrize("lesson", ["01_why_memory", "07_one_step_by_hand"])
def test_a_lesson_writes_the_script_of_its_run_when_asked(lesson: str) -> None:
    page = sound(opened(lesson))
    assert scripts_on(page) == []
    page = sound(expanded(page))
    config = state(page).config
    assert scripts_on(page) == [script(config, config.cell, "pytorch").strip()]
    page.get("button_group")[0].set_value("keras").run()
    page.get("button_group")[1].set_value(config.against).run()
    assert scripts_on(sound(page)) == [script(config, config.against, "keras").strip()]
    assert page.get("download_button")


def test_the_lab_shows_the_script_of_whatever_it_trains() -> None:
    config = TrainConfig.of_task("latch", cell="gru", against="irnn", seed=4)
    page = opened(**config.to_query(), section="Show me the code")
    rested(page)
    assert scripts_on(sound(page)) == [script(config, "gru", "pytorch").strip()]
