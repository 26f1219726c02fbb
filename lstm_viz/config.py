"""TrainConfig: every knob of a run in one frozen value, checked, and carried by a link."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any, Literal

from lstm_viz.family import CELLS, nearest_size
from lstm_viz.knobs import KNOBS, ConfigError, Number
from lstm_viz.tasks import TASKS, SequenceError, Task
from lstm_viz.wired import WIRED

Fairness = Literal["hidden_size", "parameters"]
MOST_SNAPSHOTS = 200


@dataclass(frozen=True)
class TrainConfig:
    """What to train, how, and from which seed: equal configurations give equal runs.

    Attributes
    ----------
    task : str
        A name in `lstm_viz.tasks.TASKS`.
    cell, against : str
        The two cells that are compared, names in `lstm_viz.family.CELLS`.
    length : int
        The gap dial: time steps per sequence (largest n for a^n b^n), in the task's range.
    hidden_size : int, 1 to 32
        Units H of ``cell``, in each layer and direction.
    fairness : "hidden_size" or "parameters"
        What ``against`` shares with ``cell``: its hidden size, or (as nearly as whole units allow)
        its number of parameters.
    forget_bias : float, -10 to 10
        The bias that the forget gate of every LSTM starts with.
    initialisation : "pytorch", "glorot", "orthogonal" or "wired"
        Of the recurrent layers: U(-1/sqrt(H), 1/sqrt(H)) for everything; Glorot & Bengio (2010)
        uniform; or Glorot with orthogonal recurrent blocks (Saxe et al. 2014). Wired: ``cell``
        starts with the solution of `lstm_viz.wired`, for some tasks and one unit, whatever
        ``forget_bias`` says; so does ``against`` if it can, else it starts as with "pytorch".
    optimiser : "adam", "rmsprop" or "sgd"
    learning_rate : float, 1e-5 to 10
    batch_size : int, 1 to 256
    clip_norm : float or None
        Global gradient norm above which gradients are scaled down (Pascanu et al. 2013).
    dropout : float, 0 to 0.9
        Probability that a hidden state is hidden from the readout during an update, in both models;
        nothing is hidden when they are scored or watched.
    training_sequences : int, 1 to 4096, or None
        Size of the training set that is drawn once, from the seed, and from which all batches are
        taken. None: every update draws fresh sequences.
    updates : int, 1 to 10000
        Optimiser steps of the whole run.
    snapshot_every : int, 1 to 1000
        Updates between two snapshots; at most 200 snapshots are kept.
    seed : int
    material : str or None
        A visitor's own data, for a task that takes them, in place of the task's own: a text, or
        numbers. A link is too short for them.

    Raises
    ------
    ConfigError
        If a value is out of its range; the message names it.

    Examples
    --------
    >>> TrainConfig.of_task("store_value", seed=7).hidden_size
    4
    """

    task: str
    cell: str
    against: str
    length: int
    hidden_size: int
    fairness: Fairness
    forget_bias: float
    initialisation: str
    optimiser: str
    learning_rate: float
    batch_size: int
    clip_norm: float | None
    dropout: float
    training_sequences: int | None
    updates: int
    snapshot_every: int
    seed: int
    material: str | None = None

    def __post_init__(self) -> None:
        if problem := KNOBS["material"].problem(self.material):
            raise ConfigError(f"material is {self.material!r:.60}, {problem}")
        for name, value in self.to_dict().items():
            is_length = name == "length"
            if problem := (self.length_knob if is_length else KNOBS[name]).problem(value):
                where = f" for {self.the_task.title.lower()}" if is_length else ""
                raise ConfigError(f"{name} is {value!r:.60}, {problem}{where}")
        if self.cell == self.against:
            raise ConfigError(f"against is {self.against!r}, expected another cell than ``cell``")
        for name in ("cell", "against"):
            if not can_do(getattr(self, name), self.the_task):
                raise ConfigError(
                    f"{name} is {getattr(self, name)!r}, expected another one for "
                    f"{self.the_task.title.lower()}: it has no go mark at which a decoder begins"
                )
        if self.initialisation == "wired":
            self._check_wired()
        if self.updates > MOST_SNAPSHOTS * self.snapshot_every:
            raise ConfigError(
                f"snapshot_every is {self.snapshot_every}, expected at least "
                f"{math.ceil(self.updates / MOST_SNAPSHOTS)} for {self.updates} updates"
            )

    def _check_wired(self) -> None:
        """Refuse weights wired by hand where there are none."""
        if self.task not in WIRED:
            *others, last = (TASKS[name].title.lower() for name in WIRED)
            known = f"{', '.join(others)} and {last}"
            raise ConfigError(
                "initialisation is 'wired', expected another one for "
                f"{self.the_task.title.lower()}: only {known} are wired by hand"
            )
        if not self.is_wired(self.cell):
            raise ConfigError(
                f"cell is {self.cell!r}, expected one of {', '.join(_wirable(self.task))} for "
                "weights wired by hand"
            )
        if self.hidden_size != 1:
            raise ConfigError(
                f"hidden_size is {self.hidden_size}, expected 1 for weights wired by hand"
            )

    @classmethod
    def of_task(cls, task: str = "memory_cell", **changes: Any) -> TrainConfig:
        """Return the default configuration of a task, with some knobs changed.

        A changed number of updates also changes the snapshot spacing, unless that is given too.
        """
        if problem := KNOBS["task"].problem(task):
            raise ConfigError(f"task is {task!r:.60}, {problem}")
        the_task = TASKS[task]
        values = {
            "task": task,
            "length": the_task.lengths.default,
            "fairness": "parameters",
            "initialisation": "pytorch",
            "optimiser": "adam",
            "batch_size": 32,
            "clip_norm": 1.0,
            "dropout": 0.0,
            "training_sequences": None,
            "seed": 0,
            **vars(the_task.defaults),
            **changes,
        }
        unknown = sorted(values.keys() - {f.name for f in fields(cls)} - {"snapshot_every"})
        if unknown:
            raise ConfigError(f"there is no knob called {unknown[0]}")
        values.setdefault("snapshot_every", spacing(values["updates"]))
        return cls(**values)

    @property
    def the_task(self) -> Task:
        """Return the task itself, on the visitor's own data if there are any."""
        return TASKS[self.task] if self.material is None else _on(self.task, self.material)

    @property
    def length_knob(self) -> Number:
        """Return the range of ``length``, which is the task's own."""
        lengths = self.the_task.lengths
        return Number(int, lengths.low, lengths.high)

    @property
    def cells(self) -> tuple[str, str]:
        """Return the names of the two models: the cell, and what it is compared with."""
        return self.cell, self.against

    @property
    def lstm(self) -> str:
        """Return the name of the first of the two that is an LSTM, of whichever variant.

        Raises
        ------
        LookupError
            If neither is.
        """
        for name in self.cells:
            if CELLS[name].has_cell_state:
                return name
        raise LookupError(f"neither cell is an LSTM: {' and '.join(self.cells)}")

    def is_wired(self, cell: str) -> bool:
        """Whether a cell begins with weights wired by hand."""
        return self.initialisation == "wired" and cell in _wirable(self.task)

    def size_of(self, cell: str) -> int:
        """Return the hidden size of a cell; that of ``against`` follows from ``fairness``.

        Examples
        --------
        >>> TrainConfig.of_task("store_value").size_of("rnn")
        9
        """
        if cell == self.cell or self.fairness == "hidden_size" or self.is_wired(cell):
            return self.hidden_size
        task = self.the_task
        return nearest_size(
            CELLS[cell], len(task.inputs), len(task.outputs), self.parameters(self.cell)
        )

    def parameters(self, cell: str) -> int:
        """Return the number of trained parameters, PyTorch's second bias and the readout included.

        The rows of a gate that is held at 1 are never trained and do not count.

        Examples
        --------
        >>> config = TrainConfig.of_task("store_value")
        >>> config.parameters("lstm"), config.parameters("rnn")
        (133, 127)
        """
        return self._parameters(cell, self.size_of(cell))

    def _parameters(self, cell: str, hidden_size: int) -> int:
        task = self.the_task
        return CELLS[cell].parameters(len(task.inputs), hidden_size, len(task.outputs))

    def weight_shapes(self, cell: str) -> dict[str, tuple[int, ...]]:
        """Return the shape of every weight of a model, by its name in PyTorch."""
        task, size = self.the_task, self.size_of(cell)
        return CELLS[cell].weight_shapes(len(task.inputs), size, len(task.outputs))

    def changed(self, **changes: Any) -> TrainConfig:
        """Return a copy with some knobs changed."""
        return replace(self, **changes)

    def turned(self, name: str, value: Any) -> TrainConfig:
        """Return a copy with one knob turned, and with it the knobs that hang on it.

        Another task brings its own defaults; another number of updates its own snapshot spacing;
        weights wired by hand are for one unit.
        """
        if name == "task":
            return TrainConfig.of_task(value)
        if name in ("cell", "against") and value in self.cells:
            # What was chosen already stands on the other side: they change places.
            first, second = self.cells
            swapped = value != getattr(self, name)
            return self.changed(cell=second, against=first) if swapped else self
        if name == "updates" and not KNOBS["updates"].problem(value):
            return self.changed(updates=value, snapshot_every=spacing(value))
        if (name, value) == ("initialisation", "wired"):
            return self.changed(initialisation="wired", hidden_size=1)
        return self.changed(**{name: value})

    def to_dict(self) -> dict[str, Any]:
        """Return the knobs by name, as plain values."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def to_query(self) -> dict[str, str]:
        """Return the knobs as URL parameters; `from_query` gives the same configuration back.

        But for ``material``, of which a link has a fingerprint only.
        """
        told = {name: _text(value) for name, value in self.to_dict().items() if name != "material"}
        return told if self.material is None else {**told, "material": fingerprint(self.material)}

    @classmethod
    def from_query(
        cls, query: Mapping[str, str], default: TrainConfig | None = None
    ) -> tuple[TrainConfig, tuple[str, ...]]:
        """Read a configuration from URL parameters, which may come from a stranger.

        A knob that is missing is as in ``default`` (if not given, the memory cell's), or, where the
        link names a task, as that task's default. So is a knob that is wrong, and a sentence says
        so. Parameters that are no knobs are left to the page.

        Returns
        -------
        config : TrainConfig
        problems : tuple of str
            One sentence per knob that was wrong; empty for a good link.
        """
        config, problems = default or cls.of_task(), []
        if config.material is not None and query.get("material") == fingerprint(config.material):
            query = {name: value for name, value in query.items() if name != "material"}
        # First the knobs that set the defaults and ranges of the others.
        for name in sorted(KNOBS.keys() & query.keys(), key=_READING_ORDER.index):
            try:
                config = config.turned(name, KNOBS[name].parse(query[name]))
            except ConfigError as error:
                # The last, because the stranger's value may hold those words too.
                expected = "expected" + str(error).rpartition(", expected")[2]
                kept = _text(getattr(config, name))
                problems.append(
                    f"The link says {name}={query[name][:40]}: {expected}. Using {kept} instead."
                )
        return config, tuple(problems)


def fingerprint(material: str) -> str:
    """Return a few letters that tell one visitor's data from another's.

    Examples
    --------
    >>> fingerprint("la la la")
    'own-d488288a'
    """
    return f"own-{hashlib.sha256(material.encode()).hexdigest()[:8]}"


@lru_cache(maxsize=8)
def _on(task: str, material: str) -> Task:
    """Return a task on a visitor's own data."""
    try:
        return TASKS[task].with_material(material)
    except SequenceError as error:
        raise ConfigError(f"material does not serve, expected other data: {error}") from error


_FIRST = ("task", "cell", "against", "updates", "initialisation")
_READING_ORDER = (*_FIRST, *(name for name in KNOBS if name not in _FIRST))


def can_do(cell: str, task: Task) -> bool:
    """Tell whether a cell can do a task at all: a decoder needs a go mark."""
    return task.has_go_mark or not CELLS[cell].decoder


def spacing(updates: int) -> int:
    """Return the snapshot spacing that makes a film of about 50 snapshots."""
    return max(1, round(updates / 50))


def _wirable(task: str) -> list[str]:
    """Return the cells that can begin with weights wired by hand for a task."""
    kinds = WIRED.get(task, {})
    return [name for name, cell in CELLS.items() if cell.is_plain and cell.kind in kinds]


def _text(value: object) -> str:
    """Write a knob's value so that reading it gives the same value back."""
    if isinstance(value, float):
        return repr(float(value))  # repr of a NumPy float names its type
    return "none" if value is None else str(value)
