"""Gradients through time equal what torch's autograd says of the equations unrolled by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from lstm_viz import TASKS, TrainConfig, record, start, watch
from lstm_viz.family import CELLS, Cell
from lstm_viz.gradients import (
    Gradients,
    asked_of_hidden,
    attention_weights,
    loss_gradient,
    seen_by_readout,
    through_time,
)
from lstm_viz.peephole import PeepholeLSTM
from lstm_viz.tasks.base import TargetKind
from tests.suited import task_for
from tests.unrolled import answer_loss, said, unrolled

INPUTS, OUTPUTS = 2, 3
KINDS: tuple[TargetKind, ...] = ("value", "class", "set")
TARGET = np.array([0.0, 1.0, 0.0])
# Every cell, and what the family could be told to build as well.
BUILT: dict[str, Cell] = {
    **{name: cell for name, cell in CELLS.items() if not cell.decoder},  # see test_handover.py
    "gru_2_layers": replace(CELLS["gru"], layers=2),
    "bilstm_2_layers": replace(CELLS["bilstm"], layers=2),
    "birnn_3_layers": replace(CELLS["birnn"], layers=3),
    "bigru": replace(CELLS["gru"], bidirectional=True),
}
every_kind = pytest.mark.parametrize("kind", KINDS)


def drawn(cell: Cell, size: int, generator: torch.Generator) -> nn.Module:
    """Build the recurrent layer of a cell in double precision, with random weights."""
    kinds = {"lstm": nn.LSTM, "peephole": PeepholeLSTM, "gru": nn.GRU, "rnn": nn.RNN}
    more: dict[str, Any] = {}
    if cell.kind == "rnn":
        more["nonlinearity"] = cell.nonlinearity
    if cell.kind != "peephole":
        more |= {"num_layers": cell.layers, "bidirectional": cell.bidirectional}
    recurrence: nn.Module = kinds[cell.kind](INPUTS, size, **more).double()
    with torch.no_grad():
        for weight in recurrence.parameters():
            weight.normal_(0, 0.7, generator=generator)
    return recurrence


def with_readout(
    cell: Cell, size: int, layer: nn.Module, generator: torch.Generator
) -> dict[str, Tensor]:
    """Return the weights of a layer under a SequenceModel's names, with a random readout."""
    weights = {f"recurrence.{name}": p.detach() for name, p in layer.named_parameters()}
    width = size * cell.directions * (1 + cell.attention)
    weights["readout.weight"] = torch.randn(
        OUTPUTS, width, generator=generator, dtype=torch.float64
    )
    weights["readout.bias"] = torch.zeros(OUTPUTS, dtype=torch.float64)
    return weights


@pytest.mark.parametrize("name", BUILT)
@settings(max_examples=15)
@given(
    kind=st.sampled_from(KINDS),
    steps=st.integers(1, 12),
    size=st.integers(1, 4),
    part=st.floats(0, 1),
    seed=st.integers(0, 2**31 - 1),
)
def test_every_state_gets_the_gradient_of_autograd(
    name: str, kind: TargetKind, steps: int, size: int, part: float, seed: int
) -> None:
    cell, generator = BUILT[name], torch.Generator().manual_seed(seed)
    x = torch.randn(steps, INPUTS, generator=generator, dtype=torch.float64)
    answer = round(part * (steps - 1))  # the end, the start, or somewhere in the middle
    layers = [drawn(cell, size, generator) for _ in range(2)]
    weights = [with_readout(cell, size, layer, generator) for layer in layers]
    runs = [unrolled(cell, size, each, x) for each in weights]
    for run in runs:
        answer_loss(kind, run.output[answer], torch.from_numpy(TARGET)).backward()

    recordings = [record(layer, x) for layer in layers]
    hidden = seen_by_readout(recordings)
    attention = attention_weights(hidden) if cell.attention else None
    said_now = np.stack([said(kind, run.output[answer]).numpy() for run in runs])
    readout = np.stack([each["readout.weight"].numpy() for each in weights])
    d_seen = (loss_gradient(kind, said_now, TARGET)[:, None] @ readout)[:, 0]
    named = [{n: p.detach().numpy() for n, p in layer.named_parameters()} for layer in layers]
    flow = through_time(recordings, named, asked_of_hidden(d_seen, hidden, answer, attention))
    for k, run in enumerate(runs):
        by_hidden, by_cell = run.gradients()
        np.testing.assert_allclose(flow.hidden[k], by_hidden, rtol=1e-9, atol=1e-12)
        assert (by_cell is None) == (flow.cell is None)
        if flow.cell is not None:
            np.testing.assert_allclose(flow.cell[k], by_cell, rtol=1e-9, atol=1e-12)
    nothing_before_its_time(cell, size, flow, answer)


def nothing_before_its_time(cell: Cell, size: int, flow: Gradients, answer: int) -> None:
    """Check that an answer asks nothing of what its lanes compute after it."""
    if cell.bidirectional and cell.layers > 1:
        return  # there the upper layers carry it anywhere
    for k, lane in enumerate(cell.lanes(size)):
        later = np.s_[:answer] if lane.backward else np.s_[answer + 1 :]
        units = np.s_[k * size : (k + 1) * size]
        for states in filter(lambda each: each is not None, flow):
            assert not states[:, later, units].any()


