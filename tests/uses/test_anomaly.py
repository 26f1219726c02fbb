"""Anomalies: a heartbeat by a plain loop, alarms counted by hand, and who expects a beat."""

from __future__ import annotations

import numpy as np
import pytest

from lessons._sections.alarms import CAUGHT, FALSE
from lessons._shared.shipped import RUNS
from lstm_viz import TrainConfig
from lstm_viz.figures.alarms import catches, shaded
from lstm_viz.figures.signals import signals
from lstm_viz.measures.alarms import (
    WARMUP,
    Alarms,
    alarms,
    by_kind,
    errors,
    fewest_false,
    watch,
)
from lstm_viz.measures.following import forget_gates
from lstm_viz.tasks import SequenceError
from lstm_viz.tasks.uses.anomaly import (
    ANOMALIES,
    EARLY,
    PEAK,
    PERIOD,
    Anomalies,
    one_period_ago,
    past_values,
)
from tests.lessons.runs import trained
from tests.pages import link_of, opened, sound, words

TASK = Anomalies()
RUN = RUNS["anomaly"]


def peaks(x: np.ndarray) -> np.ndarray:
    """Return the time steps of all peaks of a signal (T,), by a plain loop."""
    return np.array(
        [t for t in range(1, len(x) - 1) if x[t] > PEAK and x[t - 1] <= x[t] > x[t + 1]]
    )


def test_normal_beats_come_about_once_a_period_and_the_next_value_is_asked_for() -> None:
    batch = TASK.draw(np.random.default_rng(0), 100, 300)
    apart = np.concatenate([np.diff(peaks(batch.x[:, b, 0])) for b in range(300)])
    assert apart.mean() == pytest.approx(PERIOD, abs=0.1)
    assert np.mean(np.abs(apart - PERIOD) <= 2) > 0.99
    assert np.array_equal(batch.target[:-1], batch.x[1:])
    assert batch.mask[:-1].all()
    assert not batch.mask[-1].any()
    last = peaks(batch.x[:, 0, 0])
    for t in range(int(last[0]), 99):
        assert batch.content[t, 0] == t - last[last <= t][-1]


@pytest.mark.parametrize("part", ["validation", "test"])
@pytest.mark.parametrize("length", [50, 60, 100])
def test_every_watched_sequence_has_one_anomaly_of_its_kind(part: str, length: int) -> None:
    batch, strange, kinds = TASK.watched(part, length)  # type: ignore[arg-type]
    assert set(kinds) == set(ANOMALIES)
    assert np.array_equal(batch.target[:-1], batch.x[1:])
    for b, kind in enumerate(kinds):
        at = np.flatnonzero(strange[:, b])
        assert np.array_equal(at, np.arange(at[0], at[0] + PERIOD)[: len(at)])
        assert at[0] >= WARMUP
        seen = peaks(batch.x[:, b, 0])
        if kind == "early":
            gap = np.diff(seen)
            assert (np.abs(gap - (PERIOD - EARLY)) <= 2).any()
        if kind == "skipped":
            assert not strange[seen, b].any()
        if kind == "spike":
            assert batch.x[at[0], b, 0] > PEAK


def test_baselines_look_back_as_they_say() -> None:
    batch = TASK.test(50)
    said = one_period_ago(batch)
    for t in range(50):
        before = t + 1 - PERIOD
        assert np.array_equal(said[t], batch.x[before if before >= 0 else t])
    past = past_values(batch.x)
    assert np.array_equal(past[20, 3], batch.x[20 - past.shape[-1] + 1 : 21, 3, 0])
    later = batch.x.copy()
    later[20:] = 9
    for each in TASK.baselines():
        changed = each.predict(type(batch)(later, batch.target, batch.mask, batch.content))
        assert np.array_equal(changed[:20], each.predict(batch)[:20])


def test_an_error_is_that_of_what_was_said_one_step_before() -> None:
    x = np.arange(30.0)[:, None, None]
    wrong = errors(x, x)
    assert np.array_equal(wrong[:, 0], [0] * WARMUP + [1] * (30 - WARMUP))


