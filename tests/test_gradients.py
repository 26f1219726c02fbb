"""Gradients through time equal what torch's autograd says of the equations unrolled by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn import functional

from lstm_viz import TASKS, TrainConfig, record, start, watch
from lstm_viz.cells import lstm_step, rnn_step
from lstm_viz.gradients import loss_gradient, through_time
from lstm_viz.run import MODELS, ModelName
from lstm_viz.tasks.base import TargetKind

OUTPUTS = 3
KINDS: tuple[TargetKind, ...] = ("value", "class", "set")
every_kind = pytest.mark.parametrize("kind", KINDS)
every_cell = pytest.mark.parametrize("cell", [nn.LSTM, nn.RNN], ids=["lstm", "rnn"])


def answer_loss(kind: TargetKind, output: Tensor, target: Tensor) -> Tensor:
    """Return the loss of one answer (O,), by torch."""
    if kind == "value":
        return functional.mse_loss(output, target)
    if kind == "class":
        return functional.cross_entropy(output, target)
    return functional.binary_cross_entropy_with_logits(output, target)


def said(kind: TargetKind, output: Tensor) -> Tensor:
    """Return the prediction that a person is shown."""
    return {"value": output, "class": output.softmax(-1), "set": output.sigmoid()}[kind]


def by_autograd(
    weights: dict[str, Tensor], x: Tensor, kind: TargetKind, target: Tensor, answer: int
) -> tuple[list[float], list[float], Tensor]:
    """Unroll the cell, keep every state's gradient, and return norms by step and the output."""
    W, U = weights["recurrence.weight_ih_l0"], weights["recurrence.weight_hh_l0"]
    b = weights["recurrence.bias_ih_l0"] + weights["recurrence.bias_hh_l0"]
    is_lstm = len(U) != U.shape[1]
    hidden = torch.zeros(U.shape[1], dtype=U.dtype, requires_grad=True)
    cell = torch.zeros_like(hidden)
    hiddens, cells = [], []
    for row in x:
        if is_lstm:
            step = lstm_step(row, (hidden, cell), W, U, b)
            # The hidden state comes from a cell state that can be asked for its gradient.
            hidden, cell = step.hidden_state, step.cell_state
            cell.retain_grad()
            cells.append(cell)
        else:
            hidden = rnn_step(row, hidden, W, U, b)
        hidden.retain_grad()
        hiddens.append(hidden)
    output = hiddens[answer] @ weights["readout.weight"].T + weights["readout.bias"]
    answer_loss(kind, output, target).backward()

    def norms(states: list[Tensor]) -> list[float]:
        return [0.0 if s.grad is None else float(s.grad.norm()) for s in states]

    return norms(hiddens), norms(cells), output.detach()


def random_weights(layer: nn.Module, generator: torch.Generator) -> dict[str, Tensor]:
    """Draw weights for a layer and a readout, in double precision."""
    layer.double()
    with torch.no_grad():
        for weight in layer.parameters():
            weight.normal_(0, 0.7, generator=generator)
    drawn = {f"recurrence.{name}": p.detach() for name, p in layer.named_parameters()}
    drawn["readout.weight"] = torch.randn(
        OUTPUTS, layer.hidden_size, generator=generator, dtype=torch.float64
    )
    drawn["readout.bias"] = torch.zeros(OUTPUTS, dtype=torch.float64)
    return drawn


@every_cell
@every_kind
@given(
    steps=st.integers(1, 15),
    units=st.integers(1, 6),
    part=st.floats(0, 1),
    seed=st.integers(0, 2**31 - 1),
)
def test_every_state_gets_the_gradient_of_autograd(
    cell: type[nn.Module], kind: TargetKind, steps: int, units: int, part: float, seed: int
) -> None:
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(steps, 2, generator=generator, dtype=torch.float64)
    target = torch.tensor([0.0, 1.0, 0.0], dtype=torch.float64)
    answer = round(part * (steps - 1))  # the end, the start, or somewhere in the middle
    layers = [cell(2, units) for _ in range(2)]
    drawn = [random_weights(layer, generator) for layer in layers]
    expected = [by_autograd(weights, x, kind, target, answer) for weights in drawn]

    readout = np.stack([weights["readout.weight"].numpy() for weights in drawn])
    prediction = np.stack([said(kind, output).numpy() for _, _, output in expected])
    d_output = loss_gradient(kind, prediction, target.numpy())
    hidden, carried = through_time(
        [record(layer, x) for layer in layers],
        np.stack([weights["recurrence.weight_hh_l0"].numpy() for weights in drawn]),
        answer,
        (d_output[:, None] @ readout)[:, 0],
    )
    for k in range(2):
        np.testing.assert_allclose(hidden[k], expected[k][0], rtol=1e-9, atol=1e-12)
        if cell is nn.LSTM:
            assert carried is not None
            np.testing.assert_allclose(carried[k], expected[k][1], rtol=1e-9, atol=1e-12)
        else:
            assert carried is None
    assert not hidden[:, answer + 1 :].any()


