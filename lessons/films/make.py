"""Make the films that ship with the app: ``python -m lessons.films.make``.

Each is the run that Train would give on its page. A test trains them again and compares.
"""

from __future__ import annotations

import torch

from lessons._shared.shipped import RUNS, path_of
from lstm_viz import Film, TrainConfig, advance, start


def made(config: TrainConfig) -> Film:
    """Train a configuration to its end."""
    return Film.of(advance(start(config), config.updates))


if __name__ == "__main__":
    torch.set_num_threads(1)  # as the workers do: more threads only slow such small models down
    for name, config in RUNS.items():
        made(config).save(path_of(name))
