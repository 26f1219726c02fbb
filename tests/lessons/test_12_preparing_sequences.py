"""Lesson 12: what one believes of a score, what holds in earnest, and what padding does."""

from __future__ import annotations

import numpy as np
import pytest

from lessons._sections.preparations import MISTAKES, flattery, most_flattering, pairs
from lessons._shared.shipped import RUNS
from lessons._shared.studies import study
from lstm_viz import TrainConfig
from lstm_viz.figures.believed import believed_and_honest
from lstm_viz.measures.padding import over_padding
from lstm_viz.measures.unseen import scores_on
from lstm_viz.tasks import PREPARED, SequenceError
from lstm_viz.tasks.preparing.series import MONTHS, TRAINED_TO, VALIDATED_TO, series
from tests.lessons.runs import trained
from tests.pages import film_on, opened, rested, words

LESSON = "12_preparing_sequences"
PADDED = RUNS["padded"]
SEEDS = range(3)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_cell_state_goes_on_over_padding_and_a_mask_decides_what_is_said(seed: int) -> None:
    said = {}
    for task in ("lengths", "lengths_unmasked"):
        seen = over_padding(trained(TrainConfig.of_task(task, seed=seed)), "lstm")
        assert seen is not None
        assert seen.steps == 10
        assert abs(seen.after - seen.before) > 0.3
        said[task] = seen.said_after
    assert abs(said["lengths_unmasked"]) < 0.15
    assert said["lengths"] > 0.3


@pytest.mark.parametrize("seed", SEEDS)
def test_on_its_own_level_the_score_holds_in_earnest(seed: int) -> None:
    """The goal can be reached: it is what the page asks for."""
    film = trained(TrainConfig.of_task("series", seed=seed))
    batch = film.config.the_task.in_earnest(film.config.length)
    assert batch is not None
    believed, honest = film.snapshots[-1].lstm.score, scores_on(film, batch)["lstm"]
    assert honest < min(0.4, 1.25 * believed)


def test_every_preparation_ran_with_three_seeds_and_the_right_ones_flatter_little() -> None:
    runs = study("preparing")
    assert set(runs.values("task")) == set(PREPARED)
    for task in PREPARED:
        assert len(pairs(runs, task)) == len(SEEDS)
    assert max(flattery(runs, task) for task in ("lengths", "series")) < 1.25
    # Every seed of a scaling with the future is flattered more than any of a shuffled split.
    ratios = {
        task: [honest / believed for believed, honest in pairs(runs, task)] for task in MISTAKES
    }
    assert min(ratios["series_future_scaling"]) > max(ratios["series_shuffled"])
    assert min(ratios["series_shuffled"]) > 1
    assert most_flattering(runs) == "series_future_scaling"


def test_without_a_mask_the_error_at_real_steps_is_larger() -> None:
    runs = study("preparing")
    masked, unmasked = (
        [honest for _, honest in pairs(runs, task)] for task in ("lengths", "lengths_unmasked")
    )
    assert max(masked) < min(unmasked)


# --- the tasks ------------------------------------------------------------------------------------


def test_windows_of_a_part_stay_within_it_but_for_the_shuffled_ones() -> None:
    parts = {"training": (0, TRAINED_TO), "validation": (TRAINED_TO, VALIDATED_TO)}
    parts["test"] = (VALIDATED_TO, MONTHS)
    for name in ("series", "series_trend", "series_future_scaling", "series_unscaled"):
        for part, (low, high) in parts.items():
            starts = PREPARED[name].starts(part, 24)  # type: ignore[attr-defined, arg-type]
            assert (starts.min(), starts.max() + 24) == (low, high)
    shuffled = PREPARED["series_shuffled"]
    first, second = (set(shuffled.starts(part, 24)) for part in ("training", "validation"))  # type: ignore[attr-defined]
    assert not first & second
    assert max(first | second) + 24 == VALIDATED_TO
    assert all(min(abs(start - other) for other in first) < 24 for start in second)


