"""Film: the snapshots of a run with their provenance; compact bytes that a browser reads too."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from lstm_viz._version import __version__
from lstm_viz.config import ConfigError, TrainConfig
from lstm_viz.film_bytes import ArrayReader, ArrayWriter, FilmError, pack, unpack
from lstm_viz.recording import LSTMRecording, Recording, RNNRecording
from lstm_viz.run import (
    MODELS,
    Array,
    Ended,
    Learner,
    ModelName,
    ModelSnapshot,
    Snapshot,
    TrainingRun,
    shown,
    solved_at,
)
from lstm_viz.tasks import Probe, SequenceError

# Quantities with a range of their own; all others may take any value.
_RANGES = {
    **dict.fromkeys(("input_gate", "forget_gate", "output_gate"), (0.0, 1.0)),
    **dict.fromkeys(("candidate", "hidden_state"), (-1.0, 1.0)),
}
_RECORDINGS: dict[ModelName, type[Recording]] = {"lstm": LSTMRecording, "rnn": RNNRecording}


@dataclass(frozen=True, eq=False)
class Film:
    """The snapshots of a run, ready to be shown, saved and sent.

    Attributes
    ----------
    config : TrainConfig
    probe : Probe
        The sequence that was watched.
    snapshots : tuple of Snapshot
        In order of their updates.
    ended : mapping of ModelName to Ended or None
        Whose run ended early, when and why.
    follows : mapping of ModelName to (H,)
        Per unit, |correlation| of its memory with the stored content.
    seconds : mapping of ModelName to float
        Measured seconds that one update took, on the machine that trained.
    provenance : mapping of str to str
        Date of the run and the versions of what made it.
    """

    config: TrainConfig
    probe: Probe
    snapshots: tuple[Snapshot, ...]
    ended: Mapping[ModelName, Ended | None]
    follows: Mapping[ModelName, Array]
    seconds: Mapping[ModelName, float]
    provenance: Mapping[str, str]

    @classmethod
    def of(cls, run: TrainingRun) -> Film:
        """Return the film of a run as far as it has come."""
        return cls(
            run.config,
            run.probe,
            shown(run),
            {name: learner.ended for name, learner in run.learners.items()},
            run.follows,
            {name: _seconds(learner, run.update) for name, learner in run.learners.items()},
            provenance(),
        )

    @property
    def update(self) -> int:
        """Return the update of the last snapshot."""
        return self.snapshots[-1].update

    def part(self, first: int) -> Film:
        """Return the same film with only the snapshots from an update on (at least the last)."""
        kept = tuple(s for s in self.snapshots[:-1] if s.update >= first)
        return replace(self, snapshots=(*kept, self.snapshots[-1]))

    def to_bytes(self) -> bytes:
        """Encode the film.

        Recorded quantities are stored as 16-bit steps of their range: gates of [0, 1] (an error of
        at most 8e-6), candidates and hidden states of [-1, 1] (1.6e-5), and cell states and
        pre-activations of their own largest magnitude m in the film (1.6e-5 m). So what a person
        reads, to three decimals for gates and to three significant digits for the rest, is right.
        Losses, scores, gradients, predictions, inputs and weights are stored as float32, exactly.
        """
        return pack(_header(self), _arrays(self))

    @classmethod
    def from_bytes(cls, data: bytes) -> Film:
        """Decode a film, which may come from a stranger.

        Raises
        ------
        FilmError
            If the bytes are not a film, are cut short, too large, or do not fit together.
        """
        header, arrays = unpack(data)
        try:
            return _film(header, arrays)
        except FilmError:
            raise
        except (LookupError, TypeError, ValueError, OverflowError, AttributeError) as error:
            what = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
            raise FilmError(f"the film does not fit together: {what}") from error

    def save(self, path: str | Path) -> None:
        """Write the film to a file."""
        Path(path).write_bytes(self.to_bytes())

    @classmethod
    def load(cls, path: str | Path) -> Film:
        """Read a film from a file; raises FilmError as `from_bytes` does."""
        return cls.from_bytes(Path(path).read_bytes())


def _seconds(learner: Learner, update: int) -> float:
    """Return the seconds per update that a model made; it may have ended before the run."""
    made = learner.ended.update if learner.ended else update
    return learner.seconds / max(made, 1)


def provenance() -> dict[str, str]:
    """Return today's date and the versions of what computes here."""
    return {"date": date.today().isoformat(), "lstm_viz": __version__, **_versions()}


