"""Lesson 2: an error signal fades by a factor per step; first weights decide; clipping tames."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import pytest

from lessons._sections.clipping import gaps_in_words, still_to_learn, survivors
from lessons._sections.gradients import one_in
from lessons._shared.shipped import RUNS
from lessons._shared.studies import study
from lstm_viz import Film, start
from lstm_viz.figures.fading import fading, gradient_norms
from lstm_viz.measures.fading import flagged_share, share_left
from lstm_viz.measures.film import per_step_ratio
from tests.pages import film_on, opened, rested, state, words

LESSON = "02_why_it_forgets"
ORTHOGONAL = {"initialisation": "orthogonal"}


@cache
def untrained(seed: int, **changes: Any) -> Film:
    """Return the lesson's run before training, from another seed."""
    return Film.of(start(RUNS["long_memory"].changed(seed=seed, **changes)))


@pytest.mark.parametrize("seed", range(5))
def test_of_the_error_signal_almost_nothing_arrives_after_26_steps(seed: int) -> None:
    back, share = flagged_share(untrained(seed), "rnn", 0)
    assert back == 26
    assert share < 3e-5  # the border, on a log scale, between a thousandth and a millionth
    assert 0.4 < per_step_ratio(untrained(seed).snapshots[0].rnn.gradient_hidden) < 0.7


def test_the_lstm_beside_it_keeps_most_of_the_signal() -> None:
    for seed in range(5):
        assert 0.9 < per_step_ratio(untrained(seed).snapshots[0].lstm.gradient_cell) < 1.1


def test_the_goal_can_be_reached_with_orthogonal_weights_only() -> None:
    turned = [flagged_share(untrained(seed, **ORTHOGONAL), "rnn", 0)[1] for seed in range(5)]
    assert turned[0] >= 0.01  # the seed that the page opens with
    assert sum(share >= 0.01 for share in turned) >= 3
    assert all(flagged_share(untrained(seed), "rnn", 0)[1] < 0.01 for seed in range(5))


def test_shares_are_written_as_people_say_them() -> None:
    assert one_in(1.23) == "1.23 times as much"
    assert one_in(0.42) == "42%"
    assert one_in(0.1) == "one part in 10"
    assert one_in(1 / 837_214) == "one part in 840,000"


# --- the page -------------------------------------------------------------------------------------


def test_before_the_answer_nothing_gives_it_away() -> None:
    page = opened(LESSON)
    assert "one part in" not in words(page).split("The cliff")[0].split("Six seeds")[0]
    assert "One number, again and again" not in [each.value for each in page.header]
    page.radio(key="predict_arrives").set_value("millionth").run()
    assert page.success[0].value.startswith("**Right.**")
    assert "One number, again and again" in [each.value for each in page.header]
    back, share = flagged_share(film_on(page), "rnn", 0)
    assert f"{back} steps back" in page.success[0].value
    assert one_in(share) in page.success[0].value


def test_the_answer_and_the_goal_follow_the_settings() -> None:
    page = opened(LESSON, arrives="millionth", **ORTHOGONAL)
    film = rested(page)
    assert film.update == 0
    assert "In this run: about a t" in page.info[0].value
    assert state(page).reached
    short = opened(LESSON, arrives="millionth", length="5")
    rested(short)
    assert not state(short).reached
    assert "But these sequences have 5 steps" in words(short)


def test_another_task_does_not_answer() -> None:
    page = opened(LESSON, arrives="tenth", task="latch")
    rested(page)
    assert "Show a run that stores a value" in page.info[0].value


def test_dial_and_clipping_stand_in_the_link() -> None:
    page = opened(LESSON, arrives="tenth", gain="1.1", clip_walk="5")
    told = words(page)
    assert "After 30 steps a factor of 1.1 leaves 17.4 times as much" in told
    assert "Clipped at 5, no update is longer than 0.25" in told
    page.button_group(key="pick_clip_walk").set_value("none").run()
    assert state(page).answers["clip_walk"] == "none"
    assert "Clipped at" not in words(page).split("A real run")[0]
    wrong = opened(LESSON, clip_walk="much")
    assert "clip_walk=much" in wrong.warning[0].value.replace("\\", "")


# --- the figures ----------------------------------------------------------------------------------


def test_the_powers_are_exact_and_the_lines_are_the_films() -> None:
    film = untrained(0)
    power, rnn, lstm = fading(film, 0.9).data
    assert power.y[50] == pytest.approx(0.9**50)
    assert list(rnn.y) == pytest.approx(list(share_left(film.snapshots[0].rnn.gradient_hidden)))
    assert lstm.y[0] == rnn.y[0] == 1


def test_without_clipping_the_run_ends_and_clipped_it_goes_on() -> None:
    films = {name: Film.load(path) for name, path in _shipped().items()}
    free, clipped = gradient_norms(films).data
    ended = films["exploding"].ended["rnn"]
    assert ended is not None
    assert free.x[-1] == ended.update - 1
    assert free.marker.symbol[-1] == "x"
    assert max(free.y) > 1000 * max(clipped.y)
    assert films["clipped"].ended["rnn"] is None
    assert math.isfinite(films["clipped"].snapshots[-1].rnn.score)


def _shipped() -> dict[str, Any]:
    from lessons._shared.shipped import path_of

    return {name: path_of(name) for name in ("exploding", "clipped")}


def test_over_six_seeds_only_runs_that_are_not_clipped_end() -> None:
    ended = {
        clip: sum(r.rnn.ended is not None for r in study("clipping").where(clip_norm=clip))
        for clip in (None, 5.0, 1.0)
    }
    assert ended[None] >= 3
    assert ended[5.0] == ended[1.0] == 0


def test_with_the_same_steps_a_longer_gap_explodes_more_often_and_clipping_prevents_it() -> None:
    runs = study("exploding")
    assert runs.values("length") == (10, 20, 30, 50)
    free, *clipped = survivors(runs).values()
    assert [n for _, n in free] == [6] * 4
    left = [k for k, _ in free]
    assert left == sorted(left, reverse=True)
    assert (left[0], left[-1]) == (6, 0)
    assert all(k == n for counts in clipped for k, n in counts)
    told = gaps_in_words(runs)
    assert "over 10 steps **0 of 6**" in told
    assert "over 50 steps **6 of 6**. Clipped, all went on." in told


def test_a_run_that_goes_on_over_a_long_gap_has_not_learned() -> None:
    runs = study("exploding")
    some = runs.where(length=50, clip_norm=1.0)
    assert all(r.models["irnn"].best > 0.1 for r in some)  # chance is 1/6, solved would be .01
    assert "chance is 0.17" in still_to_learn(runs)


def test_a_tanh_rnn_beside_it_does_not_explode() -> None:
    assert all(r.models["rnn"].ended is None for r in study("exploding").results)
