"""Signals: everybody has a line with a look of its own, and the truth lies beneath."""

from __future__ import annotations

import numpy as np

from lstm_viz import palette
from lstm_viz.figures.signals import signals

X = np.arange(3)
LINE = np.array([0.0, np.nan, 2.0])


def test_lines_are_drawn_as_they_are_and_can_be_told_apart() -> None:
    figure = signals(
        X,
        {"LSTM": LINE, "RNN": LINE + 1},
        {"last": LINE + 2, "mean": LINE + 3},
        "day",
        "°C",
        truth={"truth": LINE + 4},
        measured={"measured": LINE + 5},
    )
    assert [line.name for line in figure.data] == [
        *("truth", "measured", "last", "mean", "LSTM", "RNN"),
    ]
    for line, more in zip(figure.data, (4, 5, 2, 3, 0, 1), strict=True):
        np.testing.assert_array_equal(line.y, LINE + more)
        np.testing.assert_array_equal(line.x, X)
    looks = {(line.mode, line.line.color, line.line.dash, line.line.width) for line in figure.data}
    assert len(looks) == 6
    assert figure.data[4].line.color == palette.MODELS["first"].light
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("day", "°C")


def test_the_modes_differ_in_colour_only() -> None:
    light, dark = (
        signals(X, {"LSTM": LINE}, {}, "", "", mode).data[0] for mode in ("light", "dark")
    )
    assert light.line.color != dark.line.color
    assert light.line.dash == dark.line.dash == "solid"
