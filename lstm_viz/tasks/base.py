"""What every task is: data from a seed, a score, probe sequences, words for each step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
TargetKind = Literal["value", "class", "set"]
Part = Literal["training", "validation", "test"]
"""Which data a sequence is drawn from; toy tasks have no end of them, and do not care."""

VALIDATION_SEQUENCES = 256
CHANCE_SEQUENCES = 4096
LONGEST_OWN_SEQUENCE = 200

# Streams of random numbers, so that a training batch never repeats a validation sequence.
_TRAINING, _VALIDATION, _CHANCE, _TEST = 1, 2, 3, 5


class SequenceError(ValueError):
    """A sequence that does not fit its task, said in a sentence for the person who typed it.

    Sentences count time steps from 1, as everything on screen does; arrays count from 0.
    """


@dataclass(frozen=True, eq=False)
class Batch:
    """Sequences of one length with their targets, time first.

    Attributes
    ----------
    x : (T, B, F) float32
        Inputs.
    target : (T, B, O) float32
        What the model should say. Classes are one-hot, sets are 0/1. Zero where ``mask`` is False.
    mask : (T, B) bool
        True at the time steps that have a target; only they count in loss and score.
    content : (T, B) float32
        The number that a solver has to remember *after* each time step (NaN: nothing yet).
    """

    x: Array
    target: Array
    mask: NDArray[np.bool_]
    content: Array

    def __post_init__(self) -> None:
        steps, size = self.x.shape[:2]
        if self.target.ndim != 3 or self.target.shape[:2] != (steps, size):
            raise ValueError(f"target has shape {self.target.shape}, expected ({steps}, {size}, O)")
        for name in ("mask", "content"):
            shape = getattr(self, name).shape
            if shape != (steps, size):
                raise ValueError(f"{name} has shape {shape}, expected (T, B) = ({steps}, {size})")


@dataclass(frozen=True, eq=False)
class Probe:
    """One named sequence that we watch, with what happens at each time step.

    Attributes
    ----------
    name, description : str
        A short name and one sentence on what to look at.
    x : (T, F) float32
    target : (T, O) float32
    mask : (T,) bool
    content : (T,) float32
        As in `Batch`, without the batch axis.
    events : tuple of str, length T
        What happens at each time step, in the task's words: ``write``, ``hold``, ``query`` ...
    text : str
        The sequence as a person writes it; ``task.read_sequence(text)`` gives it back.
    remember : tuple of str, length T
        What a solver has to remember after each time step, in words ("": nothing yet).
    """

    name: str
    description: str
    x: Array
    target: Array
    mask: NDArray[np.bool_]
    content: Array
    events: tuple[str, ...]
    text: str
    remember: tuple[str, ...]

    @property
    def steps(self) -> int:
        """Return the number of time steps T."""
        return len(self.x)


@dataclass(frozen=True)
class Lengths:
    """The range of the gap dial: time steps per sequence (or n, for a^n b^n)."""

    low: int
    high: int
    default: int


@dataclass(frozen=True)
class Defaults:
    """Settings measured to work for a task: see ``tests/test_claims.py``.

    One set serves both cells, because both learn from the same batches for the same number of
    updates; the second cell's hidden size follows from the fairness setting. ``cell`` and
    ``against`` are the names of the two cells that a run of the task compares.
    """

    hidden_size: int
    forget_bias: float
    learning_rate: float
    updates: int
    cell: str = "lstm"
    against: str = "rnn"


class Task(ABC):
    """A sequence task.

    A subclass states the facts below, draws sequences, and names what happens in them. Everything
    it returns is a pure function of its arguments.
    """

    name: ClassVar[str]
    """Identifier, as in the URL."""
    title: ClassVar[str]
    """A short name for people."""
    summary: ClassVar[str]
    """One sentence: what goes in, what should come out."""
    source: ClassVar[str] = ""
    """Author and year, where the task is from the literature."""
    inputs: ClassVar[tuple[str, ...]]
    """A name per input feature (F of them)."""
    outputs: ClassVar[tuple[str, ...]]
    """A name per output (O of them)."""
    target_kind: ClassVar[TargetKind]
    """``value``: numbers, squared error. ``class``: one of O, cross-entropy. ``set``: any of O."""
    known_chance: ClassVar[float | None] = None
    """Expected score of an answer that never looks at x, where the definition gives it."""
    solved: ClassVar[float]
    """Score from which on the task counts as solved."""
    lengths: ClassVar[Lengths]
    length_name: ClassVar[str] = "time steps"
    """What the gap dial counts."""
    defaults: ClassVar[Defaults]
    grammar: ClassVar[str]
    """How a person writes a sequence of this task, in one sentence with an example."""
    has_go_mark: ClassVar[bool] = False
    """Whether the last input marks where reading ends and answering begins, at the same time step
    in every sequence of a batch: a decoder takes over there."""
    takes_material: ClassVar[str] = ""
    """What a visitor may put in place of the task's own data, in words; empty: nothing."""
    material: str | None = None
    """The visitor's own data, where this task was made from them by `with_material`."""

    # What a task must say.

    @abstractmethod
    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw `size` sequences of the given length."""

    @abstractmethod
    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Work out target, mask, content and events of one sequence x (T, F); Batch has B = 1.

        Raises SequenceError, naming the time step, where x is not a sequence of this task.
        """

    @abstractmethod
    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return (name, description, text) of each probe sequence at this length."""

    @abstractmethod
    def parse(self, tokens: Sequence[str]) -> Array:
        """Turn one token per time step into x (T, F); raises SequenceError."""

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say in words what has to be remembered after each time step; content (T,)."""
        return tuple("" if np.isnan(number) else f"{number:.3g}" for number in content)

    # What a task with data of its own changes.

    def draw_from(self, part: Part, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw `size` sequences from one part of the data; what no part holds is drawn afresh."""
        del part
        return self.draw(rng, length, size)

    def with_material(self, text: str) -> Task:
        """Return this task on a visitor's own data instead of its own.

        Raises
        ------
        SequenceError
            If the task takes none, or if these do not serve; the message says why.
        """
        raise SequenceError(
            f"{self.title.lower()} has no place for {len(text)} letters of material"
        )

    # What every task then has.

    @property
    def higher_is_better(self) -> bool:
        """Whether the score is an accuracy (True) or an error (False)."""
        return self.target_kind != "value"

    @property
    def score_name(self) -> str:
        """Return what the score measures, in words."""
        return {
            "value": "mean squared error",
            "class": "accuracy",
            "set": "strings right at every step",
        }[self.target_kind]

    def is_solved(self, score: float) -> bool:
        """Tell whether a score meets the solved threshold."""
        return score >= self.solved if self.higher_is_better else score <= self.solved

    def batch(self, seed: int, update: int, length: int, size: int) -> Batch:
        """Return the training batch of one update: the same for the same arguments, always."""
        rng = np.random.default_rng((seed, update, _TRAINING))
        return self.draw_from("training", rng, length, size)

    @lru_cache(maxsize=16)  # noqa: B019 - tasks live as long as the program
    def validation(self, length: int) -> Batch:
        """Return the fixed validation set of 256 sequences, the same for every seed."""
        rng = np.random.default_rng(_VALIDATION)
        return self.draw_from("validation", rng, length, VALIDATION_SEQUENCES)

    @lru_cache(maxsize=16)  # noqa: B019 - tasks live as long as the program
    def test(self, length: int) -> Batch:
        """Return the fixed test set of 256 sequences, which nothing that is trained ever uses."""
        rng = np.random.default_rng(_TEST)
        return self.draw_from("test", rng, length, VALIDATION_SEQUENCES)

    def in_earnest(self, length: int) -> Batch | None:
        """Return what a trained model meets in use, where that differs from what scored it so far.

        Longer sequences than it was trained on, say, or data that were prepared as they must be.
        None: nothing else than the test set.
        """
        del length
        return None

    @lru_cache(maxsize=64)  # noqa: B019 - tasks live as long as the program
    def chance(self, length: int) -> float:
        """Return the expected score of an answer that never looks at x.

        It is ``known_chance`` where the definition of the task gives it, else measured over 4096
        sequences. value: the mean of all targets, always. class: a guess, as often each class as it
        is right. set: the outputs that are right more often than not, always.
        """
        if self.known_chance is not None:
            return self.known_chance
        batch = self.draw(np.random.default_rng(_CHANCE), length, CHANCE_SEQUENCES)
        wanted = batch.target[batch.mask].mean(0)
        if self.target_kind == "class":
            return float((wanted**2).sum())
        constant = wanted if self.target_kind == "value" else wanted - 0.5
        return self.score(np.broadcast_to(constant, batch.target.shape), batch)

    def score(self, prediction: Array, batch: Batch) -> float:
        """Score a prediction (T, B, O), given as values, class scores or set scores (logits).

        value: mean squared error over the steps with a target. class: share of those steps where
        the highest output is the right one. set: share of *sequences* right at every step.
        """
        if prediction.shape != batch.target.shape:
            raise ValueError(
                f"prediction has shape {prediction.shape}, expected {batch.target.shape}"
            )
        if self.target_kind == "value":
            return float(np.mean((prediction - batch.target)[batch.mask] ** 2))
        if self.target_kind == "class":
            right = prediction.argmax(-1) == batch.target.argmax(-1)
            return float(right[batch.mask].mean())
        right = ((prediction > 0) == (batch.target > 0.5)).all(-1) | ~batch.mask
        return float(right.all(0).mean())

    @lru_cache(maxsize=16)  # noqa: B019 - tasks live as long as the program
    def probes(self, length: int) -> tuple[Probe, ...]:
        """Return the named probe sequences; the first is the one a film shows."""
        return tuple(
            self.read_sequence(text, name, description)
            for name, description, text in self.probe_texts(length)
        )

    def read_sequence(
        self, text: str, name: str = "your own", description: str = "A sequence of your own."
    ) -> Probe:
        """Turn text, one token per time step, into a probe sequence of this task.

        Raises
        ------
        SequenceError
            Says which token at which time step does not fit, and what would.
        """
        tokens = text.replace(",", " ").split()
        if not tokens:
            raise SequenceError(f"the sequence is empty; {self.grammar}")
        if len(tokens) > LONGEST_OWN_SEQUENCE:
            raise SequenceError(
                f"the sequence has {len(tokens)} time steps, at most {LONGEST_OWN_SEQUENCE} fit"
            )
        return self.check(self.parse(tokens), " ".join(tokens), name, description)

    def check(
        self,
        x: Array,
        text: str = "",
        name: str = "your own",
        description: str = "A sequence of your own.",
    ) -> Probe:
        """Check a sequence x (T, F) against the task and say what happens at each time step.

        Raises
        ------
        SequenceError
            On a wrong shape, a wrong symbol, or a value out of range.
        """
        with np.errstate(over="ignore"):  # too large for float32 becomes infinite: refused below
            x = np.asarray(x, np.float32)
        features = len(self.inputs)
        if x.ndim != 2 or x.shape[1] != features or not 1 <= len(x) <= LONGEST_OWN_SEQUENCE:
            raise SequenceError(
                f"the sequence has shape {x.shape}, expected (T, {features}) with columns "
                f"{', '.join(self.inputs)} and T from 1 to {LONGEST_OWN_SEQUENCE}"
            )
        if not np.isfinite(x).all():
            step = int(np.argwhere(~np.isfinite(x))[0][0])
            raise SequenceError(f"time step {step + 1} holds a value that is not a finite number")
        batch, events = self.label(x)
        return Probe(
            name,
            description,
            x,
            batch.target[:, 0],
            batch.mask[:, 0],
            batch.content[:, 0],
            events,
            text,
            self.say_content(batch.content[:, 0]),
        )
