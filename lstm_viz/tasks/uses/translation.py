"""Translation: numbers in English words, to be said in German, where the ones come first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, Part, Probe, SequenceError
from lstm_viz.tasks.sequences import one_hot, symbols
from lstm_viz.tasks.uses.base import Baseline, Use
from lstm_viz.tasks.uses.number_words import (
    DICTIONARY,
    ENGLISH,
    GERMAN,
    LARGEST,
    SHORTEST,
    english,
    german,
    number_of,
    number_written,
    numbers_in,
    words_of,
)

BLANK, GO, END = ".", "go", "end"
TOKENS = (BLANK, *ENGLISH, *GERMAN, GO)
SAYABLE = (*GERMAN, END)
_INPUT = {token: place for place, token in enumerate(TOKENS)}
_OUTPUT = {word: number for number, word in enumerate(SAYABLE)}
CROSSING = "532178"
"""A number of which every end of three to six digits is held out for testing; see its tests."""
COUNTED_NUMBERS = 4096
"""So many training numbers are counted for the most frequent word at each position."""


class Translation(Use):
    """Say in German a number that comes in English words.

    Before the go mark one English word comes per time step, after blanks that fill up shorter
    numbers. At the go mark the model must say the first German word, then each next one, and at
    last that it is at the end. What comes in then is the word before it: in training the right one
    (the teacher's), whatever the model itself has said.

    No number that a model is scored on is among those that it is trained on.
    """

    name = "translation"
    title = "Translation"
    summary = (
        "A number comes in English words. From the go mark on, say it in German, where the ones "
        "come before the tens: forty two is zwei und vierzig."
    )
    source = "after Sutskever, Vinyals & Le 2014 and Bahdanau, Cho & Bengio 2015"
    inputs = TOKENS
    outputs = SAYABLE
    target_kind = "class"
    has_go_mark = True
    known_chance = 0.0  # one number, said always, is right once in 999 or more
    solved = 0.95
    lengths = Lengths(3, 6, 6)
    length_name = "digits at most"
    defaults = Defaults(
        hidden_size=12,
        forget_bias=1.0,
        learning_rate=0.015,
        updates=1500,
        cell="encoder_decoder_attention",
        against="encoder_decoder",
    )
    grammar = f"write a number up to {LARGEST:,} in English words: four hundred twenty seven"
    today = (
        "One uses a transformer: an encoder and a decoder in which attention has replaced the "
        "recurrence (Vaswani et al. 2017). Attention itself comes from here: Bahdanau, Cho and "
        "Bengio gave it to a recurrent translator in 2015. And for numbers alone a dozen lines of "
        "rules do; here nobody has written the rules down."
    )

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw training numbers of at most `length` digits."""
        return self.draw_from("training", rng, length, size)

    def draw_from(self, part: Part, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw numbers from one part of all: every number of digits up to `length` as often."""
        digits = rng.integers(SHORTEST, length + 1, size)
        chosen = [int(rng.choice(numbers_in(part, int(each)))) for each in digits]
        return _batch(chosen, *_steps(length))

    def batch_of(self, numbers: Sequence[int], length: int) -> Batch:
        """Return the batch of some numbers of at most `length` digits."""
        return _batch(numbers, *_steps(length))

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Work out the translation of one sequence, and check the words that follow go."""
        tokens = [self.inputs[s] for s in symbols(x, self.inputs)]
        if tokens.count(GO) != 1:
            raise SequenceError(f"the go mark comes {tokens.count(GO)} times, expected once")
        go = tokens.index(GO)
        words = list(dropwhile(BLANK.__eq__, tokens[:go]))
        batch = _batch([number_of(words)], go, len(x) - go)
        for step, (token, due) in enumerate(zip(tokens, batch.x[:, 0].argmax(-1), strict=True)):
            if token != self.inputs[due]:
                raise SequenceError(
                    f"time step {step + 1} is {token!r}, expected {self.inputs[due]!r}: after go "
                    "come the words of the translation"
                )
        events = ["idle"] * (go - len(words)) + ["word"] * len(words)
        events += ["say" if asks else "idle" for asks in batch.mask[go:, 0]]
        return batch, tuple(events)

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say the number in digits."""
        return tuple("" if np.isnan(number) else f"{int(number)}" for number in content)

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: twice the other order, no tens and ones, one and one."""
        crossing = int(CROSSING[-length:])
        straight = int("400012"[-length:]) if length > 3 else 412
        ones = int("141201"[-length:])
        return (
            (
                f"{crossing:,}",
                "Wherever tens and ones meet, German says the ones first: the attention has to "
                "jump.",
                self.written(crossing, length),
            ),
            (
                f"{straight:,}",
                "Here German has the order of English: a dictionary would do.",
                self.written(straight, length),
            ),
            (
                f"{ones:,}",
                "The same word, one, has two translations: eins at the end, else ein.",
                self.written(ones, length),
            ),
        )

    def written(self, number: int, length: int | None = None) -> str:
        """Write a number as a sequence: its words, go, and the words that then come in.

        With a length the blanks come first that a batch has before a number as short as this.
        """
        words = english(number)
        read = _steps(length)[0] if length else 0
        return " ".join([*[BLANK] * (read - len(words)), *words, GO, *german(number)])

    def read_sequence(
        self, text: str, name: str = "your own", description: str = "A sequence of your own."
    ) -> Probe:
        """Read a sequence, or only a number, in words or in digits."""
        tokens = words_of(text)
        if tokens and GO not in tokens:
            text = self.written(number_written(text))
        return super().read_sequence(text, name, description)

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read blanks, English words, go and German words."""
        return one_hot(tokens, self.inputs)

    def next_input(self, _step: int, answer: Array) -> Array:
        """Return what comes in after answers (B, O) of a model on its own: (B, F), what it said."""
        x = np.zeros((len(answer), len(self.inputs)), np.float32)
        said = [self.outputs[word] for word in answer.argmax(-1)]
        x[range(len(x)), [_INPUT[BLANK if word == END else word] for word in said]] = 1
        return x

    @property
    def score_name(self) -> str:
        """Return what the score measures."""
        return "numbers right to the last word"

    def score(self, prediction: Array, batch: Batch) -> float:
        """Return the share of numbers right at every word.

        As long as all words are right, what the teacher gives is what the model itself has said. So
        this is just the share that a model translates rightly on its own; `word_score` is not.
        """
        return float((_is_right(prediction, batch) | ~batch.mask).all(0).mean())

    def word_score(self, prediction: Array, batch: Batch) -> float:
        """Return the share of words right while the teacher gives the right word before each."""
        return float(_is_right(prediction, batch)[batch.mask].mean())

    def baselines(self) -> Sequence[Baseline]:
        """Return the most frequent words, and the dictionary."""
        return (
            Baseline(
                "frequent",
                "the most frequent words",
                "say at each position the word that is most frequent there in training.",
                self._most_frequent,
            ),
            Baseline(
                "dictionary",
                "a dictionary, word by word",
                "translates every word by itself and keeps the order.",
                self._word_by_word,
            ),
        )

    def _most_frequent(self, batch: Batch) -> Array:
        """Say the same at each position, whatever has come in."""
        says = len(batch.x) - _go_of(batch)
        length = next(n for n in range(1, 7) if _steps(n)[1] >= says)
        rng = np.random.default_rng(0)
        counted = self.draw_from("training", rng, length, COUNTED_NUMBERS).target
        prediction = np.zeros_like(batch.target)
        prediction[-says:] = counted[-says:].sum(1)[:, None]
        return prediction

    def _word_by_word(self, batch: Batch) -> Array:
        """Look every word up."""
        go, prediction = _go_of(batch), np.zeros_like(batch.target)
        for b, row in enumerate(batch.x[:go].argmax(-1).T):
            words = [DICTIONARY[self.inputs[s]] for s in row if self.inputs[s] != BLANK]
            for step, word in enumerate([*words, END][: len(batch.x) - go]):
                prediction[go + step, b, _OUTPUT[word]] = 1
        return prediction


def _steps(length: int) -> tuple[int, int]:
    """Return the time steps for reading and those for saying numbers of at most `length` digits."""
    largest = 10**length - 1
    return len(english(largest)), len(german(largest)) + 1


def _batch(numbers: Sequence[int], read: int, says: int) -> Batch:
    """Return the sequences of some numbers: `read` time steps, then go, the first of `says`."""
    steps, size = read + says, len(numbers)
    x = np.zeros((steps, size, len(_INPUT)), np.float32)
    target = np.zeros((steps, size, len(_OUTPUT)), np.float32)
    mask = np.zeros((steps, size), bool)
    for b, number in enumerate(numbers):
        words, said = english(number), german(number)
        tokens = [*[BLANK] * (read - len(words)), *words, GO, *said, *[BLANK] * says][:steps]
        x[range(steps), b, [_INPUT[token] for token in tokens]] = 1
        due = [*said, END][:says]
        asked = range(read, read + len(due))
        target[asked, b, [_OUTPUT[word] for word in due]] = 1
        mask[asked, b] = True
    content = np.full(mask.shape, np.nan, np.float32)
    content[read - 1 :] = np.array(numbers, np.float32)
    return Batch(x, target, mask, content)


def _is_right(prediction: Array, batch: Batch) -> NDArray[np.bool_]:
    """Tell at which time steps (T, B) the word that a prediction says is the right one."""
    if prediction.shape != batch.target.shape:
        raise ValueError(f"prediction has shape {prediction.shape}, expected {batch.target.shape}")
    return np.asarray(prediction.argmax(-1) == batch.target.argmax(-1))


def _go_of(batch: Batch) -> int:
    """Return the time step of the go mark, the same in all sequences."""
    return int(batch.x[:, 0, -1].argmax())
