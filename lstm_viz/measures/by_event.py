"""What an LSTM does at the time steps where one thing happens, against those where another does."""

from __future__ import annotations

import numpy as np

from lstm_viz.film import Film
from lstm_viz.measures.film import lstm_of


def sizes_by_event(film: Film, quantity: str, snapshot: int = -1) -> dict[str, float]:
    """Return the mean size of a quantity, over all units and the time steps with each event.

    Parameters
    ----------
    film : Film
    quantity : str
        A field of `LSTMRecording`, or ``written_amount``.
    snapshot : int
        Which snapshot, by its place in the film.

    Returns
    -------
    dict of str to float
        By the events of the film's probe sequence, as they first happen.
    """
    size = np.abs(getattr(lstm_of(film, snapshot), quantity)).mean(1)
    events = np.array(film.probe.events)
    return {event: float(size[events == event].mean()) for event in dict.fromkeys(events.tolist())}
