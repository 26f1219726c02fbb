"""The page of the family: every cell is told, and leads to a comparison in the Lab."""

from __future__ import annotations

import re

import pytest

from lessons._shared.rivals import RIVALS
from lstm_viz import TrainConfig
from lstm_viz.family import CELLS
from tests.pages import opened, rested, sound, words


def test_every_cell_is_told_with_its_source_and_a_link_to_a_run_of_it() -> None:
    page = sound(opened("cells"))
    assert [heading.value for heading in page.header] == [c.title for c in CELLS.values()]
    told = words(page).replace("\\", "")
    for cell in CELLS.values():
        assert cell.summary in told
        assert f"{cell.source}." in told
    links = re.findall(r"\(\./\?([^)]*)\)", told)
    assert len(links) == len(CELLS)
    for cell, link in zip(CELLS, links, strict=True):
        query = dict(part.split("=") for part in link.split("&"))
        config, problems = TrainConfig.from_query(query)
        assert not problems
        expected = RIVALS[cell].config
        assert config.changed(snapshot_every=expected.snapshot_every) == expected
        assert cell in config.cells


@pytest.mark.parametrize("cell", ["peephole", "irnn", "attention"])
def test_a_link_opens_in_the_lab(cell: str) -> None:
    query = {**RIVALS[cell].config.to_query(), "until": "0"}
    page = opened(**query)
    assert rested(page).config.cells == RIVALS[cell].config.cells
    sound(page)
