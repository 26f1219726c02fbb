"""Vowels: which is spoken in each frame of a speech-like sound."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import (
    LONGEST_OWN_SEQUENCE,
    Array,
    Batch,
    Defaults,
    Lengths,
    Part,
    Probe,
    SequenceError,
)
from lstm_viz.tasks.uses.base import Baseline, Use
from lstm_viz.tasks.uses.linear import Seen, fitted
from lstm_viz.tasks.uses.voice import (
    FORMANTS,
    PITCH,
    Utterances,
    band_centres,
    band_energies,
    sound_of,
)

VOWELS = ("a", "e", "i", "o", "u")
SILENCE = "-"
SOUNDS = (*VOWELS, SILENCE)
FRONTNESS = np.array([0, 0.5, 1, -0.5, -1, np.nan], np.float32)
"""How far in front of the mouth each is spoken: i at the front, u at the back."""

NOISE_DB = (-9.0, 9.0)
"""How far the noise lies below the voice, from and to."""
OWN_NOISE_DB = 0.0
LEVEL, SPREAD = 0.5, 1.0
"""What is taken from log10 energies, and what they are divided by, so that they are about 1."""

_SPEAKERS: dict[Part, int] = {"training": 768, "validation": 256, "test": 256}


class Vowels(Use):
    """Name the vowel, or the silence, in every frame of 20 milliseconds.

    Two to four vowels follow each other, with silence before, between and after, or one gliding
    into the next. Every sequence has a speaker of its own, between the means of men and of women
    and some way beyond, and noise of its own. Who is in the test set has never been trained on.
    """

    name = "vowels"
    title = "Vowels in noise"
    summary = (
        "Each time step brings the energy of 20 milliseconds of noisy sound in 12 bands. Say which "
        "of five vowels is spoken, or that there is silence."
    )
    source = "formants: Peterson & Barney 1952"
    inputs = tuple(f"{centre:.0f} Hz" for centre in band_centres())
    outputs = SOUNDS
    target_kind = "class"
    solved = 0.8
    lengths = Lengths(20, 60, 36)
    length_name = "frames"
    defaults = Defaults(hidden_size=8, forget_bias=1.0, learning_rate=0.01, updates=800)
    grammar = (
        "write the vowels a, e, i, o, u, in capitals for a high voice, and - for silence, one per "
        "frame of 20 ms; a number behind it says for how many frames: -3 a8 i9 -4 U8 -2"
    )
    today = (
        "Speech recognisers are trained on thousands of hours, from spectrograms to text: "
        "transformers and convolutions between them (Conformer, Whisper). On phones, streaming "
        "recognisers long ran on LSTMs (RNN transducers), and many still do."
    )

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw from the speakers that are trained on."""
        return self.draw_from("training", rng, length, size)

    def draw_from(self, part: Part, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw sequences of 768 speakers for training, and of 256 others for each other part."""
        x, sound = _spoken_by(part, length)
        speakers = sound.shape[1]
        chosen = rng.choice(speakers, size, replace=size > speakers)
        return _batch(x[:, chosen], sound[:, chosen])

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Refuse: energies alone do not say what was spoken."""
        raise SequenceError(f"{len(x)} frames of energies do not say what was spoken; write vowels")

    def read_sequence(
        self, text: str, name: str = "your own", description: str = "A sequence of your own."
    ) -> Probe:
        """Speak a written sequence, in noise that is always the same for it."""
        tokens = _one_per_frame(text.replace(",", " ").split())
        batch = _batch(self.parse(tokens)[:, None], _sounds(tokens)[:, None])
        return Probe(
            name,
            description,
            batch.x[:, 0],
            batch.target[:, 0],
            batch.mask[:, 0],
            batch.content[:, 0],
            _events(tokens),
            " ".join(tokens),
            ("",) * len(tokens),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Return the features (T, 12) of tokens such as ``a``, ``U`` and ``-``, one per frame."""
        return _features(spoken(tokens)[:, None])[:, 0]

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: vowels apart, gliding, high, and short."""
        return (
            ("a i u", "Three vowels, silence between.", _fitting("-3 a8 -3 i8 -3 u8 -3", length)),
            ("glides", "One vowel becomes the next.", _fitting("-3 e8 i7 o8 a7 -3", length)),
            ("high voice", "The first again, high.", _fitting("-3 A8 -3 I8 -3 U8 -3", length)),
            ("two voices", "A deep o, a high O.", _fitting("-4 o12 -4 O12 -4", length)),
            (
                "short",
                "Some are over in three frames.",
                _fitting("-3 i3 u3 a3 e3 o3 i3 -3", length),
            ),
        )

    def baselines(self) -> Sequence[Baseline]:
        """Return the most frequent sound, and one and five frames through a linear readout."""
        return (
            Baseline(
                "silence",
                "always silence",
                "gives the answer that is right most often.",
                lambda batch: np.broadcast_to(np.eye(6, dtype=np.float32)[5], batch.target.shape),
            ),
            Baseline(
                "frame",
                "each frame alone",
                "answers from the energies of one frame, by a linear readout fitted in closed form "
                "to the training speakers.",
                lambda batch: _readout(one_frame)(batch),
            ),
            Baseline(
                "five_frames",
                "the last five frames",
                "does the same with five frames side by side: a memory of 100 milliseconds.",
                lambda batch: _readout(five_frames)(batch),
            ),
        )


def spoken(tokens: Sequence[str]) -> Array:
    """Return the sound (160 T,) of tokens, one per frame, with its noise."""
    sound = _sounds(tokens)
    voice = np.array([float(token.isupper()) for token in tokens])[:, None]
    rng = np.random.default_rng(zlib.crc32(" ".join(tokens).encode()))
    return _noisy(rng, _utter(sound[:, None], voice, rng), np.array([OWN_NOISE_DB]))[:, 0]


def one_frame(x: Array) -> Array:
    """Return what a readout without memory sees of x (T, B, F)."""
    return x


def five_frames(x: Array) -> Array:
    """Return each frame of x (T, B, F) beside the four before it, (T, B, 5 F)."""
    padded = np.concatenate([np.repeat(x[:1], 4, 0), x])
    return np.concatenate([padded[k : k + len(x)] for k in range(5)], -1)


@lru_cache(maxsize=2)
def _readout(seen: Seen) -> Callable[[Batch], Array]:
    """Fit a baseline, once in a process."""
    use = Vowels()
    rng = np.random.default_rng(0)
    return fitted(use.draw_from("training", rng, use.lengths.default, _SPEAKERS["training"]), seen)


@lru_cache(maxsize=12)
def _spoken_by(part: Part, length: int) -> tuple[Array, NDArray[np.intp]]:
    """Let the speakers of one part say something: features (T, N, 12) and sounds (T, N)."""
    speakers = _SPEAKERS[part]
    rng = np.random.default_rng((speakers, length, len(part)))
    sound = np.stack([_sentence(rng, length) for _ in range(speakers)], 1)
    voice = rng.uniform(-0.1, 1.1, speakers)
    wave = _utter(sound, np.broadcast_to(voice, sound.shape), rng)
    return _features(_noisy(rng, wave, rng.uniform(*NOISE_DB, speakers))), sound


def _sentence(rng: np.random.Generator, length: int) -> NDArray[np.intp]:
    """Draw the sound of each frame: two to four vowels, silence at both ends and often between."""
    sounds: list[int] = [5] * int(rng.integers(2, 5))
    vowels = rng.choice(5, int(rng.integers(2, 5)), replace=False)
    most = (length - 4) // len(vowels)
    for vowel in vowels:
        pause = int(rng.integers(2, 5)) * int(rng.random() < 0.5)
        longest = max(4, most - pause)
        sounds += [int(vowel)] * int(rng.integers(longest // 2 + 1, longest + 1))
        sounds += [5] * pause
    return np.array((sounds + [5] * length)[:length])


def _utter(sound: NDArray[np.intp], voice: Array, rng: np.random.Generator) -> Array:
    """Speak sounds (T, B) in voices (T, B), from 0 (the mean of men) to 1 (of women)."""
    frames, size = sound.shape
    habits = rng.normal(1, 0.05, (5, size, 3)) * rng.normal(1, 0.06, (1, size, 1))
    is_vowel = sound != 5
    at = _nearest(is_vowel)  # in silence the mouth has the shape of the vowel before, or to come
    vowel = np.take_along_axis(np.where(is_vowel, sound, 0), at, 0)
    share = np.take_along_axis(np.asarray(voice), at, 0)[..., None]
    formants = (1 - share) * FORMANTS[0][vowel] + share * FORMANTS[1][vowel]
    formants = formants * habits[vowel, np.arange(size)]
    glide = np.pad(formants, ((1, 1), (0, 0), (0, 0)), "edge")
    formants = (glide[:-2] + 2 * glide[1:-1] + glide[2:]) / 4
    pitch = ((1 - share) * PITCH[0] + share * PITCH[1])[..., 0] * rng.normal(1, 0.08, size)
    pitch = pitch * np.linspace(1.06, 0.92, frames)[:, None]
    return sound_of(Utterances(formants, is_vowel * rng.uniform(0.7, 1.2, size), pitch))


def _nearest(is_vowel: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the frame of the last vowel so far, (T, B), or else of the first to come."""
    t = np.arange(len(is_vowel))[:, None]
    last = np.maximum.accumulate(np.where(is_vowel, t, -1), 0)
    return np.where(last >= 0, last, is_vowel.argmax(0))


def _noisy(rng: np.random.Generator, wave: Array, decibels: NDArray[np.float64]) -> Array:
    """Add white noise that lies so many decibels below the voice."""
    return np.asarray(wave + rng.standard_normal(wave.shape) * 10 ** (-decibels / 20))


def _features(wave: Array) -> Array:
    return np.asarray((band_energies(wave) - LEVEL) / SPREAD, np.float32)


def _batch(x: Array, sound: NDArray[np.intp]) -> Batch:
    """Ask for the sound (T, B) of every frame."""
    target = np.eye(len(SOUNDS), dtype=np.float32)[sound]
    return Batch(x, target, np.ones(sound.shape, bool), FRONTNESS[sound])


def _one_per_frame(tokens: Sequence[str]) -> list[str]:
    """Write ``a3`` as ``a a a``; raises SequenceError."""
    written: list[str] = []
    for token in tokens:
        sound, count = token[:1], token[1:] or "1"
        if sound.lower() not in SOUNDS or not (count.isascii() and count.isdigit()):
            raise SequenceError(
                f"{token[:20]!r} is no sound, expected one of {' '.join(SOUNDS)}, in capitals for "
                "a high voice, and perhaps a number of frames, such as a8"
            )
        if len(written) + int(count[:6]) > LONGEST_OWN_SEQUENCE:
            raise SequenceError(
                f"the sequence has more than {LONGEST_OWN_SEQUENCE} frames, at most "
                f"{LONGEST_OWN_SEQUENCE} fit"
            )
        written += [sound] * int(count)
    if not written:
        raise SequenceError("the sequence has no frame, expected some, such as -3 a8 i9 -4")
    return written


def _sounds(tokens: Sequence[str]) -> NDArray[np.intp]:
    """Return the number of each token's sound."""
    return np.array([SOUNDS.index(token.lower()) for token in tokens])


def _events(tokens: Sequence[str]) -> tuple[str, ...]:
    """Say where a vowel begins, where it goes on, and where there is silence."""
    before = ["", *tokens[:-1]]
    return tuple(
        "silence" if now == SILENCE else "begins" if now != last else "goes on"
        for now, last in zip(tokens, before, strict=True)
    )


def _fitting(text: str, length: int) -> str:
    """Return a sequence with silence behind it up to a length; a longer one is cut."""
    tokens = _one_per_frame(text.split())
    return " ".join((tokens + [SILENCE] * length)[:length])
