"""Interfering: what is done to a model has the consequence that its equations say."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from lstm_viz import TrainConfig, TrainingRun, advance, start
from lstm_viz.config import Fairness
from lstm_viz.family import CELLS
from lstm_viz.interfering import (
    Bias,
    Flip,
    Hold,
    Interfered,
    Intervention,
    InterventionError,
    Negate,
    Replace,
    Silence,
    Swap,
    interfered,
    read_interventions,
    write_interventions,
)
from lstm_viz.tasks import TASKS
from lstm_viz.wired import wired
from tests.suited import task_for


def run_of(cell: str, task: str = "memory_cell", **changes: Any) -> TrainingRun:
    """Return a few updates of a cell: weights that nobody chose."""
    against = "lstm" if cell == "rnn" else "rnn"
    config = TrainConfig.of_task(task, cell=cell, against=against, updates=30, **changes)
    return advance(start(config), 30)


@pytest.fixture(scope="module")
def three_units() -> TrainingRun:
    return run_of("lstm", hidden_size=3)


def done(run: TrainingRun, *interventions: Intervention) -> Interfered:
    name = run.config.cell
    weights = run.latest.models[name].weights
    return interfered(run.config, name, weights, run.probe, interventions)


EQUAL: Fairness = "hidden_size"


# Parity with torch.


@pytest.mark.parametrize("cell", CELLS)
def test_without_intervention_it_is_what_torch_recorded(cell: str) -> None:
    run = run_of(cell, task_for(cell), hidden_size=3)
    side, without = run.latest.models[cell], done(run)
    assert type(without.recording) is type(side.recording)
    assert without.recording.lanes == side.recording.lanes
    for field in fields(side.recording):
        recorded = getattr(side.recording, field.name)
        if isinstance(recorded, np.ndarray):
            ours = getattr(without.recording, field.name)
            assert ours.dtype == recorded.dtype
            np.testing.assert_allclose(ours, recorded, rtol=1e-6, atol=1e-6, err_msg=field.name)
    np.testing.assert_allclose(without.prediction, side.prediction, atol=1e-6)
    assert without.score == pytest.approx(side.score, rel=1e-5)
    if side.attention is not None:
        assert without.attention is not None
        np.testing.assert_allclose(without.attention, side.attention, atol=1e-6)


@pytest.mark.parametrize("task", TASKS)
def test_it_answers_and_scores_as_every_task_does(task: str) -> None:
    config = TrainConfig.of_task(task, updates=5)
    run = advance(start(config), 5)
    for name, side in run.latest.models.items():
        without = interfered(config, name, side.weights, run.probe)
        np.testing.assert_allclose(without.prediction, side.prediction, atol=1e-6)
        assert without.score == pytest.approx(side.score, rel=1e-5)


@pytest.mark.parametrize("cell", ["lstm", "peephole", "gru", "rnn", "bilstm"])
def test_a_silent_unit_is_one_whose_outgoing_weights_are_zero(cell: str) -> None:
    """Torch runs the model without those weights: the same answers, and the same score."""
    from lstm_viz.looking import look

    run = run_of(cell, hidden_size=3)
    unit = 1
    weights = {n: w.copy() for n, w in run.latest.models[cell].weights.items()}
    weights["recurrence.weight_hh_l0"][:, unit] = 0
    weights["readout.weight"][:, unit] = 0
    silent = done(run, Silence(unit))
    (seen,) = look(run.config, cell, run.probe, [weights])
    np.testing.assert_allclose(silent.prediction, seen["prediction"], atol=1e-6)
    for quantity, values in seen["recording"]:
        ours = getattr(silent.recording, quantity)
        np.testing.assert_allclose(ours, values, atol=1e-6, err_msg=quantity)


def test_attention_does_not_hear_a_silent_unit() -> None:
    run = run_of("attention", hidden_size=2)
    silent = done(run, Silence(0), Silence(1))
    assert silent.attention is not None
    steps = np.arange(1, run.probe.steps + 1)
    np.testing.assert_allclose(silent.attention[-1], 1 / steps[-1], rtol=1e-5)  # all look alike
    bias = run.latest.models["attention"].weights["readout.bias"]
    np.testing.assert_allclose(silent.prediction, np.broadcast_to(bias, silent.prediction.shape))


def test_more_bias_is_a_model_with_that_bias() -> None:
    from lstm_viz.looking import look

    run = run_of("lstm", hidden_size=3)
    weights = {n: w.copy() for n, w in run.latest.lstm.weights.items()}
    weights["recurrence.bias_ih_l0"][3 + 2] += 2.5  # PyTorch's order: the forget gate is second
    (seen,) = look(run.config, "lstm", run.probe, [weights])
    biased = done(run, Bias("forget_gate", 2.5, unit=2))
    np.testing.assert_allclose(
        biased.recording.hidden_state, seen["recording"].hidden_state, atol=1e-6
    )
    odds = biased.recording.pre_activation("forget_gate").from_input
    before = run.latest.lstm.recording.pre_activation("forget_gate").from_input
    np.testing.assert_allclose(odds - before, np.tile([0, 0, 2.5], (run.probe.steps, 1)), atol=1e-5)


# Closed forms.


@pytest.mark.parametrize("cell", ["lstm", "peephole"])
def test_a_forget_gate_at_1_and_an_input_gate_at_0_hold_the_cell_state_exactly(cell: str) -> None:
    run = run_of(cell, hidden_size=3)
    held = done(
        run, Hold("forget_gate", 1, 1, first=5), Hold("input_gate", 0, 1, first=5)
    ).recording
    cells = held.cell_state  # type: ignore[attr-defined]
    assert (cells[5:, 1] == cells[4, 1]).all()
    assert not (cells[5:, 0] == cells[4, 0]).any()


def test_a_gru_whose_update_gate_is_1_keeps_its_hidden_state_exactly() -> None:
    held = done(run_of("gru"), Hold("update_gate", 1, first=4)).recording
    assert (held.hidden_state[4:] == held.hidden_state[3]).all()


def test_a_gru_whose_update_gate_is_0_says_its_candidate() -> None:
    held: Any = done(run_of("gru"), Hold("update_gate", 0)).recording
    np.testing.assert_array_equal(held.hidden_state, held.candidate)


def test_a_hold_ends_when_it_should(three_units: TrainingRun) -> None:
    before = done(three_units).recording
    held = done(three_units, Hold("output_gate", 0.25, None, 3, 6)).recording
    gate, free = held.output_gate, before.output_gate  # type: ignore[attr-defined]
    assert (gate[3:7] == 0.25).all()
    np.testing.assert_array_equal(gate[:3], free[:3])
    assert (gate[7:] != 0.25).all()


def test_a_held_candidate_is_what_is_written(three_units: TrainingRun) -> None:
    held: Any = done(
        three_units, Hold("candidate", -0.5), Hold("input_gate", 1), Hold("forget_gate", 1)
    ).recording
    counted = -0.5 * np.arange(1, three_units.probe.steps + 1)
    np.testing.assert_array_equal(held.cell_state, np.repeat(counted[:, None], 3, axis=1))


def test_an_erased_cell_state_is_read_out_as_nothing(three_units: TrainingRun) -> None:
    erased: Any = done(three_units, Replace(4, None, 0)).recording
    before: Any = done(three_units).recording
    assert (erased.cell_state[4] == 0).all()
    assert (erased.hidden_state[4] == 0).all()
    np.testing.assert_array_equal(erased.cell_state[:4], before.cell_state[:4])
    np.testing.assert_allclose(erased.cell_state[5], erased.written_amount[5])
    assert (erased.input_gate[5] != before.input_gate[5]).all()  # they saw no hidden state


def test_a_wired_cell_whose_state_is_negated_says_minus_what_it_stored() -> None:
    config = TrainConfig.of_task(
        "memory_cell", hidden_size=1, fairness=EQUAL, initialisation="wired"
    )
    probe = config.the_task.read_sequence("0.8w 0.1 0.2r 0.3r")
    said = interfered(config, "lstm", wired("memory_cell"), probe, [Negate(2)])
    np.testing.assert_allclose(said.prediction[:, 0], [0, 0, -0.8, -0.8], atol=1e-3)


def test_a_wired_cell_tells_a_lie_that_it_was_told() -> None:
    config = TrainConfig.of_task(
        "memory_cell", hidden_size=1, fairness=EQUAL, initialisation="wired"
    )
    probe = config.the_task.read_sequence("0.8w 0.1 -0.8 0.3r")
    weights = wired("memory_cell")
    negative = interfered(config, "lstm", weights, probe, [Flip(0, 0)])
    np.testing.assert_allclose(negative.prediction[3], -0.8, atol=1e-3)
    unwritten = interfered(config, "lstm", weights, probe, [Flip(0, 1)])  # a flag becomes 0
    np.testing.assert_allclose(unwritten.prediction[3], 0, atol=1e-3)
    rewritten = interfered(config, "lstm", weights, probe, [Flip(2, 1)])  # and 0 becomes a flag
    np.testing.assert_allclose(rewritten.prediction[3], -0.8, atol=1e-3)
    assert rewritten.recording.x[2].tolist() == pytest.approx([-0.8, 1, 0, 0])
    assert not config.the_task.is_solved(rewritten.score)


def test_swapped_units_have_each_others_state(three_units: TrainingRun) -> None:
    before: Any = done(three_units).recording
    swapped: Any = done(three_units, Swap(6, 0, other=2)).recording
    np.testing.assert_array_equal(swapped.cell_state[6], before.cell_state[6][[2, 1, 0]])
    twice: Any = done(three_units, Swap(6, 0, other=2), Swap(6, 2, other=0)).recording
    np.testing.assert_array_equal(twice.cell_state, before.cell_state)


def test_in_a_backward_lane_what_is_changed_changes_what_is_before() -> None:
    run = run_of("bilstm", hidden_size=2)
    before: Any = done(run).recording
    erased: Any = done(run, Replace(6, 3, 0)).recording  # a unit that reads from the end
    assert erased.cell_state[6, 3] == 0
    np.testing.assert_array_equal(erased.cell_state[7:], before.cell_state[7:])
    assert (erased.cell_state[:6, 3] != before.cell_state[:6, 3]).all()
    np.testing.assert_array_equal(erased.cell_state[:, :2], before.cell_state[:, :2])


def test_a_layer_above_hears_what_is_done_below() -> None:
    run = run_of("lstm_2_layers", hidden_size=2)
    before: Any = done(run).recording.lane(1)
    silent: Any = done(run, Silence(0), Silence(1)).recording.lane(1)
    weights = run.latest.models["lstm_2_layers"].weights
    bias = weights["recurrence.bias_ih_l1"] + weights["recurrence.bias_hh_l1"]
    np.testing.assert_allclose(
        silent.from_input[:, 0], bias.reshape(4, 2), atol=1e-6
    )  # it gets zeros
    assert (silent.cell_state != before.cell_state).all()


def test_the_score_suffers_as_the_model_does(three_units: TrainingRun) -> None:
    config = three_units.config
    task, batch = config.the_task, config.the_task.validation(config.length)
    mute = done(three_units, *(Silence(unit) for unit in range(3)))
    bias = three_units.latest.lstm.weights["readout.bias"]
    assert mute.score == pytest.approx(task.score(np.broadcast_to(bias, batch.target.shape), batch))


# What cannot be done is told.


@pytest.mark.parametrize(
    ("cell", "what", "told"),
    [
        ("lstm", Silence(3), "unit is 4, but the LSTM has 3"),
        ("lstm", Hold("update_gate", 1), "the LSTM has no update_gate, expected one of"),
        ("rnn", Hold("candidate", 1), "expected one of: none"),
        ("lstm", Replace(30, 0, 1.0), "time step is 31, but the sequence has 30"),
        ("rnn", Replace(1, 0, 1.5), "expected -1 to 1 for a hidden state"),
        ("bilstm", Swap(1, 0, other=3), "units 1 and 4 are not of one layer and direction"),
        ("lstm", Flip(1, 4), "input is 5, expected 1 to 4: value, write, erase, read"),
    ],
)
def test_what_a_model_does_not_have_is_told(cell: str, what: Intervention, told: str) -> None:
    with pytest.raises(InterventionError, match=told):
        done(run_of(cell, hidden_size=3, fairness=EQUAL), what)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Hold("forget_gate", 1.1), "forget_gate is 1.1, expected 0 to 1"),
        (lambda: Hold("forget_gate", float("nan")), "nan, expected 0 to 1"),
        (lambda: Hold("forget_gate", 1, -1), "unit is -1, expected a whole number from 0"),
        (lambda: Hold("forget_gate", 1, 0, 5, 3), "time steps go from 6 to 4"),
        (lambda: Bias("forget_gate", 21), "21, expected -20 to 20"),
        (lambda: Swap(1, 1, other=1), "expected two units"),
        (lambda: Silence(None), "expected the unit"),  # type: ignore[arg-type]
        (lambda: Replace(1, 0, float("inf")), "the state is inf"),
    ],
)
def test_values_are_checked(make: Any, told: str) -> None:
    with pytest.raises(InterventionError, match=told):
        make()


# Links.

WORDS = {
    "hold_f_1": Hold("forget_gate", 1),
    "hold_g_-0.5_u2_t5-9": Hold("candidate", -0.5, 1, 4, 8),
    "hold_i_0.25_t12": Hold("input_gate", 0.25, None, 11, 11),
    "hold_z_0_u3_t4-": Hold("update_gate", 0, 2, 3),
    "silence_u2": Silence(1),
    "bias_f_3": Bias("forget_gate", 3),
    "bias_o_-1.5_u1": Bias("output_gate", -1.5, 0),
    "set_0_t12": Replace(11, None, 0),
    "set_-0.7_u1_t12": Replace(11, 0, -0.7),
    "negate_u1_t2": Negate(1, 0),
    "swap_u1_u2_t12": Swap(11, 0, other=1),
    "flip_4_t7": Flip(6, 3),
}


@pytest.mark.parametrize("word", WORDS)
def test_a_link_says_what_is_done_and_reading_it_gives_the_same(word: str) -> None:
    assert write_interventions([WORDS[word]]) == word
    assert read_interventions(word) == (WORDS[word],)


def test_several_stand_in_one_link() -> None:
    everything = " ".join(list(WORDS)[:8])
    assert write_interventions(read_interventions(everything)) == everything
    assert read_interventions("") == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("dance_u1", "'dance_u1' is no intervention, expected hold, silence"),
        ("hold_f", "cannot be read, expected hold_f_1_u2_t5-9"),
        ("hold_q_1", "cannot be read"),
        ("hold_f_2", "expected 0 to 1"),
        ("hold_f_1_u0", "0 is out of range"),
        ("silence_u9999", "9999 is out of range"),
        ("hold_f_1_t9-3", "expected them in order"),
        ("hold_f_nan", "cannot be read"),
        ("set_99_t1", "the state is 99"),
        ("silence_u٣", "cannot be read"),
        ("silence_u1 " * 9, "there are 9 interventions, at most 8"),
        ("<script>", "is no intervention"),
    ],
)
def test_a_strangers_link_is_refused_in_a_sentence(text: str, told: str) -> None:
    with pytest.raises(InterventionError, match=told):
        read_interventions(text)
