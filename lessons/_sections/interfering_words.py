"""Interfering, in words: what is done, to whom, when, and what it does to the score."""

from __future__ import annotations

from lstm_viz.interfering import (
    Bias,
    Flip,
    Hold,
    Intervention,
    Negate,
    Replace,
    Silence,
    Subject,
    Swap,
)
from lstm_viz.tasks import Task

NAMES = {
    "forget_gate": "forget gate",
    "input_gate": "input gate",
    "output_gate": "output gate",
    "candidate": "candidate",
    "reset_gate": "reset gate",
    "update_gate": "update gate",
}


def unit_name(subject: Subject, unit: int) -> str:
    """Return what a unit is called, with its layer and direction where there are several."""
    first = 0
    for lane in subject.lanes:
        if unit < first + lane.units:
            break
        first += lane.units
    words = [f"unit {unit - first + 1}"]
    if subject.cell.layers > 1:
        words.append(f"layer {lane.layer + 1}")
    if subject.cell.bidirectional:
        words.append("backward" if lane.backward else "forward")
    return ", ".join(words)


def memory_name(subject: Subject) -> str:
    """Return what carries content from step to step in this cell."""
    return "cell state" if subject.cell.has_cell_state else "hidden state"


def told(what: Intervention, subject: Subject) -> str:
    """Return what is done in a few words, as they stand on a button that undoes it."""
    whose = _whose(what, subject)
    state = memory_name(subject)
    match what:
        case Hold():
            return f"{NAMES[what.quantity]} of {whose} held at {what.value:g}{_span(what)}"
        case Silence():
            return f"{whose} silenced"
        case Bias():
            return f"{what.added:+g} on the bias of the {NAMES[what.quantity]} of {whose}"
        case Replace():
            done = "erased" if what.value == 0 else f"set to {what.value:g}"
            return f"{state} of {whose} {done} after time step {what.step + 1}"
        case Negate():
            return f"{state} of {whose} negated after time step {what.step + 1}"
        case Swap():
            other = unit_name(subject, what.other)
            return f"{state}s of {whose} and {other} swapped after time step {what.step + 1}"
        case Flip():
            return f"“{subject.inputs[what.input]}” flipped at time step {what.step + 1}"
    raise TypeError(f"a {type(what).__name__} has no words")


def _whose(what: Intervention, subject: Subject) -> str:
    units = what.units()
    return unit_name(subject, units[0]) if units else "all units"


def _span(hold: Hold) -> str:
    """Say from when to when."""
    if hold.last is None:
        return f" from time step {hold.first + 1} on" if hold.first else ""
    if hold.last == hold.first:
        return f" at time step {hold.first + 1}"
    return f", time steps {hold.first + 1} to {hold.last + 1}"


def score_text(task: Task, score: float) -> str:
    """Write a score as people read it."""
    return f"{score:.1%}" if task.higher_is_better else f"{score:.2g}"


STANDINGS = {
    "solved": "it is still solved",
    "better": "it is worse, but better than guessing",
    "guessing": "it is no better than guessing",
}


def standing(task: Task, score: float, chance: float) -> str:
    """Tell where a score stands: ``solved``, ``better`` than guessing, or ``guessing``."""
    if task.is_solved(score):
        return "solved"
    is_better = score > chance if task.higher_is_better else score < chance
    return "better" if is_better else "guessing"


def outcome(task: Task, length: int, before: float, after: float | None) -> str:
    """Return what came of it: the score on the validation set before and after, in Markdown."""
    name = f"Validation {'accuracy' if task.higher_is_better else 'error'}"
    if after is None:
        solved = "solved" if task.is_solved(before) else "not solved"
        return f"{name} **{score_text(task, before)}**: {solved}. Nothing is done to it yet."
    was, now = (standing(task, score, task.chance(length)) for score in (before, after))
    if before == after:
        verdict = "the score stays as it was"
    elif now == "solved":
        verdict = "still solved" if was == "solved" else "now it is solved"
    else:
        verdict = "no longer solved" if was == "solved" else "not solved, as before"
        if now == "guessing" and was != "guessing":
            chance = score_text(task, task.chance(length))
            verdict += f", and no better than guessing ({chance})"
    scores = f"{score_text(task, before)} → {score_text(task, after)}"
    return f"{name} **{scores}**: {verdict}."
