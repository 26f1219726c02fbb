"""Writing a film: its header and its arrays by name; the names are the format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from lstm_viz.family import CELLS
from lstm_viz.film_bytes import ArrayWriter
from lstm_viz.recording import Lane, PeepholeRecording, Recording
from lstm_viz.run import NUMBERS, solved_at

if TYPE_CHECKING:
    from lstm_viz.film import Film

# Quantities with a range of their own, which 16 bits resolve well; others are stored exactly.
_RANGES = {
    **dict.fromkeys(("input_gate", "forget_gate", "output_gate"), (0.0, 1.0)),
    **dict.fromkeys(("reset_gate", "update_gate"), (0.0, 1.0)),
    **dict.fromkeys(("candidate", "hidden_state"), (-1.0, 1.0)),
}


def header_of(film: Film) -> dict[str, Any]:
    """Return everything but the arrays, as plain values."""
    task = film.config.the_task
    models = []
    for name in film.config.cells:
        cell = CELLS[name]
        ended, follow = film.ended[name], film.follows[name]
        recording = film.snapshots[0].models[name].recording
        models.append(
            {
                "key": name,
                "title": cell.title,
                **described(recording),
                "held": cell.held_gate,
                "attention": cell.attention,
                "hidden_size": film.config.size_of(name),
                "parameters": film.config.parameters(name),
                "ended": asdict(ended) if ended else None,
                "solved_at": solved_at(film.snapshots, name, task),
                "unit_order": _order(recording, follow),
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
            "remember": list(film.probe.remember),
        },
        "models": models,
    }


def described(recording: Recording) -> dict[str, Any]:
    """Return what a player has to know of a cell to draw its recording."""
    return {
        "kind": recording.kind,
        "nonlinearity": getattr(recording, "nonlinearity", "tanh"),
        "quantities": list(recording.quantities),
        "squashed": list(recording.squashed),
        "memory": "cell_state" if "cell_state" in recording.quantities else "hidden_state",
        "lanes": [{**lane._asdict(), "title": title(lane, recording)} for lane in recording.lanes],
    }


def title(lane: Lane, recording: Recording) -> str:
    """Return what tells a lane from the others of a recording, in words."""
    words = []
    if any(each.layer for each in recording.lanes):
        words.append(f"layer {lane.layer + 1}")
    if any(each.backward for each in recording.lanes):
        words.append("backward" if lane.backward else "forward")
    return ", ".join(words)


def _order(recording: Recording, follow: NDArray[Any]) -> list[int]:
    """Return the units lane by lane, within each the one first that follows the content best."""
    return [
        place.start + int(unit)
        for place in recording.places
        for unit in np.argsort(-follow[place], kind="stable")
    ]


def _is_rectified(recording: Recording) -> bool:
    """Tell whether hidden states may be of any size."""
    return getattr(recording, "nonlinearity", "tanh") == "relu"


def arrays_of(film: Film) -> ArrayWriter:
    """Lay out all arrays."""
    arrays = ArrayWriter()
    target = np.where(film.probe.mask[:, None], film.probe.target, np.nan)
    arrays.exact("update", np.array([s.update for s in film.snapshots]))
    arrays.exact("probe.x", film.probe.x)
    arrays.exact("probe.target", target)
    arrays.exact("probe.content", film.probe.content)
    for name in film.config.cells:
        sides = [snapshot.models[name] for snapshot in film.snapshots]
        for number in NUMBERS:
            arrays.exact(f"{name}.{number}", np.array([getattr(side, number) for side in sides]))
        for profile in ("prediction", "gradient_hidden", "gradient_cell", "attention"):
            if getattr(sides[0], profile) is not None:
                arrays.exact(f"{name}.{profile}", np.stack([getattr(s, profile) for s in sides]))
        add_recordings(arrays, name, [side.recording for side in sides])
        for weight in sides[0].weights:
            arrays.exact(f"{name}.weights.{weight}", np.stack([s.weights[weight] for s in sides]))
    return arrays


def add_recordings(arrays: ArrayWriter, name: str, recordings: Sequence[Recording]) -> None:
    """Lay out the recordings of one model, one for each snapshot."""
    first = recordings[0]
    for quantity in first.quantities:
        values = np.stack([getattr(recording, quantity) for recording in recordings])
        if quantity in _RANGES and not _is_rectified(first):
            arrays.quantised(f"{name}.{quantity}", values, _RANGES[quantity])
        else:
            arrays.exact(f"{name}.{quantity}", values)
    for k, quantity in enumerate(first.squashed):
        for part in ("from_input", "from_past"):
            values = np.stack([getattr(recording, part)[k] for recording in recordings])
            arrays.quantised(f"{name}.{part}.{quantity}", values)
    peepholes = [each for each in recordings if isinstance(each, PeepholeRecording)]
    if peepholes:
        parts = np.stack([recording.from_cell for recording in peepholes], axis=1)
        for gate, values in zip(PeepholeRecording.peepholes, parts, strict=True):
            arrays.quantised(f"{name}.from_cell.{gate}", values)
