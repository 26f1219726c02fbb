"""The knobs of a run: what each may be set to, and how it is read from a link."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple, cast

from lstm_viz.family import CELLS
from lstm_viz.tasks import TASKS

MOST_NAMED = 20
"""Values of a knob that an error names one by one."""


class ConfigError(ValueError):
    """A knob with a value that it cannot take, said in one sentence."""


class Choice(NamedTuple):
    """A knob with a few named values; ``labels`` maps each to its words."""

    labels: Mapping[str, str]

    def parse(self, text: str) -> str:
        """Read the value from a link."""
        return text

    def problem(self, value: object) -> str | None:
        """Say what is wrong with a value, or None."""
        if value in self.labels:
            return None
        named = list(self.labels)
        if len(named) > MOST_NAMED:  # a sentence stays a sentence
            named = [*named[: MOST_NAMED // 2], f"or another of {len(named)}"]
        return f"expected one of {', '.join(named)}"


class Number(NamedTuple):
    """A knob with a number from ``low`` to ``high``; ``none`` tells whether None is a value too."""

    kind: type[int] | type[float]
    low: float
    high: float
    none: bool = False

    def parse(self, text: str) -> float | None:
        """Read the value from a link; text that is no number becomes NaN, which is a problem."""
        if self.none and text == "none":
            return None
        try:
            return self.kind(text)
        except ValueError:
            return math.nan

    def problem(self, value: object) -> str | None:
        """Say what is wrong with a value, or None."""
        if value is None and self.none:
            return None
        whole = self.kind is int
        kinds = int if whole else (int, float)
        is_number = isinstance(value, kinds) and not isinstance(value, bool)
        if is_number and self.low <= cast(float, value) <= self.high:
            return None
        words = "a whole number" if whole else "a number"
        return f"expected {words} from {self.low:.10g} to {self.high:.10g}" + (
            " or none" if self.none else ""
        )


class Material(NamedTuple):
    """A knob with a visitor's own data, too long for a link, which carries a fingerprint only."""

    longest: int

    def parse(self, text: str) -> str | None:
        """Read the value from a link, which can only say that there was none."""
        if text == "none":
            return None
        raise ConfigError(f"{text:.20}, expected none, for a link cannot carry somebody's own data")

    def problem(self, value: object) -> str | None:
        """Say what is wrong with a value, or None."""
        if value is None or (isinstance(value, str) and 0 < len(value) <= self.longest):
            return None
        return f"expected none, or a text of at most {self.longest} letters"


KNOBS: dict[str, Choice | Number | Material] = {
    "task": Choice({name: task.title for name, task in TASKS.items()}),
    "cell": Choice({name: cell.title for name, cell in CELLS.items()}),
    "against": Choice({name: cell.title for name, cell in CELLS.items()}),
    "length": Number(int, 1, 1000),  # each task has its own, narrower range
    "hidden_size": Number(int, 1, 32),
    "fairness": Choice({"hidden_size": "equal hidden size", "parameters": "equal parameters"}),
    "forget_bias": Number(float, -10, 10),
    "initialisation": Choice(
        {
            "pytorch": "PyTorch default",
            "glorot": "Glorot",
            "orthogonal": "orthogonal recurrent",
            "wired": "wired by hand",
        }
    ),
    "optimiser": Choice({"adam": "Adam", "rmsprop": "RMSprop", "sgd": "SGD"}),
    "learning_rate": Number(float, 1e-5, 10),
    "batch_size": Number(int, 1, 256),
    "clip_norm": Number(float, 1e-3, 1e3, none=True),
    "dropout": Number(float, 0, 0.9),
    "training_sequences": Number(int, 1, 4096, none=True),
    "updates": Number(int, 1, 10_000),
    "snapshot_every": Number(int, 1, 1000),
    "seed": Number(int, 0, 2**31 - 1),
    "material": Material(60_000),
}
"""The range of every field of `TrainConfig`; a field's name is also its name in a link."""


def labels(name: str) -> Mapping[str, str]:
    """Return the words of each value of a knob, by the value.

    Raises
    ------
    ValueError
        If it is no knob with named values.

    Examples
    --------
    >>> labels("optimiser")["rmsprop"]
    'RMSprop'
    """
    knob = KNOBS.get(name)
    if not isinstance(knob, Choice):
        named = ", ".join(each for each, knob in KNOBS.items() if isinstance(knob, Choice))
        raise ValueError(f"{name} is no knob with named values, expected one of {named}")
    return knob.labels
