"""Reading a film, which may come from a stranger: everything is checked before it is believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.film_bytes import ArrayReader, FilmError
from lstm_viz.knobs import ConfigError
from lstm_viz.recording import PeepholeRecording, RNNRecording
from lstm_viz.run import NUMBERS, Array, Ended, ModelName, ModelSnapshot, Snapshot
from lstm_viz.tasks import Probe, SequenceError

LONGEST_ENTRY = 40


def fields_of_film(header: Mapping[str, Any], arrays: ArrayReader) -> dict[str, Any]:
    """Return the fields of a `Film` from what was decoded, checking that they fit together.

    Raises
    ------
    FilmError
        In words, for what the format itself forbids. A header of another kind (a list where a
        mapping should be) may raise Python's own errors, which `Film.from_bytes` turns into it.
    """
    config, probe = _config_and_probe(header, arrays)
    updates = _updates(arrays["update"], config)
    models = {str(model["key"]): model for model in header["models"]}
    sides = {name: _sides(arrays, config, name, len(updates), probe) for name in config.cells}
    ended = {name: models[name]["ended"] for name in config.cells}
    return {
        "config": config,
        "probe": probe,
        "snapshots": tuple(
            Snapshot(update, {name: sides[name][k] for name in config.cells})
            for k, update in enumerate(updates)
        ),
        "ended": {
            n: Ended(int(e["update"]), str(e["reason"])[:80]) if e else None
            for n, e in ended.items()
        },
        "follows": {
            name: _follow(models[name], sides[name][0].recording.units) for name in config.cells
        },
        "seconds": {name: _within(models[name]["seconds"], 1e6) for name in config.cells},
        "provenance": _provenance(header["provenance"]),
    }


def _config_and_probe(header: Mapping[str, Any], arrays: ArrayReader) -> tuple[TrainConfig, Probe]:
    """Read what was trained, and the sequence that was watched."""
    known = {field.name for field in fields(TrainConfig)}
    told = header["config"]
    if not isinstance(told, dict) or not known - {"material"} <= set(told) <= known:
        raise FilmError("the film's configuration does not have the knobs of this version")
    try:
        config = TrainConfig(**told)
        task = config.the_task
        text = " ".join(map(str, header["probe"]["tokens"]))
        probe = task.read_sequence(text) if text else task.check(arrays["probe.x"])
        if not np.array_equal(arrays["probe.x"], probe.x):
            raise FilmError("the film's sequence is not the one that its words say")
    except (ConfigError, SequenceError) as error:
        raise FilmError(f"the film cannot be shown: {error}") from error
    # The names of sequences are the task's own words, not the stranger's.
    return config, next((p for p in task.probes(config.length) if p.text == text), probe)


def _updates(updates: Array, config: TrainConfig) -> list[int]:
    """Read the update of each snapshot."""
    is_whole = np.isfinite(updates).all() and (updates == np.rint(updates)).all()
    is_within = is_whole and updates.min() >= 0 and updates.max() <= config.updates
    if not is_within or (np.diff(updates) <= 0).any():
        raise FilmError(
            f"the film's updates are not whole numbers from 0 to {config.updates}, in order"
        )
    return [int(update) for update in updates]


def _provenance(described: Mapping[str, Any]) -> dict[str, str]:
    """Read where the film comes from: every entry that we write, and no other."""
    entries = {name: described[name] for name in ("date", "lstm_viz", "torch", "numpy", "python")}
    for name, value in entries.items():
        if not isinstance(value, str) or len(value) > LONGEST_ENTRY:
            raise FilmError(f"the film's provenance does not say its {name} in a few letters")
    return entries


def _follow(model: Mapping[str, Any], units: int) -> Array:
    """Read the units' correlations."""
    follow = np.array([_within(r, 1.001) for r in model["unit_follow"]], np.float32)
    if follow.shape != (units,):
        raise FilmError(f"unit_follow has shape {follow.shape}, expected ({units},)")
    return follow


def _within(number: Any, most: float) -> float:
    """Check a number that the header of a film holds: from 0 to ``most``."""
    value = float(number)
    if not 0 <= value <= most:
        raise FilmError(f"the film's header holds {value:.3g} where 0 to {most:g} was expected")
    return value


def _sides(
    arrays: ArrayReader, config: TrainConfig, name: ModelName, count: int, probe: Probe
) -> list[ModelSnapshot]:
    """Read one model's side of every snapshot."""
    cell, shapes = CELLS[name], config.weight_shapes(name)
    kind, units = cell.recording, cell.units(config.size_of(name))

    def read(what: str, *shape: int) -> Array:
        array = arrays[f"{name}.{what}"]
        if array.shape != (count, *shape):
            raise FilmError(f"{name}.{what} has shape {array.shape}, expected {(count, *shape)}")
        return array

    numbers = {number: read(number) for number in NUMBERS}
    recorded = {quantity: read(quantity, probe.steps, units) for quantity in kind.quantities}
    for part in ("from_input", "from_past"):
        parts = [read(f"{part}.{quantity}", probe.steps, units) for quantity in kind.squashed]
        recorded[part] = np.stack(parts, axis=1)
    if issubclass(kind, PeepholeRecording):
        gates = [read(f"from_cell.{gate}", probe.steps, units) for gate in kind.peepholes]
        recorded["from_cell"] = np.stack(gates, axis=1)
    given: dict[str, Any] = {"lanes": cell.lanes(config.size_of(name))}
    if issubclass(kind, RNNRecording):
        given["nonlinearity"] = cell.nonlinearity
    prediction = read("prediction", *probe.target.shape)
    hidden = read("gradient_hidden", probe.steps)
    carried = read("gradient_cell", probe.steps) if cell.has_cell_state else None
    attention = read("attention", probe.steps, probe.steps) if cell.attention else None
    weights = {weight: read(f"weights.{weight}", *shape) for weight, shape in shapes.items()}
    initial: dict[str, Any] = {
        field.name: np.zeros(units, np.float32)
        for field in fields(kind)
        if field.name.startswith("initial_")
    }
    return [
        ModelSnapshot(
            **{number: float(values[k]) for number, values in numbers.items()},
            recording=kind(
                x=probe.x,
                **{each: values[k] for each, values in recorded.items()},
                **initial,
                **given,
            ),
            prediction=prediction[k],
            gradient_hidden=hidden[k],
            gradient_cell=None if carried is None else carried[k],
            attention=None if attention is None else attention[k],
            weights={weight: values[k] for weight, values in weights.items()},
        )
        for k in range(count)
    ]
