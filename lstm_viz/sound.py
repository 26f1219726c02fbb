"""Sound: notes as tones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

RATE = 11_025
"""Samples per second of a tone: its highest partial, below 2 kHz, needs no more."""
_PARTIALS = (1.0, 0.4, 0.2)
_ATTACK, _RELEASE, _FADING = 0.01, 0.04, 2.5  # seconds, seconds, per second
CONCERT_PITCH = 440.0
"""Hertz of the A nine semitones above middle C."""

Samples = NDArray[np.float64]


def frequency(pitch: int) -> float:
    """Return the frequency in hertz of a pitch in semitones above middle C, equally tempered.

    Examples
    --------
    >>> frequency(9), frequency(-3)
    (440.0, 220.0)
    """
    return float(CONCERT_PITCH * 2 ** ((pitch - 9) / 12))


def tones(pitches: Sequence[int], seconds: Sequence[float]) -> Samples:
    """Play notes one after another.

    Each is a sum of three partials that fades as a plucked string does, and swells and dies away
    within hundredths of a second, so that nothing clicks.

    Parameters
    ----------
    pitches : sequence of int
        In semitones above middle C.
    seconds : sequence of float
        The length of each, above 0.

    Returns
    -------
    (N,)
        At `RATE` samples per second, from -1 to 1.
    """
    return np.concatenate([_tone(*note) for note in zip(pitches, seconds, strict=True)])


def _tone(pitch: int, seconds: float) -> Samples:
    """Play one note."""
    t = np.arange(round(seconds * RATE)) / RATE
    turns = 2 * np.pi * frequency(pitch) * t
    string = sum(loud * np.sin(n * turns) for n, loud in enumerate(_PARTIALS, 1))
    swells = np.minimum(t / _ATTACK, 1) * np.clip((seconds - t) / _RELEASE, 0, 1)
    return np.asarray(string * swells * np.exp(-_FADING * t) / sum(_PARTIALS))
