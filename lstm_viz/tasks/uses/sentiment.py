"""Sentiment: after every word of a short sentence, say whether it praises or blames so far."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, Part, SequenceError
from lstm_viz.tasks.sequences import symbols
from lstm_viz.tasks.uses.base import Baseline, Use

GOOD = ("good", "great", "funny", "clever", "moving", "lovely", "brilliant")
BAD = ("bad", "awful", "boring", "stupid", "dull", "weak", "terrible")
NEGATIONS = ("not", "never", "hardly")
_SUBJECTS = ("film", "story", "plot", "acting", "music", "ending")
_OPENINGS = ("the", "this", "its")
_VERBS = ("is", "was", "felt", "seemed")
_FILLERS = ("really", "very", "so", "quite", "at", "all")
BUT = "but"
WORDS = (*GOOD, *BAD, *NEGATIONS, BUT, *_SUBJECTS, *_OPENINGS, *_VERBS, *_FILLERS)
SIDES = ("negative", "positive")
_SENTENCES = 6000
_PARTS: tuple[Part, ...] = ("training",) * 4 + ("validation", "test")


class Sentiment(Use):
    """Say the running sentiment of a sentence, word by word.

    A clause names a thing and judges it: *the film was (not) (really) good*. A negation before the
    judging word turns it round. After *but* the second clause counts, whatever the first one said.
    There is a target from the first judging word on: the side of the latest judgement. Sentences
    are parted by a checksum of their words, so that none of the test is ever trained on.
    """

    name = "sentiment"
    title = "Sentiment"
    summary = (
        "A short review, word by word. After every word, say whether it is positive or negative so "
        "far; a negation turns the next judging word round."
    )
    inputs = WORDS
    outputs = SIDES
    target_kind = "class"
    known_chance = 1 / 2
    solved = 0.98
    lengths = Lengths(8, 16, 12)
    length_name = "words"
    defaults = Defaults(hidden_size=4, forget_bias=1.0, learning_rate=0.02, updates=300)
    grammar = (
        f"write words from {' '.join(WORDS)}, with one that judges: "
        "the film was not really good but its music was lovely"
    )
    today = (
        "One would take a large language model, or fine-tune a small transformer on a few thousand "
        "labelled reviews: words then come with meanings learned from much other text."
    )

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw sentences of the training part."""
        return self.draw_from("training", rng, length, size)

    def draw_from(self, part: Part, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw sentences of one part, of at most `length` words."""
        sentences = self.sentences(part, length)
        return _batch(sentences[:, rng.integers(0, sentences.shape[1], size)])

    @lru_cache(maxsize=32)  # noqa: B019 - tasks live as long as the program
    def sentences(self, part: Part, length: int) -> NDArray[np.intp]:
        """Return all sentences of one part as word numbers (T, N); -1 where one has ended."""
        rng = np.random.default_rng(length)
        drawn = {tuple(_sentence(rng)) for _ in range(_SENTENCES)}
        fitting = sorted(words for words in drawn if len(words) <= length)
        kept = [words for words in fitting if _part_of(words) == part]
        numbers = np.full((length, len(kept)), -1)
        for place, words in enumerate(kept):
            numbers[: len(words), place] = [WORDS.index(word) for word in words]
        return numbers

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Follow the sentiment of one sentence."""
        number = symbols(x, WORDS)
        batch = _batch(number[:, None])
        if not batch.mask.any():
            raise SequenceError(
                f"no word of the sentence judges, expected one of {' '.join((*GOOD, *BAD))}"
            )
        return batch, tuple(_event(WORDS[n]) for n in number)

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say the sentiment so far."""
        return tuple("" if np.isnan(c) else SIDES[int(c > 0)] for c in content)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: turned round twice, plain, and turned round once."""
        del length
        return (
            (
                "not good, but",
                "Two judgements: a negation turns the first, and *but* lets the second count.",
                "the film was not really good but its music was lovely",
            ),
            ("plain praise", "Nothing turns it round.", "the film was really good"),
            (
                "the same words, turned round",
                "Differs from plain praise by one word: *never*.",
                "the film was never really good",
            ),
            ("not bad", "A negation turns blame into praise.", "this ending was not bad at all"),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read words; which ones are unknown is said all at once."""
        words = [token.lower().strip(".!?") for token in tokens]
        unknown = sorted({word for word in words if word not in WORDS})
        if unknown:
            names = ", ".join(repr(word[:20]) for word in unknown[:5])
            raise SequenceError(f"never met in training: {names}; known are {' '.join(WORDS)}")
        return np.eye(len(WORDS), dtype=np.float32)[[WORDS.index(word) for word in words]]

    def baselines(self) -> Sequence[Baseline]:
        """Return one side always, the last judging word as it stands, and a bag of words."""
        return (
            Baseline("majority", "always positive", "says so whatever it reads.", _majority),
            Baseline(
                "last_word",
                "the last judging word",
                "takes good, awful and so on as they stand, and overlooks negations.",
                _last_word,
            ),
            Baseline(
                "bag",
                "a bag of words",
                "counts the words so far, whatever their order, and weighs each one, by ridge "
                "regression on the training sentences.",
                self.bag,
            ),
        )

    def bag(self, batch: Batch) -> Array:
        """Answer (T, B, O) from the counts of all words so far."""
        length = max(len(batch.x), self.lengths.low)
        weights = self._weights(min(length, self.lengths.high))
        score = _counts(batch.x) @ weights
        return np.stack([-score, score], -1).astype(np.float32)

    @lru_cache(maxsize=8)  # noqa: B019 - tasks live as long as the program
    def _weights(self, length: int) -> NDArray[np.float64]:
        """Fit one weight per word, and a constant, in closed form: (C'C + I)^-1 C'y."""
        batch = _batch(self.sentences("training", length))
        counts, side = _counts(batch.x)[batch.mask], batch.content[batch.mask]
        square = counts.T @ counts + np.eye(counts.shape[1])
        return np.asarray(np.linalg.solve(square, counts.T @ side))


def _counts(x: Array) -> NDArray[np.float64]:
    """Return how often each word has come so far, (T, B, words), and a constant beside them."""
    so_far = np.cumsum(x, 0, dtype=np.float64)
    return np.concatenate([so_far, np.ones((*x.shape[:2], 1))], -1)


def _majority(batch: Batch) -> Array:
    """Say positive, always."""
    return np.broadcast_to(np.array([0, 1], np.float32), batch.target.shape)


def _last_word(batch: Batch) -> Array:
    """Say the side of the last judging word, negated or not."""
    judged = batch.x[..., : len(GOOD)].sum(-1)
    judged -= batch.x[..., len(GOOD) : len(GOOD) + len(BAD)].sum(-1)
    for t in range(1, len(judged)):
        judged[t] = np.where(judged[t] == 0, judged[t - 1], judged[t])
    return np.stack([-judged, judged], -1)


def _sentence(rng: np.random.Generator) -> list[str]:
    """Draw one clause, or two with *but* between."""
    words = _clause(rng)
    return [*words, BUT, *_clause(rng)] if rng.random() < 0.5 else words


def _clause(rng: np.random.Generator) -> list[str]:
    """Draw a clause: a thing, perhaps a negation, perhaps how much, and a judging word."""
    words = [str(rng.choice(some)) for some in (_OPENINGS, _SUBJECTS, _VERBS)]
    is_turned = rng.random() < 0.5
    words += [str(rng.choice(NEGATIONS))] if is_turned else []
    words += [str(rng.choice(_FILLERS[:4]))] if rng.random() < 0.5 else []
    words += [str(rng.choice(GOOD if rng.random() < 0.5 else BAD))]
    return words + (["at", "all"] if is_turned and rng.random() < 0.3 else [])


def _part_of(words: Sequence[str]) -> Part:
    """Return to which part a sentence belongs: always the same."""
    return _PARTS[crc32(" ".join(words).encode()) % len(_PARTS)]


def _event(word: str) -> str:
    """Return what a word does, in one word."""
    if word in (*GOOD, *BAD):
        return "judges"
    return "negates" if word in NEGATIONS else word if word == BUT else ""


def _batch(number: NDArray[np.intp]) -> Batch:
    """Follow the sentiment of sentences (T, B) of word numbers, -1 where one has ended."""
    x = (number[..., None] == np.arange(len(WORDS))).astype(np.float32)
    side, turns = np.zeros(number.shape), np.ones(number.shape[1])
    names = np.array([*WORDS, ""])[number]
    for t, words in enumerate(names):
        turns = np.where(np.isin(words, NEGATIONS), -turns, np.where(words == BUT, 1, turns))
        judged = np.isin(words, GOOD).astype(int) - np.isin(words, BAD).astype(int)
        before = side[t - 1] if t else np.zeros(number.shape[1])
        side[t] = np.where(judged == 0, before, judged * turns)
        turns = np.where(judged == 0, turns, 1)
    mask = (side != 0) & (number >= 0)
    target = np.stack([side < 0, side > 0], -1) & mask[..., None]
    content = np.where(mask, side, np.nan).astype(np.float32)
    return Batch(x, target.astype(np.float32), mask, content)
