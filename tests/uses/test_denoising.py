"""Denoising: levels that jump, baselines by a plain loop, and what a trained LSTM does at jumps."""

from __future__ import annotations

import numpy as np
import pytest

from lessons._shared.shipped import RUNS
from lstm_viz.measures.following import forget_gates, pull
from lstm_viz.measures.unseen import scores_on
from lstm_viz.tasks import USES, SequenceError
from lstm_viz.tasks.uses.denoising import JUMPS, NOISE, Denoising, moving_average, smoothed
from tests.lessons.runs import trained

TASK = USES["denoising"]
RUN = RUNS["denoising"]


def test_the_level_jumps_as_often_and_the_noise_is_as_strong_as_is_said() -> None:
    batch = TASK.draw(np.random.default_rng(0), 80, 2000)
    level, noise = batch.target[..., 0], (batch.x - batch.target)[..., 0]
    assert np.mean(np.diff(level, axis=0) != 0) == pytest.approx(JUMPS, rel=0.03)
    assert noise.std() == pytest.approx(NOISE, rel=0.01)
    assert abs(np.corrcoef(noise[1:].ravel(), noise[:-1].ravel())[0, 1]) < 0.01
    assert np.abs(level).max() <= 1
    assert TASK.chance(40) == pytest.approx(np.mean(level**2), rel=0.02)
    assert np.array_equal(batch.content, level)


def test_averages_are_those_of_a_plain_loop() -> None:
    batch = TASK.draw(np.random.default_rng(1), 20, 3)
    for window in (1, 3, 20, 30):
        plain = [batch.x[max(0, t - window + 1) : t + 1].mean(0) for t in range(20)]
        np.testing.assert_allclose(moving_average(batch, window), plain, atol=1e-6)
    before = batch.x[0]
    for t in range(20):
        before = 0.7 * before + 0.3 * batch.x[t]
        np.testing.assert_allclose(smoothed(batch, 0.3)[t], before, atol=1e-6)


def test_an_average_does_not_look_ahead_and_its_pace_is_chosen_on_validation_data() -> None:
    task = Denoising()
    batch = task.validation(40)
    best = [task.score(each.predict(batch), batch) for each in task.baselines()[1:]]
    for other, score in ((moving_average(batch, 2), best[0]), (moving_average(batch, 5), best[0])):
        assert task.score(other, batch) >= score
    assert task.score(smoothed(batch, 0.3), batch) >= best[1]
    later = batch.x.copy()
    later[20:] = 9
    for each in task.baselines():
        said = each.predict(type(batch)(later, batch.target, batch.mask, batch.content))
        assert np.array_equal(said[:20], each.predict(batch)[:20])


def test_a_sequence_carries_the_measured_and_the_true() -> None:
    probe = TASK.read_sequence("0.7=0.5, 0.4 -0.1=-0.3 -0.4")
    np.testing.assert_allclose(probe.x[:, 0], [0.7, 0.4, -0.1, -0.4])
    np.testing.assert_allclose(probe.target[:, 0], [0.5, 0.5, -0.3, -0.3])
    assert probe.events == ("hold", "hold", "jump", "hold")
    assert probe.text == "0.7=0.5 0.4 -0.1=-0.3 -0.4"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0.7 0.4", "time step 1 is '0.7', expected its true level"),
        ("0.7=0.5 x", "time step 2 is 'x', expected a number"),
        ("0.7=0.5 4", "time step 2 is '4', expected numbers from -3 to 3"),
        ("0.7=nan", "from -3 to 3"),
        ("0.1=0 " * 201, "at most 200 fit"),
    ],
)
def test_what_is_no_sequence_is_told(text: str, says: str) -> None:
    with pytest.raises(SequenceError, match=says):
        TASK.read_sequence(text)
    with pytest.raises(SequenceError, match="do not tell their true level"):
        TASK.check(np.zeros((3, 1), np.float32))


@pytest.mark.parametrize("seed", range(2))
def test_it_follows_jumps_and_averages_on_plateaus_while_its_forget_gates_stay(seed: int) -> None:
    film = trained(RUN.changed(seed=seed))
    batch = TASK.test(RUN.length)
    jump, plateau = pull(film, "lstm", batch)
    assert jump > 0.6
    assert plateau < 0.35
    at, elsewhere = forget_gates(film, "jump")
    assert abs(at - elsewhere) < 0.1
    simple = TASK.baseline_scores(batch)
    scores = scores_on(film, batch)
    assert scores["lstm"] < scores["rnn"] < min(simple.values())
