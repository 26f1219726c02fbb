"""Is there a better cell than the LSTM?

The LSTM has many relatives: with fewer gates, with two directions, with layers, with attention.
Race them against it, and find out what each of them is good for.
"""

from __future__ import annotations

import streamlit as st

from lessons._sections.choosing import every_cell, what_came_after, when_to_choose
from lessons._shared.charts import chart
from lessons._shared.judging import unfinished
from lessons._shared.knobs import choice, slider, task_choice
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.story import origin
from lessons._shared.theme import mode
from lessons._shared.visit import Visit
from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.film import Film
from lstm_viz.measures.counting import counts_to, right_strings
from lstm_viz.tasks import TASKS

COUNTING = RUNS["gru_counts"]
RELATIVES = ("gru", "rnn", "peephole", "lstm_2_layers", "bilstm", "birnn", "attention")
"""The cells that can be raced against the LSTM here."""
TASKS_HERE = ("anbn", "next_mark", "key_value", "memory_cell", "store_value")
LIMIT = {"next_mark": 100, "key_value": None}
"""The tasks of the goal, and with how many parameters at most."""
AS_FAR = 2
"""So many strings more or less count as equally far."""


def knobs(visit: Visit) -> None:
    """Draw the task, which keeps the cell, the cell, and its number of units."""

    def turn_to(name: str) -> None:
        cells = {"cell": visit.config.cell, "against": COUNTING.against}
        visit.turn(TrainConfig.of_task(name, **cells))

    task_choice(visit, "family_task", TASKS_HERE, turn_to, width=160)
    choice(visit, "cell", "LSTM against", options=RELATIVES, width=200)
    slider(visit, "hidden_size", "Units", 1, 16, width=90)


def how_far(film: Film) -> dict[str, int]:
    """Return up to which n each model of a run counts, looked at up to three times its training."""
    longest = 3 * film.config.length
    return {name: counts_to(right_strings(film, name, longest)) for name in film.config.cells}


def who_counts_on(film: Film) -> Verdict:
    """Tell whether the LSTM or its rival counts further beyond its training."""
    config = film.config
    if config.task != COUNTING.task:
        return Verdict(None, f"Choose **{COUNTING.the_task.title}**, and the run will answer.")
    if problem := unfinished(film):
        return Verdict(None, problem)
    far, trained = how_far(film), config.length
    told = " and ".join(f"the {CELLS[name].title} up to **n = {n}**" for name, n in far.items())
    told = f"Trained up to n = {trained} and asked up to {3 * trained}, it is right {told}. "
    if max(far.values()) < trained:
        return Verdict(None, f"{told}Neither has learned its training strings: try another seed.")
    lead = far["lstm"] - far[config.cell]
    answer = "lstm" if lead > AS_FAR else "rival" if lead < -AS_FAR else "same"
    behind = [CELLS[name].title for name, n in far.items() if n < trained]
    if behind:
        return Verdict(answer, f"{told}The {behind[0]} has not even learned its training strings.")
    return Verdict(answer, f"{told}{WHY if (answer, config.cell) == ('lstm', 'gru') else ''}")


WHY = (
    "The LSTM's [[cell state]] can go up by one amount with every a and down by it with every b, "
    "for as long as it likes. What a GRU keeps lies between -1 and 1, so its steps get finer and "
    "finer, and somewhere they get lost."
)
QUESTION = Question(
    "counts",
    f"Both learn from strings with up to {COUNTING.length} a's. Then come strings that are up to "
    "three times as long. Who goes on further without a mistake?",
    {"lstm": "the LSTM", "rival": "the GRU", "same": "both go about as far"},
    who_counts_on,
)


