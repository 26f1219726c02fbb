"""Lesson 9: who wins depends on the gap, the task and the rule; close races and losses are told."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest

from lessons._sections.comparison import ERASE, READ, Row, rows_of, sources
from lessons._sections.horizon import horizon_counts, horizons
from lessons._sections.races import (
    RACERS,
    close_races,
    cost,
    fairness_matters,
    losses,
    race_counts,
)
from lessons._shared.lab_link import lab_link
from lessons._shared.shipped import RUNS
from lessons._shared.studies import study
from lessons._shared.study_words import grid_in_words
from lstm_viz import Film, TrainConfig, advance, start
from lstm_viz.family import CELLS
from lstm_viz.figures.horizon import shares_by_gap
from lstm_viz.measures.comparing import change_per_step, reach, said_unasked
from lstm_viz.recording import LSTMRecording
from lstm_viz.run import solved_at
from lstm_viz.study import Outcome, Result, Study, study_of
from tests.lessons.runs import trained
from tests.pages import film_on, opened, rested, words

LESSON = "09_lstm_against_rnn"


def scores(film: Film) -> tuple[float, float]:
    """Return the last scores of LSTM and RNN."""
    last = film.snapshots[-1]
    return last.lstm.score, last.rnn.score


@cache
def short_race(seed: int) -> Film:
    """Race over 5 steps, which is what the goal asks a student to find."""
    config = TrainConfig.of_task("store_value", length=5, seed=seed, updates=240, snapshot_every=20)
    return Film.of(advance(start(config), config.updates))


@pytest.mark.parametrize("seed", range(3))
def test_over_30_steps_the_lstm_stores_and_the_rnn_does_not(seed: int) -> None:
    film = trained(RUNS["race_store"].changed(seed=seed, updates=700))
    lstm, rnn = scores(film)
    assert film.config.the_task.is_solved(lstm)
    assert rnn > 0.9 * film.config.the_task.chance(30)
    moved = [change_per_step(film, name, "distractor") for name in ("lstm", "rnn")]
    assert moved[0] < 0.5 * moved[1]


@pytest.mark.parametrize("seed", range(3))
def test_the_latch_is_a_tie_with_as_many_parameters(seed: int) -> None:
    film = trained(RUNS["race_latch"].changed(seed=seed))
    assert all(film.config.the_task.is_solved(score) for score in scores(film))


def test_over_5_steps_the_rnn_is_first_on_most_seeds() -> None:
    first = 0
    for seed in range(5):
        film = short_race(seed)
        lstm, rnn = (solved_at(film.snapshots, m, film.config.the_task) for m in ("lstm", "rnn"))
        assert lstm is not None
        assert rnn is not None
        first += rnn < lstm
    assert first >= 4


# --- the page -------------------------------------------------------------------------------------


def test_an_answer_opens_the_latch_and_the_run_answers() -> None:
    page = opened(LESSON)
    assert film_on(page).config == RUNS["race_store"]
    page.radio(key="predict_learns").set_value("lstm").run()
    assert film_on(page).config == RUNS["race_latch"]
    assert "In this run: both" in page.info[0].value
    assert not any("Reached" in box.value for box in page.success)  # the LSTM was first
    assert re.search(r"the LSTM \(8 units, 562 parameters\) solved it by", page.info[0].value)


def test_the_answer_follows_the_rule_that_is_chosen() -> None:
    link = {"task": "latch", "fairness": "hidden_size", "learns": "lstm"}
    page = opened(LESSON, **link, until="300")
    rested(page)
    told = page.info[0].value
    assert told.startswith("**Here it is another run than was asked about: the LSTM only.** Latch")
    assert "vanilla RNN (8 units, 154 parameters) did not solve it" in told


def test_a_run_on_the_way_does_not_answer_yet() -> None:
    page = opened(LESSON, task="latch", learns="both", until="6")
    rested(page)
    assert "Train the run to its end" in page.info[0].value


def test_a_task_keeps_the_rule() -> None:
    page = opened(LESSON, fairness="hidden_size")
    page.selectbox(key="race_task").set_value("anbn").run()
    assert film_on(rested_page(page)).config == TrainConfig.of_task("anbn", fairness="hidden_size")


def rested_page(page: Any) -> Any:
    """Wait for the film of a page, and return the page."""
    rested(page)
    return page


def test_the_goal_can_be_reached_over_5_steps_with_the_spacing_of_the_page() -> None:
    page = opened(LESSON, task="store_value", updates="400", snapshot_every="40")
    page.slider(key="knob_length").set_value(5).run()
    page.button(key="train").click().run()
    rested(page)
    assert any(box.value.startswith("**Reached.**") for box in page.success)


def test_a_tie_does_not_reach_the_goal() -> None:
    page = opened(LESSON)
    assert not any("Reached" in box.value for box in page.success)
    assert "the vanilla RNN (9 units, 127 parameters) did not solve it" in words(page)


# --- the table ------------------------------------------------------------------------------------


def test_every_cell_of_the_table_leads_to_a_run_in_the_lab() -> None:
    page = words(opened(LESSON))
    rows: tuple[Row, ...] = rows_of(sources())
    assert [row.aspect for row in rows] == [
        *("Memory", "Gates", "Long gaps", "Gradients", "Update rule", "Output"),
    ]
    for row in rows:
        for cell in (row.rnn, row.lstm):
            (link,) = re.findall(r"\]\(\./\?([^)]+)\)", cell)
            assert link in page
            config, problems = TrainConfig.from_query(dict(parse_qsl(link)))
            assert problems == ()
            assert config.task in ("store_value", "memory_cell")
            assert re.search(r"\[[^\]]*\d[^\]]*\]\(\./", cell)  # what one clicks on is a number


def test_the_places_that_the_table_points_at_are_what_it_says() -> None:
    probe = sources().cell.probe
    assert probe.events[ERASE - 1] == "erase"
    assert probe.events[READ - 1] == "read"


def test_the_rows_bear_out_what_they_say() -> None:
    seen = sources()
    assert seen.store.follows["lstm"].max() > 0.9 > 0.3 > seen.store.follows["rnn"].max()
    moved = {m: change_per_step(seen.store, m, "distractor") for m in ("lstm", "rnn")}
    assert moved["lstm"] < 0.3 < 1 < moved["rnn"]
    assert said_unasked(seen.cell, "lstm") < 0.5 * said_unasked(seen.cell, "rnn")


def test_the_longest_gap_leads_to_a_run_that_stored_its_number() -> None:
    seen = sources()
    (gaps,) = (row for row in rows_of(seen) if row.aspect == "Long gaps")
    for model, cell in (("rnn", gaps.rnn), ("lstm", gaps.lstm)):
        (link,) = re.findall(r"\]\(\./\?([^)]+)\)", cell)
        config, _ = TrainConfig.from_query(dict(parse_qsl(link)))
        (result,) = (r for r in seen.horizon.results if r.config == config)
        assert {"rnn": result.rnn, "lstm": result.lstm}[model].solved_at is not None
        assert "seeds stored a number; over" in cell


def test_a_link_names_only_what_differs() -> None:
    assert lab_link("it", TrainConfig.of_task("latch")) == "[it](./?task=latch&until=300)"


# --- the numbers ----------------------------------------------------------------------------------


def test_what_is_said_unasked_is_the_mean_size_of_the_other_answers() -> None:
    film = sources().cell
    said = film.snapshots[-1].lstm.prediction[:, 0]
    quiet = [abs(x) for x, event in zip(said, film.probe.events, strict=True) if event != "read"]
    assert said_unasked(film, "lstm") == pytest.approx(sum(quiet) / len(quiet))


def test_a_change_counts_only_after_the_write() -> None:
    film = sources().store
    assert math.isnan(change_per_step(film, "lstm", "write"))
    recording = film.snapshots[-1].lstm.recording
    assert isinstance(recording, LSTMRecording)
    begin = film.probe.events.index("write")
    memory = recording.cell_state[begin:-1]  # the last step reports
    moved = np.abs(np.diff(memory, axis=0)).mean() / np.abs(memory[1:]).mean()
    assert change_per_step(film, "lstm", "distractor") == pytest.approx(moved)


def made_up(learned: dict[tuple[int, int], bool]) -> Study:
    """Return a study of gaps and seeds in which the LSTM learned these."""
    results = [
        Result(
            TrainConfig.of_task("store_value", length=gap, seed=seed),
            {
                "lstm": Outcome(0.0, 0.0, 100 if did else None, None, 1e-3),
                "rnn": Outcome(0.3, 0.3, None, None, 2e-3),
            },
        )
        for (gap, seed), did in learned.items()
    ]
    return study_of("horizon", "?", results)


def test_a_memory_reaches_as_far_as_most_runs_learned_without_a_break() -> None:
    runs = made_up({(5, 0): True, (10, 0): True, (10, 1): False, (20, 0): True, (20, 1): True})
    assert reach(runs, "lstm", 3.0) == 5  # half is not most, and what is beyond does not count
    assert reach(runs, "rnn", 3.0) is None
    assert reach(made_up({(5, 0): True, (10, 0): True}), "lstm", 3.0) == 10


# --- the studies ----------------------------------------------------------------------------------


def raced(task: str, fairness: str, lstm: int | None, rnn: int | None) -> Result:
    """Return a race with a made-up outcome."""
    sides = {"lstm": lstm, "rnn": rnn}
    models: Any = {name: Outcome(0.5, 0.5, at, None, 1e-3) for name, at in sides.items()}
    return Result(TrainConfig.of_task(task, fairness=fairness), models)


def test_close_races_losses_and_the_rule_are_told() -> None:
    runs = study_of(
        "race",
        "?",
        [
            raced("latch", "parameters", 40, 150),
            raced("latch", "hidden_size", 40, None),
            raced("anbn", "parameters", None, 90),
            raced("adding", "parameters", None, None),
        ],
    )
    assert close_races(runs) == (
        "**Close races**, with as many parameters: Latch (RNN 1 of 1 seeds, typically by update "
        "150; LSTM 1 of 1 seeds, typically by update 40) and aⁿbⁿ (RNN 1 of 1 seeds, typically by "
        "update 90)."
    )
    assert losses(runs) == "The RNN was ahead on aⁿbⁿ. Neither learned Adding."
    assert "on Latch and aⁿbⁿ the RNN did better" in fairness_matters(runs)
    assert "1.00 ms of processor time per update for the LSTM" in cost(runs)
    alone = study_of("race", "?", [raced("latch", "parameters", 40, None)])
    assert "none of the tasks" in close_races(alone)
    assert losses(alone) == fairness_matters(alone) == ""


def test_a_grid_is_told_without_what_was_not_run() -> None:
    assert grid_in_words({"Latch": [(1, 2), (0, 0)]}, ["LSTM", "RNN"]) == "Latch: LSTM 1 of 2."


def test_the_races_that_ship_hold_what_the_page_says() -> None:
    runs = study("race")
    counts = race_counts(runs)
    assert "Latch" in close_races(runs)
    assert "Latch" in fairness_matters(runs)
    lstm = [k / n for (k, n), _, _ in counts.values()]
    assert min(lstm) > 0.5
    assert len(next(iter(counts.values()))) == len(RACERS)
    for result in runs.where(fairness="parameters"):  # one column may stand for both rules
        for twin in runs.where(
            task=result.config.task, fairness="hidden_size", seed=result.config.seed
        ):
            assert twin.lstm.solved_at == result.lstm.solved_at


def test_the_horizon_that_ships_moves_with_the_forget_bias() -> None:
    runs = study("horizon")
    assert (
        len({r.rnn.solved_at for r in runs.of("rnn", length=5, seed=0)}) == 1
    )  # one RNN, every bias
    reached = [reach(runs, "lstm", bias) or 0 for bias in (0.0, 1.0, 3.0, 5.0)]
    assert reached == sorted(reached)
    assert reached[-1] >= 30 > 20 > (reach(runs, "rnn", 0.0) or 0)
    assert next(iter(horizon_counts(runs))) == "Vanilla RNN"
    assert f"**{reached[-1]} steps** with 5" in horizons(runs)[0]


def test_every_cell_of_the_horizon_has_a_row_and_is_told() -> None:
    runs = study("horizon")
    rows = horizon_counts(runs)
    assert set(rows) == {
        *("Vanilla RNN", "Orthogonal RNN", "IRNN", "GRU", "LSTM of 1997"),
        *(f"LSTM, b = {bias}" for bias in (0, 1, 3, 5)),
    }
    assert {n for counts in rows.values() for _, n in counts} == {5}  # as many seeds for all
    told = horizons(runs)[1]
    for name in ("orthogonal_rnn", "irnn", "gru", "no_forget_gate"):
        steps = reach(runs, name)
        assert f"{CELLS[name].title} {'none' if steps is None else f'{steps} steps'}" in told
    # What begins by keeping reaches further than what begins by forgetting.
    assert (reach(runs, "no_forget_gate") or 0) >= 30 > 20 > (reach(runs, "lstm", 0.0) or 0)
    assert (reach(runs, "irnn") or 0) > 20 > (reach(runs, "rnn", 0.0) or 0)


def test_shares_are_drawn_with_their_counts() -> None:
    rows = {"A": [(5, 5), (1, 4), (0, 0)], "B": [(0, 5), (0, 5), (0, 5)]}
    a, b = shares_by_gap(rows, ["lstm", "rnn"], [5, 10, 20], "time steps").data
    assert list(a.x) == [5, 10]  # where nothing was run, nothing is drawn
    assert list(a.customdata) == ["5 of 5", "1 of 4"]
    assert list(a.y) == pytest.approx([1, 0.25], abs=0.01)
    assert list(b.y) == pytest.approx([0, 0, 0], abs=0.01)
    assert a.line.color != b.line.color
    with pytest.raises(ValueError, match="A has 3 counts, expected 2"):
        shares_by_gap(rows, ["lstm", "rnn"], [5, 10], "time steps")
