"""Time things side by side: interleaved repetitions, so that a noisy minute hits all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np

Times = Mapping[str, "list[float]"]


def side_by_side(contenders: Mapping[str, Callable[[], object]], repetitions: int) -> Times:
    """Time each contender once per repetition, after one round that does not count.

    Processor time is taken, not the time on the wall: these contenders compute in one thread, and
    what other programs take of the machine is none of their doing.

    Returns
    -------
    mapping of str to list of float
        Seconds by contender, one per repetition.
    """
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for repetition in range(repetitions + 1):
        for name, run in contenders.items():
            began = time.process_time()
            run()
            seconds = time.process_time() - began
            if repetition:
                times[name].append(seconds)
    return times


def median(times: Times, name: str) -> float:
    """Return a contender's median seconds."""
    return float(np.median(times[name]))


def ratio(times: Times, name: str, to: str) -> float:
    """Return how many times longer one contender takes than another: the median over repetitions.

    Each ratio is of two times from the same repetition.
    """
    return float(np.median(np.divide(times[name], times[to])))
