"""The error signal of the last answer to a sequence, in any model that was recorded on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lstm_viz.gradients.answers import asked_of_hidden, loss_gradient
from lstm_viz.gradients.bptt import Gradients, through_time
from lstm_viz.gradients.kinds import Weights
from lstm_viz.recording import Array, Recording
from lstm_viz.tasks import Probe
from lstm_viz.tasks.base import TargetKind


def seen_by_readout(recordings: Sequence[Recording]) -> Array:
    """Return the hidden states that the readout can see, those of the top layer: (S, T, width)."""
    lanes = recordings[0].lanes
    width = sum(lane.units for lane in lanes if lane.layer == lanes[-1].layer)
    return np.stack([recording.hidden_state[:, -width:] for recording in recordings])


def answering_step(probe: Probe) -> int:
    """Return the last time step with a target, from 0; the last of all where none has one."""
    answers = np.flatnonzero(probe.mask)
    return int(answers[-1]) if len(answers) else probe.steps - 1


def of_last_answer(
    probe: Probe,
    kind: TargetKind,
    recordings: Sequence[Recording],
    weights: Sequence[Weights],
    prediction: Array,
    attention: Array | None,
) -> Gradients:
    """Return dL by every state, L the loss of the last time step that has a target.

    Parameters
    ----------
    probe : Probe
        The sequence.
    kind : "value", "class" or "set"
        What an answer is, and so which loss it has.
    recordings : list of S recordings of one cell on the sequence
    weights : list of S mappings of str to ndarray
        By the names of `lstm_viz.model.SequenceModel`.
    prediction : (S, T, O)
        What the models say, as a person is shown it.
    attention : (S, T, T) or None
        As in `lstm_viz.gradients.asked_of_hidden`.

    Returns
    -------
    Gradients
    """
    answer = answering_step(probe)
    d_output = loss_gradient(kind, prediction[:, answer], probe.target[answer])
    readout = np.stack([each["readout.weight"] for each in weights])
    d_seen = (d_output[:, None] @ readout)[:, 0]
    asked = asked_of_hidden(d_seen, seen_by_readout(recordings), answer, attention)
    return through_time(recordings, [_recurrent(each) for each in weights], asked)


def _recurrent(weights: Weights) -> Weights:
    """Return the recurrent layer's weights by its own names, and those of a decoder."""
    return {
        name.removeprefix("recurrence."): values
        for name, values in weights.items()
        if name.startswith(("recurrence.", "decoder."))
    }
