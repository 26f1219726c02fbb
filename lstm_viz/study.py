"""Study: the outcome of many runs, measured once and kept as data, for questions about settings."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lstm_viz.config import TrainConfig
from lstm_viz.interfering import answers_to
from lstm_viz.provenance import provenance
from lstm_viz.run import ModelName, TrainingRun, Weights, best, shown, solved_at

Count = tuple[int, int]
"""In how many runs a task was solved, and of how many."""
MOMENTS = 20
DIGITS = 4


class StudyError(ValueError):
    """A file that is not a study, said in one sentence."""


@dataclass(frozen=True)
class Outcome:
    """What became of one model in one run.

    Attributes
    ----------
    score, best : float
        Validation score after the last update, and the best of those looked at (about every 20th
        of the run). NaN where there is none: ``score``, if the run of this model ended early.
    solved_at : int or None
        The first update, of those looked at, at which the task was solved.
    ended : str or None
        Why the run of this model ended before its last update.
    seconds : float
        Measured seconds of processor time per update, on the machine that trained.
    in_earnest : float or None
        Score of the last weights on what the task keeps for the end (`Task.in_earnest`), if it
        keeps anything.
    """

    score: float
    best: float
    solved_at: int | None
    ended: str | None
    seconds: float
    in_earnest: float | None = None


@dataclass(frozen=True)
class Result:
    """One run of a study: its configuration, and what became of each model."""

    config: TrainConfig
    models: Mapping[ModelName, Outcome]

    @property
    def lstm(self) -> Outcome:
        """Return what became of the LSTM, of whichever variant."""
        return self.models[self.config.lstm]

    @property
    def rnn(self) -> Outcome:
        """Return what became of the vanilla RNN."""
        return self.models["rnn"]


@dataclass(frozen=True)
class Study:
    """Many runs that together answer a question.

    Attributes
    ----------
    name : str
    question : str
        In words.
    results : tuple of Result
    provenance : mapping of str to str
        Date of the last run and the versions of what made it.
    """

    name: str
    question: str
    results: tuple[Result, ...]
    provenance: Mapping[str, str]

    def where(self, **knobs: Any) -> tuple[Result, ...]:
        """Return the results whose configuration has these values.

        Raises
        ------
        ValueError
            If there is no knob of that name.
        """
        for name in knobs:
            if name not in TrainConfig.__dataclass_fields__:
                raise ValueError(f"there is no knob called {name}")
        wanted = list(knobs.values())
        return tuple(
            result
            for result in self.results
            if [getattr(result.config, name) for name in knobs] == wanted
        )

    def values(self, knob: str, **knobs: Any) -> tuple[Any, ...]:
        """Return the values of a knob, each once, in the order of the results.

        ``knobs`` choose results as in `where`.
        """
        return tuple(dict.fromkeys(getattr(each.config, knob) for each in self.where(**knobs)))

    def count(self, model: ModelName, **knobs: Any) -> Count:
        """Return in how many results a model solved its task, and of how many that trained it.

        ``knobs`` choose results as in `where`.
        """
        some = self.of(model, **knobs)
        return solved(some, model), len(some)

    def of(self, model: ModelName, **knobs: Any) -> tuple[Result, ...]:
        """Return the results in which a model was trained; ``knobs`` choose as in `where`."""
        return tuple(result for result in self.where(**knobs) if model in result.models)

    def save(self, path: str | Path) -> None:
        """Write the study as JSON: one line per result, with only the knobs that differ."""
        base = self.results[0].config.to_dict() if self.results else {}
        head = {"name": self.name, "question": self.question, "provenance": self.provenance}
        lines = (json.dumps(_row(result, base), allow_nan=False) for result in self.results)
        text = "".join(f'"{key}": {json.dumps(value)},\n' for key, value in head.items())
        text += f'"base": {json.dumps(base)},\n"results": [\n' + ",\n".join(lines) + "\n]"
        beside = Path(f"{path}.part")
        beside.write_text("{\n" + text + "\n}\n", "utf-8")
        os.replace(beside, path)  # whoever reads meanwhile finds the old file, whole

    @classmethod
    def load(cls, path: str | Path) -> Study:
        """Read a study; a knob that the file does not know has its task's default.

        Raises
        ------
        StudyError
            If the file is not a study.
        """
        try:
            data = json.loads(Path(path).read_text("utf-8"))
            results = tuple(_result(row, data["base"]) for row in data["results"])
            return cls(data["name"], data["question"], results, data["provenance"])
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            what = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
            raise StudyError(f"{Path(path).name} is not a study: {what}") from error


def solved(results: Iterable[Result], model: ModelName) -> int:
    """Count the runs in which a model solved its task at some moment."""
    return sum(result.models[model].solved_at is not None for result in results)


def measure(config: TrainConfig) -> Result:
    """Train a configuration to its end, on one thread, and return what became of both models.

    The run is looked at some twenty times only, whatever ``config.snapshot_every`` says: that
    changes nothing in the run, and looking takes time.
    """
    import torch

    from lstm_viz.training import advance, start

    torch.set_num_threads(1)  # more are slower on nets this small, and seconds must compare
    run = advance(
        start(config.changed(snapshot_every=math.ceil(config.updates / MOMENTS))), config.updates
    )
    return Result(config, outcomes_of(run))


def outcomes_of(run: TrainingRun) -> dict[ModelName, Outcome]:
    """Return what became of both models of a run that is finished."""
    task, moments = run.config.the_task, shown(run)
    models: dict[ModelName, Outcome] = {}
    for name, learner in run.learners.items():
        made = learner.ended.update if learner.ended else run.update
        models[name] = Outcome(
            score=moments[-1].models[name].score,
            best=best(moments, name, task).models[name].score,
            solved_at=solved_at(moments, name, task),
            ended=learner.ended.reason if learner.ended else None,
            seconds=learner.seconds / made,
            in_earnest=_in_earnest(run.config, name, moments[-1].models[name].weights),
        )
    return models


def _in_earnest(config: TrainConfig, name: ModelName, weights: Weights) -> float | None:
    """Score weights on what the task of a run keeps for the end."""
    batch = config.the_task.in_earnest(config.length)
    if batch is None:
        return None
    return config.the_task.score(answers_to(config, name, weights, batch.x), batch)


def study_of(name: str, question: str, results: Iterable[Result]) -> Study:
    """Return a study of results that were measured here and now."""
    return Study(name, question, tuple(results), provenance())


def _row(result: Result, base: Mapping[str, Any]) -> dict[str, Any]:
    """Write a result: the knobs that differ from the base, and each model's outcome."""
    knobs = result.config.to_dict()
    models: dict[str, Any] = {
        name: {
            key: _rounded(value)
            for key, value in asdict(outcome).items()
            if (key, value) != ("in_earnest", None)
        }
        for name, outcome in result.models.items()
    }
    return {"knobs": {key: knobs[key] for key in knobs if knobs[key] != base[key]}, **models}


def _rounded(value: Any) -> Any:
    """Round a float to four significant digits; JSON has no NaN and no infinity, but null."""
    if not isinstance(value, float):
        return value
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def _result(row: Mapping[str, Any], base: Mapping[str, Any]) -> Result:
    """Read a result."""
    config = TrainConfig.of_task(**{**base, **row["knobs"]})
    models: dict[ModelName, Outcome] = {}
    for name in config.cells:
        values = dict(row[name])
        for key in ("score", "best", "seconds"):
            values[key] = math.nan if values[key] is None else float(values[key])
        models[name] = Outcome(**values)
    return Result(config, models)
