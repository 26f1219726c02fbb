"""What lesson 10 shows below its run: many runs, each without one gate, and what came of it."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from lessons._shared.charts import chart, constant
from lessons._shared.lesson import say
from lessons._shared.studies import study
from lessons._shared.study_words import grid_in_words, study_origin
from lessons._shared.theme import mode
from lstm_viz.study import Count, Study
from lstm_viz.tasks import TASKS

CELLS_WITHOUT = {
    "lstm": "all gates",
    "no_input_gate": "no input gate",
    "no_forget_gate": "no forget gate",
    "no_output_gate": "no output gate",
}
"""The columns of the grid, by the name of the cell."""


class Reason(NamedTuple):
    """Why a task should need what a cell lacks, or not: told where the runs bear it out."""

    task: str
    cell: str
    needs: bool
    why: str


REASONS = (
    Reason(
        "count_since_reset",
        "no_forget_gate",
        True,
        "A reset must bring the count back to 0, and a cell state that keeps everything adds on.",
    ),
    Reason(
        "store_value",
        "no_input_gate",
        True,
        "Of all the numbers that come by, one is wanted; now the gate lets every one in.",
    ),
    Reason(
        "memory_cell",
        "no_output_gate",
        True,
        "It holds a number, and must say 0 until it is asked.",
    ),
    Reason("store_value", "no_forget_gate", False, "Nothing that was stored ever has to go."),
    Reason(
        "count_since_reset",
        "no_output_gate",
        False,
        "The count is asked for at every step: there is nothing to hide.",
    ),
    Reason(
        "latch",
        "no_forget_gate",
        False,
        "The cue comes once: nothing that was stored ever has to go.",
    ),
)


def is_borne_out(runs: Study, reason: Reason) -> bool:
    """Tell whether a reason fits what was measured: at most a quarter of the runs say otherwise."""
    learned, of = runs.count(reason.cell, task=reason.task, cell=reason.cell)
    against = learned if reason.needs else of - learned
    return of > 0 and against <= of / 4


def grid(runs: Study) -> dict[str, list[Count]]:
    """Return the counts of all tasks and gates, by the task's title."""
    return {
        TASKS[task].title: [runs.count(cell, task=task, cell=cell) for cell in CELLS_WITHOUT]
        for task in runs.values("task")
    }


def which_gate() -> None:
    """Draw which task was learned without which gate, and say why where the runs bear it out."""
    from lstm_viz.figures.grid import counts_grid

    runs = study("ablation")
    rows = grid(runs)
    told = grid_in_words(rows, list(CELLS_WITHOUT.values()))
    columns = [words.replace(" ", "<br>") for words in CELLS_WITHOUT.values()]
    st.header("Which task needs which gate?", anchor=False)
    text, picture = st.columns([5, 9], gap="medium")
    with text:
        say(
            "In how many runs was the task [[solved]]? Each row has its own task with its usual "
            "settings; in each column one gate was held at 1, and nothing else was changed."
        )
        for reason in REASONS:
            if is_borne_out(runs, reason):
                learned, of = runs.count(reason.cell, task=reason.task, cell=reason.cell)
                where = (
                    f"{TASKS[reason.task].title}, {CELLS_WITHOUT[reason.cell]}: {learned} of {of}."
                )
                say(f"**{where}** {reason.why}")
        say("Not every low count has so simple a reason. Which one would you not have guessed?")
    with picture:
        chart(
            constant("ablation", lambda: counts_grid(rows, columns, mode())),
            key="ablation",
            alt=f"Runs that learned their task without a gate. {told}",
            config={"displayModeBar": False},
        )
        st.caption(
            f"LSTM alone, every task with its own defaults. {study_origin(runs)} Solved: at some "
            "moment of the run, of some twenty that were looked at."
        )


def history() -> None:
    """Tell what others took away, and what this experiment does not show."""
    st.header("From 1997 to today", anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        say(
            "The first [[LSTM]], of 1997, had no [[forget gate]], like the run that answers your "
            "prediction. In a long stream of input its [[cell state]] could grow and grow; in 2000 "
            "Gers, Schmidhuber and Cummins added the gate. In 2015 Greff and others compared eight "
            "variants in 5,400 runs on speech, handwriting and music. What was missed most was the "
            "forget gate, and the tanh through which the cell state is read out."
        )
    with right:
        say(
            "An [[ablation]] asks whether a task **is still learned** without a part. To take a "
            "part out of a trained model asks how much that model **relies** on it: another "
            "question, with other answers. And an LSTM without a gate has fewer [[parameters]]. "
            "Is it the gate that is missing, or their number? Give it more units, and see."
        )
