"""A grid of counts says in words what its colours say."""

from __future__ import annotations

import pytest

from lstm_viz.figures.frame import Mode
from lstm_viz.figures.grid import counts_grid

MODES: tuple[Mode, ...] = ("light", "dark")


def test_a_grid_shows_counts_as_words_and_their_shares_as_colour() -> None:
    grid = counts_grid(
        {"Latch": [(8, 8), (2, 8)], "Adding": [(0, 4), (0, 0)]}, ["all", "none"], above="gates"
    )
    (cells,) = grid.data
    assert [list(row) for row in cells.text] == [["8/8", "2/8"], ["0/4", ""]]
    assert [list(row) for row in cells.z] == [[1, 0.25], [0, 0]]
    assert (cells.zmin, cells.zmax) == (0, 1)
    assert list(cells.x) == ["all", "none"]
    assert list(cells.y) == ["Latch", "Adding"]
    assert grid.layout.xaxis.title.text == "gates"
    assert grid.layout.yaxis.autorange == "reversed"  # the first row on top


def test_the_modes_differ_in_colour_only() -> None:
    light, dark = (counts_grid({"Latch": [(1, 2)]}, ["all"], mode).data[0] for mode in MODES)
    assert light.colorscale != dark.colorscale
    assert light.text == dark.text


def test_a_row_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="Latch has 1 counts, expected 2"):
        counts_grid({"Latch": [(1, 2)]}, ["all", "none"])
