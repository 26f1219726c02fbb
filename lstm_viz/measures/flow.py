"""The error signal of the last answer in every single unit, at any moment of a film."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lstm_viz.film import Film
from lstm_viz.gradients import answering_step, of_last_answer
from lstm_viz.measures.film import per_step_ratio
from lstm_viz.recording import Recording
from lstm_viz.run import Array, ModelName, Weights


class UnitFlow(NamedTuple):
    """How strongly the last answer's loss depends on each unit at each time step.

    Attributes
    ----------
    hidden : (T, H), at least 0
        |dL/dh|; 0 where nothing arrives, infinite where it explodes.
    cell : (T, H), at least 0, or None
        |dL/dc|, if there is a cell state.
    """

    hidden: Array
    cell: Array | None

    @property
    def memory(self) -> Array:
        """Return that of the state which carries content from step to step."""
        return self.hidden if self.cell is None else self.cell


class Decay(NamedTuple):
    """What the way back from the answer to the first time step leaves of the error signal.

    Attributes
    ----------
    steps : int
        How many time steps lie between.
    per_step : float
        By what one step multiplies the norm, in the geometric mean; NaN if nothing arrives.
    forget_bias : (H,) or None
        The bias of each unit's forget gate, in forward lanes; None without forget gates.
    """

    steps: int
    per_step: float
    forget_bias: Array | None

    @property
    def left(self) -> float:
        """Return which share is left at the first time step."""
        return float(self.per_step**self.steps)

    @property
    def kept_by_bias(self) -> Array:
        """Return sigmoid(b)^steps, (H,): what gates would leave that had only their bias."""
        assert self.forget_bias is not None, "this cell has no forget gates"
        return np.asarray((1 / (1 + np.exp(-self.forget_bias))) ** self.steps)


def unit_flow(film: Film, model: ModelName, snapshot: int = -1) -> UnitFlow:
    """Carry the error signal of the last answer back through a snapshot of a film.

    Parameters
    ----------
    film : Film
    model : str
        Which of the film's two cells.
    snapshot : int
        Which snapshot, by its place in the film.

    Returns
    -------
    UnitFlow
        Its norms over units are the snapshot's ``gradient_hidden`` and ``gradient_cell``. In a film
        that was read from bytes they differ a little, where a gate is nearly 0 or 1: there gates
        are rounded to 16 bits.
    """
    side = film.snapshots[snapshot].models[model]
    attention = None if side.attention is None else side.attention[None]
    kind = film.config.the_task.target_kind
    flow = of_last_answer(
        film.probe, kind, [side.recording], [side.weights], side.prediction[None], attention
    )
    cell = None if flow.cell is None else np.abs(flow.cell[0])
    return UnitFlow(np.abs(flow.hidden[0]), cell)


def decay(film: Film, model: ModelName, snapshot: int = -1) -> Decay:
    """Measure how the error signal fades in the memory of a model, on its way back.

    Only forward lanes count: in a backward lane the way back leads to the end of the sequence.

    Parameters
    ----------
    film : Film
    model : str
    snapshot : int
    """
    side, answer = film.snapshots[snapshot].models[model], answering_step(film.probe)
    recording = side.recording
    lanes = zip(recording.lanes, recording.places, strict=True)
    ahead = np.concatenate([np.arange(p.start, p.stop) for lane, p in lanes if not lane.backward])
    with np.errstate(over="ignore"):  # a norm that explodes is infinite
        norms = np.linalg.norm(unit_flow(film, model, snapshot).memory[:, ahead], axis=-1)
    biases = None
    if "forget_gate" in recording.quantities:
        biases = forget_biases(recording, side.weights)[ahead]
    return Decay(answer, per_step_ratio(norms[: answer + 1]), biases)


def forget_biases(recording: Recording, weights: Weights) -> Array:
    """Return the bias that every unit's forget gate has, PyTorch's two added up; (H,)."""
    place = recording.squashed.index("forget_gate")
    parts = []
    for lane in recording.lanes:
        rows = np.s_[place * lane.units : (place + 1) * lane.units]
        both = (weights[f"recurrence.bias_{end}_{lane.suffix}"][rows] for end in ("ih", "hh"))
        parts.append(sum(both))
    return np.concatenate(parts)