@every_kind
def test_loss_gradient_is_that_of_autograd(kind: TargetKind) -> None:
    generator = torch.Generator().manual_seed(0)
    output = torch.randn(OUTPUTS, generator=generator, dtype=torch.float64, requires_grad=True)
    answer_loss(kind, output, torch.from_numpy(TARGET)).backward()
    assert output.grad is not None
    expected = loss_gradient(kind, said(kind, output).numpy(), TARGET)
    np.testing.assert_allclose(expected, output.grad, rtol=1e-12)


def only_at(step: int, asked: np.ndarray[Any, Any], steps: int) -> np.ndarray[Any, Any]:
    """Return what is asked (S, H) at one time step, (S, T, H)."""
    everywhere = np.zeros((len(asked), steps, asked.shape[1]))
    everywhere[:, step] = asked
    return everywhere


@pytest.mark.parametrize("gain", [0.5, 1.0, 1.25])
def test_a_linear_rnn_multiplies_by_its_gain_at_every_step(gain: float) -> None:
    steps, units = 50, 6
    layer = nn.RNN(1, units).double()
    with torch.no_grad():
        for weight in layer.parameters():
            weight.zero_()
        nn.init.orthogonal_(layer.weight_hh_l0, gain=gain)
        layer.weight_ih_l0.fill_(1e-30)  # tanh is linear for hidden states this small
    weights = {name: p.detach().numpy() for name, p in layer.named_parameters()}
    last = np.random.default_rng(0).normal(size=(1, units))
    asked = only_at(steps - 1, last, steps)
    flow = through_time([record(layer, np.ones((steps, 1)))], [weights], asked)
    norms = np.linalg.norm(flow.hidden[0], axis=-1)
    expected = np.linalg.norm(last) * gain ** np.arange(steps - 1, -1, -1)
    np.testing.assert_allclose(norms, expected, rtol=1e-12)


def test_a_cell_that_only_keeps_passes_its_gradient_on_unchanged() -> None:
    layer = nn.LSTM(1, 1).double()
    with torch.no_grad():
        for weight in layer.parameters():
            weight.zero_()
        # Forget bias: the gate is 1 to the last digit. Input gate 0, output gate 1/2.
        layer.bias_ih_l0.copy_(torch.tensor([-800.0, 800.0, 0.0, 0.0]))
    weights = {name: p.detach().numpy() for name, p in layer.named_parameters()}
    recording = record(layer, np.ones((100, 1)))
    flow = through_time([recording], [weights], only_at(99, np.ones((1, 1)), 100))
    assert flow.cell is not None
    np.testing.assert_allclose(flow.cell[0], 0.5, rtol=1e-12)
    assert flow.hidden[0, 99] == 1
    assert not flow.hidden[0, :99].any()


# --- in a snapshot --------------------------------------------------------------------------------


def profile_of_a_snapshot(cell: Cell, size: int, side: Any, probe: Any, kind: TargetKind) -> None:
    """Compare the profiles that a snapshot holds with autograd on its own weights."""
    weights = {key: torch.from_numpy(value).double() for key, value in side.weights.items()}
    answer = int(np.flatnonzero(probe.mask)[-1])
    run = unrolled(cell, size, weights, torch.from_numpy(probe.x).double())
    target = torch.from_numpy(probe.target[answer]).double()
    answer_loss(kind, run.output[answer], target).backward()
    np.testing.assert_allclose(side.prediction[answer], said(kind, run.output[answer]), atol=1e-5)
    by_hidden, by_cell = run.gradients()

    def close(profile: Any, states: Tensor) -> None:
        norms = states.norm(dim=-1)
        np.testing.assert_allclose(profile, norms, rtol=1e-3, atol=1e-5 * float(norms.max()))

    close(side.gradient_hidden, by_hidden)
    assert (by_cell is None) == (side.gradient_cell is None)
    if by_cell is not None:
        close(side.gradient_cell, by_cell)


def profiles_of_a_run(run: Any, probe: Any) -> None:
    """Compare both models of a run."""
    for name in run.config.cells:
        profile_of_a_snapshot(
            CELLS[name],
            run.config.size_of(name),
            run.latest.models[name],
            probe,
            run.config.the_task.target_kind,
        )


@pytest.mark.parametrize("task", TASKS)
def test_snapshots_hold_the_gradients_of_their_last_answer(task: str) -> None:
    run = start(TrainConfig.of_task(task, seed=3))
    profiles_of_a_run(run, run.probe)


@pytest.mark.parametrize("name", [name for name in CELLS if name != "rnn"])
def test_snapshots_of_every_cell_do(name: str) -> None:
    run = start(TrainConfig.of_task(task_for(name), cell=name, against="rnn", length=12, seed=3))
    profiles_of_a_run(run, run.probe)


def test_the_last_answer_may_lie_in_the_middle() -> None:
    config = TrainConfig.of_task("memory_cell", seed=3)
    probe = config.the_task.probes(config.length)[0]
    probe.mask.setflags(write=True)
    probe.mask[14:] = False
    run = watch(start(config), probe)
    profiles_of_a_run(run, probe)
    assert not any(side.gradient_hidden[14:].any() for side in run.latest.models.values())
