"""Predict, then reveal; and goals that one can reach: both are judged by the run that is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lstm_viz.config import TrainConfig
from lstm_viz.figures.runs import Outcome
from lstm_viz.film import Film


class Verdict(NamedTuple):
    """What the shown run says to a question.

    Attributes
    ----------
    answer : str or None
        The option that is right in this run; None if this run cannot tell (it is untrained, say).
    because : str
        Markdown with the run's own numbers.
    """

    answer: str | None
    because: str


@dataclass(frozen=True)
class Question:
    """A question that the student answers before the run does.

    Attributes
    ----------
    key : str
        Its name in the page's link: ``?key=option``.
    ask : str
        The question, in Markdown.
    options : mapping of str to str
        The words of each option, by its name in the link.
    judge : callable
        From the film that is shown to the verdict.
    opens : TrainConfig, optional
        The run that answers, if it is another one than the page opens with: it is shown as soon
        as the student has committed to an answer.
    where : str
        What the answer holds for: it is told to whoever had predicted something else.
    is_final : bool
        Whether the first answer counts, and none can be given after it.
    """

    key: str
    ask: str
    options: Mapping[str, str]
    judge: Callable[[Film], Verdict]
    opens: TrainConfig | None = None
    where: str = "In this run"
    is_final: bool = False

    def is_about(self, config: TrainConfig) -> bool:
        """Tell whether a run is one that was asked about; another seed of it is, too."""
        return self.opens is None or config.changed(seed=self.opens.seed) == self.opens


class Standing(NamedTuple):
    """How far a student is from a goal: whether it is reached, and a sentence with numbers."""

    reached: bool
    tells: str


Tried = Mapping[TrainConfig, Outcome]
"""The finished runs of this visit, by configuration."""


@dataclass(frozen=True)
class Goal:
    """Something to reach by turning the knobs of a lesson.

    Attributes
    ----------
    text : str
        What to reach, in Markdown.
    judge : callable
        From the film that is shown and the finished runs of this visit to how it stands.
    hint : str
        Markdown, shown when asked for.
    """

    text: str
    judge: Callable[[Film, Tried], Standing]
    hint: str
