"""The memory horizon of lesson 9: over which gap a number was stored, by cell and forget bias."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from lessons._shared.charts import chart, constant
from lessons._shared.lab_link import lab_link
from lessons._shared.lesson import say
from lessons._shared.shipped import RUNS
from lessons._shared.studies import study
from lessons._shared.study_words import grid_in_words, study_origin
from lessons._shared.theme import mode
from lstm_viz.family import CELLS
from lstm_viz.measures.comparing import reach
from lstm_viz.run import ModelName
from lstm_viz.study import Count, Study


class Racer(NamedTuple):
    """A row of the chart: a cell, and the forget bias of the runs that count; None: any."""

    title: str
    model: ModelName
    bias: float | None


def horizon() -> None:
    """Draw over which gap a number was stored, for every cell and several forget biases."""
    from lstm_viz.figures.grid import counts_grid
    from lstm_viz.figures.horizon import shares_by_gap

    runs = study("horizon")
    rows, gaps = horizon_counts(runs), sorted(runs.values("length"))
    kinds = [CELLS[racer.model].kind for racer in racers(runs)]
    st.header("The memory horizon", anchor=False)
    text, picture = st.columns([5, 9], gap="medium")
    with text:
        say(
            "Store a value, with longer and longer [[gaps|gap]]: up to where does it work? Every "
            "memory that we measured had a [[horizon|memory horizon]], the LSTM's too. Where it "
            "lies depends on where its [[forget gate]] begins."
        )
        for sentence in horizons(runs):
            say(sentence)
        here = RUNS["race_store"].changed(updates=400, snapshot_every=8)
        say(
            "A small sweep of your own, with any cells and any task, is in the Lab: "
            f"{lab_link('many runs', here, until=0, section='Many runs')}."
        )
    with picture:
        told = grid_in_words(rows, [f"{gap} steps" for gap in gaps])
        chart(
            constant("horizon", lambda: shares_by_gap(rows, kinds, gaps, "time steps", mode())),
            key="horizon",
            alt=f"Share of seeds that stored a value, by gap. {told}",
        )
        chart(
            constant(
                "horizon_grid",
                lambda: counts_grid(
                    rows, [f"{gap}" for gap in gaps], mode(), above="gap in time steps"
                ),
            ),
            key="horizon_grid",
            alt=f"The same as counts. {told}",
            config={"displayModeBar": False},
        )
        st.caption(_settings(runs))


def _settings(runs: Study) -> str:
    """Tell what all runs have in common, and what made them."""
    config = runs.results[0].config
    sizes = {
        name: result.config.size_of(name) for result in runs.results for name in result.config.cells
    }
    units = ", ".join(f"{CELLS[name].title} {size}" for name, size in sizes.items())
    return (
        f"Store a value. Units: {units}, which makes about equally many parameters; "
        f"{config.updates} updates with Adam at {config.learning_rate:g}; b is the forget bias at "
        f"the beginning. {study_origin(runs)}"
    )


def racers(runs: Study) -> tuple[Racer, ...]:
    """Return who is compared: the vanilla RNN, the LSTM with every bias, then all other cells."""
    biases = sorted(runs.values("forget_bias"))
    others = dict.fromkeys(name for result in runs.results for name in result.models)
    return (
        Racer("Vanilla RNN", "rnn", biases[0]),  # the bias is the LSTM's: all RNN runs are equal
        *(Racer(f"LSTM, b = {bias:g}", "lstm", bias) for bias in biases),
        *(Racer(CELLS[n].title, n, None) for n in others if n not in ("lstm", "rnn")),
    )


def horizon_counts(runs: Study) -> dict[str, list[Count]]:
    """Return, for every racer, how many runs stored a value over each gap."""
    gaps = sorted(runs.values("length"))
    return {
        racer.title: [
            runs.count(racer.model, length=gap)
            if racer.bias is None
            else runs.count(racer.model, length=gap, forget_bias=racer.bias)
            for gap in gaps
        ]
        for racer in racers(runs)
    }


def horizons(runs: Study) -> list[str]:
    """Tell how far most seeds reached."""
    biases = sorted(runs.values("forget_bias"))
    rnn = _steps(reach(runs, "rnn", biases[0]))
    low, high = (_steps(reach(runs, "lstm", bias)) for bias in (biases[0], biases[-1]))
    told = [
        f"Most seeds of the RNN reached **{rnn}**. The LSTM reached **{low}** with "
        f"[[forget bias]] {biases[0]:g}, and **{high}** with {biases[-1]:g}. A cell state alone is "
        "no long memory: it has to begin by keeping."
    ]
    others = [f"{r.title} {_steps(reach(runs, r.model))}" for r in racers(runs) if r.bias is None]
    if others:
        told.append(
            f"Of the other cells, most seeds reached: {', '.join(others)}. IRNN and LSTM of 1997 "
            "begin by keeping all that they hold."
        )
    return told


def _steps(gap: int | None) -> str:
    """Write how far a memory reached."""
    return "none of these gaps" if gap is None else f"{gap} steps"
