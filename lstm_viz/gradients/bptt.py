"""Backpropagation through time by hand: what each state still gets of an answer's error signal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from lstm_viz.gradients.kinds import BACKWARD, LaneRuns, Weights
from lstm_viz.recording import Array, Recording


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
        The recurrent layer's weights, by PyTorch's names (``weight_hh_l0`` ...).
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
            parts = [recording.lane(layer, lane.backward) for recording in recordings]
            turn = np.s_[:, ::-1] if lane.backward else np.s_[:]
            named = {
                what: np.stack([each[f"{what}_{lane.suffix}"] for each in weights])
                for what in ("weight_ih", "weight_hh", "weight_ch")
                if f"{what}_{lane.suffix}" in weights[0]
            }
            flow = BACKWARD[first.kind](LaneRuns(parts), named, mine[turn])
            d_hidden[..., place] = flow.hidden[turn]
            if d_cell is not None and flow.cell is not None:
                d_cell[..., place] = flow.cell[turn]
            if layer:
                its = (flow.total @ named["weight_ih"])[turn]
                below = its if below is None else below + its
        if below is not None:
            asked = below
    return Gradients(d_hidden, d_cell)
