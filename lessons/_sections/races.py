"""What lesson 9 shows below its race: the comparison, and all tasks at once."""

from __future__ import annotations

from statistics import median

import streamlit as st

from lessons._sections.comparison import sources, table
from lessons._shared.charts import chart, constant
from lessons._shared.lesson import say
from lessons._shared.story import origin
from lessons._shared.studies import study
from lessons._shared.study_words import grid_in_words, study_origin
from lessons._shared.theme import mode
from lstm_viz.run import ModelName
from lstm_viz.study import Count, Result, Study, solved
from lstm_viz.tasks import TASKS

Counts = dict[str, list[Count]]

RACERS: dict[str, tuple[ModelName, str]] = {
    "LSTM": ("lstm", "parameters"),
    "RNN, equal parameters": ("rnn", "parameters"),
    "RNN, equal hidden size": ("rnn", "hidden_size"),
}
"""The columns of the grid: whose runs, under which rule. The LSTM's runs are the same in both."""


def comparison() -> None:
    """Draw the table."""
    seen = sources()
    st.header("Row by row", anchor=False)
    say("Every number here was measured; the links lead to the runs in the Lab.")
    say(table(seen))
    st.caption(f"{origin(seen.store)} {origin(seen.cell)} Long gaps: {study_origin(seen.horizon)}")


def races() -> None:
    """Draw who learned which task under which rule, and tell close races, losses and costs."""
    from lstm_viz.figures.grid import counts_grid

    runs = study("race")
    rows = race_counts(runs)
    columns = [words.replace(" ", "<br>", 2) for words in RACERS]
    st.header("All tasks", anchor=False)
    text, picture = st.columns([5, 9], gap="medium")
    with text:
        say(
            "How many seeds [[solved]] the task? The same LSTM runs twice against a vanilla RNN: "
            "once with as many parameters, once with as many units."
        )
        for sentence in (close_races(runs), losses(runs), fairness_matters(runs), cost(runs)):
            if sentence:
                say(sentence)
    with picture:
        chart(
            constant("races", lambda: counts_grid(rows, columns, mode())),
            key="races",
            alt=f"Seeds that solved each task. {grid_in_words(rows, list(RACERS))}",
            config={"displayModeBar": False},
        )
        st.caption(f"Every task with its own defaults, at equal updates. {study_origin(runs)}")


def race_counts(runs: Study) -> Counts:
    """Return, for every task, how many runs of each racer learned it."""
    return {
        TASKS[task].title: [
            runs.count(model, task=task, fairness=rule) for model, rule in RACERS.values()
        ]
        for task in runs.values("task")
    }


def close_races(runs: Study) -> str:
    """Tell where a vanilla RNN with as many parameters solved with most seeds, and who was first.

    Equal counts are a tie; but a few seeds cannot tell 4 of 5 from 5 of 5.
    """
    told = []
    for task in runs.values("task"):
        some = runs.where(task=task, fairness="parameters")
        if 2 * solved(some, "rnn") > len(some):
            racers: tuple[tuple[str, ModelName], ...] = (("RNN", "rnn"), ("LSTM", "lstm"))
            both = [
                f"{title} {solved(some, name)} of {len(some)} seeds, typically by update "
                f"{_typical_update(some, name)}"
                for title, name in racers
                if solved(some, name)
            ]
            told.append(f"{TASKS[task].title} ({'; '.join(both)})")
    if not told:
        return "With as many parameters the RNN learned none of the tasks with most seeds."
    return f"**Close races**, with as many parameters: {_listed(told)}."


def losses(runs: Study) -> str:
    """Tell where a vanilla RNN with as many parameters solved more often, and where neither did."""
    ahead, neither = [], []
    for task in runs.values("task"):
        some = runs.where(task=task, fairness="parameters")
        if solved(some, "rnn") > solved(some, "lstm"):
            ahead.append(TASKS[task].title)
        if solved(some, "rnn") == solved(some, "lstm") == 0:
            neither.append(TASKS[task].title)
    told = [f"The RNN was ahead on {_listed(ahead)}."] if ahead else []
    told += [f"Neither learned {_listed(neither)}."] if neither else []
    return " ".join(told)


def fairness_matters(runs: Study) -> str:
    """Tell on which tasks the rule decides."""
    turned = [
        title
        for title, (_, (parameters, _), (units, _)) in race_counts(runs).items()
        if parameters > units
    ]
    if not turned:
        return ""
    return (
        f"**The rule decides:** on {_listed(turned)} the RNN did better with as many "
        "[[parameters]] than with as many units."
    )


def cost(runs: Study) -> str:
    """Tell what an update costs, and why that says little."""
    some = runs.where(fairness="parameters")
    lstm = 1000 * median(result.lstm.seconds for result in some)
    rnn = 1000 * median(result.rnn.seconds for result in some)
    return (
        f"**Cost:** {lstm:.2f} ms of processor time per update for the LSTM, {rnn:.2f} ms for the "
        "RNN (median of these runs). That is PyTorch, not the idea: on a processor its LSTM does "
        "all steps in one fused piece of code. So compare at equal updates."
    )


def _listed(words: list[str]) -> str:
    """Write a list as people do."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _typical_update(some: tuple[Result, ...], model: ModelName) -> int:
    """Return the median update at which a model solved its task."""
    return round(median(u for r in some if (u := r.models[model].solved_at) is not None))
