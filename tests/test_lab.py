"""The Lab under Streamlit's AppTest: what a click, a link or a wrong word does to the page."""

from __future__ import annotations

import json
import time

import pytest

from lessons._shared.shipped import RUNS, path_of
from lessons._shared.story import unusual
from lstm_viz import TASKS, Film, TrainConfig
from lstm_viz.tasks import TOYS
from tests.pages import (
    film_on,
    handed_over,
    labels,
    link_of,
    opened,
    rested,
    run_until,
    sound,
    state,
    words,
)

SHORT = TrainConfig.of_task(updates=40, snapshot_every=10, seed=5)


def test_it_opens_with_the_shipped_film_and_one_obvious_action() -> None:
    page = sound(opened())
    film = film_on(page)
    assert film.config == TrainConfig.of_task()
    assert film.update == film.config.updates
    assert [b.label for b in page.button if b.proto.type == "primary"] == ["Train again"]
    assert "solved it by update" in words(page)
    assert not page.get("plotly_chart")  # a first view without Plotly is lighter


def test_the_words_follow_from_the_film() -> None:
    page, film = opened(), Film.load(path_of("memory_cell"))
    score = film.snapshots[-1].rnn.score
    assert f"{score:.2g}" in words(page)
    for model in ("lstm", "rnn"):
        assert f"{film.config.parameters(model)} parameters" in words(page)  # type: ignore[arg-type]


def test_training_from_a_link_reproduces_the_run() -> None:
    one = rested(opened(**SHORT.to_query(), until="40"))
    again = rested(opened(**SHORT.to_query(), until="40"))
    assert one.update == 40
    assert one.snapshots[-1].lstm.score == again.snapshots[-1].lstm.score


def test_train_steps_reset_and_new_seed() -> None:
    page = opened(**SHORT.changed(seed=6).to_query())
    untrained = rested(page)
    assert untrained.update == 0
    assert "Train" in labels(page)
    assert "Before training" in words(page)
    page.button(key="step_1").click().run()
    assert rested(page).update == 1
    page.button(key="step_10").click().run()
    assert [s.update for s in rested(page).snapshots] == [0, 10, 11]
    assert "Resume" in labels(page)
    page.button(key="train").click().run()
    assert rested(page).update == 40
    assert "Train again" in labels(page)
    page.button(key="reset").click().run()
    reset = rested(page)
    assert reset.update == 0
    first, same = untrained.snapshots[0].lstm.weights, reset.snapshots[0].lstm.weights
    assert all((first[name] == same[name]).all() for name in first)
    page.button(key="new_seed").click().run()
    other = rested(page).snapshots[0].lstm.weights
    assert state(page).config.seed != 6
    assert any((first[name] != other[name]).any() for name in first)


def test_pause_keeps_what_was_trained() -> None:
    long = TrainConfig.of_task(updates=10_000, seed=8)
    page = opened(**long.to_query(), until="10000")
    run_until(page, lambda: bool(state(page).sent) and max(state(page).sent) > 0)
    assert "Pause" in labels(page)
    page.button(key="pause").click().run()
    stopped = rested(page).update
    assert "Resume" in labels(page)
    assert 0 < stopped < 10_000
    assert link_of(page)["until"] == str(stopped)
    time.sleep(0.5)
    assert film_on(page.run()).update == stopped


@pytest.mark.parametrize("name", TOYS)
def test_every_task_can_be_chosen(name: str) -> None:
    page = opened()
    page.selectbox(key="knob_task").set_value(name).run()
    assert rested(page).config == TrainConfig.of_task(name)
    assert TASKS[name].summary in words(page)


def test_the_knobs_stand_in_the_link_and_come_back_from_it() -> None:
    page = opened()
    page.slider(key="knob_length").set_value(17).run()
    page.number_input(key="knob_hidden_size").set_value(3).run()
    page.session_state["more"] = True  # the folded knobs are drawn when they are asked for
    page.run()
    page.number_input(key="knob_clip_norm").set_value(None).run()
    again = opened(**link_of(page))
    assert state(again).config == state(page).config
    assert state(again).config.clip_norm is None
    assert state(again).config.length == 17


def test_a_bad_link_says_what_was_wrong_and_keeps_the_rest() -> None:
    page = sound(
        opened(
            length="9999", hidden_size="x", forget_bias="nan", seed="7", until="-3", updates="50"
        )
    )
    told = " ".join(warning.value for warning in page.warning).replace("\\", "")
    for name in ("length=9999", "hidden_size=x", "forget_bias=nan", "until=-3"):
        assert name in told
    assert (state(page).config.seed, state(page).config.updates) == (7, 50)
    assert (state(page).config.length, state(page).config.hidden_size) == (30, 2)


@pytest.mark.parametrize("text", ["", "0.5w hello 0.1r", "7w", "0.1 " * 500, "<script>", "nan"])
def test_a_wrong_own_sequence_is_explained_and_nothing_is_lost(text: str) -> None:
    page = opened()
    before = film_on(page)
    page.text_input(key="probe_text").set_value(text).run()
    assert page.error
    assert film_on(sound(page)).probe.text == before.probe.text


