"""A film of one model before and after somebody interfered: two models, one snapshot, one cell."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.film_bytes import ArrayWriter, pack
from lstm_viz.film_writing import (
    described,
    order_of_units,
    setting_of,
    write_probe,
    write_recordings,
)
from lstm_viz.interfering.running import Interfered
from lstm_viz.recording import Array
from lstm_viz.tasks import Probe

PARTS = ("lines", "cells", "sequence", "prediction")
"""What of the player makes sense: there is no training, and what is held obeys no equation."""


def film_of_interference(
    config: TrainConfig,
    name: str,
    probe: Probe,
    sides: Mapping[str, Interfered],
    follows: Array,
    provenance: Mapping[str, str],
) -> bytes:
    """Encode what one model does, once or before and after, for the film player.

    Parameters
    ----------
    config : TrainConfig
    name : str
        The model, in `lstm_viz.family.CELLS`.
    probe : Probe
    sides : mapping of str to Interfered
        One or two, by what is added to the model's title: ``""``, ``"before"``, ``"after"``. Of two
        the player can also show the difference, the second minus the first.
    follows : (H,)
        How well each unit follows what has to be remembered: the order of the units, which is the
        same on both sides.
    provenance : mapping of str to str

    Returns
    -------
    bytes
    """
    cell, arrays = CELLS[name], ArrayWriter()
    arrays.exact("update", np.zeros(1))
    write_probe(arrays, probe)
    models = []
    for word, side in sides.items():
        key = f"{name}_{word}" if word else name
        arrays.exact(f"{key}.score", np.array([side.score]))
        for number in ("loss", "train_score", "test_score", "gradient_norm"):
            arrays.exact(f"{key}.{number}", np.full(1, np.nan))
        arrays.exact(f"{key}.prediction", side.prediction[None])
        if side.attention is not None:
            arrays.exact(f"{key}.attention", side.attention[None])
        write_recordings(arrays, key, [side.recording])
        models.append(
            {
                "key": key,
                "title": f"{cell.title} {word}".strip(),
                **described(side.recording),
                "held": cell.held_gate,
                "attention": cell.attention,
                "hidden_size": config.size_of(name),
                "parameters": config.parameters(name),
                "ended": None,
                "solved_at": None,
                "unit_order": order_of_units(side.recording, follows),
                "unit_follow": [round(float(r), 4) for r in follows],
                "seconds": 0.0,
            }
        )
    header = {
        "config": {},
        "provenance": dict(provenance),
        **setting_of(config, probe),
        "models": models,
        "parts": list(PARTS),
        "difference": len(sides) == 2,
    }
    return pack(header, arrays)
