"""Recordings: one recording for each sequence of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstm_viz.recording.base import Recording

if TYPE_CHECKING:
    import pandas as pd


class Recordings(tuple[Recording, ...]):
    """The recordings of a batch, in its order; each is as long as its own sequence.

    Examples
    --------
    >>> import torch
    >>> from lstm_viz import record
    >>> recordings = record(torch.nn.GRU(2, 3), torch.zeros(5, 4, 2))
    >>> len(recordings), recordings[0].hidden_state.shape
    (4, (5, 3))
    """

    __slots__ = ()

    def to_frame(self) -> pd.DataFrame:
        """Return a tidy table as `Recording.to_frame`, with a first column sequence, from 0."""
        import pandas as pd  # slow to import, and not needed to watch a film

        tables = [recording.to_frame() for recording in self]
        for number, table in enumerate(tables):
            table.insert(0, "sequence", number)
        return pd.concat(tables).reset_index(drop=True)
