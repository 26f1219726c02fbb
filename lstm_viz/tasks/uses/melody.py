"""Melodies: after every note of a tune, say the note that comes next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, Part
from lstm_viz.tasks.sequences import one_hot, symbols
from lstm_viz.tasks.uses.base import Baseline, Use
from lstm_viz.tasks.uses.tunes import NAMES, TUNES, Tune

KEYS = {"C": 0, "D": 2, "E": 4, "F": 5}
"""Semitones by which a tune is moved up, by the key that it then is in."""
LOWEST, HIGHEST = -5, 14
NOTES = tuple(f"{NAMES[p % 12]}{4 + p // 12}" for p in range(LOWEST, HIGHEST + 1))
"""All notes from G3 to D5, lowest first; C4 is middle C."""
_PARTS: tuple[Part, ...] = ("test", "validation", "training", "training")


class Version(NamedTuple):
    """A tune in one key.

    Attributes
    ----------
    tune : Tune
    key : str
        A name in ``KEYS``.
    part : str
        Of the data.
    notes : (N,) int
        Places in ``NOTES``.
    """

    tune: Tune
    key: str
    part: Part
    notes: NDArray[np.intp]

    @property
    def title(self) -> str:
        """Return tune and key in words: ``Ode to Joy in D``."""
        return f"{self.tune.title} in {self.key}"

    @property
    def text(self) -> str:
        """Return the notes as people write them."""
        return " ".join(NOTES[n] for n in self.notes)


@lru_cache(maxsize=1)
def versions() -> tuple[Version, ...]:
    """Return every tune in every key: one key of each for the test, one for validation.

    The keys take turns, so that each tests one tune, validates one and trains two.
    """
    return tuple(
        Version(tune, key, _PARTS[(n + k) % 4], np.array(tune.pitches()) + up - LOWEST)
        for n, tune in enumerate(TUNES)
        for k, (key, up) in enumerate(KEYS.items())
    )


class Melody(Use):
    """Say the next note of a tune, at every note.

    Four tunes in four keys each: two keys of each train, one validates, one tests. So a model is
    scored on tunes that it knows, in keys in which it has heard others, but never that one. A
    sequence is a stretch of a version, with the note after it; half of them begin as the tune does.
    """

    name = "melody"
    title = "Next note"
    summary = "A tune, note by note. At every step, say which note comes next."
    inputs = NOTES
    outputs = NOTES
    target_kind = "class"
    solved = 0.75
    lengths = Lengths(12, 30, 24)
    length_name = "notes"
    defaults = Defaults(hidden_size=12, forget_bias=1.0, learning_rate=0.02, updates=500)
    grammar = "write notes from G3 to D5, C4 is middle C, sharps with #: C4 D4 E4 C4 F#4"
    today = (
        "One would take a transformer over notes with their lengths and loudness, trained on "
        "hundreds of thousands of pieces, each moved through all keys; or one that makes the sound "
        "itself. Both play on as here: they draw what comes next, and read it."
    )

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw stretches of the versions that train."""
        return self.draw_from("training", rng, length, size)

    def draw_from(self, part: Part, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw stretches of one part: half of them begin as a tune does, half at any note."""
        stretches, begins = _stretches(part, length)
        anywhere = rng.integers(0, stretches.shape[1], size)
        chosen = stretches[:, np.where(rng.random(size) < 0.5, rng.choice(begins, size), anywhere)]
        return _batch(chosen[:-1], chosen[1:], np.ones((length, size), bool))

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Look up the next note of every note but the last, which nobody has played yet."""
        note = symbols(x, NOTES)[:, None]
        mask = np.ones(note.shape, bool)
        mask[-1] = False
        return _batch(note, np.roll(note, -1, 0), mask), ("",) * len(x)

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say nothing: the note can be seen."""
        return ("",) * len(content)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: what each model has heard, and has not, of two tunes."""
        return tuple(
            (each.title, says, " ".join(each.text.split()[:length]))
            for part, says in (
                ("training", "Trained on: each bar of it comes twice."),
                ("test", "The tune was trained on, but never in this key."),
            )
            for each in [v for v in versions() if v.part == part and v.tune in TUNES[:2]][::2]
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read notes."""
        return one_hot(tokens, NOTES)

    def baselines(self) -> Sequence[Baseline]:
        """Return the last note, and what counting after one and after four notes comes to."""
        return (
            Baseline("same", "the same note again", "says what it hears.", lambda batch: batch.x),
            Baseline(
                "one_note",
                "after one note",
                "says what most often followed that note in training.",
                lambda batch: counted(batch.x, 1),
            ),
            Baseline(
                "four_notes",
                "after four notes",
                "does so with the last four, or with fewer where it has not met them.",
                lambda batch: counted(batch.x, 4),
            ),
        )


def counted(x: Array, order: int) -> Array:
    """Answer from a table: which note most often followed the last ``order`` ones in training.

    Parameters
    ----------
    x : (T, B, F)
    order : int
        Where the table has not met so many, it takes fewer.

    Returns
    -------
    (T, B, F)
        One-hot; of notes that followed as often, the lowest.
    """
    note = x.argmax(-1)
    said = np.zeros_like(x)
    for t, b in np.ndindex(note.shape):
        for most in range(min(order, t + 1), -1, -1):
            found = followers(most).get(tuple(note[t + 1 - most : t + 1, b].tolist()))
            if found:
                said[t, b, min(found, key=lambda n: (-found[n], n))] = 1
                break
    return said


@lru_cache(maxsize=8)
def followers(order: int) -> dict[tuple[int, ...], Counter[int]]:
    """Count what follows every ``order`` notes in the versions that train."""
    counts: defaultdict[tuple[int, ...], Counter[int]] = defaultdict(Counter)
    for version in versions():
        notes = version.notes.tolist()
        for t in range(order, len(notes) if version.part == "training" else 0):
            counts[tuple(notes[t - order : t])][notes[t]] += 1
    return dict(counts)


@lru_cache(maxsize=64)
def _stretches(part: Part, length: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return all stretches of one part with the note after them, (length + 1, N); which begin."""
    places = [
        (version, t)
        for version in versions()
        if version.part == part
        for t in range(len(version.notes) - length)
    ]
    stretches = np.stack([version.notes[t : t + length + 1] for version, t in places], 1)
    return stretches, np.flatnonzero([t == 0 for _version, t in places])


def _batch(note: NDArray[np.intp], after: NDArray[np.intp], mask: NDArray[np.bool_]) -> Batch:
    """Make a batch of notes (T, B) and what follows each; to be kept: the pitch, from 0 to 1."""
    shapes = np.eye(len(NOTES), dtype=np.float32)
    pitch = np.asarray(note / (len(NOTES) - 1), np.float32)
    return Batch(shapes[note], shapes[after] * mask[..., None], mask, pitch)
