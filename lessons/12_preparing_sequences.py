"""Can you believe your score?

Pad, scale, cut into windows, split: before anything is learned, sequences are prepared. A mistake
made there can flatter a score, or spoil what is learned.
"""

from __future__ import annotations

from lessons._sections.preparations import MISTAKES, flatteries, most_flattering, preparations
from lessons._shared.judging import unfinished
from lessons._shared.knobs import slider, task_choice
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.studies import study
from lessons._shared.visit import Visit
from lstm_viz.config import TrainConfig
from lstm_viz.film import Film
from lstm_viz.measures.padding import over_padding
from lstm_viz.measures.unseen import scores_on
from lstm_viz.tasks import PREPARED

PADDED = RUNS["padded"]
CLOSE, GOOD = 1.25, 0.4
"""The goal: in earnest the error is at most so many times what was believed, and so large."""


def knobs(visit: Visit) -> None:
    """Draw the choice of the preparation, and the number of units."""

    def turn_to(name: str) -> None:
        visit.turn(TrainConfig.of_task(name))

    task_choice(visit, "preparation", list(PREPARED), turn_to, width=230)
    slider(visit, "hidden_size", "Units", 1, 16, width=100)


def both_errors(film: Film) -> tuple[float, float] | None:
    """Return the error that the shown run believes and that of its weights in earnest."""
    config = film.config
    batch = config.the_task.in_earnest(config.length)
    if batch is None or config.task not in PREPARED:
        return None
    return film.snapshots[-1].lstm.score, scores_on(film, batch)["lstm"]


def which_flatters(film: Film) -> Verdict:
    """Tell which mistake flattered most, over the seeds of the study."""
    runs = study("preparing")
    told = f"Error in earnest over the believed one, of the middle seed: {flatteries(runs)}."
    if not unfinished(film) and (errors := both_errors(film)):
        believed, honest = errors
        told += f" The run that is shown: {honest / believed:.1f}."
    return Verdict(most_flattering(runs), told)


QUESTION = Question(
    "flatters",
    "Each of these mistakes makes a score look better than it is, or so one might think. Which one "
    "flatters most?",
    {name: PREPARED[name].title for name in MISTAKES},
    which_flatters,
    where="Over three seeds",
)


def is_to_be_believed(film: Film, _tried: Tried) -> Standing:
    """Tell whether the shown run of the series believes about what holds in earnest."""
    errors = both_errors(film)
    if errors is None or not film.config.task.startswith("series"):
        return Standing(False, "Choose a way to prepare the **series**, and press **Train**.")
    if problem := unfinished(film):
        return Standing(False, problem)
    believed, honest = errors
    told = f"Believed {believed:.3g}, in earnest {honest:.3g}: {honest / believed:.1f} times."
    return Standing(honest <= min(GOOD, CLOSE * believed), told)


GOAL = Goal(
    "Prepare the series so that its score can be believed: the error in earnest is at most "
    f"{CLOSE:g} times the believed one, and at most {GOOD:g}, where 1 is as good as saying the "
    "last number again.",
    is_to_be_believed,
    "The trend goes on after the training. What must be subtracted, so that a window of the last "
    "years looks like one of the first? It has to be known before the answer is. Another [[seed]] "
    "may come out a little differently.",
)


def what_padding_does(film: Film) -> str:
    """Tell what becomes of memory and answer over the padded steps of the shown sequence."""
    seen = over_padding(film, "lstm")
    if seen is None:
        return ""
    said = round(seen.said_after, 2) + 0.0  # no minus before a zero
    return (
        f"Over the {seen.steps} padded steps the [[cell state]] of unit {seen.unit + 1} goes from "
        f"{seen.before:.2f} to {seen.after:.2f}, and what the LSTM says from "
        f"{seen.said_before:.2f} to {said:.2f}. It computes on, whether or not anybody asks."
    )


def what_holds(film: Film) -> None:
    """Tell both errors of the shown run, and what padding did."""
    if unfinished(film):
        return
    if errors := both_errors(film):
        believed, honest = errors
        say(
            f"**{film.config.the_task.title}.** On its own [[validation set]] the LSTM's error is "
            f"**{believed:.3g}**; the same weights on a rightly prepared [[test set]]: "
            f"**{honest:.3g}**. {what_padding_does(film)}"
        )


focus = Focus(
    models=("lstm",), quantities=("forget_gate", "output_gate", "cell_state"), parts=("curves",)
)
lesson = Lesson.begin(__file__, PADDED, focus)
with lesson.text:
    say(
        "Sequences come in different lengths and sizes, and they overlap. So one [[pads|padding]] "
        "the short ones with zeros and says with a [[mask]] which steps are real; one **scales** "
        "numbers; one cuts a long series into [[windows|window]], and **splits** them into "
        "training, [[validation|validation set]] and [[test|test set]]."
    )
    say(
        "**The first task.** At every step, say the largest number so far. Somebody forgot the "
        "mask: padded steps count, and the right answer there is 0."
    )
    say(
        "**In the picture** half of the sequence is padding. Compare the [[cell state]] before and "
        "after the numbers end. Then choose another preparation, and **Train**."
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs)
    if lesson.film:
        what_holds(lesson.film)
preparations()
lesson.end(
    "Keep apart what a model may know. The mask says which steps are real; scale with what was "
    "known at the time; split in the order of time, never overlapping windows at random. Then ask "
    "once, on data prepared as they will come in use: a score is only worth what that says.",
    [
        "S. Kaufman and others, [Leakage in data mining: formulation, detection, and avoidance]"
        "(https://doi.org/10.1145/2382577.2382579), 2012",
        "C. Bergmeir, J. M. Benítez, [On the use of cross-validation for time series predictor "
        "evaluation](https://doi.org/10.1016/j.ins.2011.12.028), 2012",
    ],
)
