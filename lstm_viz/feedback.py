"""Feedback: a trained model that runs on by itself, each of its answers becoming an input.

So a model writes a text letter by letter, plays a tune, or forecasts further than one step. It is
computed in NumPy, as interfering is: the server needs no torch for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from lstm_viz.family import CELLS
from lstm_viz.handover import parts
from lstm_viz.interfering.answers import Weights, answers_of, attended
from lstm_viz.interfering.plan import plan_of
from lstm_viz.interfering.steps import LaneState, LaneWeights
from lstm_viz.recording import Array, Lane

Follow = Callable[[int, Array], Array]
"""From the number of a step to come, and the answer (B, O) before it, to its input (B, F)."""


def run_on(
    cell: str, hidden_size: int, weights: Weights, x: Array, steps: int, follow: Follow
) -> tuple[Array, Array]:
    """Let a model read a beginning, and then feed it what follows from its own answers.

    Parameters
    ----------
    cell : str
        A name in `lstm_viz.family.CELLS`, of a cell that runs forward only.
    hidden_size : int
    weights : mapping of str to ndarray
        As a snapshot has them.
    x : (T, B, F), T at least 1
        The beginning.
    steps : int, at least 0
        How many time steps more.
    follow : callable
        Gets k (0 for the first step after the beginning) and the readout (B, O) of the step before:
        values, or scores before softmax or sigmoid. It returns the input (B, F) of step k.

    Returns
    -------
    x : (T + steps, B, F)
        All inputs, those of the model's own making included.
    answers : (T + steps, B, O)
        The readout at every step.

    Raises
    ------
    ValueError
        If the cell also reads backward: it would have to know what comes before it is there.
    """
    kind = CELLS[cell]
    if kind.bidirectional:
        raise ValueError(f"{kind.title} reads from both ends, expected a cell that runs forward")
    states = {lane: _state(cell, lane, weights, x) for lane in kind.lanes(hidden_size)}
    inputs: list[Array] = list(x)
    hidden: list[Array] = []
    answers: list[Array] = []
    part = "recurrence"
    for step in range(len(x) + steps):
        if step >= len(x):
            inputs.append(np.asarray(follow(step - len(x), answers[-1]), x.dtype))
        read = np.stack(inputs[: step + 1])
        now = parts(read, kind.decoder)[-1][0]
        if now != part:
            part = now
            for lane, state in states.items():
                state.take(LaneWeights.of(weights, lane, part))
        above = _through(states, inputs[step])
        hidden.append(above)
        seen = attended(kind, np.stack(hidden), read)[0][-1] if kind.attention else above
        answers.append(answers_of(weights, seen))
    return np.stack(inputs), np.stack(answers)


def drawn(rng: np.random.Generator, temperature: float) -> Follow:
    """Return what feeds a model the classes that it draws from its own answers.

    Class k is drawn with probability exp(a_k / temperature) / sum_j exp(a_j / temperature) for
    answers a: at 1 as the model says, near 0 nearly always the likeliest, above 1 more freely. The
    next input is the class itself, one-hot; so inputs and outputs must be the same symbols.

    Parameters
    ----------
    rng : Generator
    temperature : float, above 0
    """

    def follow(_step: int, answer: Array) -> Array:
        scores = answer / temperature
        powers = np.exp(scores - scores.max(-1, keepdims=True))
        bounds = np.cumsum(powers, -1)
        chosen = (bounds < rng.random((len(answer), 1)) * bounds[:, -1:]).sum(-1)
        return np.asarray(np.eye(answer.shape[-1], dtype=np.float32)[chosen])

    return follow


def _state(cell: str, lane: Lane, weights: Weights, x: Array) -> LaneState:
    """Return one lane before its first step; nobody interferes."""
    plan = plan_of((), CELLS[cell], 0, range(lane.units))
    return LaneState(CELLS[cell], lane, LaneWeights.of(weights, lane), plan, x.shape[1], x.dtype)


def _through(states: Mapping[Lane, LaneState], x: Array) -> Array:
    """Take one time step in all layers, from an input (B, F) to the uppermost hidden states."""
    for step_of in states.values():
        x = step_of.step(0, x)["hidden_state"]
    return x
