"""Figures: what is drawn is what the film holds."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_viz import Film, TrainConfig, advance, palette, start
from lstm_viz.figures.runs import (
    Outcome,
    gradient_profile,
    learning_curves,
    overfitting,
    score_by_gap,
)
from lstm_viz.run import ModelName

MODELS = {"lstm": "LSTM", "rnn": "Vanilla RNN"}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_learning_curves_draw_every_snapshot_of_both_models(film: Film, mode: str) -> None:
    figure = learning_curves(film, mode=mode)  # type: ignore[arg-type]
    drawn = {(trace.name, trace.xaxis): trace for trace in figure.data}
    for place, (name, title) in zip(palette.MODELS, MODELS.items(), strict=True):
        for axis, number in (("x", "score"), ("x2", "loss")):
            trace = drawn[title, axis]
            assert list(trace.x) == [snapshot.update for snapshot in film.snapshots]
            expected = [getattr(s.models[name], number) for s in film.snapshots]
            np.testing.assert_array_equal(trace.y, expected)
            assert trace.line.color == getattr(palette.MODELS[place], mode)
    task = film.config.the_task
    lines = {shape.y0 for shape in figure.layout.shapes}
    assert lines == {task.solved, task.chance(film.config.length)}


def test_learning_curves_are_logarithmic_on_request(film: Film) -> None:
    assert learning_curves(film, logarithmic=True).layout.yaxis.type == "log"
    assert learning_curves(film, logarithmic=False).layout.yaxis.type == "linear"


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("model", MODELS)
def test_overfitting_draws_the_three_scores_of_one_model(model: ModelName, mode: str) -> None:
    config = TrainConfig.of_task(updates=20, training_sequences=4)
    film = Film.of(advance(start(config), 20))
    figure = overfitting(film, model, mode)  # type: ignore[arg-type]
    drawn = {trace.name: trace for trace in figure.data}
    names = {"training set": "train_score", "validation set": "score", "test set": "test_score"}
    assert list(drawn) == [f"{MODELS[model]}, {words}" for words in names]
    for words, number in names.items():
        trace = drawn[f"{MODELS[model]}, {words}"]
        assert list(trace.x) == [snapshot.update for snapshot in film.snapshots]
        assert list(trace.y) == [getattr(s.models[model], number) for s in film.snapshots]
        assert trace.line.color == getattr(
            palette.MODELS["first" if model == "lstm" else "second"], mode
        )
    assert len({trace.line.dash for trace in figure.data}) == 3
    assert figure.layout.yaxis.type == "log"
    assert {shape.y0 for shape in figure.layout.shapes} == {0.005, config.the_task.chance(30)}


def test_overfitting_draws_what_there_is_where_every_sequence_is_new(film: Film) -> None:
    assert [trace.name for trace in overfitting(film, "lstm").data] == ["LSTM, validation set"]


def test_gradient_profile_draws_the_chosen_snapshot(film: Film) -> None:
    figure = gradient_profile(film, snapshot=2)
    by_name = {trace.name: trace.y for trace in figure.data}
    expected = film.snapshots[2].rnn.gradient_hidden
    drawn = by_name["Vanilla RNN |dL/dh|"]
    np.testing.assert_array_equal(drawn[expected > 0], expected[expected > 0])
    assert np.isnan(drawn[expected == 0]).all()
    assert len(by_name) == 3


def test_score_by_gap_is_sorted_by_gap(film: Film) -> None:
    long, short = film.config, film.config.changed(length=10, seed=1)
    outcomes = [
        Outcome(long, {"lstm": 0.1, "rnn": 0.2}),
        Outcome(short, {"lstm": 0.3, "rnn": 0.4}),
    ]
    figure = score_by_gap(outcomes, film.config.the_task)
    assert [list(trace.x) for trace in figure.data] == [[10, 30], [10, 30]]
    assert list(figure.data[1].y) == [0.4, 0.2]