def test_alarms_are_counted_as_by_hand() -> None:
    wrong, strange = np.zeros((WARMUP + 10, 2)), np.zeros((WARMUP + 10, 2), bool)
    strange[WARMUP + 4 : WARMUP + 6] = True
    wrong[WARMUP + 4 : WARMUP + 6, 0] = 0.5  # two alarms catch one anomaly
    wrong[WARMUP + 8, 1] = 0.5  # and one is false
    assert alarms(wrong, strange, 0.4) == Alarms(3, 1, 2, 1000 / 16)
    assert alarms(wrong, strange, 0.5) == Alarms(0, 0, 2, 0)
    assert fewest_false(wrong, strange, 0.5) == 1000 / 16
    assert np.isnan(fewest_false(wrong, strange, 1))


def test_a_film_of_another_task_cannot_watch() -> None:
    film = trained(TrainConfig.of_task("memory_cell", updates=1))
    with pytest.raises(TypeError, match="task memory_cell, expected anomaly"):
        watch(film, "test")


def test_a_sequence_says_which_steps_are_strange() -> None:
    probe = TASK.read_sequence("0.1, 0.9 0.1 0.7! 0!")
    assert probe.events == ("hold", "beat", "hold", "strange", "strange")
    np.testing.assert_allclose(probe.x[:, 0], [0.1, 0.9, 0.1, 0.7, 0])
    assert probe.remember[:3] == ("", "0 since the beat", "1 since the beat")


@pytest.mark.parametrize("token", ["x", "4", "nan", "!", "0.5!!"])
def test_what_is_no_number_is_told(token: str) -> None:
    with pytest.raises(SequenceError, match=r"time step 2 is .* expected a number from -3 to 3"):
        TASK.read_sequence(f"0.1 {token} 0.2")


def test_figures_draw_the_threshold_the_anomalies_and_the_goal() -> None:
    t = np.arange(3)
    figure = shaded(signals(t, {"LSTM": t}, {}, "x", "y"), [(2, 3), (7, 9)], 0.25)
    assert [(s.x0, s.x1) for s in figure.layout.shapes[:2]] == [(1.5, 3.5), (6.5, 9.5)]
    assert figure.layout.shapes[2].y0 == figure.layout.shapes[2].y1 == 0.25
    curve = [(9.0, 1.0), (0.0, 0.5)]
    figure = catches({"LSTM": curve}, {"last": curve}, {"LSTM": (9, 1), "last": (0, 0.5)}, (5, 0.9))
    assert [trace.name for trace in figure.data] == ["last", "LSTM", "last", "LSTM"]
    assert list(figure.data[1].x) == [9, 0]
    assert list(figure.data[3].y) == [1]
    assert (figure.layout.shapes[0].x1, figure.layout.shapes[0].y0) == (5, 0.9)


@pytest.mark.parametrize("seed", range(3))
def test_the_lstm_expects_a_skipped_beat_more_than_the_rnn_and_its_alarm_is_the_better(
    seed: int,
) -> None:
    film = trained(RUN.changed(seed=seed))
    scores = {name: m.score for name, m in film.snapshots[-1].models.items()}
    assert scores["rnn"] < scores["lstm"]  # though it forecasts normal beats better
    seen = watch(film, "validation")
    strange = seen.seen.strange
    surprise = {name: by_kind(wrong, seen.seen) for name, wrong in seen.models.items()}
    assert surprise["lstm"]["skipped"] > 1.3 * surprise["rnn"]["skipped"]
    assert by_kind(seen.baselines["the last value"], seen.seen)["skipped"] < 0.2
    false = {name: fewest_false(wrong, strange, CAUGHT) for name, wrong in seen.models.items()}
    assert false["lstm"] <= FALSE / 2
    assert false["lstm"] < false["rnn"]
    for title, wrong in seen.baselines.items():
        assert fewest_false(wrong, strange, CAUGHT) > FALSE, title
    at, elsewhere = forget_gates(film, "beat")
    assert at < elsewhere


def test_the_threshold_stands_in_the_link_and_decides_on_the_goal() -> None:
    page = sound(opened("uses/04_anomaly_detection"))
    assert "**Reached.**" not in words(page)
    page.slider(key="dial_threshold").set_value(0.5).run()
    assert "**Reached.**" in words(sound(page))
    assert link_of(page)["threshold"] == "0.5"
    again = sound(opened("uses/04_anomaly_detection", threshold="0.5"))
    assert "**Reached.**" in words(again)
