"""What an LSTM does at an erase step: whether what it held is gone, and what it says then."""

from __future__ import annotations

from typing import NamedTuple

from lstm_viz.film import Film
from lstm_viz.measures.film import telling_unit
from lstm_viz.recording import LSTMRecording


class Erasing(NamedTuple):
    """One erase step, seen in the last snapshot of a film.

    Attributes
    ----------
    step : int
        Time step, from 0.
    unit : int
        The unit, from 0, whose cell state follows the stored number most closely.
    before, after : float
        Its cell state before that step and after it.
    said : float or None
        What the LSTM says at the next read, while nothing is stored; None if nobody reads then.
    """

    step: int
    unit: int
    before: float
    after: float
    said: float | None


def at_erase(film: Film) -> Erasing | None:
    """Return what happens at the first erase step that follows a write; None if there is none.

    Only the memory cell knows ``write`` and ``erase``.
    """
    events = [words.split(" + ") for words in film.probe.events]
    written = next((t for t, words in enumerate(events) if "write" in words), len(events))
    step = next((t for t in range(written, len(events)) if "erase" in events[t]), None)
    if step is None:
        return None
    last, unit = film.snapshots[-1].lstm, telling_unit(film)
    assert isinstance(last.recording, LSTMRecording)
    cell = last.recording.cell_state[:, unit]
    said = None
    for t in range(step, len(events)):
        if "write" in events[t]:
            break
        if "read" in events[t]:
            said = float(last.prediction[t, 0])
            break
    return Erasing(step, unit, float(cell[step - 1]), float(cell[step]), said)
