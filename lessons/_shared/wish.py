"""Wish: what a session wants to see, and which run of the store serves it."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_viz.config import TrainConfig
from lstm_viz.tasks import Probe

Key = tuple[TrainConfig, str, int, int | None]


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
        config = self.config
        is_kept = self.until % config.snapshot_every == 0 or self.until == config.updates
        return config, self.probe.text, self.take, None if is_kept else self.until
