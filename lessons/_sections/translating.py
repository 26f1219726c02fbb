"""A number of one's own, translated by both models on their own, and where one of them looks."""

from __future__ import annotations

from itertools import zip_longest

import pandas as pd
import streamlit as st

from lessons._shared.charts import chart
from lessons._shared.dials import dial
from lessons._shared.lesson import say
from lessons._shared.link import take
from lessons._shared.plain import plain
from lessons._shared.story import origin
from lessons._shared.theme import mode
from lessons._shared.visit import Visit
from lstm_viz.family import CELLS
from lstm_viz.film import Film
from lstm_viz.measures.translating import Spoken, shares_by_digits, spoken
from lstm_viz.run import Snapshot
from lstm_viz.tasks import SequenceError
from lstm_viz.tasks.uses.number_words import (
    DICTIONARY,
    SHORTEST,
    english,
    german,
    number_written,
    numbers_in,
)
from lstm_viz.tasks.uses.translation import CROSSING

LONGEST_TEXT = 120


def translating(visit: Visit, film: Film) -> None:
    """Draw the place where one writes a number, what both models say, and the alignment."""
    st.header("Write a number of your own", anchor=False)
    words, picture = st.columns([6, 8], gap="large")
    with words:
        number = _asked(visit, film.config.length)
        at = int(
            dial(
                visit,
                "after",
                "After update",
                0,
                film.update or 1,
                film.update,
                film.config.snapshot_every,
            )
        )
        snapshot = max((s for s in film.snapshots if s.update <= at), key=lambda s: s.update)
        told = {
            name: spoken(film.config, name, snapshot.models[name].weights, [number])[0]
            for name in film.config.cells
        }
        _said(number, told)
        st.caption(_met(number))
    with picture:
        _looks(film, snapshot, told)


def _asked(visit: Visit, length: int) -> int:
    """Return the number that the visitor has written, or the one that stands there first."""
    name, most = "number", 10**length - 1

    def problem(text: str) -> str | None:
        try:
            number = number_written(text[:LONGEST_TEXT])
        except SequenceError as error:
            return str(error)
        if number > most:
            return f"{number:,} has too many digits for models trained up to {most:,}"
        return None

    take(visit, name, lambda said: problem(said) is None, f"a number from 1 to {most:,} in words")
    key, first = "text_number", " ".join(english(int(CROSSING[-length:])))

    def written() -> None:
        visit.answers[name] = st.session_state[key]

    st.session_state[key] = visit.answers.get(name, first)
    text = st.text_input(
        f"A number from 1 to {most:,}, in English words or in digits",
        key=key,
        on_change=written,
        max_chars=LONGEST_TEXT,
    )
    if wrong := problem(text):
        st.error(f"{plain(wrong)}.", icon=":material/translate:")
        text = first
    return number_written(text)


def _said(number: int, told: dict[str, Spoken]) -> None:
    """Draw a table of what everybody makes of a number."""
    right = german(number)
    lines = {CELLS[name].title: list(one.said) for name, one in told.items()}
    lines["Dictionary, word by word"] = [DICTIONARY[word] for word in english(number)]
    rows = [("English", " ".join(english(number)), ""), ("German", " ".join(right), "")]
    rows += [
        (who, _marked(said, right), "✓" if said == right else "✗") for who, said in lines.items()
    ]
    st.table(
        pd.DataFrame(rows, columns=["", f"{number:,}", "right?"]).set_index(""),
        border="horizontal",
    )


def _marked(said: list[str], right: list[str]) -> str:
    """Write what somebody says, in red each word that is not the one due at its place."""
    pairs = zip_longest(said, right[: len(said)])
    return " ".join(word if word == due else f":red[{word}]" for word, due in pairs) or "(nothing)"


def _met(number: int) -> str:
    """Say whether the number may have come in training."""
    if number in numbers_in("training", max(SHORTEST, len(str(number)))):
        return "This number is one of those that training draws from: it may have come."
    return "This number is held out: neither model was ever trained on it."


def _looks(film: Film, snapshot: Snapshot, told: dict[str, Spoken]) -> None:
    """Draw where the model with attention looked."""
    from lstm_viz.figures.alignment import alignment

    name = next((each for each, one in told.items() if one.looks is not None), None)
    if name is None:
        say("Neither of these two models has attention, so there is nothing that they look at.")
        return
    one = told[name]
    st.markdown(f"**Where it looks after update {snapshot.update}**")
    chart(
        alignment(one, mode()),
        key="alignment",
        alt=f"For each German word that the {CELLS[name].title} says, how much it looks at each "
        f"English word: {' '.join(one.said)} for {' '.join(one.read)}",
    )
    st.caption(
        "Columns: the English words as they are read. Rows: the German words that it says on its "
        "own, from top to bottom. The stronger the colour, the more it looks there: at the hidden "
        "state that the encoder had at that word, which also knows the words before. "
        f"{origin(film, (name,))}"
    )


def long_and_short(film: Film) -> None:
    """Draw how many unseen numbers are right, by their digits."""
    from lstm_viz.figures.by_digits import by_digits

    shares = shares_by_digits(film)
    st.header("Long numbers and short ones", anchor=False)
    words, picture = st.columns([6, 8], gap="large")
    with words:
        say(
            "Here each model translates numbers that were never trained on, from the first word to "
            "the last. Without attention everything has to pass through two states that do not "
            "grow with the number. That is why attention was invented: a translator without it got "
            "worse as sentences got longer."
        )
        counts = ", ".join(f"{count} with {digits}" for digits, count in shares.counts.items())
        st.caption(f"Test numbers by digits: {counts} (2: with one or two).")
    with picture:
        chart(
            by_digits(
                {CELLS[name].title: each for name, each in shares.models.items()},
                {"Dictionary, word by word": shares.dictionary},
                mode(),
            ),
            key="by_digits",
            alt="Share of unseen numbers that both models and a dictionary translate rightly, "
            "against the number of digits",
        )
        st.caption(origin(film))
