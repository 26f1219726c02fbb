"""What a film's numbers say: a gate over events, the last answer, how fast something fades."""

from __future__ import annotations

import math

import numpy as np

from lstm_viz.film import Film
from lstm_viz.recording import LSTMRecording
from lstm_viz.run import Array, ModelName


def telling_unit(film: Film, model: ModelName | None = None) -> int:
    """Return the unit, from 0, whose memory follows the stored content most closely.

    By default that of the run's LSTM.
    """
    return int(np.argmax(film.follows[model or film.config.lstm]))


def lstm_of(film: Film, snapshot: int = -1) -> LSTMRecording:
    """Return what the run's LSTM does on the probe sequence, at a snapshot given by its place.

    Raises
    ------
    LookupError
        If no model of the run is an LSTM.
    """
    recording = film.snapshots[snapshot].lstm.recording
    assert isinstance(recording, LSTMRecording), "by this the snapshot has found it"
    return recording


def steps_with(film: Film, event: str) -> list[int]:
    """Return the time steps, from 0, of the probe sequence at which something happens.

    ``write`` finds ``write`` and ``write + read``.
    """
    return [t for t, words in enumerate(film.probe.events) if event in words.split(" + ")]


def at_event(
    film: Film, quantity: str, event: str, snapshot: int = -1, unit: int | None = None
) -> Array:
    """Return an LSTM's quantity at all time steps of the probe sequence where something happens.

    Parameters
    ----------
    film : Film
    quantity : str
        A field of `LSTMRecording`, or ``written_amount``.
    event : str
        A word of the probe's events: ``write`` finds ``write`` and ``write + read``.
    snapshot : int
        Which snapshot, by its place in the film.
    unit : int, optional
        Which unit, from 0; by default the telling one.

    Returns
    -------
    (N,)
        One number per time step with that event, in their order.

    Raises
    ------
    ValueError
        If the event does not happen in the film's probe sequence.
    """
    steps = steps_with(film, event)
    if not steps:
        happen = ", ".join(sorted(set(film.probe.events)))
        raise ValueError(f"no time step of the film's sequence is {event!r}, they are: {happen}")
    values = getattr(lstm_of(film, snapshot), quantity)
    return np.asarray(values[steps, telling_unit(film) if unit is None else unit])


def last_answer(film: Film, model: ModelName) -> tuple[Array, Array]:
    """Return what a model says at the last time step with a target, and the target; each (O,)."""
    step = int(np.flatnonzero(film.probe.mask)[-1])
    return film.snapshots[-1].models[model].prediction[step], film.probe.target[step]


def per_step_ratio(profile: Array) -> float:
    """Return by how much a profile falls per time step, on its way back from the last to the first.

    The geometric mean (|g_first| / |g_last|)^(1/steps) of a gradient profile (T,), from its last
    nonzero entry back to the first step; 1 keeps an error signal, less lets it vanish. NaN where
    nothing arrives or the profile has one entry only.
    """
    last = int(np.flatnonzero(profile)[-1]) if np.any(profile) else 0
    if last == 0 or profile[0] <= 0 or not np.isfinite(profile[: last + 1]).all():
        return math.nan
    return float((profile[0] / profile[last]) ** (1 / last))


def half_life(keep: float) -> float:
    """Return after how many time steps half is left, when each step keeps a share in (0, 1).

    Examples
    --------
    >>> round(half_life(0.5)), round(half_life(0.977))
    (1, 30)
    """
    if keep <= 0:
        return 0.0
    return math.log(0.5) / math.log(keep) if keep < 1 else math.inf
