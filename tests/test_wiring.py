"""The page of the wiring puzzle: what it gives to the browser, and that its stages are playable."""

from __future__ import annotations

import pytest

from lessons._sections.wiring_words import STAGES
from lessons._shared.wiring import PARTS, wiring_data
from tests.pages import handed_over, opened, sound


def test_the_page_gives_the_browser_all_it_needs() -> None:
    page = sound(opened("be_the_lstm"))
    assert page.title[0].value == "Be the LSTM"
    assert [stage["key"] for stage in handed_over(page, "stages")[0]] == [s.key for s in STAGES]
    assert handed_over(page, "batch")[0]["count"] == 256


def test_the_answer_is_what_was_wired_by_hand() -> None:
    answer = wiring_data(STAGES, "")["answer"]
    assert answer["input_gate"] == [0, 20, 0, 0, 0, -10]
    assert answer["forget_gate"] == [0, -20, -20, 0, 0, 10]
    assert answer["candidate"] == [0.125, 0, 0, 0, 0, 0]
    assert answer["output_gate"] == [0, 0, 0, 20, 0, -10]
    assert answer["readout"] == pytest.approx([8.0623, 0])


def test_every_part_is_asked_for_alone_and_then_all_at_once() -> None:
    *single, last = STAGES
    assert sorted(part for stage in single for part in stage.parts) == sorted(PARTS)
    assert last.parts == PARTS
    assert all(stage.hints for stage in STAGES)
