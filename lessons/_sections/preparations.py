"""What lesson 12 shows below its run: for every preparation, what was believed and what held."""

from __future__ import annotations

from statistics import median

import streamlit as st

from lessons._shared.charts import chart, constant
from lessons._shared.lesson import say
from lessons._shared.studies import study
from lessons._shared.study_words import study_origin
from lessons._shared.theme import mode
from lstm_viz.study import Study
from lstm_viz.tasks import PREPARED

MISTAKES = tuple(name for name in PREPARED if name not in ("lengths", "series"))
"""The preparations with a mistake."""


def pairs(runs: Study, task: str) -> list[tuple[float, float]]:
    """Return for every run of a preparation the error that it believed and that in earnest."""
    outcomes = [result.lstm for result in runs.where(task=task)]
    return [(each.score, each.in_earnest) for each in outcomes if each.in_earnest is not None]


def flattery(runs: Study, task: str) -> float:
    """Return how many times as large the error in earnest is, for the middle run."""
    return median(honest / believed for believed, honest in pairs(runs, task))


def most_flattering(runs: Study) -> str:
    """Return the mistake that flatters most."""
    return max(MISTAKES, key=lambda task: flattery(runs, task))


def flatteries(runs: Study) -> str:
    """Tell of every preparation how many times as large its error in earnest was."""
    told = (f"{PREPARED[task].title} {flattery(runs, task):.1f}" for task in runs.values("task"))
    return "; ".join(told)


def preparations() -> None:
    """Draw what was believed and what held, and tell each mistake with its numbers."""
    from lstm_viz.figures.believed import believed_and_honest

    runs = study("preparing")
    rows = {PREPARED[task].title: pairs(runs, task) for task in runs.values("task")}
    st.header("Believed, and in earnest", anchor=False)
    text, picture = st.columns([5, 9], gap="medium")
    with text:
        for sentence in mistakes_in_words(runs):
            say(sentence)
    with picture:
        chart(
            constant("preparing", lambda: believed_and_honest(rows, mode())),
            key="preparing",
            alt="The error in earnest over the believed one, by preparation, of the middle seed: "
            f"{flatteries(runs)}.",
            config={"displayModeBar": False},
        )
        st.caption(
            "Padded sequences: mean squared error. Series: squared error over that of saying the "
            "last number again, so 1 is as good as that. A line joins the two errors of one run. "
            "How large a factor is belongs to this series, which rises all the time, and mistakes "
            "come together: a shuffled split also trains on later months, and where the series "
            "was shuffled or scaled with the future, the trend was left in as well. "
            f"{study_origin(runs)}"
        )


def mistakes_in_words(runs: Study) -> list[str]:
    """Tell what each mistake is, and by how much it flattered."""
    ratio = {task: flattery(runs, task) for task in PREPARED}
    honest = {task: median(h for _, h in pairs(runs, task)) for task in PREPARED}
    return [
        "**Padding without a mask.** Padded steps count as zeros to be said. The score flatters by "
        f"a factor of {ratio['lengths_unmasked']:.1f}. What it costs is more: the error at real "
        f"steps is {honest['lengths_unmasked']:.2g}, with a mask {honest['lengths']:.2g}.",
        "**The trend left in.** Split in time order and scaled by the past, but the months that "
        f"follow are higher than any it knows: {ratio['series_trend']:.1f} times the error it "
        "believed. Shift each window to its own level, and it is "
        f"{ratio['series']:.1f} times.",
        "**A shuffled split.** Overlapping windows end up on both sides, and validation asks about "
        f"months that were seen in training. In earnest: {ratio['series_shuffled']:.1f} times.",
        "**Scaled with the future.** Mean and spread of all months let the future in. In use "
        f"nobody knows them: {ratio['series_future_scaling']:.1f} times.",
        "**Not scaled at all.** Numbers around 100 go in as they are. This flatters little "
        f"({ratio['series_unscaled']:.1f} times), it just does not learn: its error is "
        f"{honest['series_unscaled']:.3g} times that of saying the last number again.",
    ]
