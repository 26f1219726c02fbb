"""What lesson 5 asks, and how its run answers: the memory cell and adding write otherwise."""

from __future__ import annotations

import numpy as np

from lessons._shared.judging import cannot_tell
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lstm_viz.film import Film
from lstm_viz.measures.film import at_event, lstm_of, steps_with, telling_unit
from lstm_viz.measures.selectivity import Selective, most_selective

EVENTS = {"memory_cell": "write", "adding": "mark"}
"""At which event a task wants its number written."""
ALIKE = 0.2
"""Two values that differ by less than this share of the larger one are taken as the same."""
NEAR_0 = 0.15
"""Below this size, on average, a factor is taken as near 0."""
HIGH, LITTLE = 0.75, 0.05
"""From where on the goal calls an input gate near 1, and below which written amount nothing."""


def problem_of(film: Film) -> str | None:
    """Say why a film cannot tell what this lesson asks, or return None if it can."""
    task = film.config.task
    return cannot_tell(film, task if task in EVENTS else "memory_cell")


def writes(film: Film) -> list[int]:
    """Return the time steps, from 0, at which something is to be written."""
    return steps_with(film, EVENTS.get(film.config.task, "write"))


def selective(film: Film) -> Selective | None:
    """Return the unit that writes most selectively, where one can ask for it: in adding."""
    is_mixed = 0 < len(writes(film)) < film.probe.steps
    if film.config.task != "adding" or problem_of(film) or not is_mixed:
        return None
    return most_selective(film, EVENTS["adding"])


def unit_of(film: Film) -> int:
    """Return the unit, from 0, that this lesson is about.

    In adding, a unit that writes at every time step can follow the sum as closely as the one that
    adds. So there the unit is found by when it writes.
    """
    found = selective(film)
    return found.unit if found else telling_unit(film)


def mean_elsewhere(film: Film, quantity: str) -> float:
    """Return how large a quantity of the lesson's unit is on average where nothing is written."""
    values = getattr(lstm_of(film), quantity)[:, unit_of(film)]
    return float(np.abs(np.delete(values, writes(film))).mean())


def what_carries_it(film: Film) -> Verdict:
    """Tell whether two different numbers differ in the input gate, in the candidate, or in both."""
    if problem := cannot_tell(film):
        return Verdict(None, problem)
    at, value, unit = writes(film), film.probe.x[:, 0], telling_unit(film)
    if len(at) < 2 or abs(value[at[0]] - value[at[1]]) < 2 * ALIKE:
        return Verdict(None, "This sequence does not write two different numbers.")
    gate, candidate = (at_event(film, name, "write")[:2] for name in ("input_gate", "candidate"))
    told = (
        f"In unit {unit + 1}, ${value[at[0]]:g}$ is written with $i = {gate[0]:.2f}$ "
        f"and $g = {candidate[0]:.2f}$, ${value[at[1]]:g}$ with $i = {gate[1]:.2f}$ and "
        f"$g = {candidate[1]:.2f}$. Where nothing is to be written, $i g$ is "
        f"{mean_elsewhere(film, 'written_amount'):.3f} in size."
    )
    moved = {"i": _differs(*gate), "g": _differs(*candidate)}
    if not any(moved.values()):
        return Verdict(None, f"{told} Neither differs much.")
    answer = "both" if all(moved.values()) else next(name for name, does in moved.items() if does)
    lessons = {
        "g": "The gate says **whether**, the candidate says **what**.",
        "i": "Here the two have swapped their parts: the candidate stays, the gate carries the "
        "number. Only their product counts, and the training found this one.",
        "both": "Only their product counts, and the training has split the number between them.",
    }
    return Verdict(answer, f"{told} {lessons[answer]}")


def _differs(one: float, other: float) -> bool:
    """Tell whether two values are not the same, for this lesson."""
    return bool(abs(one - other) > ALIKE * max(abs(one), abs(other)))


def what_keeps_out(film: Film) -> Verdict:
    """Tell which factor is near 0 where nothing is marked, in the unit that writes at the marks."""
    if problem := cannot_tell(film, "adding"):
        return Verdict(None, problem)
    found = selective(film)
    if found is None:
        return Verdict(None, "In this sequence every number is marked: nothing has to stay out.")
    gates = f"its input gate is {found.there:.2f} at the marks and {found.elsewhere:.3f} elsewhere"
    units = lstm_of(film).units
    if not found.is_selective:
        told = f"In this run no unit writes only at the marks. Unit {found.unit + 1} comes nearest"
        return Verdict(None, f"{told}: {gates}, on average.")
    candidate = mean_elsewhere(film, "candidate")
    who = f"Of its {units} units, unit {found.unit + 1}" if units > 1 else "Its only unit"
    told = (
        f"{who} writes only at the marks: {gates}. Elsewhere the candidate is {candidate:.2f} in "
    )
    told += "size, on average"
    if candidate < NEAR_0:
        return Verdict("both", f"{told}: small, too.")
    return Verdict("i", f"{told}: it proposes something all the time, and is not let in.")


CARRIES = Question(
    "carries",
    "The sequence writes two numbers, 0.8 and later −0.6. After the training, in which of the two "
    "factors of i·g do these two steps differ?",
    {
        "i": "in the input gate: the larger number gets more of it",
        "g": "in the candidate: the gate is the same both times",
        "both": "in both",
    },
    what_carries_it,
)
KEEPS_OUT = Question(
    "keeps_out",
    "Two numbers are marked, all others must stay out of the sum. After the training, which factor "
    "of i·g is near 0 where nothing is marked?",
    {"i": "the input gate", "g": "the candidate", "both": "both"},
    what_keeps_out,
)


def question_of(task: str) -> Question:
    """Return what the page asks on a task."""
    return KEEPS_OUT if task == "adding" else CARRIES


def writes_nothing(film: Film, _tried: Tried) -> Standing:
    """Tell whether somewhere the input gate is near 1, and hardly anything is written."""
    if problem := problem_of(film):
        return Standing(False, problem)
    recording, unit = lstm_of(film), unit_of(film)
    gate, written = recording.input_gate[:, unit], np.abs(recording.written_amount[:, unit])
    high = np.flatnonzero(gate > HIGH)
    if not len(high):
        peak = int(gate.argmax())
        told = f"the input gate is highest at time step {peak + 1}: {gate[peak]:.2f}"
        return Standing(False, f"In unit {unit + 1} {told}, not above {HIGH}.")
    t = int(high[written[high].argmin()])
    told = f"At time step {t + 1} the input gate is {gate[t]:.2f}, and {written[t]:.3f} is written."
    return Standing(bool(written[t] < LITTLE), told)


GOAL = Goal(
    f"Write a sequence of your own, below the picture, in which the input gate is near 1 (above "
    f"{HIGH}) at some time step, and yet hardly anything is written: less than {LITTLE}, either "
    "way.",
    writes_nothing,
    "What is written is a product. Which number, written with `w` (in adding: marked with `*`), "
    "would be as good as none? Once you have predicted, a chart below shows where the bold line "
    "crosses 0.",
)
