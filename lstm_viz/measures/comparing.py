"""Numbers that compare an LSTM with a vanilla RNN: what a state keeps, and how far it reaches."""

from __future__ import annotations

import math

import numpy as np

from lstm_viz.film import Film
from lstm_viz.measures.film import steps_with
from lstm_viz.run import ModelName
from lstm_viz.study import Study


def change_per_step(film: Film, model: ModelName, event: str) -> float:
    """Return by how much a memory changes in one time step, as a share of its size, in all units.

    Parameters
    ----------
    film : Film
        Its last snapshot is looked at.
    model : "lstm" or "rnn"
        The memory is the LSTM's cell state or the RNN's hidden state.
    event : str
        Only time steps with this event count (``distractor``, ``hold``), after the first write.

    Returns
    -------
    float
        Mean of |m_t - m_(t-1)| over the mean of |m_t|. NaN if there is no such time step.
    """
    memory = film.snapshots[-1].models[model].recording.memory
    writes = steps_with(film, "write")
    steps = [t for t in steps_with(film, event) if writes and t > writes[0]]
    if not steps:
        return math.nan
    moved = np.abs(np.diff(memory, axis=0, prepend=memory[:1]))[steps].mean()
    return float(moved / np.abs(memory[steps]).mean())


def said_unasked(film: Film, model: ModelName, asks: str = "read") -> float:
    """Return the mean size of what a model says at time steps where nobody asks; NaN: none such."""
    said = np.delete(film.snapshots[-1].models[model].prediction, steps_with(film, asks), axis=0)
    return float(np.abs(said).mean()) if said.size else math.nan


def reach(study: Study, model: ModelName, forget_bias: float | None = None) -> int | None:
    """Return the longest gap up to which most runs of a study learned their task.

    Gaps count from the shortest on, until the first at which at most half of the runs learned it;
    None if that is the shortest. A memory horizon, as far as the study looked. Runs of any forget
    bias count, unless one is given.
    """
    knobs = {} if forget_bias is None else {"forget_bias": forget_bias}
    longest = None
    for length in sorted(study.values("length")):
        learned, of = study.count(model, length=length, **knobs)
        if 2 * learned <= of:
            break
        longest = length
    return longest
