"""Text generation: after every letter of a text, say the letter that comes next."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, Part, SequenceError
from lstm_viz.tasks.sequences import one_hot, symbols
from lstm_viz.tasks.uses.base import Baseline, Use

SPACE = "␣"
LETTERS = (*"abcdefghijklmnopqrstuvwxyz", SPACE, ".", "'", "?")
FEWEST, MOST = 300, 20_000
_PLAIN = str.maketrans({"’": "'", "‘": "'", "!": ".", ":": ".", ";": ".", "—": " ", "–": " "})
_LEFT_OUT = frozenset(',-"“”„«»()_*')

# "The House That Jack Built", a nursery rhyme printed in 1755, whose author nobody knows. Every
# verse puts one of these before the verse that came before it.
_VERSES = (
    "malt that lay in",
    "rat that ate",
    "cat that killed",
    "dog that worried",
    "cow with the crumpled horn that tossed",
    "maiden all forlorn that milked",
    "man all tattered and torn that kissed",
    "priest all shaven and shorn that married",
    "cock that crowed in the morn that waked",
    "farmer sowing his corn that kept",
    "horse and the hound and the horn that belonged to",
)


def _rhyme() -> str:
    """Return the whole rhyme, verse by verse."""
    told, verses = "the house that jack built.", ["this is the house that jack built."]
    for begins in _VERSES:
        told = f"the {begins} {told}"
        verses.append(f"this is {told}")
    return " ".join(verses)


class Characters(Use):
    """Say the next letter of a text, at every letter.

    The text is cut in order: the first four sixths are for training, the fifth for validation, the
    last for the test. A sequence is any stretch of one part, together with the letter after it; a
    stretch of the later parts that stands word for word in the training part is never drawn.
    """

    name = "characters"
    title = "Next letter"
    summary = "A text, letter by letter. At every step, say which letter comes next."
    inputs = LETTERS
    outputs = LETTERS
    target_kind = "class"
    solved = 0.75
    lengths = Lengths(10, 40, 30)
    length_name = "letters"
    defaults = Defaults(hidden_size=12, forget_bias=1.0, learning_rate=0.02, updates=600)
    grammar = f"write letter by letter, {SPACE} for a space: t h e {SPACE} c a t {SPACE} t h a t"
    takes_material = (
        f"a text of {FEWEST} to {MOST:,} letters from a to z; capitals and accents become plain "
        "letters"
    )
    today = (
        "One would take a large transformer: it reads word pieces, sees thousands of them at once, "
        "and has learned from billions of pages. It answers the same question as here, what comes "
        "next, and writes by drawing from its own answers."
    )

    def __init__(self, text: str | None = None) -> None:
        letters = _letters_of(_rhyme() if text is None else text)
        self.material = text
        numbers = np.array([LETTERS.index(letter) for letter in letters])
        cuts = [4 * len(numbers) // 6, 5 * len(numbers) // 6]
        training, validation, test = np.split(numbers, cuts)
        self._parts: dict[Part, NDArray[np.intp]] = {
            "training": training,
            "validation": validation,
            "test": test,
        }
        for part in ("validation", "test"):
            if not len(self._beginnings(part, self.lengths.low)):
                raise SequenceError(
                    "the last third of the text only repeats the rest, so that nothing is left to "
                    "test on; take a text that says something new at its end"
                )

    def with_material(self, text: str) -> Characters:
        """Return the task on a visitor's own text."""
        return Characters(text)

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw stretches of the training part."""
        return self.draw_from("training", rng, length, size)

    def draw_from(self, part: Part, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw stretches of one part, each place as likely."""
        begins = rng.choice(self._beginnings(part, length), size)
        stretch = self._parts[part][begins + np.arange(length + 1)[:, None]]
        return _batch(stretch[:-1], stretch[1:], np.ones((length, size), bool))

    @lru_cache(maxsize=128)  # noqa: B019 - tasks live as long as the program
    def _beginnings(self, part: Part, length: int) -> NDArray[np.intp]:
        """Return where a stretch of this length may begin: what was trained on is no test."""
        numbers = self._parts[part]
        begins = np.arange(len(numbers) - length)
        if part == "training":
            return begins
        seen = _stretches(self._parts["training"], length)
        if part == "test":
            seen |= _stretches(self._parts["validation"], length)
        return np.array([t for t in begins if numbers[t : t + length].tobytes() not in seen], int)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Look up the next letter of every letter but the last, which nobody has written yet."""
        letter = symbols(x, LETTERS)[:, None]
        mask = np.ones(letter.shape, bool)
        mask[-1] = False
        return _batch(letter, np.roll(letter, -1, 0), mask), ("",) * len(x)

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say nothing: the place in the word can be seen."""
        return ("",) * len(content)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: new letters, letters trained on, and pairs that differ."""
        training, test = self._parts["training"], self._parts["test"]
        begin = self._beginnings("test", length)[0]
        own = (
            (
                "never trained on",
                "From the last part of the text. Where is the next letter no surprise?",
                _text(test[begin : begin + length]),
            ),
            (
                "trained on",
                "The beginning of the text, which both models have read many times.",
                _text(training[:length]),
            ),
        )
        if self.material is not None:
            return own
        twins = (
            (
                f"after the {who}",
                f"The six letters before the last word are the same for every animal: only the "
                f"memory of the {who} tells how it goes on.",
                " ".join(f"this is the {who} that {does}".replace(" ", SPACE)),
            )
            for who, does in (("cat", "killed"), ("dog", "worried"))
        )
        return (*own, *twins)

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read letters."""
        return one_hot(tokens, LETTERS)

    def baselines(self) -> Sequence[Baseline]:
        """Return what counting comes to: no context, one letter, two and four."""

        def counting(name: str, title: str, order: int, says: str) -> Baseline:
            return Baseline(name, title, says, lambda batch: self._counted(batch, order))

        return (
            counting("frequent", "the most frequent letter", 0, "always says the same."),
            counting("one_letter", "after one letter", 1, "counts which letter follows which."),
            counting(
                "two_letters",
                "after two letters",
                2,
                "counts what follows every two letters (a trigram), and falls back on one letter "
                "where it has seen too few.",
            ),
            counting("four_letters", "after four letters", 4, "does so with the last four."),
        )

    def _counted(self, batch: Batch, order: int) -> Array:
        """Return log probabilities (T, B, O) from counts after up to ``order`` letters."""
        letter = batch.x.argmax(-1)
        share = cache(lambda before: np.log(self.share_after(before)))
        said = [
            [share(tuple(letter[max(0, t + 1 - order) : t + 1, b])) for b in range(letter.shape[1])]
            for t in range(len(letter))
        ]
        return np.asarray(said, np.float32)

    def share_after(self, before: tuple[int, ...]) -> NDArray[np.float64]:
        """Return how often each letter follows some letters in the training part.

        Counts n of a context with d different followers are mixed with the shares q of the context
        that is one letter shorter, (n + d q) / (sum n + d): Witten & Bell, 1991.
        """
        shares = np.full(len(LETTERS), 1 / len(LETTERS))
        for order in range(len(before) + 1):
            found = self._counts(order).get(before[len(before) - order :])
            if found is None:
                break
            counts = np.zeros(len(LETTERS))
            counts[list(found)] = list(found.values())
            shares = (counts + len(found) * shares) / (counts.sum() + len(found))
        return shares

    @lru_cache(maxsize=8)  # noqa: B019 - tasks live as long as the program
    def _counts(self, order: int) -> dict[tuple[int, ...], Counter[int]]:
        """Count what follows every ``order`` letters of the training part."""
        numbers = self._parts["training"].tolist()
        counts: defaultdict[tuple[int, ...], Counter[int]] = defaultdict(Counter)
        for t in range(order, len(numbers)):
            counts[tuple(numbers[t - order : t])][numbers[t]] += 1
        return dict(counts)


