"""One lane of each kind of cell in NumPy, time step by time step, with hands in it.

These are the equations of `lstm_viz.cells`. They are computed one step after the other, because
whatever is changed at one step changes everything after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import DTypeLike

from lstm_viz.family import Cell
from lstm_viz.interfering.plan import Plan
from lstm_viz.recording import Array, Kind, Lane

Activations = dict[str, Array]
"""What one time step computes, by name; each (B, H), the parts of sums (B, K H)."""


class LaneWeights(NamedTuple):
    """The weights of one lane: W (K H, F), U (K H, H), two biases (K H,), peepholes (3 H,)."""

    W: Array
    U: Array
    b_input: Array
    b_past: Array
    peepholes: Array | None

    @classmethod
    def of(cls, weights: Mapping[str, Array], lane: Lane, part: str = "recurrence") -> LaneWeights:
        """Pick a lane's weights by their names in PyTorch; part: how these begin."""
        names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        W, U, b_input, b_past = (weights[f"{part}.{name}_{lane.suffix}"] for name in names)
        peepholes = weights.get(f"{part}.weight_ch_{lane.suffix}")
        return cls(W, U, b_input, b_past, peepholes)


class _Moment(NamedTuple):
    """One time step: the plan for it, the peepholes, and the state before."""

    plan: Plan
    step: int
    peepholes: Array | None
    memory: Array
    """The cell state, or without one the hidden state, of the step before; (B, H)."""

    def held(self, quantity: str, values: Array) -> Array:
        """Return a gate as it is, or as it is held."""
        return self.plan.held(self.step, quantity, values)

    def left(self, memory: Array) -> Array:
        """Return the memory that this step leaves behind, as it is or as it is changed."""
        return self.plan.left(self.step, memory)


class LaneState:
    """One lane between two time steps, from zero states on: what it remembers, and how it goes on.

    Parameters
    ----------
    cell : Cell
    lane : Lane
    weights : LaneWeights
    plan : Plan
        What is done to this lane.
    size : int
        Sequences B.
    dtype : dtype
    """

    def __init__(
        self, cell: Cell, lane: Lane, weights: LaneWeights, plan: Plan, size: int, dtype: DTypeLike
    ) -> None:
        self._plan = plan
        # The bias of a GRU's candidate that comes second is behind the reset gate.
        self._split = 2 * lane.units if cell.kind == "gru" else len(weights.b_input)
        self.take(weights)
        self._heard = np.zeros((size, lane.units), dtype)  # the hidden states, as others get them
        self._memory = self._heard
        self._squash = np.tanh if cell.nonlinearity == "tanh" else _rectified
        self._compute = _STEPS[cell.kind]

    def take(self, weights: LaneWeights) -> None:
        """Go on with these weights; what is remembered stays."""
        early, late = weights.b_past.copy(), weights.b_past.copy()
        early[self._split :], late[: self._split] = 0, 0
        self._early, self._late = weights.b_input + early + self._plan.bias, late
        self._weights = weights

    def from_input(self, x: Array) -> Array:
        """Return what inputs (..., F) add to every sum, (..., K H): W x + b."""
        return np.asarray(x @ self._weights.W.T + self._early)

    def step(self, step: int, x: Array) -> Activations:
        """Take one time step with an input (B, F), and return what it computes."""
        return self.go_on(step, self.from_input(x))

    def go_on(self, step: int, from_input: Array) -> Activations:
        """Take one time step, given what its input adds to every sum."""
        now = {"from_input": from_input, "from_past": self._heard @ self._weights.U.T + self._late}
        moment = _Moment(self._plan, step, self._weights.peepholes, self._memory)
        self._compute(now, moment, self._squash)
        self._memory = now["memory"]
        self._heard = now["hidden_state"] * self._plan.heard
        return now


