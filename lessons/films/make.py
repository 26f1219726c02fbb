"""Make the film that ships with the app: ``python -m lessons.films.make``.

It is the default configuration's run, so that a visitor sees what Train would give. A test trains
it again and compares.
"""

from __future__ import annotations

from pathlib import Path

import torch

from lstm_viz import Film, TrainConfig, advance, start


def made() -> Film:
    """Train the default configuration to its end."""
    config = TrainConfig.of_task()
    return Film.of(advance(start(config), config.updates))


if __name__ == "__main__":
    torch.set_num_threads(1)  # as the workers do: more threads only slow such small models down
    made().save(Path(__file__).parent / "memory_cell.film")
