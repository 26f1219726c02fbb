"""Forecasting: a series cut in time order, dated baselines, bad series, what memory is worth."""

from __future__ import annotations

import numpy as np
import pytest

from lessons._shared.shipped import RUNS
from lstm_viz import TrainConfig
from lstm_viz.interfering import answers_to
from lstm_viz.measures.film import lstm_of
from lstm_viz.measures.horizon import DAYS, READ, errors, forecasts, starts, without_past
from lstm_viz.measures.unseen import scores_on
from lstm_viz.tasks import SequenceError
from lstm_viz.tasks.uses.forecasting import FEWEST, MOST, YEAR, Forecasting, read_series
from tests.lessons.runs import trained
from tests.pages import opened, rested, sound, state, words

TASK = Forecasting()
RUN = RUNS["forecasting"]


def test_the_years_are_cut_where_the_page_says() -> None:
    assert len(TASK.values) == 366 + 3 * 365
    parts = [TASK.part(part) for part in ("training", "validation", "test")]  # type: ignore[arg-type]
    assert [(part.start, part.stop) for part in parts] == [(0, 731), (731, 1096), (1096, 1461)]
    mean, deviation = TASK.scale
    assert mean == pytest.approx(TASK.values[:731].mean())
    assert deviation == pytest.approx(TASK.values[:731].std())
    assert TASK.values[0] == 12.8


@pytest.mark.parametrize("part", ["training", "validation", "test"])
def test_windows_lie_in_their_part_and_ask_for_the_next_day(part) -> None:
    where = TASK.part(part)
    batch = TASK.draw_from(part, np.random.default_rng(0), 30, 64)
    inside = TASK.standardised[where]
    for b in range(64):
        whole = np.append(batch.x[:, b, 0], batch.target[-1, b, 0])
        assert any(np.array_equal(whole, inside[d : d + 31]) for d in range(len(inside) - 30))
        np.testing.assert_array_equal(batch.x[1:, b], batch.target[:-1, b])
    np.testing.assert_allclose(batch.content[20], batch.x[14:21, :, 0].mean(0), atol=1e-5)


def test_dated_baselines_say_what_the_calendar_had() -> None:
    first = TASK.part("test").start + 40
    batch = TASK.test(30)
    x = TASK.standardised[first : first + 30][:, None, None]
    one = type(batch)(x, np.zeros_like(x), np.ones((30, 1), bool), x[..., 0])
    last, ago, usual = (each.predict(one)[:, 0, 0] for each in TASK.baselines())
    np.testing.assert_array_equal(last, x[:, 0, 0])
    np.testing.assert_array_equal(ago, TASK.standardised[first + 1 - YEAR : first + 31 - YEAR])
    day = (first + 1) % YEAR
    near = np.r_[day - 7 : day + 8, day + YEAR - 7 : day + YEAR + 8]
    assert usual[0] == pytest.approx(TASK.standardised[near].mean(), abs=1e-5)


def series(count: int) -> list[str]:
    return [f"{np.sin(t / 5) * 10 + t % 3:.2f}" for t in range(count)]


def test_a_visitors_series_takes_the_place_of_seattle() -> None:
    plain, table = "\n".join(series(300)), "day,sold\n" + "\n".join(f"d,{v}" for v in series(300))
    assert np.array_equal(read_series(plain), read_series(table))
    config = TrainConfig.of_task("forecasting", material=table)
    task = config.the_task
    assert isinstance(task, Forecasting)
    assert np.array_equal(task.values, [float(v) for v in series(300)])
    assert task.test(30).x.shape == (30, 256, 1)
    assert set(task.baseline_scores(task.test(30))) == {"the last value", "the mean"}
    assert task.probes(30)[0].text.split()[0] == f"{task.values[225]:g}"
    assert len(starts(task)) > 5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        ("\n".join(series(FEWEST - 1)), f"has {FEWEST - 1} values, expected {FEWEST} to {MOST}"),
        ("\n".join(series(MOST + 1)), f"has {MOST + 1} values"),
        ("\n".join([*series(250), "tomorrow"]), "value 251 is 'tomorrow', expected a finite"),
        ("\n".join([*series(250), "nan"]), "value 251 is 'nan'"),
        ("\n".join([*series(250), "1e99"]), "value 251 is '1e99'"),
        ("\n".join(["7"] * 300), "never changes"),
    ],
)
def test_a_series_that_does_not_serve_is_told(text: str, says: str) -> None:
    with pytest.raises(SequenceError, match=says):
        TASK.with_material(text)


def test_a_slip_in_ones_own_sequence_is_told() -> None:
    with pytest.raises(SequenceError, match="time step 2 is 4000"):
        TASK.read_sequence("12 4000 13")
    assert not TASK.read_sequence("12 14 13").mask[-1]


@pytest.mark.parametrize("seed", range(2))
def test_it_beats_the_last_value_a_little_and_its_memory_is_of_days(seed: int) -> None:
    film = trained(RUN.changed(seed=seed))
    batch = TASK.test(RUN.length)
    simple, scores = TASK.baseline_scores(batch), scores_on(film, batch)
    assert 0.85 * min(simple.values()) < scores["lstm"] < min(simple.values())
    one, ten, whole = (without_past(film, "lstm", batch, days) for days in (1, 10, 30))
    assert one > 1.1 * ten
    assert ten == pytest.approx(whole, rel=0.04)
    gate = lstm_of(film).forget_gate
    assert gate.std(0).max() < 0.1
    assert 0.7 < gate.mean(0).max() < 0.95


@pytest.mark.parametrize("seed", range(2))
def test_for_a_week_it_is_ahead_and_after_two_the_calendar_is(seed: int) -> None:
    film = trained(RUN.changed(seed=seed))
    wrong = errors(forecasts(film, starts(TASK)))
    simple = np.min([wrong[each.title] for each in TASK.baselines()], axis=0)
    assert (wrong["lstm"][:7] < simple[:7]).all()
    assert wrong["lstm"][DAYS - 1] > wrong["the usual for the date"][DAYS - 1]


def test_a_forecast_reads_the_past_and_then_itself() -> None:
    film = trained(RUN)
    first = starts(TASK)[:4]
    seen = forecasts(film, first)
    assert seen.truth.shape == (DAYS, 4)
    np.testing.assert_array_equal(seen.truth[3], TASK.values[first + 3])
    np.testing.assert_allclose(seen.baselines["the last value"][5], TASK.values[first - 1], 1e-5)
    x = TASK.standardised[first + np.arange(-READ, 0)[:, None]][..., None]
    weights = film.snapshots[-1].lstm.weights
    for day in range(3):
        said = answers_to(film.config, "lstm", weights, x)[-1]
        told = TASK.in_units(said[:, 0])
        np.testing.assert_allclose(seen.models["lstm"][day], told, atol=1e-3)
        x = np.concatenate([x, said[None]])


def test_the_page_takes_a_series_of_ones_own_and_refuses_a_bad_one() -> None:
    page = opened("uses/01_forecasting", updates="20", until="20", how_far="many")
    rested(page)
    popover = "material_text_forecasting_0"
    page.session_state["material_forecasting"] = True
    page.run()
    page.text_area(key=popover).set_value("1\n2\nx").run()
    page.button(key="material_load").click().run()
    assert "Value 3 is" in sound(page).error[0].value.replace("\\", "")
    page.text_area(key=popover).set_value("\n".join(series(300))).run()
    page.button(key="material_load").click().run()
    config = state(sound(page)).config
    assert config.the_task.material == "\n".join(series(300))
    state(page).until = 20
    rested(page.run())
    assert "units of the series" in words(sound(page))
