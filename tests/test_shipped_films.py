"""The films that ship with the app are what their configurations give when trained again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lessons._shared.shipped import FOLDER, RUNS, opens_at, path_of
from lstm_viz import Film, advance, start

EXPLODED = 100.0
"""A gradient norm that no run has from which a page means to show what was learned."""
AGAIN = 100
"""Updates that are made again: what follows is determined by them, and takes its time."""


def test_every_film_in_the_folder_is_listed() -> None:
    assert {path.stem for path in FOLDER.glob("*.film")} == set(RUNS)


@pytest.mark.parametrize("name", RUNS)
def test_a_shipped_film_is_its_configuration_trained(name: str) -> None:
    shipped, config = Film.load(path_of(name)), RUNS[name]
    assert shipped.config == config
    assert shipped.update == opens_at(config) or all(shipped.ended.values())
    last = next((s.update for s in shipped.snapshots if s.update >= AGAIN), shipped.update)
    shipped = replace(shipped, snapshots=tuple(s for s in shipped.snapshots if s.update <= last))
    again = Film.of(advance(start(config), last))
    assert shipped.probe.text == again.probe.text
    assert set(shipped.provenance) == {"date", "lstm_viz", "torch", "numpy", "python"}
    assert [s.update for s in shipped.snapshots] == [s.update for s in again.snapshots]
    # Machines differ in the last bits of a float32, and hundreds of updates let them grow a little;
    # where a gradient has exploded, they decide all that follows.
    exploded: set[str] = set()
    for old, new in zip(shipped.snapshots, again.snapshots, strict=True):
        for model, side in old.models.items():
            exploded |= {model} if side.gradient_norm > EXPLODED else set()
            if model in exploded:
                continue
            np.testing.assert_allclose(side.score, new.models[model].score, rtol=0.05, atol=1e-4)
            np.testing.assert_allclose(side.prediction, new.models[model].prediction, atol=0.05)
    for quantity, values in shipped.snapshots[-1].models[config.cell].recording:
        expected = getattr(again.snapshots[-1].models[config.cell].recording, quantity)
        np.testing.assert_allclose(values, expected, atol=0.05)
