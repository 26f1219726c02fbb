"""How a trained translator does on its own: what it says word by word, and where it looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lstm_viz.config import TrainConfig
from lstm_viz.feedback import run_on
from lstm_viz.film import Film
from lstm_viz.interfering import answers_to, attention_to
from lstm_viz.recording import Array
from lstm_viz.run import ModelName
from lstm_viz.tasks.uses.number_words import SHORTEST, english, numbers_in
from lstm_viz.tasks.uses.translation import END, Translation

MOST_TRANSLATED = 200
"""About so many numbers of each length are translated."""


class Spoken(NamedTuple):
    """A number as it was translated.

    Attributes
    ----------
    read : tuple of str
        The words that came in.
    said : tuple of str
        The words that the model said, up to the end mark, or as many as it had time steps for.
    looks : (len(said), len(read)) or None
        How much the model looked at each word that it had read, for each word that it said; the
        rest went to the blanks before. None without attention.
    """

    read: tuple[str, ...]
    said: tuple[str, ...]
    looks: Array | None


def spoken(
    config: TrainConfig, name: ModelName, weights: Mapping[str, Array], numbers: Sequence[int]
) -> list[Spoken]:
    """Let a model translate numbers on its own: each word that it says is what comes in next.

    Parameters
    ----------
    config : TrainConfig
        Of a run of the task translation.
    name : str
        One of its two models.
    weights : mapping of str to ndarray
        As a snapshot has them.
    numbers : sequence of int
        Of at most ``config.length`` digits.

    Raises
    ------
    ValueError
        If the configuration is of another task, or a number has more digits.
    """
    task = _translation(config)
    longest = max(len(str(number)) for number in numbers)
    if longest > config.length:
        raise ValueError(f"a number has {longest} digits, expected at most {config.length}")
    whole = task.batch_of(numbers, config.length).x
    go = int(whole[:, 0, -1].argmax())
    size, more = config.size_of(name), len(whole) - go - 1
    x, answers = run_on(name, size, weights, whole[: go + 1], more, task.next_input)
    looks = attention_to(config, name, weights, x)
    made = []
    for b, number in enumerate(numbers):
        read = english(number)
        said = [task.outputs[word] for word in answers[go:, b].argmax(-1)]
        said = said[: said.index(END)] if END in said else said
        here = None if looks is None else looks[b, go : go + len(said), go - len(read) : go]
        made.append(Spoken(tuple(read), tuple(said), here))
    return made


def word_scores(film: Film) -> dict[ModelName, float]:
    """Return, for both models of a film, the share of test words right after the right ones."""
    config, task = film.config, _translation(film.config)
    batch, last = task.test(config.length), film.snapshots[-1]
    return {
        name: task.word_score(answers_to(config, name, last.models[name].weights, batch.x), batch)
        for name in config.cells
    }


class Shares(NamedTuple):
    """How many numbers are right to the last word, by their digits; two: those with one, too.

    Attributes
    ----------
    models : mapping of str to mapping of int to float
        By the names of both models.
    dictionary : mapping of int to float
        Word by word.
    counts : mapping of int to int
        How many numbers of the test part were translated.
    """

    models: Mapping[ModelName, Mapping[int, float]]
    dictionary: Mapping[int, float]
    counts: Mapping[int, int]


def shares_by_digits(film: Film) -> Shares:
    """Return how the models of a film's last snapshot do on test numbers of every length."""
    config, task, last = film.config, _translation(film.config), film.snapshots[-1]
    models: dict[ModelName, dict[int, float]] = {name: {} for name in config.cells}
    dictionary, counts = {}, {}
    (word_by_word,) = (each for each in task.baselines() if each.name == "dictionary")
    for digits in range(SHORTEST, config.length + 1):
        all_of_them = numbers_in("test", digits)
        chosen = all_of_them[:: max(1, len(all_of_them) // MOST_TRANSLATED)]
        batch = task.batch_of(chosen.tolist(), config.length)
        counts[digits] = len(chosen)
        dictionary[digits] = task.score(word_by_word.predict(batch), batch)
        for name, shares in models.items():
            answers = answers_to(config, name, last.models[name].weights, batch.x)
            shares[digits] = task.score(answers, batch)
    return Shares(models, dictionary, counts)


def _translation(config: TrainConfig) -> Translation:
    """Return the task of a configuration, which must be this one."""
    if not isinstance(config.the_task, Translation):
        raise ValueError(f"the run is of the task {config.task}, expected translation")
    return config.the_task
