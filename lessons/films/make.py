"""Make the films that ship with the app: ``python -m lessons.films.make``, or some by their names.

Each is the run that Train would give on its page. A test trains them again and compares.
"""

from __future__ import annotations

import sys

import torch

from lessons._shared.shipped import RUNS, opens_at, path_of
from lstm_viz import Film, TrainConfig, advance, start


def made(config: TrainConfig) -> Film:
    """Train a configuration as far as a page shows it when it opens."""
    return Film.of(advance(start(config), opens_at(config)))


if __name__ == "__main__":
    torch.set_num_threads(1)  # as the workers do: more threads only slow such small models down
    for name in sys.argv[1:] or RUNS:
        made(RUNS[name]).save(path_of(name))
