"""What lesson 11 shows below its run: every cell on every task, and when to choose which."""

from __future__ import annotations

from statistics import median
from typing import NamedTuple

import streamlit as st

from lessons._shared.charts import chart, constant
from lessons._shared.lab_link import lab_link
from lessons._shared.lesson import say
from lessons._shared.studies import study
from lessons._shared.study_words import grid_in_words, study_origin
from lessons._shared.theme import mode
from lstm_viz.family import CELLS
from lstm_viz.run import ModelName
from lstm_viz.study import Count, Study
from lstm_viz.tasks import TASKS


class Advice(NamedTuple):
    """A row of the table: when to take which cell; what the runs say of it is computed.

    Attributes
    ----------
    when : str
    cell, against : str
        Names of `lstm_viz.family.CELLS`.
    tasks : tuple of str
        The tasks on which the two are compared; empty: all.
    published : str
        What others found, with its source.
    is_beyond : bool
        Whether it is about what lies beyond training (`Task.in_earnest`).
    """

    when: str
    cell: ModelName
    against: ModelName
    tasks: tuple[str, ...]
    published: str
    is_beyond: bool = False


GREFF = "[Greff and others 2015](https://arxiv.org/abs/1503.04069)"
ADVICE = (
    Advice(
        "A number has to last until it is erased",
        "lstm",
        "rnn",
        ("memory_cell",),
        f"{GREFF}: in 5,400 runs none of eight variants was significantly better than the LSTM.",
    ),
    Advice(
        "You would like fewer gates",
        "gru",
        "lstm",
        ("memory_cell",),
        "[Chung and others 2014](https://arxiv.org/abs/1412.3555) found no winner between the two.",
    ),
    Advice(
        "It must go on counting beyond its training",
        "lstm",
        "gru",
        ("anbn",),
        "[Weiss, Goldberg & Yahav 2018](https://arxiv.org/abs/1805.04908): the LSTM counts without "
        "end, the GRU does not.",
        is_beyond=True,
    ),
    Advice(
        "The whole sequence is there, and what follows decides",
        "bilstm",
        "lstm",
        ("next_mark",),
        "[Schuster & Paliwal 1997](https://doi.org/10.1109/78.650093) introduced reading in both "
        "directions for that.",
    ),
    Advice(
        "The same, with few parameters",
        "birnn",
        "bilstm",
        ("next_mark",),
        "Direction is the point, not gates.",
    ),
    Advice(
        "Much is to be kept, and one thing of it asked for",
        "attention",
        "lstm",
        ("key_value",),
        "[Bahdanau, Cho & Bengio 2015](https://arxiv.org/abs/1409.0473): long sentences no longer "
        "have to fit into one state.",
    ),
    Advice(
        "Gates should see the cell state",
        "peephole",
        "lstm",
        (),
        f"{GREFF}: no significant gain. For exact timing: see the timer under *Cells*.",
    ),
    Advice(
        "One layer is not enough",
        "lstm_2_layers",
        "lstm",
        (),
        "[Graves, Mohamed & Hinton 2013](https://arxiv.org/abs/1303.5778): on speech, depth "
        "helped. Our tasks are small.",
    ),
)
CLOSE = 1
"""So many seeds more or less, per task, are a tie: a few seeds cannot tell."""


def cells_of(runs: Study) -> tuple[ModelName, ...]:
    """Return the cells of a study, in the order of the family."""
    seen = {name for result in runs.results for name in result.models}
    return tuple(name for name in CELLS if name in seen)


def family_counts(runs: Study) -> dict[str, list[Count]]:
    """Return for every cell how many runs of each task it solved, by the cell's title."""
    tasks = runs.values("task")
    return {
        CELLS[cell].title: [runs.count(cell, task=task) for task in tasks]
        for cell in cells_of(runs)
    }


