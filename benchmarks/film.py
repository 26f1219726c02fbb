"""The bytes of a film, in a file and over the wire, and the time to encode and decode it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import cache

import torch

from benchmarks.clock import median, side_by_side
from benchmarks.table import Table, Target
from lstm_viz import Film, TrainConfig, advance, start

REPETITIONS = 9


@cache
def default_film() -> Film:
    """Return the film that Train makes when nothing was changed."""
    return _film(TrainConfig.of_task())


@cache
def big_film() -> Film:
    """Return a film of long sequences and large models: T = 100, H = 32, 60 snapshots."""
    return _film(
        TrainConfig.of_task(
            length=100, hidden_size=32, fairness="hidden_size", updates=590, snapshot_every=10
        )
    )


def tables() -> Iterator[Table]:
    """Yield the tables of this part."""
    torch.set_num_threads(1)
    table = Table("A film", "arrays deflated; base64 in a page and over the wire")
    for name, film in (("the default", default_film()), ("a big one", big_film())):
        data = film.to_bytes()
        wire = len(base64.b64encode(data))
        target = Target("at most", 400) if name == "the default" else None
        times = side_by_side(
            {"encode": film.to_bytes, "decode": lambda data=data: Film.from_bytes(data)},  # type: ignore[misc]
            REPETITIONS,
        )
        units = f"H = {film.config.hidden_size}"
        table.say(name, f"{len(film.snapshots)} snapshots, T = {film.probe.steps}, {units}")
        table.add("  file", len(data) / 1000, "kB")
        table.add("  over the wire", wire / 1000, "kB", target)
        table.add("  encode", 1000 * median(times, "encode"), "ms")
        table.add("  decode", 1000 * median(times, "decode"), "ms")
    yield table


def _film(config: TrainConfig) -> Film:
    """Train to the end."""
    return Film.of(advance(start(config), config.updates))
