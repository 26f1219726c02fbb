"""Numbers in words, in English and in German, where the ones come before the tens."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Part, SequenceError

LARGEST = 999_999
SHORTEST = 2
"""Numbers of one digit are too few to be held out by themselves: they go with those of two."""
HELD_OUT = 0.1
"""Share of all numbers that only validate, and share of those that only test."""

_ONES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ENGLISH = (*_ONES, *_TENS, "hundred", "thousand")

_EINS = (
    *("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf"),
    *("zwölf", "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"),
)
_ZEHNER = (
    *("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"),
)
GERMAN = (*_EINS, *_ZEHNER, "hundert", "tausend", "ein", "und")

DICTIONARY = dict(zip(ENGLISH, GERMAN, strict=False))
"""Word for word; "eins" is "ein" before another word, which a dictionary does not tell."""


def english(number: int) -> list[str]:
    """Write a number, 1 to 999,999, in English words, without hyphens and "and".

    Examples
    --------
    >>> " ".join(english(30_427))
    'thirty thousand four hundred twenty seven'
    """
    if number >= 1000:
        return [*english(number // 1000), "thousand", *english(number % 1000)]
    if number >= 100:
        return [_ONES[number // 100 - 1], "hundred", *english(number % 100)]
    if number >= 20:
        return [_TENS[number // 10 - 2], *english(number % 10)]
    return [_ONES[number - 1]] if number else []


def german(number: int) -> list[str]:
    """Write a number, 1 to 999,999, in German words, which German itself writes as one.

    Examples
    --------
    >>> " ".join(german(30_427))
    'dreißig tausend vier hundert sieben und zwanzig'
    >>> " ".join(german(101))
    'ein hundert eins'
    """
    if number >= 1000:
        return [*_before_a_noun(number // 1000), "tausend", *german(number % 1000)]
    if number >= 100:
        return [*_before_a_noun(number // 100), "hundert", *german(number % 100)]
    if number >= 20:
        ones = [*_before_a_noun(number % 10), "und"] if number % 10 else []
        return [*ones, _ZEHNER[number // 10 - 2]]
    return [_EINS[number - 1]] if number else []


def _before_a_noun(number: int) -> list[str]:
    """Write a number as it stands before another word: eins becomes ein."""
    *first, last = german(number)
    return [*first, "ein" if last == "eins" else last]


def number_of(words: Sequence[str]) -> int:
    """Read a number in English words.

    Raises
    ------
    SequenceError
        If a word is none of ``ENGLISH``, or the words are no number.
    """
    thousands = group = 0
    for word in words:
        if word not in ENGLISH:
            near = get_close_matches(word, ENGLISH, n=1)
            hint = f", did you mean {near[0]}?" if near else "; its words are one to ninety, "
            hint += "" if near else "hundred and thousand"
            raise SequenceError(f"{word!r:.40} is no word that it has learned{hint}")
        if word in _ONES:
            group += _ONES.index(word) + 1
        elif word in _TENS:
            group += 10 * (_TENS.index(word) + 2)
        elif word == "hundred":
            group *= 100
        else:
            thousands, group = group * 1000, 0
    number = thousands + group
    if not 0 < number <= LARGEST or english(number) != list(words):
        raise SequenceError(
            f"{' '.join(words)[:80]!r} is not a number in English words, expected one such as "
            "four hundred twenty seven"
        )
    return number


def words_of(text: str) -> list[str]:
    """Split what a person writes: without hyphens, commas and "and"."""
    words = text.lower().replace("-", " ").replace(",", "").split()
    return [word for word in words if word != "and"]


def number_written(text: str) -> int:
    """Read a number as a person writes it, in English words or in digits.

    Raises
    ------
    SequenceError
        If it is none, or out of range.

    Examples
    --------
    >>> number_written("Four hundred and twenty-seven"), number_written("30,427")
    (427, 30427)
    """
    words = words_of(text)
    if len(words) == 1 and words[0].isascii() and words[0].isdecimal():
        digits = words[0].lstrip("0")
        if not 0 < len(digits) <= len(str(LARGEST)):
            raise SequenceError(f"{words[0][:20]} is no number from 1 to {LARGEST:,}")
        return int(digits)
    return number_of(words)


@lru_cache(maxsize=16)
def numbers_in(part: Part, digits: int) -> NDArray[np.int64]:
    """Return all numbers of one part with so many digits; two: also those with one.

    The parts are spread evenly over all numbers.
    """
    numbers = np.arange(10 ** (digits - 1) if digits > SHORTEST else 1, 10**digits)
    place = (numbers * 0.6180339887498949) % 1  # multiples of the golden ratio (Weyl 1916)
    low, high = {
        "test": (0, HELD_OUT),
        "validation": (HELD_OUT, 2 * HELD_OUT),
        "training": (2 * HELD_OUT, 1),
    }[part]
    return numbers[(low <= place) & (place < high)]