@every_kind
def test_loss_gradient_is_that_of_autograd(kind: TargetKind) -> None:
    generator = torch.Generator().manual_seed(0)
    output = torch.randn(OUTPUTS, generator=generator, dtype=torch.float64, requires_grad=True)
    target = torch.tensor([0.0, 1.0, 0.0], dtype=torch.float64)
    answer_loss(kind, output, target).backward()
    prediction = said(kind, output).detach().numpy()
    assert output.grad is not None
    np.testing.assert_allclose(
        loss_gradient(kind, prediction, target.numpy()), output.grad, rtol=1e-12
    )


@pytest.mark.parametrize("gain", [0.5, 1.0, 1.25])
def test_a_linear_rnn_multiplies_by_its_gain_at_every_step(gain: float) -> None:
    steps, units = 50, 6
    layer = nn.RNN(1, units).double()
    with torch.no_grad():
        for weight in layer.parameters():
            weight.zero_()
        nn.init.orthogonal_(layer.weight_hh_l0, gain=gain)
        layer.weight_ih_l0.fill_(1e-30)  # tanh is linear for hidden states this small
    recurrent = layer.weight_hh_l0.detach().numpy()[None]
    last = np.random.default_rng(0).normal(size=(1, units))
    hidden, _ = through_time([record(layer, np.ones((steps, 1)))], recurrent, steps - 1, last)
    expected = np.linalg.norm(last) * gain ** np.arange(steps - 1, -1, -1)
    np.testing.assert_allclose(hidden[0], expected, rtol=1e-12)


def test_a_cell_that_only_keeps_passes_its_gradient_on_unchanged() -> None:
    layer = nn.LSTM(1, 1).double()
    with torch.no_grad():
        for weight in layer.parameters():
            weight.zero_()
        # Forget bias: the gate is 1 to the last digit. Input gate 0, output gate 1/2.
        layer.bias_ih_l0.copy_(torch.tensor([-800.0, 800.0, 0.0, 0.0]))
    recording = record(layer, np.ones((100, 1)))
    recurrent = layer.weight_hh_l0.detach().numpy()[None]
    hidden, carried = through_time([recording], recurrent, 99, np.ones((1, 1)))
    assert carried is not None
    np.testing.assert_allclose(carried[0], 0.5, rtol=1e-12)
    assert hidden[0, 99] == 1
    assert not hidden[0, :99].any()


# --- in a snapshot --------------------------------------------------------------------------------


def profile_of_a_snapshot(name: ModelName, side: Any, probe: Any, kind: TargetKind) -> None:
    """Compare the profiles that a snapshot holds with autograd on its own weights."""
    weights = {key: torch.from_numpy(value).double() for key, value in side.weights.items()}
    answer = int(np.flatnonzero(probe.mask)[-1])
    x = torch.from_numpy(probe.x).double()
    target = torch.from_numpy(probe.target[answer]).double()
    hidden, cell, output = by_autograd(weights, x, kind, target, answer)
    np.testing.assert_allclose(side.prediction[answer], said(kind, output), atol=1e-5)

    def close(profile: Any, expected: list[float]) -> None:
        np.testing.assert_allclose(profile, expected, rtol=1e-3, atol=1e-5 * max(expected))

    close(side.gradient_hidden, hidden)
    if name == "lstm":
        close(side.gradient_cell, cell)
    else:
        assert side.gradient_cell is None


@pytest.mark.parametrize("task", TASKS)
def test_snapshots_hold_the_gradients_of_their_last_answer(task: str) -> None:
    run = start(TrainConfig.of_task(task, seed=3))
    for name in MODELS:
        profile_of_a_snapshot(
            name, run.latest.models[name], run.probe, run.config.the_task.target_kind
        )


def test_the_last_answer_may_lie_in_the_middle() -> None:
    config = TrainConfig.of_task("memory_cell", seed=3)
    probe = config.the_task.probes(config.length)[0]
    probe.mask.setflags(write=True)
    probe.mask[14:] = False
    run = watch(start(config), probe)
    for name in MODELS:
        profile_of_a_snapshot(name, run.latest.models[name], probe, "value")
        assert not run.latest.models[name].gradient_hidden[14:].any()
