"""What if you take a gate away?

Hold one gate of an LSTM at 1 while it trains, and see what it still learns: what a part is good
for shows when it is missing.
"""

from __future__ import annotations

from lessons._sections.ablation import history, which_gate
from lessons._shared.judging import level, unfinished
from lessons._shared.knobs import RACES, choice, slider, task_choice
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.config import TrainConfig
from lstm_viz.film import Film
from lstm_viz.measures.holding import at_erase

WITHOUT = {
    "no_input_gate": "input gate",
    "no_forget_gate": "forget gate",
    "no_output_gate": "output gate",
}
"""What each cell of this lesson lacks."""


def knobs(visit: Visit) -> None:
    """Draw the task, which keeps the cell, the cell, and the number of units."""

    def turn_to(name: str) -> None:
        visit.turn(TrainConfig.of_task(name, cell=visit.config.cell))

    task_choice(visit, "ablated_task", RACES, turn_to, width=175)
    choice(visit, "cell", "Cell", options=["lstm", *WITHOUT], width=215)
    slider(visit, "hidden_size", "Units", 1, 16, width=100)


def what_it_learns(film: Film) -> Verdict:
    """Tell what an LSTM learns without the gate that is held in the shown run."""
    config, score = film.config, film.snapshots[-1].lstm.score
    if config.cell not in WITHOUT:
        return Verdict(None, "This run has all its gates. Hold one at 1, and press **Train**.")
    if problem := unfinished(film):
        return Verdict(None, problem)
    task = config.the_task
    measured = (
        f"{task.title} without its [[{WITHOUT[config.cell]}]]: after {film.update} updates the "
        f"{task.score_name} is {score:.2g}; solved would be {task.solved:g}, chance "
        f"{task.chance(config.length):.2g}.{_erasing(film)}"
    )
    answers = {"solved": "solves", "between": "part", "chance": "chance"}
    return Verdict(answers[level(film, config.lstm)], measured)


def _erasing(film: Film) -> str:
    """Tell what becomes of the stored number at an erase step, if the sequence has one."""
    seen = at_erase(film)
    if seen is None:
        return ""
    told = (
        f" At **erase** the [[cell state]] of unit {seen.unit + 1} goes from {seen.before:.2f} to "
        f"{seen.after:.2f}."
    )
    if seen.said is not None:
        told += f" Asked afterwards, the LSTM says {seen.said:.2f} where 0 is right."
    return told


QUESTION = Question(
    "without",
    f"With all its gates the LSTM learned the memory cell in {RUNS['memory_cell'].updates} "
    "updates. Another trains for as long **without its forget gate**. Will it learn it, too?",
    {
        "solves": "yes",
        "part": "in part: better than guessing, but not solved",
        "chance": "no, it will be no better than guessing",
    },
    what_it_learns,
    opens=RUNS["no_forget_gate"],
)


def spares_each_gate(film: Film, tried: Tried) -> Standing:
    """Tell for which gates a task is known that the LSTM learned without them."""
    scores = {config: outcome.scores[config.cell] for config, outcome in tried.items()}
    if film.update >= film.config.updates:
        scores[film.config] = film.snapshots[-1].lstm.score
    learned: dict[str, list[str]] = {cell: [] for cell in WITHOUT}
    for config, score in scores.items():
        task = config.the_task
        found = learned.get(config.cell, [])
        if task.is_solved(score) and task.title not in found:
            found.append(task.title)
    rows = "".join(
        f"\n| {WITHOUT[cell]} | {', '.join(titles) or 'nothing yet'} |"
        for cell, titles in learned.items()
    )
    known = sum(bool(titles) for titles in learned.values())
    tells = f"You know it for {known} of {len(WITHOUT)} gates."
    return Standing(
        known == len(WITHOUT), f"{tells}\n\n| without its | it learned |\n|---|---|{rows}"
    )


GOAL = Goal(
    "No gate is needed everywhere. For each of the three, find a task that the LSTM learns "
    "without it: choose a task, hold a gate at 1, press **Train**.",
    spares_each_gate,
    "Ask what a task never demands. Does anything ever have to be erased? Must anything that "
    "comes in be ignored, or anything that is known be hidden? A task that asks for one bit only "
    "is a good place to begin. If a [[seed]] fails, another may not.",
)

lesson = Lesson.begin(
    __file__,
    RUNS["memory_cell"],
    Focus(
        models=("lstm", *WITHOUT),
        quantities=("forget_gate", "input_gate", "output_gate", "cell_state"),
        parts=("curves",),
    ),
)
film = lesson.film
erased = at_erase(film) if film else None
with lesson.text:
    say(
        "Three [[gates|gate]], a [[candidate]], two states: is all of that needed? The way to find "
        "out is an [[ablation]]. Take one part away, train again, and see what is missed."
    )
    say(
        "Here a gate is held at 1 from the first [[update]] to the last, as if the cell did not "
        "have it. Without the [[forget gate]] the [[cell state]] keeps everything:"
    )
    say(r"$$c_t = c_{t-1} + i_t\, g_t$$")
    say(
        "**The first task.** *Write* stores the number that comes with it, *erase* forgets it, at "
        "*read* the LSTM must say it; at all other steps it must say 0."
    )
    say(
        "**In the picture** every row is a unit, every column a time step. A gate that is held is "
        "one even stripe."
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs, step=erased.step + 1 if erased else None)
which_gate()
history()
lesson.end(
    "A gate is missed where the task asks for what it does: to erase, to ignore, to hide. With few "
    "units the memory cell missed each of them; the latch was mostly learned without any single "
    "one. What a part is good for need not stay an opinion: take it away, train again, and count.",
    [
        "S. Hochreiter, J. Schmidhuber, [Long short-term memory]"
        "(https://doi.org/10.1162/neco.1997.9.8.1735), 1997",
        "F. A. Gers, J. Schmidhuber, F. Cummins, [Learning to forget: continual prediction with "
        "LSTM](https://doi.org/10.1162/089976600300015015), 2000",
        "K. Greff and others, [LSTM: a search space odyssey](https://arxiv.org/abs/1503.04069), "
        "2015",
    ],
)
