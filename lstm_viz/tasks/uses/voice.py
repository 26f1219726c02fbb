"""A voice: vowels from glottal pulses through resonators, and the band energies of their frames."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from lstm_viz.tasks.base import Array

RATE, HOP, WINDOW = 8000, 160, 256
"""Samples per second; samples from frame to frame (20 ms); samples that it looks at (32 ms)."""
BANDS = 12
_LOW, _HIGH = 100.0, 3900.0

FORMANTS = np.array(
    [
        [
            (730, 1090, 2440),
            (530, 1840, 2480),
            (270, 2290, 3010),
            (570, 840, 2410),
            (300, 870, 2240),
        ],
        [
            (850, 1220, 2810),
            (610, 2330, 2990),
            (310, 2790, 3310),
            (590, 920, 2710),
            (370, 950, 2670),
        ],
    ],
    float,
)
"""Mean formants in hertz of men and of women, (2, 5, 3): the vowels of hod, head, heed, hawed and
who'd; Peterson & Barney 1952, table II."""
PITCH = np.array([130.0, 220.0])
"""Usual pitch in hertz of the same two groups, rounded."""

_BANDWIDTHS = np.array([100.0, 70.0, 100.0, 150.0])  # of the glottis at 0 Hz, and of the formants
_LOOKS = np.hanning(WINDOW)


class Utterances(NamedTuple):
    """What is said, by B speakers at once, per frame.

    Attributes
    ----------
    formants : (T, B, 3)
        In hertz.
    loudness : (T, B)
        0 (silence) to 1.
    pitch : (T, B)
        In hertz.
    """

    formants: Array
    loudness: Array
    pitch: Array


def sound_of(said: Utterances) -> Array:
    """Speak: pulses at the pitch, through a glottal and three formant resonators in cascade.

    A resonator is y_n = A x_n + B y_{n-1} + C y_{n-2}, with C = -exp(-2 pi w / r), B = 2 exp(-pi w
    / r) cos(2 pi F / r) and A = 1 - B - C, for frequency F, bandwidth w and sampling rate r. Each
    of them hears the one before a sample late, so that all four can be computed at once.

    Returns
    -------
    (160 T, B)
        Its root mean square over all that is not silent is 1.

    Notes
    -----
    Klatt, D. (1980). Software for a cascade/parallel formant synthesizer. JASA 67(3).
    """
    frames, size = said.pitch.shape
    centre = np.concatenate([np.zeros((frames, size, 1)), said.formants], -1)
    narrow = np.exp(-np.pi * _BANDWIDTHS / RATE)
    second = np.broadcast_to(-(narrow**2), centre.shape)
    first = 2 * narrow * np.cos(2 * np.pi * centre / RATE)
    gains = [np.ascontiguousarray(g.swapaxes(1, 2)) for g in (1 - first - second, first, second)]
    before, last, heard = (np.zeros((4, size)) for _ in range(3))
    turn, pulse_before = np.zeros(size), np.zeros(size)
    wave = np.empty((frames * HOP, size))
    for frame, (a, b, c) in enumerate(zip(*gains, strict=True)):
        for n in range(frame * HOP, (frame + 1) * HOP):
            turn += said.pitch[frame] / RATE
            pulse = np.floor(turn)
            turn -= pulse
            heard[0], heard[1:] = pulse - pulse_before, last[:-1]  # lips hear the change
            pulse_before = pulse
            before, last = last, a * heard + b * last + c * before
            wave[n] = last[-1]
    wave *= _smooth(said.loudness)
    voiced = np.maximum((said.loudness > 0).sum(0) * HOP, 1)
    return np.asarray(wave / np.sqrt(np.maximum((wave**2).sum(0) / voiced, 1e-12)))


def band_energies(wave: Array) -> Array:
    """Return the energy of each frame in 12 bands of equal width in mel, (T, B, 12), as log10.

    Parameters
    ----------
    wave : (160 T, B)
    """
    padding = (WINDOW - HOP) // 2
    padded = np.pad(wave, ((padding, padding), (0, 0)))
    frames = sliding_window_view(padded, WINDOW, 0)[::HOP]
    filters = _filters()
    energies = np.empty((*frames.shape[:2], BANDS), np.float32)
    for t, frame in enumerate(frames):  # one at a time stays in the processor's cache
        power = np.abs(np.fft.rfft(frame * _LOOKS)) ** 2 / WINDOW
        energies[t] = np.log10(power @ filters + 1e-4)
    return energies


def band_centres() -> Array:
    """Return the middle of each band in hertz, (12,)."""
    return _edges()[1:-1]


def _edges() -> Array:
    """Return corners of the bands, (14,): from one neighbour to the other."""
    low, high = (2595 * np.log10(1 + f / 700) for f in (_LOW, _HIGH))
    return np.asarray(700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1))


def _filters() -> Array:
    """Return triangular weights of the frequencies of a spectrum, (129, 12)."""
    frequency, edges = np.fft.rfftfreq(WINDOW, 1 / RATE), _edges()
    corners = [(0.0, 1.0, 0.0)] * BANDS
    return np.stack(
        [np.interp(frequency, edges[n : n + 3], corner) for n, corner in enumerate(corners)], 1
    )


def _smooth(loudness: Array) -> Array:
    """Return loudness per sample, (160 T, B), which changes over one frame and not at once."""
    frame = np.clip((np.arange(len(loudness) * HOP) + 0.5) / HOP - 0.5, 0, len(loudness) - 1)
    left = frame.astype(int)
    right, share = np.minimum(left + 1, len(loudness) - 1), (frame - left)[:, None]
    smooth = (1 - share) * loudness[left]
    smooth += share * loudness[right]
    return np.asarray(smooth)
