"""The equations of one time step: weights with known answers, then parity with torch.nn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn import functional

from lstm_viz.cells import attend, gru_step, lstm_step, peephole_step, relu_step, rnn_step

sizes = {
    "steps": st.integers(1, 30),
    "inputs": st.integers(1, 5),
    "units": st.integers(1, 9),
    "seed": st.integers(0, 2**31 - 1),
}

# --- weights with known answers -------------------------------------------------------------------


def timer(period: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return W, U, b and p of a unit that counts to ``period``, reads out, and starts again.

    i = 1, g = 1, f = sigmoid(20 (N - .5 - c_before)), o = sigmoid(20 (c - N + .5))
    """
    limit = 20 * (period - 0.5)
    b = torch.tensor([100, limit, 100, -limit])
    return torch.zeros(4, 1), torch.zeros(4, 1), b, torch.tensor([0.0, -20, 20])


def fires(period: int, steps: int, peepholes: float) -> list[int]:
    """Return the time steps, counted from 1, at which the timer reads out."""
    W, U, b, p = timer(period)
    hidden = cell = torch.zeros(1)
    found = []
    for t in range(steps):
        step = peephole_step(torch.zeros(1), (hidden, cell), W, U, b, peepholes * p)
        hidden, cell = step.hidden_state, step.cell_state
        if hidden > 0.5:
            found.append(t + 1)
    return found


@pytest.mark.parametrize("period", [5, 10, 50])
def test_a_timer_fires_exactly_on_time_with_peepholes_and_never_without(period: int) -> None:
    assert fires(period, 3 * period + 1, peepholes=1) == [period, 2 * period, 3 * period]
    assert fires(period, 3 * period + 1, peepholes=0) == []


def test_the_output_gate_sees_the_new_cell_state_and_the_other_gates_the_old_one() -> None:
    W, U, b = torch.zeros(4, 1), torch.zeros(4, 1), torch.tensor([0.0, 0.0, 100.0, 0.0])
    step = peephole_step(torch.zeros(1), (torch.zeros(1), torch.ones(1)), W, U, b, torch.ones(3))
    at_1 = 1 / (1 + torch.exp(-torch.ones(1)))
    torch.testing.assert_close(step.input_gate, at_1)
    torch.testing.assert_close(step.forget_gate, at_1)
    torch.testing.assert_close(step.cell_state, 2 * at_1)
    torch.testing.assert_close(step.output_gate, torch.sigmoid(2 * at_1))


@pytest.mark.parametrize(("bias", "expected"), [(100.0, 0.75), (-100.0, 0.0), (0.0, 0.375)])
def test_an_update_gate_keeps_near_1_and_replaces_near_0(bias: float, expected: float) -> None:
    b = torch.tensor([0.0, bias, 0.0])
    zero = torch.zeros(3, 1)
    step = gru_step(torch.zeros(1), torch.tensor([0.75]), zero, zero, b, torch.zeros(3))
    assert step.hidden_state.item() == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("bias", "uses"), [(100.0, 1.0), (-100.0, 0.0)])
def test_a_reset_gate_multiplies_the_past_and_its_bias(bias: float, uses: float) -> None:
    W, U = torch.zeros(3, 1), torch.tensor([[0.0], [0.0], [0.5]])
    b_input, b_past = torch.tensor([bias, 0.0, 0.25]), torch.tensor([0.0, 0.0, 0.125])
    step = gru_step(torch.zeros(1), torch.ones(1), W, U, b_input, b_past)
    expected = torch.tanh(torch.tensor([0.25 + uses * (0.5 + 0.125)]))
    torch.testing.assert_close(step.candidate, expected)


def test_rectified_units_that_start_as_the_identity_add_up_what_is_positive() -> None:
    hidden, one = torch.zeros(2), torch.eye(2)
    for x in ([1.0, -1.0], [2.0, -1.0], [-0.5, 4.0]):
        hidden = relu_step(torch.tensor(x), hidden, one, one, torch.zeros(2))
    assert hidden.tolist() == [2.5, 4.0]


