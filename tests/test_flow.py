"""The error signal in every unit: its norms are the snapshot's, and what is drawn is measured."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from lessons._sections.flow import decay_in_words
from lessons._sections.gradients import one_in
from lstm_viz import Film, TrainConfig, advance, start
from lstm_viz.family import CELLS
from lstm_viz.figures.flow import DECADES, flow_maps
from lstm_viz.figures.runs import gradient_profile
from lstm_viz.measures.flow import decay, forget_biases, unit_flow

PAIRS = [
    *(("lstm", "rnn"), ("gru", "irnn"), ("peephole", "no_forget_gate"), ("bilstm", "birnn")),
    *(("lstm_3_layers", "attention"), ("lstm_2_layers", "orthogonal_rnn")),
]
every_pair = pytest.mark.parametrize("pair", PAIRS, ids="-".join)


@cache
def trained(pair: tuple[str, str]) -> Film:
    """Return a film of ten updates of two cells, decoded from its bytes."""
    cell, against = pair
    config = TrainConfig.of_task(
        "adding", cell=cell, against=against, length=10, hidden_size=3, updates=10, snapshot_every=5
    )
    return Film.from_bytes(Film.of(advance(start(config), 10)).to_bytes())


@every_pair
def test_its_norms_are_those_that_the_film_holds(pair: tuple[str, str]) -> None:
    film = trained(pair)
    for name in pair:
        for place, snapshot in enumerate(film.snapshots):
            flow, side = unit_flow(film, name, place), snapshot.models[name]
            hidden = np.linalg.norm(flow.hidden, axis=-1)
            np.testing.assert_allclose(hidden, side.gradient_hidden, rtol=5e-3, atol=1e-12)
            assert (flow.cell is None) == (side.gradient_cell is None)
            if flow.cell is not None:
                cell = np.linalg.norm(flow.cell, axis=-1)
                np.testing.assert_allclose(cell, side.gradient_cell, rtol=5e-3, atol=1e-12)


def test_the_forget_bias_is_the_one_that_the_gate_uses() -> None:
    film = trained(("lstm_2_layers", "orthogonal_rnn"))
    side = film.snapshots[0].models["lstm_2_layers"]
    np.testing.assert_allclose(forget_biases(side.recording, side.weights), np.full(6, 1.0))
    recorded = film.snapshots[-1].models["lstm_2_layers"]
    found = forget_biases(recorded.recording, recorded.weights)
    assert len(np.unique(found.round(6))) == 6
    # What a gate of the first layer gets from its input is W x + b: with x = 0 it is b.
    weight = recorded.weights["recurrence.weight_ih_l0"][3:6]
    from_input = recorded.recording.from_input[1, :, :3]
    expected = from_input - recorded.recording.x @ weight.T
    np.testing.assert_allclose(expected, np.tile(found[:3], (10, 1)), atol=1e-3)


def test_the_decay_is_that_of_the_memory_from_the_answer_to_the_first_step() -> None:
    film = trained(("lstm", "rnn"))
    for name, profile in (("lstm", "gradient_cell"), ("rnn", "gradient_hidden")):
        norms = getattr(film.snapshots[0].models[name], profile)
        measured = decay(film, name, 0)
        assert measured.steps == 9
        assert measured.left == pytest.approx(norms[0] / norms[9], rel=1e-2)
        assert measured.per_step == pytest.approx((norms[0] / norms[9]) ** (1 / 9), rel=1e-3)
    bias = decay(film, "lstm", 0)
    np.testing.assert_allclose(bias.kept_by_bias, (1 / (1 + np.exp(-1.0))) ** 9, rtol=1e-6)
    assert decay(film, "rnn", 0).forget_bias is None


def test_of_two_directions_the_forward_one_fades_towards_the_beginning() -> None:
    film = trained(("bilstm", "birnn"))
    flow = unit_flow(film, "birnn", 0)
    size = film.config.size_of("birnn")
    forward = np.linalg.norm(flow.hidden[:, :size], axis=-1)
    assert decay(film, "birnn", 0).left == pytest.approx(forward[0] / forward[9], rel=1e-4)
    assert not flow.hidden[:9, size:].any()  # the backward lane begins at the answer
    assert len(decay(film, "bilstm", 0).forget_bias) == film.config.size_of("bilstm")


def test_words_tell_both_the_measured_factor_and_what_the_bias_would_leave() -> None:
    film = trained(("lstm", "rnn"))
    told, measured = decay_in_words(film, "lstm", 0), decay(film, "lstm", 0)
    assert f"**{measured.per_step:.3g}**" in told
    assert f"9 steps leave {one_in(measured.left)}." in told
    assert "biases b of its forget gates are 1;" in told
    assert r"$\sigma(b)^{9}$: one part in 17." in told  # sigmoid(1)^9
    assert "sigma" not in decay_in_words(film, "rnn", 0)
    held = trained(("peephole", "no_forget_gate"))
    assert "sigma" not in decay_in_words(held, "no_forget_gate", 0)


def test_a_signal_that_does_not_arrive_has_no_factor() -> None:
    film = trained(("lstm", "rnn"))
    side = film.snapshots[-1].models["rnn"]
    silent = {name: 0 * values for name, values in side.weights.items()}
    models = {**film.snapshots[-1].models, "rnn": replace(side, weights=silent)}
    film = replace(film, snapshots=(replace(film.snapshots[-1], models=models),))
    assert np.isnan(decay(film, "rnn").per_step)
    assert "no error signal" in decay_in_words(film, "rnn", -1)
    assert flow_maps(film).data


# --- the figures ----------------------------------------------------------------------------------


@every_pair
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_maps_draw_every_unit_of_every_state(pair: tuple[str, str], mode: str) -> None:
    film = trained(pair)
    figure = flow_maps(film, 1, mode)  # type: ignore[arg-type]
    drawn = {trace.name: trace for trace in figure.data}
    low, high = figure.layout.coloraxis.cmin, figure.layout.coloraxis.cmax
    largest = 0.0
    for name in pair:
        flow, title = unit_flow(film, name, 1), CELLS[name].title
        for states, words in ((flow.hidden, "|dL/dh|, hidden"), (flow.cell, "|dL/dc|, cell")):
            trace = drawn.pop(f"{title} {words} state", None)
            assert (trace is None) == (states is None)
            if states is not None:
                arrives = states.T > 0
                np.testing.assert_allclose(10 ** trace.z[arrives], states.T[arrives], rtol=1e-5)
                assert np.isnan(trace.z[~arrives]).all()
                assert trace.coloraxis == "coloraxis"
                largest = max(largest, states.max())
    assert not drawn
    assert high == pytest.approx(np.log10(largest))
    assert 1 <= high - low <= DECADES


def test_lanes_have_names_and_borders_plain_units_have_numbers() -> None:
    stacked = flow_maps(trained(("lstm_3_layers", "attention")))
    assert list(stacked.layout.yaxis.ticktext) == ["layer 1", "layer 2", "layer 3"]
    assert list(stacked.layout.yaxis2.ticktext)[:2] == ["1", "2"]
    borders = [shape.y0 for shape in stacked.layout.shapes]
    assert borders == [2.5, 5.5] * 2  # of the hidden states and of the cell states
    both = flow_maps(trained(("bilstm", "birnn")))
    assert list(both.layout.yaxis.ticktext) == ["forward", "backward"]
    assert both.data[0].customdata[3][0][0] == "backward, unit 1"


@every_pair
def test_the_profile_knows_every_cell(pair: tuple[str, str]) -> None:
    names = [trace.name for trace in gradient_profile(trained(pair)).data]
    assert len(set(names)) == len(names) == 2 + sum(CELLS[name].has_cell_state for name in pair)
