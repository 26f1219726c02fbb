"""Backpropagation through time by hand: what each state still gets of an answer's error signal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from lstm_viz.gradients.kinds import BACKWARD, LaneRuns, LaneWeights, Weights
from lstm_viz.handover import parts
from lstm_viz.recording import Array, Lane, Recording


class Gradients(NamedTuple):
    """dL by the states of every unit, for S recordings; 0 where nothing arrives.

    Attributes
    ----------
    hidden : (S, T, H)
        dL/dh_t.
    cell : (S, T, H) or None
        dL/dc_t, if the cell has cell states.
    """

    hidden: Array
    cell: Array | None

    @np.errstate(over="ignore", invalid="ignore")
    def norms(self) -> tuple[Array, Array | None]:
        """Return |dL/dh_t| and |dL/dc_t|, Euclidean norms over units; each (S, T)."""
        hidden = np.linalg.norm(self.hidden, axis=-1)
        return hidden, None if self.cell is None else np.linalg.norm(self.cell, axis=-1)


@np.errstate(over="ignore", invalid="ignore")  # a gradient that explodes is infinite, and shown so
def through_time(
    recordings: Sequence[Recording], weights: Sequence[Weights], asked: Array
) -> Gradients:
    """Carry dL/dh back through all time steps, layers and directions, without a second forward run.

    The lanes of a layer get what the layer above (or the readout) asks of their hidden states, at
    every time step, carry it against their own direction, and ask the layer below in turn.

    Parameters
    ----------
    recordings : list of S recordings of one cell on one sequence
    weights : list of S mappings of str to ndarray
        The recurrent layer's weights, by PyTorch's names (``weight_hh_l0`` ...), and those of a
        decoder if there is one (``decoder.weight_hh_l0`` ...).
    asked : (S, T, width)
        What the readout asks of the hidden states of the top layer.

    Notes
    -----
    Hochreiter (1991); Werbos (1990); Pascanu, Mikolov & Bengio (2013).
    """
    first = recordings[0]
    shape = (len(recordings), first.steps, first.units)
    d_hidden = np.zeros(shape, first.hidden_state.dtype)
    d_cell = np.zeros_like(d_hidden) if "cell_state" in first.quantities else None
    lanes = list(zip(first.lanes, first.places, strict=True))
    for layer in reversed(range(first.lanes[-1].layer + 1)):
        below: Array | None = None
        begin = 0
        for lane, place in lanes:
            if lane.layer != layer:
                continue
            mine = asked[..., begin : begin + lane.units]
            begin += lane.units
            runs = LaneRuns([each.lane(layer, lane.backward) for each in recordings])
            turn = np.s_[:, ::-1] if lane.backward else np.s_[:]
            its = _lane_weights(weights, lane, first.x)
            flow = BACKWARD[first.kind](runs, its, mine[turn])
            d_hidden[..., place] = flow.hidden[turn]
            if d_cell is not None and flow.cell is not None:
                d_cell[..., place] = flow.cell[turn]
            if layer:
                asks = (flow.total @ _stacked(weights, f"weight_ih_{lane.suffix}"))[turn]
                below = asks if below is None else below + asks
        if below is not None:
            asked = below
    return Gradients(d_hidden, d_cell)


def _lane_weights(weights: Sequence[Weights], lane: Lane, x: Array) -> LaneWeights:
    """Return what the error signal goes back through in one lane that read x (T, F)."""
    has_decoder = any(name.startswith("decoder.") for name in weights[0])
    recurrent: list[Array] = []
    for part, steps in parts(x, has_decoder):
        name = f"weight_hh_{lane.suffix}"
        mine = _stacked(weights, f"decoder.{name}" if part == "decoder" else name)
        recurrent += [mine] * (steps.stop - steps.start)
    peepholes = f"weight_ch_{lane.suffix}"
    return LaneWeights(recurrent, _stacked(weights, peepholes) if peepholes in weights[0] else None)


def _stacked(weights: Sequence[Weights], name: str) -> Array:
    """Return one weight of all S models."""
    return np.stack([each[name] for each in weights])