def written(x: Array) -> str:
    """Return the text of letters x (T, O) as people write it."""
    return "".join(LETTERS[n] for n in x.argmax(-1)).replace(SPACE, " ")


def letters_in(text: str) -> str:
    """Return a text in the letters of the task, a space as ``␣``.

    Raises
    ------
    SequenceError
        If it has none, or has others, such as digits.

    Examples
    --------
    >>> letters_in("Là-bas, the  Cat!")
    'labas␣the␣cat.'
    """
    bare = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    kept = "".join(
        letter for letter in bare if letter not in _LEFT_OUT and not unicodedata.combining(letter)
    )
    letters = SPACE.join(kept.split())
    for letter in letters:
        if letter not in LETTERS:
            raise SequenceError(
                f"the text has {letter!r}, expected letters from a to z, spaces, full stops, "
                "apostrophes and question marks"
            )
    return letters


def _letters_of(text: str) -> str:
    """Return a text long enough to train on, in the letters of the task."""
    letters = letters_in(text)
    if not FEWEST <= len(letters) <= MOST:
        raise SequenceError(f"the text has {len(letters):,} letters, expected {FEWEST} to {MOST:,}")
    return letters


def _text(numbers: NDArray[np.intp]) -> str:
    return " ".join(LETTERS[n] for n in numbers)


def _stretches(numbers: NDArray[np.intp], length: int) -> set[bytes]:
    """Return all stretches of this length."""
    return {numbers[t : t + length].tobytes() for t in range(len(numbers) - length + 1)}


def _batch(letter: NDArray[np.intp], after: NDArray[np.intp], mask: NDArray[np.bool_]) -> Batch:
    """Make a batch of letters (T, B) and what follows each; to be kept: the place in the word."""
    shapes = np.eye(len(LETTERS), dtype=np.float32)
    place = np.zeros(letter.shape, np.float32)
    ends = np.isin(letter, [LETTERS.index(SPACE), LETTERS.index(".")])
    for t, end in enumerate(ends):
        place[t] = np.where(end, 0, (place[t - 1] if t else 0) + 1)
    return Batch(shapes[letter], shapes[after] * mask[..., None], mask, place)