def test_right_scaling_uses_the_months_of_training_only() -> None:
    known = series()[:TRAINED_TO]
    trend, future = PREPARED["series_trend"], PREPARED["series_future_scaling"]
    assert trend.scaling == (known.mean(), known.std())  # type: ignore[attr-defined]
    assert future.scaling == (series().mean(), series().std())  # type: ignore[attr-defined]
    batches = [task.in_earnest(24) for task in (trend, future)]
    assert batches[0] is not None
    assert batches[1] is not None
    np.testing.assert_array_equal(batches[0].x, batches[1].x)


@pytest.mark.parametrize("name", [name for name in PREPARED if name.startswith("series")])
def test_saying_the_last_number_again_scores_one(name: str) -> None:
    task = PREPARED[name]
    batch = task.validation(24)
    assert task.score(batch.x, batch) == pytest.approx(1)
    assert task.score(batch.target, batch) == 0


def test_a_window_on_its_own_level_forgets_the_trend() -> None:
    batch = PREPARED["series"].in_earnest(24)
    assert batch is not None
    np.testing.assert_allclose(batch.x[:12].mean(0), 0, atol=1e-5)


@pytest.mark.parametrize("task", PREPARED.values(), ids=PREPARED)
def test_a_probe_reads_as_its_text_and_says_what_happens(task: object) -> None:
    for probe in PREPARED[task.name].probes(20):  # type: ignore[attr-defined]
        assert len(probe.events) == probe.steps == 20
        assert PREPARED[task.name].read_sequence(probe.text).text == probe.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("task", "text", "told"),
    [
        ("lengths", "0.5 . 0.3", "padding can only follow"),
        ("lengths", "0.5 2", "time step 2 is '2'"),
        ("series", "1 nan", "time step 2 is 'nan'"),
        ("series", "1 1e9", "time step 2 is '1e9'"),
    ],
)
def test_a_sequence_that_does_not_fit_is_refused(task: str, text: str, told: str) -> None:
    with pytest.raises(SequenceError, match=told):
        PREPARED[task].read_sequence(text)


def test_only_real_steps_count_with_a_mask_and_all_without() -> None:
    masked, unmasked = (PREPARED[n].validation(20) for n in ("lengths", "lengths_unmasked"))
    np.testing.assert_array_equal(masked.x, unmasked.x)
    np.testing.assert_array_equal(masked.mask, masked.x[..., 0] > 0)
    assert unmasked.mask.all()
    assert not unmasked.target[~masked.mask].any()


# --- the page -------------------------------------------------------------------------------------


def test_both_errors_of_the_shown_run_stand_on_the_page() -> None:
    page = opened(LESSON)
    film = film_on(page)
    assert film.config == PADDED
    batch = PADDED.the_task.in_earnest(PADDED.length)
    assert batch is not None
    told = words(page)
    assert f"**{film.snapshots[-1].lstm.score:.3g}**" in told
    assert f"**{scores_on(film, batch)['lstm']:.3g}**" in told
    assert "Over the 10 padded steps" in told
    page.radio(key="predict_flatters").set_value("series_shuffled").run()
    assert "Series, scaled with the future" in page.info[0].value


def test_the_goal_is_reached_by_the_right_preparation_and_not_by_a_mistake() -> None:
    for task, is_reached in (("series", True), ("series_future_scaling", False)):
        page = opened(LESSON, task=task, until="400")
        rested(page)
        assert any(b.value.startswith("**Reached.**") for b in page.success) is is_reached


def test_a_figure_joins_the_two_errors_of_a_run() -> None:
    figure = believed_and_honest({"right": [(0.1, 0.2)], "wrong": [(0.1, 2.0), (0.2, 3.0)]})
    believed, honest = figure.data[-2:]
    assert list(believed.x) == [0.1, 0.1, 0.2]
    assert list(honest.x) == [0.2, 2.0, 3.0]
    assert list(figure.data[1].x) == [0.1, 2.0, None, 0.2, 3.0, None]
