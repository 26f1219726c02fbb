"""Wish: what a session wants to see, and which run of the store serves it."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_viz.config import TrainConfig
from lstm_viz.tasks import Probe

Key = tuple[TrainConfig, str, int, int | None]

SHIPPED = -1
"""The take of a run whose film ships: it is complete, and can be watched on any sequence."""


@dataclass(frozen=True)
class Wish:
    """What a session wants to see.

    Attributes
    ----------
    config : TrainConfig
    probe : Probe
        The sequence to watch.
    until : int
        The update up to which it wants the run.
    take : int
        A run that is complete can be trained once more, live: that is another take of it. Takes
        differ in nothing but when they were made.
    """

    config: TrainConfig
    probe: Probe
    until: int
    take: int = 0

    @property
    def key(self) -> Key:
        """Return which run serves the wish.

        All sessions share one run that goes as far as anybody wants. But of an update between two
        snapshots that run keeps nothing once it has gone on; whoever stands there (after a pause,
        or a single step) gets a run that stops there.
        """
        stop = self.until if self.stops_exactly else None
        return self.config, self.probe.text, self.take, stop

    @property
    def stops_exactly(self) -> bool:
        """Whether the wish ends between two snapshots."""
        is_kept = self.until % self.config.snapshot_every == 0
        return not is_kept and self.until != self.config.updates