def test_ones_own_sequence_is_recorded_by_the_trained_models() -> None:
    page = opened(**SHORT.to_query(), until="40")
    trained = rested(page)
    page.text_input(key="probe_text").set_value("0.5w, 0.1 -0.2r 0.3e 0.9r").run()
    run_until(page, lambda: film_on(page).probe.steps == 5)
    own = film_on(sound(page))
    assert own.probe.events == ("write", "hold", "read", "erase", "read")
    assert len(own.snapshots) == len(trained.snapshots)
    assert own.snapshots[-1].lstm.score == trained.snapshots[-1].lstm.score
    again = opened(**link_of(page))
    run_until(again, lambda: bool(handed_over(again, "film")) and film_on(again).probe.steps == 5)


@pytest.mark.parametrize("section", ["Learning curves", "Gradients", "Keep or open a film"])
def test_the_sections_show_the_film(section: str) -> None:
    page = opened()
    page.get("button_group")[0].set_value(section).run()
    sound(page)
    if section != "Keep or open a film":
        figure = json.loads(page.get("plotly_chart")[0].proto.spec)
        assert {"LSTM", "Vanilla RNN"} <= {
            " ".join(t["name"].split()[:2]) for t in figure["data"]
        } | {t["name"].split()[0] for t in figure["data"]}


def test_finished_runs_are_kept_as_score_against_gap() -> None:
    page = opened(**SHORT.to_query(), until="40")
    rested(page)
    page.slider(key="knob_length").set_value(12).run()
    rested(page)
    page.button(key="train").click().run()
    rested(page)
    page.get("button_group")[0].set_value("Score by gap").run()
    figure = json.loads(page.get("plotly_chart")[0].proto.spec)
    assert [trace["x"] for trace in figure["data"]] == [[12, 30], [12, 30]]
    assert [config.length for config in state(page).outcomes] == [30, 12]


def test_a_model_that_diverges_is_explained_and_the_other_goes_on() -> None:
    wild = TrainConfig.of_task(
        "adding", optimiser="sgd", learning_rate=10.0, clip_norm=None, updates=60, seed=1
    )
    page = opened(**wild.to_query(), until="60")
    film = rested(page)
    assert any(film.ended.values())
    for ended in filter(None, film.ended.values()):
        assert ended.reason in words(page).replace("\\", "")


def test_a_run_that_somebody_has_only_begun_does_not_hide_the_shipped_film() -> None:
    begun = rested(opened(until="64"))
    assert begun.update == 64
    assert film_on(opened()).update == 800


def test_another_sequence_of_a_run_that_ships_is_watched_and_nothing_is_trained() -> None:
    page = opened()
    shipped = film_on(page)
    page.text_input(key="probe_text").set_value("0.5w 0.1 -0.2r 0.3e 0.9r").run()
    run_until(page, lambda: film_on(page).probe.steps == 5)
    own = film_on(sound(page))
    assert own.seconds == pytest.approx(shipped.seconds)  # measured by whoever trained it
    assert [s.update for s in own.snapshots] == [s.update for s in shipped.snapshots]
    again = opened(**link_of(page))
    run_until(again, lambda: bool(handed_over(again, "film")) and film_on(again).probe.steps == 5)
    assert film_on(again).seconds == pytest.approx(shipped.seconds)


@pytest.mark.parametrize("lesson", ["", "03_cell_state"])
def test_a_link_beyond_a_film_that_ships_untrained_trains_on(lesson: str) -> None:
    page = opened(lesson, **RUNS["wired_memory"].to_query(), until="64")
    assert rested(page).update == 64


def test_it_tells_how_often_each_cell_solved_the_task_from_other_seeds() -> None:
    told = "seeds 0 to 9, the task was solved by the LSTM in 10 of 10 runs and the Vanilla RNN in 0"
    assert told in words(opened())
    for changes, is_told in (({"seed": "77"}, True), ({"hidden_size": "3"}, False)):
        page = opened(task="memory_cell", **changes)
        rested(page)
        assert (told in words(page)) == is_told


def test_the_provenance_names_every_unusual_setting() -> None:
    config = TrainConfig.of_task(
        dropout=0.2, clip_norm=None, training_sequences=16, optimiser="sgd"
    )
    assert unusual(TrainConfig.of_task("adding", seed=3, hidden_size=2)) == []
    assert unusual(config) == [
        *("SGD", "gradients not clipped", "dropout 0.2"),
        "16 training sequences",
    ]


def test_a_run_that_somebody_else_has_finished_is_not_mine() -> None:
    rested(opened(**SHORT.to_query(), until="40"))
    page = opened(**SHORT.to_query(), until="0")
    assert rested(page).update == 0
    assert "Train" in labels(page)
    assert not page.button(key="step_1").disabled
    assert not state(page).outcomes
    half = opened(**SHORT.to_query(), until="20")
    assert rested(half).update == 20
    assert "Resume" in labels(half)
