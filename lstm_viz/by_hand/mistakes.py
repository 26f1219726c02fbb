"""What may have gone wrong in a step by hand: each typical mistake gives a number of its own."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from lstm_viz.by_hand.step import GATES, Exercise, Known, sigmoid


def mistakes(task: Exercise, name: str, known: Known) -> dict[str, float]:
    """Return what one gets by a typical mistake, by a sentence that tells the mistake.

    Parameters
    ----------
    task : Exercise
    name : str
        One of ``ORDER``.
    known : mapping of str to float
        The quantities before it, and any others.
    """
    if name in task.rows:
        return _mistakes_in_a_sum(task, name)
    if name == "cell_state":
        return _mistakes_in_the_cell_state(task, known)
    o, c = known["output_gate"], known["cell_state"]
    return {
        "That is tanh(c) without the output gate: multiply by o.": math.tanh(c),
        "The cell state goes through tanh before the output gate multiplies it.": o * c,
        "That is made from the old cell state; h is made from the new one.": o
        * math.tanh(task.cell),
        "That is the cell state. The hidden state is what the output gate lets out of it.": c,
    }


def _mistakes_in_a_sum(task: Exercise, name: str) -> dict[str, float]:
    """Return the typical mistakes in a gate or the candidate."""
    is_gate = name in GATES
    squash: Callable[[float], float] = sigmoid if is_gate else math.tanh
    inputs, bias, past = task.parts(name)
    total = inputs + bias + past
    told = {
        f"That is the sum itself; now take its {'σ' if is_gate else 'tanh'}.": total,
        "That leaves out the bias b.": squash(inputs + past),
        "That leaves out the past, U h.": squash(inputs + bias),
        "That leaves out the input, W x.": squash(bias + past),
        "Look at the sign of the sum: that is the value for minus the sum.": squash(-total),
    }
    if is_gate:
        told["That is tanh of the sum. A gate lies between 0 and 1, so it uses σ."] = math.tanh(
            total
        )
        for other in GATES:
            if other != name:
                words = f"That is the {other.replace('_', ' ')}: take the row of this one."
                told[words] = sigmoid(sum(task.parts(other)))
    else:
        told["That is σ of the sum. The candidate has a sign, so it uses tanh."] = sigmoid(total)
    return told


def _mistakes_in_the_cell_state(task: Exercise, known: Known) -> dict[str, float]:
    """Return the typical mistakes in the cell state."""
    f, i, g = (known[name] for name in ("forget_gate", "input_gate", "candidate"))
    return {
        "That is only what is written. The old content, times f, is still there.": i * g,
        "That is only what is kept. Now add what is written: i times g.": f * task.cell,
        "That keeps all of the old content: multiply it by f first.": task.cell + i * g,
        "That writes the whole candidate: multiply it by i first.": f * task.cell + g,
        "f and i have changed places: f belongs to the old content, i to the candidate.": i
        * task.cell
        + f * g,
        "f multiplies the old cell state c, not the hidden state h.": f * task.hidden + i * g,
        "The written amount is added, with the sign of the candidate.": f * task.cell - i * g,
    }


class Checked(NamedTuple):
    """Whether an answer is right, and if not, a sentence on what may have gone wrong."""

    right: bool
    because: str


def check(
    task: Exercise, name: str, said: float, earlier: Known, tolerance: float = 0.01
) -> Checked:
    """Judge a student's number.

    Parameters
    ----------
    task : Exercise
    name : str
        One of ``ORDER``.
    said : float
    earlier : mapping of str to float
        The student's own, rounded numbers for the quantities before this one. What follows from
        them is as right as what follows from the exact ones.
    tolerance : float
        How far from the right number is still right.

    Returns
    -------
    Checked
    """
    exact = task.values()
    near = tolerance + 1e-9
    for known in (exact, {**exact, **earlier}):
        if abs(said - task.value(name, known)) <= near:
            return Checked(True, "")
    for known in (exact, {**exact, **earlier}):
        for sentence, wrong in mistakes(task, name, known).items():
            if abs(said - wrong) <= near:
                return Checked(False, sentence)
    if name in GATES and not 0 <= said <= 1:
        return Checked(False, "A gate lies between 0 and 1.")
    if name in ("candidate", "hidden_state") and abs(said) > 1:
        return Checked(False, "This number went through tanh, so it lies between −1 and 1.")
    return Checked(False, f"Too {'small' if said < exact[name] else 'large'}.")
