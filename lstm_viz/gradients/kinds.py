"""One lane of each kind of cell, run backward: from dL/dh that is asked to dL/dh that arrives.

In every function dA are the derivatives by the pre-activations, stacked as PyTorch stacks its
weights. Factors that do not depend on the gradient are worked out for all time steps at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lstm_viz.recording import Array, Kind, Recording, RNNRecording

Weights = Mapping[str, Array]


class LaneWeights(NamedTuple):
    """What of a lane's weights an error signal goes back through, for S recordings.

    Attributes
    ----------
    recurrent : sequence of T arrays (S, K H, H)
        U as it holds at each time step, in the lane's own time.
    peepholes : (S, 3 H) or None
    """

    recurrent: Sequence[Array]
    peepholes: Array | None


class Flow(NamedTuple):
    """What arrives in a lane: dL by h and c, (S, T, H), and dA by way of the input, (S, T, K H)."""

    hidden: Array
    cell: Array | None
    total: Array


@dataclass(frozen=True)
class LaneRuns:
    """S recordings of one lane on one sequence, in the lane's own time."""

    recordings: Sequence[Recording]

    def __getitem__(self, name: str) -> Array:
        """Return a quantity, (S, T, H)."""
        return self._turned(np.stack([getattr(r, name) for r in self.recordings]))

    def before(self, state: str) -> Array:
        """Return a state one step earlier, (S, T, H)."""
        return self._turned(np.stack([r.before(state) for r in self.recordings]))

    def past_of(self, quantity: str) -> Array:
        """Return the part of a pre-activation that comes from the past as recorded, (S, T, H)."""
        k = self.recordings[0].squashed.index(quantity)
        return self._turned(np.stack([r.from_past[k] for r in self.recordings]))

    def _turned(self, values: Array) -> Array:
        return values[:, ::-1] if self.recordings[0].lanes[0].backward else values


def _back(total: Array, recurrent: Array) -> Array:
    """Return U^T dA for dA (S, K H) and U (S, K H, H)."""
    return np.asarray((total[:, None] @ recurrent)[:, 0])


def _rnn(runs: LaneRuns, weights: LaneWeights, asked: Array) -> Flow:
    """Run dh_{t-1} = asked_{t-1} + U^T dA_t.

    dA_t = (1 - h_t^2) dh_t; rectified, it is dh_t where h_t > 0.
    """
    first, hidden = runs.recordings[0], runs["hidden_state"]
    assert isinstance(first, RNNRecording)
    is_tanh = first.nonlinearity == "tanh"
    slope = 1 - hidden**2 if is_tanh else (hidden > 0).astype(hidden.dtype)
    d_hidden, total = asked.copy(), np.empty_like(hidden)
    for t in reversed(range(hidden.shape[1])):
        total[:, t] = d_hidden[:, t] * slope[:, t]
        if t:
            d_hidden[:, t - 1] += _back(total[:, t], weights.recurrent[t])
    return Flow(d_hidden, None, total)


def _lstm(runs: LaneRuns, weights: LaneWeights, asked: Array) -> Flow:
    """Run an LSTM's two equations.

    dh_{t-1} = asked_{t-1} + U^T dA_t          dc_t = dh_t o_t (1 - tanh(c_t)^2) + dc_{t+1} f_{t+1}

    Peepholes add p_o dA^o_t to dc_t, and p_i dA^i_t + p_f dA^f_t to dc_{t-1}.
    """
    i, f, g, o = (runs[n] for n in ("input_gate", "forget_gate", "candidate", "output_gate"))
    squashed = np.tanh(runs["cell_state"])
    to_cell, to_output = o * (1 - squashed**2), squashed * o * (1 - o)
    before = runs.before("cell_state")
    to_gates = np.stack([g * i * (1 - i), before * f * (1 - f), i * (1 - g**2)], axis=-2)
    d_hidden, d_cell = asked.copy(), np.zeros_like(asked)
    samples, steps, units = asked.shape
    total = np.empty((samples, steps, 4 * units), asked.dtype)
    peepholes = weights.peepholes
    for t in reversed(range(steps)):
        d_output = d_hidden[:, t] * to_output[:, t]
        d_cell[:, t] += d_hidden[:, t] * to_cell[:, t]
        if peepholes is not None:
            d_cell[:, t] += peepholes[:, 2 * units :] * d_output
        d_gates = d_cell[:, t, None] * to_gates[:, t]
        total[:, t, : 3 * units] = d_gates.reshape(samples, -1)
        total[:, t, 3 * units :] = d_output
        if t:
            d_hidden[:, t - 1] += _back(total[:, t], weights.recurrent[t])
            d_cell[:, t - 1] += d_cell[:, t] * f[:, t]
            if peepholes is not None:
                d_seen = peepholes[:, : 2 * units] * total[:, t, : 2 * units]
                d_cell[:, t - 1] += d_seen[:, :units] + d_seen[:, units:]
    return Flow(d_hidden, d_cell, total)


def _gru(runs: LaneRuns, weights: LaneWeights, asked: Array) -> Flow:
    """Run dh_{t-1} = asked_{t-1} + z_t dh_t + U_r^T dA^r + U_z^T dA^z + U_g^T (r_t dA^g)."""
    r, z, g = (runs[n] for n in ("reset_gate", "update_gate", "candidate"))
    to_update = (runs.before("hidden_state") - g) * z * (1 - z)
    to_candidate = (1 - z) * (1 - g**2)
    to_reset = runs.past_of("candidate") * r * (1 - r)
    d_hidden = asked.copy()
    samples, steps, units = asked.shape
    total = np.empty((samples, steps, 3 * units), asked.dtype)
    for t in reversed(range(steps)):
        d_candidate = d_hidden[:, t] * to_candidate[:, t]
        gates = [d_candidate * to_reset[:, t], d_hidden[:, t] * to_update[:, t]]
        total[:, t] = np.concatenate([*gates, d_candidate], axis=-1)
        if t:
            past = np.concatenate([*gates, d_candidate * r[:, t]], axis=-1)
            d_hidden[:, t - 1] += d_hidden[:, t] * z[:, t] + _back(past, weights.recurrent[t])
    return Flow(d_hidden, None, total)


BACKWARD: dict[Kind, Callable[[LaneRuns, LaneWeights, Array], Flow]] = {
    "lstm": _lstm,
    "peephole": _lstm,
    "gru": _gru,
    "rnn": _rnn,
}
"""How each kind carries an error signal against time."""