def measured(runs: Study, advice: Advice) -> tuple[str, str]:
    """Return what the runs say of an advice: a verdict, and the counts.

    Ahead: on more tasks clearly better than clearly worse. A tie: on no task clearly either.
    """
    if advice.is_beyond:
        return _beyond(runs, advice)
    tasks = advice.tasks or runs.values("task")
    better, worse, told = 0, 0, []
    for task in tasks:
        (k, n), (k_other, n_other) = (
            runs.count(cell, task=task) for cell in (advice.cell, advice.against)
        )
        better += k - k_other > CLOSE
        worse += k_other - k > CLOSE
        told.append(f"{_linked(runs, task, advice.cell)} {k}/{n} to {k_other}/{n_other}")
    if better and worse:
        verdict = f"better on {better}, worse on {worse}"
    else:
        verdict = "ahead" if better else "behind" if worse else "a tie"
    return verdict, f"Solved: {'; '.join(told)}."


def _beyond(runs: Study, advice: Advice) -> tuple[str, str]:
    """Compare the share of strings longer than training that are right, of the middle seed."""
    (task,) = advice.tasks
    shares: list[float] = []
    for cell in (advice.cell, advice.against):
        scores = [r.models[cell].in_earnest for r in runs.of(cell, task=task)]
        shares.append(median(score for score in scores if score is not None))
    verdict = "ahead" if shares[0] > shares[1] else "behind" if shares[0] < shares[1] else "a tie"
    longest = runs.values("length", task=task)[0]
    return verdict, (
        f"{_linked(runs, task, advice.cell)}, n from {longest + 1} to {3 * longest}: "
        f"{shares[0]:.0%} of strings right to {shares[1]:.0%} (middle seed)."
    )


def _linked(runs: Study, task: str, cell: ModelName) -> str:
    """Return the title of a task as a link to the first run of a cell on it."""
    return lab_link(TASKS[task].title, runs.of(cell, task=task)[0].config)


def advice_table(runs: Study) -> str:
    """Return when to choose which as a Markdown table: every verdict is computed."""
    rows = []
    for each in ADVICE:
        verdict, told = measured(runs, each)
        pair = f"{CELLS[each.cell].title} or {CELLS[each.against].title}?"
        rows.append(f"\n| {each.when} | {pair} | **{verdict}**. {told} | {each.published} |")
    head = "| When | The question | The first of the two, here | What others found |"
    return f"{head}\n|---|---|---|---|{''.join(rows)}"


def every_cell() -> None:
    """Draw which cell solved which task with how many seeds."""
    from lstm_viz.figures.grid import counts_grid

    runs = study("family")
    rows = family_counts(runs)
    titles = [TASKS[task].title for task in runs.values("task")]
    st.header("Eight cells, four tasks", anchor=False)
    text, picture = st.columns([5, 9], gap="medium")
    with text:
        say(
            "How many [[seeds|seed]] [[solved]] the task? In a column all cells learn from the "
            "same batches for as many updates, with about as many [[parameters]]."
        )
        say(
            "Read it with care. In aⁿbⁿ the end of the string is part of the input: a "
            "bidirectional cell simply sees it come. And *not solved* means: not in these updates."
        )
    with picture:
        chart(
            constant(
                "family",
                lambda: counts_grid(rows, [t.replace(" ", "<br>") for t in titles], mode()),
            ),
            key="family",
            alt=f"Seeds that solved each task, by cell. {grid_in_words(rows, titles)}",
            config={"displayModeBar": False},
        )
        st.caption(f"Every task with its own defaults. {study_origin(runs)}")


def when_to_choose() -> None:
    """Draw the table of advice."""
    runs = study("family")
    st.header("When to choose which", anchor=False)
    say(
        "Every verdict is counted from the runs above. A difference of one seed on a task is "
        "called a tie, for so few seeds cannot tell more."
    )
    with st.container(key="rows_of_sentences"):
        say(advice_table(runs))
    st.caption(study_origin(runs))


def what_came_after() -> None:
    """Tell in a few sentences what came after recurrent networks."""
    st.header("What came after", anchor=False)
    with st.container(width=760):
        say(
            "In 2015 Bahdanau, Cho and Bengio let a translating network look back at every word it "
            "had read, each as far as it mattered: attention, beside a recurrent state. In 2017 "
            "Vaswani and others kept the attention and left the recurrence out; they called it the "
            "Transformer. Without a state that passes from step to step, all time steps of a "
            "training sequence can be computed at once, and the way from any step to any other is "
            "short. Its price is that every step looks at every other. Most large language models "
            "today are built so; a recurrent cell still has a point where data come one step at a "
            "time and memory must stay small. We have measured no Transformer here."
        )