def test_attention_finds_the_step_that_is_like_now() -> None:
    a, b = [20.0, 0.0], [0.0, 20.0]
    weights, context = attend(torch.tensor([a, b, b, a]))
    expected = torch.tensor([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0.5, 0.5, 0], [0.5, 0, 0, 0.5]])
    torch.testing.assert_close(weights, expected)
    torch.testing.assert_close(context, torch.tensor([a, b, b, a]))


# --- parity with torch ----------------------------------------------------------------------------

Step = Callable[[Tensor, list[Tensor], nn.Module], list[Tensor]]


def lstm(x: Tensor, state: list[Tensor], layer: Any) -> list[Tensor]:
    W, U, b_input, b_past = layer.parameters()
    step = lstm_step(x, (state[0], state[1]), W, U, b_input + b_past)
    return [step.hidden_state, step.cell_state]


def peephole(x: Tensor, state: list[Tensor], layer: Any) -> list[Tensor]:
    W, U, b_input, b_past = layer.parameters()
    none = torch.zeros(3 * layer.hidden_size, dtype=x.dtype)
    step = peephole_step(x, (state[0], state[1]), W, U, b_input + b_past, none)
    return [step.hidden_state, step.cell_state]


def gru(x: Tensor, state: list[Tensor], layer: Any) -> list[Tensor]:
    return [gru_step(x, state[0], *layer.parameters()).hidden_state]


def rnn(x: Tensor, state: list[Tensor], layer: Any) -> list[Tensor]:
    W, U, b_input, b_past = layer.parameters()
    return [rnn_step(x, state[0], W, U, b_input + b_past)]


def relu(x: Tensor, state: list[Tensor], layer: Any) -> list[Tensor]:
    W, U, b_input, b_past = layer.parameters()
    return [relu_step(x, state[0], W, U, b_input + b_past)]


LAYERS: dict[Step, Callable[[int, int], nn.Module]] = {
    lstm: nn.LSTM,
    peephole: nn.LSTM,
    gru: nn.GRU,
    rnn: nn.RNN,
    relu: lambda inputs, units: nn.RNN(inputs, units, nonlinearity="relu"),
}


@pytest.mark.parametrize("step", LAYERS, ids=lambda step: step.__name__)
@given(**sizes)
def test_steps_in_a_row_are_the_layer_of_torch(
    step: Step, steps: int, inputs: int, units: int, seed: int
) -> None:
    torch.manual_seed(seed)
    layer = LAYERS[step](inputs, units).double()
    x = torch.randn(steps, 2, inputs, dtype=torch.double)
    is_lstm = isinstance(layer, nn.LSTM)
    state = [torch.randn(2, units, dtype=torch.double) for _ in range(2 if is_lstm else 1)]
    given_state = tuple(part[None] for part in state)
    with torch.no_grad():
        expected, last = layer(x, given_state if is_lstm else given_state[0])
        for t in range(steps):
            state = step(x[t], state, layer)
            torch.testing.assert_close(state[0], expected[t], rtol=1e-12, atol=1e-12)
    if is_lstm:
        torch.testing.assert_close(state[1], last[1][0], rtol=1e-12, atol=1e-12)


@given(steps=sizes["steps"], units=sizes["units"], seed=sizes["seed"])
def test_attention_is_that_of_torch(steps: int, units: int, seed: int) -> None:
    torch.manual_seed(seed)
    hidden = torch.randn(steps, units, dtype=torch.double)
    weights, context = attend(hidden)
    one = hidden[None]
    expected = functional.scaled_dot_product_attention(one, one, one, is_causal=True, scale=1.0)
    torch.testing.assert_close(context, expected[0], rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(weights.sum(1), torch.ones(steps, dtype=torch.double))
    assert not weights.triu(diagonal=1).any()