@lru_cache
def _versions() -> dict[str, str]:
    """Look up the installed packages, which takes a millisecond each."""
    return {
        "torch": version("torch"),
        "numpy": version("numpy"),
        "python": platform.python_version(),
    }


def _header(film: Film) -> dict[str, Any]:
    """Return everything but the arrays, as plain values."""
    task = film.config.the_task
    models = []
    for name, title in MODELS.items():
        ended, follow = film.ended[name], film.follows[name]
        models.append(
            {
                "key": name,
                "title": title,
                "hidden_size": film.snapshots[0].models[name].recording.units,
                "parameters": film.config.parameters(name),
                "ended": asdict(ended) if ended else None,
                "solved_at": solved_at(film.snapshots, name, task),
                "unit_order": np.argsort(-follow, kind="stable").tolist(),
                "unit_follow": [round(float(r), 4) for r in follow],
                "seconds": film.seconds[name],
            }
        )
    return {
        "config": film.config.to_dict(),
        "provenance": dict(film.provenance),
        "task": {
            "name": task.name,
            "title": task.title,
            "summary": task.summary,
            "inputs": list(task.inputs),
            "outputs": list(task.outputs),
            "target_kind": task.target_kind,
            "score_name": task.score_name,
            "higher_is_better": task.higher_is_better,
            "chance": task.chance(film.config.length),
            "solved": task.solved,
        },
        "probe": {
            "name": film.probe.name,
            "description": film.probe.description,
            "events": list(film.probe.events),
            "tokens": film.probe.text.split(),
        },
        "models": models,
    }


def _arrays(film: Film) -> ArrayWriter:
    """Lay out all arrays; the names are the format."""
    arrays = ArrayWriter()
    target = np.where(film.probe.mask[:, None], film.probe.target, np.nan)
    arrays.exact("update", np.array([s.update for s in film.snapshots]))
    arrays.exact("probe.x", film.probe.x)
    arrays.exact("probe.target", target)
    arrays.exact("probe.content", film.probe.content)
    for name in MODELS:
        sides = [snapshot.models[name] for snapshot in film.snapshots]
        for number in ("loss", "score", "gradient_norm"):
            arrays.exact(f"{name}.{number}", np.array([getattr(side, number) for side in sides]))
        for profile in ("prediction", "gradient_hidden", "gradient_cell"):
            if getattr(sides[0], profile) is not None:
                arrays.exact(f"{name}.{profile}", np.stack([getattr(s, profile) for s in sides]))
        for quantity in sides[0].recording.quantities:
            values = np.stack([getattr(side.recording, quantity) for side in sides])
            arrays.quantised(f"{name}.{quantity}", values, _RANGES.get(quantity))
        for k, quantity in enumerate(sides[0].recording.squashed):
            for part in ("from_input", "from_past"):
                values = np.stack([getattr(side.recording, part)[k] for side in sides])
                arrays.quantised(f"{name}.{part}.{quantity}", values)
        for weight in sides[0].weights:
            arrays.exact(f"{name}.weights.{weight}", np.stack([s.weights[weight] for s in sides]))
    return arrays


