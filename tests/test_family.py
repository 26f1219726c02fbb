"""Every cell of the family is trained, recorded, filmed and watched like any other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from lstm_viz import Film, SequenceModel, TrainConfig, advance, record, start, watch
from lstm_viz.cells import attend
from lstm_viz.dropout import training_output
from lstm_viz.family import CELLS, nearest_size
from lstm_viz.looking import SAID
from lstm_viz.weights import initial_model, model_of
from tests.suited import task_for

every_cell = pytest.mark.parametrize("cell", CELLS)


def small(cell: str, **changes: Any) -> TrainConfig:
    """Return a quick run of a cell against another."""
    against = "rnn" if cell != "rnn" else "lstm"
    settings = {"updates": 20, "batch_size": 8, "hidden_size": 3, "snapshot_every": 10, **changes}
    return TrainConfig.of_task(task_for(cell), cell=cell, against=against, **settings)


def same(one: Any, other: Any) -> bool:
    """Tell whether two mappings or recordings hold the same arrays."""
    one, other = dict(one), dict(other)
    return one.keys() == other.keys() and all(np.array_equal(one[k], other[k]) for k in one)


@every_cell
def test_a_run_does_not_depend_on_how_it_was_cut(cell: str) -> None:
    config = small(cell, dropout=0.2)
    whole = advance(start(config), 20)
    cut = advance(advance(advance(start(config), 1), 12), 20)
    assert same(whole.learners[cell].weights, cut.learners[cell].weights)
    assert whole.latest.models[cell].score == cut.latest.models[cell].score


@every_cell
def test_a_snapshot_says_what_its_weights_compute(cell: str) -> None:
    run = advance(start(small(cell)), 20)
    side = run.latest.models[cell]
    model = model_of(run.config, cell, side.weights)
    assert same(side.recording, record(model, run.probe.x))
    with torch.no_grad():
        said = SAID[run.config.the_task.target_kind](model(torch.tensor(run.probe.x)[:, None]))
    np.testing.assert_allclose(side.prediction, said[:, 0], atol=1e-6)
    assert list(run.latest.models) == [cell, run.config.against]


@every_cell
def test_a_film_comes_back(cell: str) -> None:
    film = Film.of(advance(start(small(cell)), 20))
    again = Film.from_bytes(film.to_bytes())
    before, after = (each.snapshots[-1].models[cell] for each in (film, again))
    assert after.recording.lanes == before.recording.lanes
    assert getattr(after.recording, "nonlinearity", "") == getattr(
        before.recording, "nonlinearity", ""
    )
    for (name, one), (_, other) in zip(before.recording, after.recording, strict=True):
        np.testing.assert_allclose(other, one, atol=1.7e-5, err_msg=name)
    parts = ["gradient_hidden", "gradient_cell", "attention", "prediction"]
    for name in parts:
        one, other = getattr(before, name), getattr(after, name)
        assert (one is None) == (other is None)
        if one is not None:
            np.testing.assert_array_equal(other, one)
    assert same(before.weights, after.weights)


@every_cell
def test_another_sequence_can_be_watched(cell: str) -> None:
    run = advance(start(small(cell)), 20)
    text = {"memory_cell": "0.5w 0.1 -0.4r 0.2e 0.3", "copy": "a c b . go . ."}[run.config.task]
    probe = run.config.the_task.read_sequence(text)
    side = watch(run, probe).latest.models[cell]
    assert side.recording.steps == len(text.split())
    assert same(side.recording, record(model_of(run.config, cell, side.weights), probe.x))


# --- what sets each apart -------------------------------------------------------------------------


def begun(cell: str) -> SequenceModel:
    """Return a cell of three units as it begins."""
    return initial_model(small(cell), cell)


def test_an_orthogonal_rnn_begins_as_a_rotation() -> None:
    U = begun("orthogonal_rnn").recurrence.weight_hh_l0.detach()
    np.testing.assert_allclose(U @ U.T, np.eye(3), atol=1e-6)


def test_an_irnn_begins_as_the_identity_and_is_rectified() -> None:
    layer = begun("irnn").recurrence
    assert isinstance(layer, nn.RNN)
    assert layer.nonlinearity == "relu"
    np.testing.assert_array_equal(layer.weight_hh_l0.detach(), np.eye(3))
    assert not layer.bias_ih_l0.any()
    # Without an input nothing changes, however long it lasts.
    with torch.no_grad():
        kept = layer(torch.zeros(50, 1, 4), torch.tensor([[[0.5, 2.0, 7.0]]]))[0]
    np.testing.assert_array_equal(kept[-1, 0], [0.5, 2.0, 7.0])


@pytest.mark.parametrize("cell", [name for name in CELLS if CELLS[name].has_cell_state])
def test_the_forget_bias_is_that_of_every_lane(cell: str) -> None:
    config = small(cell, forget_bias=2.5)
    for layer in initial_model(config, cell).recurrent_layers:
        for name, weight in layer.named_parameters():
            if "bias" in name and CELLS[cell].held_gate != "forget_gate":
                expected = 2.5 if "bias_ih" in name else 0
                np.testing.assert_array_equal(weight[3:6].detach(), [expected] * 3)


def test_a_backward_lane_knows_nothing_of_the_past() -> None:
    model = begun("bilstm")
    x = torch.randn(9, 4, generator=torch.Generator().manual_seed(1))
    other = x.clone()
    other[:4] += 1
    one, two = (record(model, each) for each in (x, other))
    forward, backward = (
        np.abs(one.lane(backward=b).hidden_state - two.lane(backward=b).hidden_state).max(1)
        for b in (False, True)
    )
    assert (backward[4:] == 0).all()
    assert (backward[:4] > 0).all()
    assert (forward > 0).all()


def test_a_layer_reads_the_hidden_states_of_the_one_below() -> None:
    model = begun("lstm_3_layers")
    x = np.random.default_rng(0).normal(size=(7, 4)).astype(np.float32)
    recording = record(model, x)
    assert [lane.layer for lane in recording.lanes] == [0, 1, 2]
    for layer in (1, 2):
        W = getattr(model.recurrence, f"weight_ih_l{layer}").detach().numpy()
        b = sum(getattr(model.recurrence, f"bias_{k}h_l{layer}").detach().numpy() for k in "ih")
        below = recording.lane(layer - 1).hidden_state
        parts = np.concatenate(recording.lane(layer).from_input, axis=-1)
        np.testing.assert_allclose(parts, below @ W.T + b, atol=1e-6)


def test_attention_is_what_the_readout_sees() -> None:
    run = start(small("attention"))
    side = run.latest.models["attention"]
    seen = attend(torch.tensor(side.recording.hidden_state))
    assert side.attention is not None
    np.testing.assert_allclose(side.attention, seen.weights, atol=1e-6)
    np.testing.assert_allclose(side.attention.sum(-1), 1, atol=1e-6)
    features = np.concatenate([side.recording.hidden_state, seen.context.numpy()], axis=-1)
    expected = features @ side.weights["readout.weight"].T + side.weights["readout.bias"]
    np.testing.assert_allclose(side.prediction, expected, atol=1e-6)


def test_dropout_between_layers_hides_in_updates_only() -> None:
    config = small("lstm_2_layers", dropout=0.5)
    model = begun("lstm_2_layers")
    x = torch.randn(6, 2, 4)
    with torch.no_grad():
        plain = model(x)
        one, again, other = (
            training_output(config, "lstm_2_layers", model, update, x) for update in (1, 1, 2)
        )
        assert torch.equal(model(x), plain)  # nothing stays hidden afterwards
    assert torch.equal(one, again)
    assert not torch.equal(one, other)
    assert not torch.equal(one, plain)
    # The readout alone cannot explain it: the upper layer itself sees less.
    assert model.recurrence.dropout == 0


@pytest.mark.parametrize("parameters", [1, 50, 137, 2000])
@every_cell
def test_the_nearest_size_is_the_nearest(cell: str, parameters: int) -> None:
    size = nearest_size(CELLS[cell], 4, 1, parameters)
    missed = [abs(CELLS[cell].parameters(4, n, 1) - parameters) for n in range(1, 60)]
    assert missed[size - 1] == min(missed)