def lane_steps(
    cell: Cell,
    lane: Lane,
    weights: Sequence[tuple[LaneWeights, slice]],
    x: Array,
    plan: Plan,
) -> Iterator[tuple[int, Activations]]:
    """Run one lane over a batch, from zero states, and yield every time step as it is computed.

    Parameters
    ----------
    cell : Cell
    lane : Lane
        One that runs backward begins at the last time step.
    weights : sequence of (LaneWeights, slice)
        One after the other, with the time steps at which they hold; of a lane that runs backward,
        one for all.
    x : (T, B, F)
    plan : Plan
        What is done to this lane.

    Yields
    ------
    step : int
    activations : dict of str to ndarray
        ``from_input`` and ``from_past`` (B, K H), with peepholes ``from_cell`` (B, 3 H), and all
        quantities of the cell (B, H); ``memory`` is what is carried on.
    """
    state = LaneState(cell, lane, weights[0][0], plan, x.shape[1], x.dtype)
    for its, steps in weights:
        state.take(its)
        from_input = state.from_input(x[steps])  # all steps at once: one product, not T
        order = range(steps.start, steps.stop)
        for step in reversed(order) if lane.backward else order:
            yield step, state.go_on(step, from_input[step - steps.start])


def _lstm(now: Activations, at: _Moment, _squash: Callable[[Array], Array]) -> None:
    """Compute an LSTM's step; with peepholes, its gates also see the cell state."""
    i, f, g, o = np.split(now["from_input"] + now["from_past"], 4, axis=-1)
    p_i, p_f, p_o = (0, 0, 0) if at.peepholes is None else np.split(at.peepholes, 3)
    seen = [p_i * at.memory, p_f * at.memory]
    now["input_gate"] = at.held("input_gate", _sigmoid(i + seen[0]))
    now["forget_gate"] = at.held("forget_gate", _sigmoid(f + seen[1]))
    now["candidate"] = at.held("candidate", np.tanh(g))
    kept = now["forget_gate"] * at.memory
    now["memory"] = now["cell_state"] = at.left(kept + now["input_gate"] * now["candidate"])
    seen.append(p_o * now["cell_state"])
    now["output_gate"] = at.held("output_gate", _sigmoid(o + seen[2]))
    now["hidden_state"] = now["output_gate"] * np.tanh(now["cell_state"])
    if at.peepholes is not None:
        now["from_cell"] = np.concatenate(seen, axis=-1)


def _gru(now: Activations, at: _Moment, _squash: Callable[[Array], Array]) -> None:
    """Compute a GRU's step, in PyTorch's form."""
    r, z, g = np.split(now["from_input"], 3, axis=-1)
    r_past, z_past, g_past = np.split(now["from_past"], 3, axis=-1)
    now["reset_gate"] = at.held("reset_gate", _sigmoid(r + r_past))
    now["update_gate"] = at.held("update_gate", _sigmoid(z + z_past))
    now["candidate"] = at.held("candidate", np.tanh(g + now["reset_gate"] * g_past))
    kept = now["update_gate"] * at.memory
    hidden = at.left((1 - now["update_gate"]) * now["candidate"] + kept)
    now["memory"] = now["hidden_state"] = hidden


def _rnn(now: Activations, at: _Moment, squash: Callable[[Array], Array]) -> None:
    """Compute a vanilla RNN's step."""
    hidden = at.left(squash(now["from_input"] + now["from_past"]))
    now["memory"] = now["hidden_state"] = hidden


_STEPS: dict[Kind, Callable[[Activations, _Moment, Callable[[Array], Array]], None]] = {
    "lstm": _lstm,
    "peephole": _lstm,
    "gru": _gru,
    "rnn": _rnn,
}


def _sigmoid(z: Array) -> Array:
    """Return 1 / (1 + e^-z), by way of tanh, which never overflows."""
    return np.asarray(0.5 * np.tanh(0.5 * z) + 0.5)


def _rectified(z: Array) -> Array:
    return np.asarray(np.maximum(z, 0))
