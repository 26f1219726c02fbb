"""Lesson 11: no cell is ahead everywhere; the LSTM counts beyond its training, the GRU does not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from lessons._sections.choosing import ADVICE, Advice, advice_table, family_counts, measured
from lessons._shared.shipped import RUNS
from lessons._shared.studies import study
from lstm_viz import TrainConfig
from lstm_viz.figures.reach import strings_right
from lstm_viz.measures.counting import counts_to, right_strings
from lstm_viz.study import Outcome, Result, Study, study_of
from tests.lessons.runs import trained
from tests.pages import film_on, opened, rested, words

LESSON = "11_the_family"
COUNTING = RUNS["gru_counts"]


@pytest.mark.parametrize("seed", range(3))
def test_beyond_its_training_the_lstm_counts_further_than_the_gru(seed: int) -> None:
    film = trained(COUNTING.changed(seed=seed))
    far = {name: counts_to(right_strings(film, name, 30)) for name in ("lstm", "gru")}
    assert far["lstm"] > COUNTING.length + 2
    assert far["gru"] <= COUNTING.length + 2


@pytest.mark.parametrize("seed", range(2))
def test_two_units_that_read_from_both_ends_solve_next_mark(seed: int) -> None:
    config = TrainConfig.of_task(
        "next_mark", cell="birnn", against="lstm", hidden_size=2, seed=seed
    )
    last = trained(config).snapshots[-1].models
    assert config.parameters("birnn") < 100
    assert config.the_task.is_solved(last["birnn"].score)
    assert last["lstm"].score < 0.6


def test_a_string_is_right_only_if_every_step_is() -> None:
    film = trained(COUNTING)
    assert right_strings(film, "lstm", 10).all()
    assert film.snapshots[-1].models["lstm"].score == 1
    assert counts_to(np.array([False, True])) == 0
    assert counts_to(np.array([True, True])) == 2


def test_longer_strings_than_any_in_training_are_kept_for_the_end() -> None:
    task = COUNTING.the_task
    batch = task.in_earnest(10)
    assert batch is not None
    assert batch.x[..., 1].sum(0).tolist() == list(range(11, 31))
    for column in range(20):
        steps = int(batch.mask[:, column].sum())
        alone, _ = task.label(batch.x[:steps, column])
        np.testing.assert_array_equal(alone.target[:, 0], batch.target[:steps, column])


# --- the table ------------------------------------------------------------------------------------


def runs_with(solved: Mapping[str, int], beyond: float | None = None) -> Study:
    """Return a made-up study of three seeds, in which some cells solved next mark so often."""
    first, second = solved
    results = []
    for seed in range(3):
        config = TrainConfig.of_task("next_mark", cell=first, against=second, seed=seed)
        outcomes = {
            name: Outcome(0.5, 0.5, 100 if seed < k else None, None, 1e-3, beyond)
            for name, k in solved.items()
        }
        results.append(Result(config, outcomes))
    return study_of("family", "Which?", results)


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [((3, 0), "ahead"), ((3, 2), "a tie"), ((1, 3), "behind"), ((0, 0), "a tie")],
)
def test_a_verdict_is_counted_and_one_seed_is_a_tie(counts: tuple[int, int], verdict: str) -> None:
    advice = Advice("", "bilstm", "lstm", ("next_mark",), "")
    runs = runs_with(dict(zip(("bilstm", "lstm"), counts, strict=True)))
    said, told = measured(runs, advice)
    assert said == verdict
    assert f"{counts[0]}/3 to {counts[1]}/3" in told


def test_every_row_of_the_table_is_computed_from_the_study() -> None:
    runs = study("family")
    assert len(runs.values("seed")) >= 3
    table = advice_table(runs)
    assert table.count("\n|") == 1 + len(ADVICE)
    for advice in ADVICE:
        verdict, told = measured(runs, advice)
        assert f"**{verdict}**. {told}" in table
    assert all(n == 3 for counts in family_counts(runs).values() for _, n in counts)


def test_cells_of_one_task_have_about_as_many_parameters() -> None:
    runs = study("family")
    for task in runs.values("task"):
        usual = TrainConfig.of_task(task)
        aim = usual.parameters(usual.cell)
        for result in runs.where(task=task, seed=0):
            for cell in result.config.cells:
                assert 0.6 < result.config.parameters(cell) / aim < 1.6, (task, cell)


# --- the page -------------------------------------------------------------------------------------


def test_the_run_answers_and_shows_which_strings_are_right() -> None:
    page = opened(LESSON)
    assert film_on(page).config == COUNTING
    assert not [c for c in page.get("plotly_chart") if "at every step" in c.proto.alt]
    page.radio(key="predict_counts").set_value("rival").run()
    assert "In this run: the LSTM" in page.info[0].value
    rows = {"GRU": np.array([True, False]), "LSTM": np.array([True, True])}
    figure = strings_right(rows, 1)
    assert [list(trace.customdata) for trace in figure.data] == [
        ["right at every step", "wrong"],
        ["right at every step", "right at every step"],
    ]


def test_the_goal_counts_both_tasks_and_minds_the_parameters() -> None:
    page = opened(LESSON)
    assert "0 of 2 tasks" in words(page)
    link = {"task": "next_mark", "cell": "birnn", "against": "lstm", "hidden_size": "2"}
    small = opened(LESSON, **link, until="300")
    rested(small)
    assert "Bidirectional RNN, 38 parameters" in words(small)
    large = opened(LESSON, **{**link, "hidden_size": "8"}, until="300")
    rested(large)
    assert "0 of 2 tasks" in words(large)
