"""What a page may ask of the film player, and what it is told when it asks for nonsense."""

from __future__ import annotations

import re

import pytest

from lessons._shared.player import Focus, film_player
from lstm_viz.palette import QUANTITIES


def test_a_focus_is_everything_unless_told_otherwise() -> None:
    assert Focus().to_data() == {
        "models": ["lstm", "rnn"],
        "quantities": list(QUANTITIES),
        "parts": ["curves", "lines", "gradients", "cells", "equations"],
    }
    assert Focus(models=("gru",)).to_data()["models"] == ["gru"]
    assert Focus(quantities=()).to_data()["quantities"] == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"models": ["frog"]}, "models has 'frog', expected some of lstm, rnn, gru"),
        ({"models": []}, "models is empty"),
        ({"quantities": ["forget"]}, "quantities has 'forget', expected some of forget_gate"),
        ({"parts": ["curves", "cell"]}, "parts has 'cell', expected some of curves"),
        ({"parts": "cells"}, "parts is the text 'cells', expected a list of names"),
    ],
)
def test_a_wrong_focus_is_refused_by_name(wrong: dict[str, list[str]], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        Focus(**wrong)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"time": 3}, "position has 'time', expected some of step"),
        ({"view": "map"}, "view of the position has 'map', expected some of heat, lines"),
        ({"play": "both"}, "play of the position has 'both', expected some of training"),
    ],
)
def test_a_wrong_position_is_refused_by_name(wrong: dict[str, str | int], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        film_player(b"", 0, key="film", position=wrong)
