"""The film that ships with the app is what its configuration gives when it is trained again."""

from __future__ import annotations

import numpy as np

from lessons._shared.films import SHIPPED
from lessons.films.make import made
from lstm_viz import Film, TrainConfig


def test_the_shipped_film_is_its_configuration_trained() -> None:
    shipped, again = Film.load(SHIPPED), made()
    assert shipped.config == again.config == TrainConfig.of_task()
    assert shipped.probe.text == again.probe.text
    assert set(shipped.provenance) == {"date", "lstm_viz", "torch", "numpy", "python"}
    assert [s.update for s in shipped.snapshots] == [s.update for s in again.snapshots]
    # Machines differ in the last bits of a float32, and 800 updates let them grow a little.
    for old, new in zip(shipped.snapshots, again.snapshots, strict=True):
        for name, model in old.models.items():
            score = new.models[name].score
            np.testing.assert_allclose(model.score, score, rtol=0.05, atol=1e-4)
            np.testing.assert_allclose(model.prediction, new.models[name].prediction, atol=0.05)
    for name, values in shipped.snapshots[-1].lstm.recording:
        expected = getattr(again.snapshots[-1].lstm.recording, name)
        np.testing.assert_allclose(values, expected, atol=0.05)