def _film(header: Mapping[str, Any], arrays: ArrayReader) -> Film:
    """Put a film together from what was decoded, checking that it fits."""
    known = {field.name for field in fields(TrainConfig)}
    if not isinstance(header["config"], dict) or set(header["config"]) != known:
        raise FilmError("the film's configuration does not have the knobs of this version")
    try:
        config = TrainConfig(**header["config"])
        task, described = config.the_task, header["probe"]
        text = " ".join(map(str, described["tokens"]))
        probe = task.check(
            arrays["probe.x"], text, str(described["name"]), str(described["description"])
        )
        if text and not np.array_equal(task.read_sequence(text).x, probe.x):
            raise FilmError("the film's sequence is not the one that its words say")
    except (ConfigError, SequenceError) as error:
        raise FilmError(f"the film cannot be shown: {error}") from error
    updates = arrays["update"]
    is_whole = np.isfinite(updates).all() and (updates == np.rint(updates)).all()
    is_within = is_whole and updates.min() >= 0 and updates.max() <= config.updates
    if not is_within or (np.diff(updates) <= 0).any():
        raise FilmError(
            f"the film's updates are not whole numbers from 0 to {config.updates}, in order"
        )
    models = {str(model["key"]): model for model in header["models"]}
    sides = {name: _sides(arrays, config, name, len(updates), probe) for name in MODELS}
    snapshots = tuple(
        Snapshot(int(update), {name: sides[name][k] for name in MODELS})
        for k, update in enumerate(updates)
    )
    ended = {name: models[name]["ended"] for name in MODELS}
    return Film(
        config,
        probe,
        snapshots,
        {n: Ended(int(e["update"]), str(e["reason"])) if e else None for n, e in ended.items()},
        {name: _follow(models[name], sides[name][0].recording.units) for name in MODELS},
        {name: _finite(float(models[name]["seconds"])) for name in MODELS},
        {str(key): str(value) for key, value in header["provenance"].items()},
    )


def _follow(model: Mapping[str, Any], units: int) -> Array:
    """Read the units' correlations."""
    follow = np.array([_finite(float(r)) for r in model["unit_follow"]], np.float32)
    if follow.shape != (units,):
        raise FilmError(f"unit_follow has shape {follow.shape}, expected ({units},)")
    return follow


def _finite(number: float) -> float:
    """Check a number that the header of a film can hold."""
    if not np.isfinite(np.float64(number)):
        raise FilmError("the film's header holds a number that is not finite")
    return number


def _sides(
    arrays: ArrayReader, config: TrainConfig, name: ModelName, count: int, probe: Probe
) -> list[ModelSnapshot]:
    """Read one model's side of every snapshot."""
    kind, shapes = _RECORDINGS[name], config.weight_shapes(name)
    units = shapes["recurrence.weight_hh_l0"][1]

    def read(what: str, *shape: int) -> Array:
        array = arrays[f"{name}.{what}"]
        if array.shape != (count, *shape):
            raise FilmError(f"{name}.{what} has shape {array.shape}, expected {(count, *shape)}")
        return array

    numbers = {number: read(number) for number in ("loss", "score", "gradient_norm")}
    recorded = {quantity: read(quantity, probe.steps, units) for quantity in kind.quantities}
    for part in ("from_input", "from_past"):
        parts = [read(f"{part}.{quantity}", probe.steps, units) for quantity in kind.squashed]
        recorded[part] = np.stack(parts, axis=1)
    prediction = read("prediction", *probe.target.shape)
    hidden = read("gradient_hidden", probe.steps)
    cell = read("gradient_cell", probe.steps) if kind is LSTMRecording else None
    weights = {weight: read(f"weights.{weight}", *shape) for weight, shape in shapes.items()}
    initial = {
        field.name: np.zeros(units, np.float32)
        for field in fields(kind)
        if field.name.startswith("initial_")
    }
    return [
        ModelSnapshot(
            **{number: float(values[k]) for number, values in numbers.items()},
            recording=kind(
                x=probe.x, **{each: values[k] for each, values in recorded.items()}, **initial
            ),
            prediction=prediction[k],
            gradient_hidden=hidden[k],
            gradient_cell=None if cell is None else cell[k],
            weights={weight: values[k] for weight, values in weights.items()},
        )
        for k in range(count)
    ]