def finds_relatives(film: Film, tried: Tried) -> Standing:
    """Tell for which of the two tasks a relative is known that solves it."""
    scores = {config: outcome.scores for config, outcome in tried.items()}
    if film.update >= film.config.updates:
        last = film.snapshots[-1].models
        scores[film.config] = {name: model.score for name, model in last.items()}
    found = {
        config.task: f"{CELLS[config.cell].title}, {config.parameters(config.cell)} parameters"
        for config, score in scores.items()
        if config.task in LIMIT
        and config.the_task.is_solved(score[config.cell])
        and config.parameters(config.cell) <= (LIMIT[config.task] or float("inf"))
    }
    rows = "".join(f"\n| {TASKS[t].title} | {found.get(t, 'nobody yet')} |" for t in LIMIT)
    tells = f"You know it for {len(found)} of {len(LIMIT)} tasks."
    return Standing(len(found) == len(LIMIT), f"{tells}\n\n| Task | Solved by |\n|---|---|{rows}")


GOAL = Goal(
    "Two tasks on which the LSTM here mostly fails. Find a relative that solves **next mark**, "
    f"with at most {LIMIT['next_mark']} parameters, and one that solves **key-value recall**, "
    "with any number.",
    finds_relatives,
    "Ask where the answer is. If it lies in the future, someone has to read from the other end; "
    "and that someone needs no gates. If it is one of many things that were read, looking back may "
    "be easier than remembering. The number of [[parameters]] stands above the picture.",
)


def beyond_training(lesson: Lesson) -> None:
    """Draw which strings both models of the shown run get right, once the student has predicted."""
    from lstm_viz.figures.reach import strings_right

    film, has_answered = lesson.film, QUESTION.key in lesson.visit.answers
    if not (film and has_answered and film.config.task == COUNTING.task) or unfinished(film):
        return
    longest = 3 * film.config.length
    rows = {CELLS[n].title: right_strings(film, n, longest) for n in film.config.cells}
    st.header("Beyond training", anchor=False)
    told = "; ".join(f"{title} right up to n = {counts_to(r)}" for title, r in rows.items())
    chart(
        strings_right(rows, film.config.length, mode()),
        key="reach",
        alt=f"Strings that each model gets right at every step, up to n = {longest}: {told}",
        config={"displayModeBar": False},
    )
    st.caption(f"Filled: right at every step. {origin(film, film.config.cells)}")


lesson = Lesson.begin(
    __file__,
    COUNTING,
    Focus(
        models=("lstm", *RELATIVES), quantities=("cell_state", "hidden_state"), parts=("curves",)
    ),
)
with lesson.text:
    say(
        "Since 1997 people have taken parts of the [[LSTM]] away and put others in. The [[GRU]] "
        "has two gates and no [[cell state]]. [[Peepholes|peephole]] let gates see the cell state. "
        "[[Bidirectional|bidirectional]] cells read from both ends, [[stacked]] ones read each "
        "other, and with [[attention]] the [[readout]] looks back."
    )
    say(
        "**The first task.** Some a's, then as many b's: only who counts knows when the end is "
        "due. An LSTM races against a GRU, from the same [[batches|batch]], for as many "
        "[[updates|update]]; the LSTM gets about as many [[parameters]] as the other."
    )
    say(
        "**In the picture** look for a count: a state that rises with every a and falls with every "
        "b. The LSTM has two states, the GRU one. (This is seed 1: of the seeds 0 to 2 the one "
        "with which both learned their training strings best.)"
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs)
beyond_training(lesson)
every_cell()
when_to_choose()
what_came_after()
lesson.end(
    "No cell was ahead everywhere. What decided was what a task asks for: something that lasts, "
    "something that is counted, something that comes later, or one thing out of many. Where no "
    "difference could be counted, in peepholes for instance, the simpler cell will do.",
    [
        "J. Chung and others, [Empirical evaluation of gated recurrent neural networks on sequence "
        "modeling](https://arxiv.org/abs/1412.3555), 2014",
        "K. Greff and others, [LSTM: a search space odyssey](https://arxiv.org/abs/1503.04069), "
        "2015",
        "R. Jozefowicz, W. Zaremba, I. Sutskever, [An empirical exploration of recurrent network "
        "architectures](https://proceedings.mlr.press/v37/jozefowicz15.html), 2015",
        "D. Bahdanau, K. Cho, Y. Bengio, [Neural machine translation by jointly learning to align "
        "and translate](https://arxiv.org/abs/1409.0473), 2015",
        "A. Vaswani and others, [Attention is all you need](https://arxiv.org/abs/1706.03762), "
        "2017",
    ],
)
