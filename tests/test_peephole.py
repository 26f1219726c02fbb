"""The layer with hand-written loops: known answers, parity with torch, then its own equations."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn

from lstm_viz.cells import peephole_step
from lstm_viz.peephole import PeepholeLSTM

PRECISIONS = [(torch.float32, 2e-5), (torch.float64, 1e-11)]
every_precision = pytest.mark.parametrize(("dtype", "bound"), PRECISIONS, ids=["32", "64"])
sizes = {
    "steps": st.integers(1, 30),
    "batch": st.integers(1, 5),
    "inputs": st.integers(1, 5),
    "units": st.integers(1, 9),
    "seed": st.integers(0, 2**31 - 1),
}


def draw(
    dtype: torch.dtype, steps: int, batch: int, inputs: int, units: int, seed: int
) -> tuple[PeepholeLSTM, Tensor, tuple[Tensor, Tensor]]:
    """Draw a layer, sequences and initial states, all of which ask for gradients."""
    torch.manual_seed(seed)
    layer = PeepholeLSTM(inputs, units).to(dtype)
    x = torch.randn(steps, batch, inputs, dtype=dtype, requires_grad=True)
    hidden, cell = (torch.randn(1, batch, units, dtype=dtype, requires_grad=True) for _ in range(2))
    return layer, x, (hidden, cell)


def close(actual: Tensor, expected: Tensor, bound: float) -> None:
    """Assert equality within a share of the largest value (of 1, if all values are small)."""
    actual, expected = actual.detach(), expected.detach()
    assert actual.shape == expected.shape
    assert actual.dtype == expected.dtype
    assert (actual - expected).abs().max() <= bound * max(1.0, float(expected.abs().max()))


def unrolled(layer: PeepholeLSTM, x: Tensor, state: tuple[Tensor, Tensor]) -> list[Tensor]:
    """Return all hidden states and the last state, by one `peephole_step` after the other."""
    W, U, b_input, b_past, p = layer.parameters()
    hidden, cell = state[0][0], state[1][0]
    found = []
    for now in x:
        step = peephole_step(now, (hidden, cell), W, U, b_input + b_past, p)
        hidden, cell = step.hidden_state, step.cell_state
        found.append(hidden)
    return [torch.stack(found), hidden[None], cell[None]]


def flat(result: tuple[Tensor, tuple[Tensor, Tensor]]) -> list[Tensor]:
    """Return all hidden states, the last hidden state and the last cell state."""
    return [result[0], *result[1]]


def gradients(outputs: list[Tensor], by: list[Any]) -> tuple[Tensor, ...]:
    """Return the gradients of a sum of all outputs, with weights of all sizes."""
    weights = [torch.linspace(-1, 2, out.numel(), dtype=out.dtype) for out in outputs]
    total = sum((out.flatten() * w).sum() for out, w in zip(outputs, weights, strict=True))
    return torch.autograd.grad(total, by)  # type: ignore[arg-type]


# --- weights with known answers -------------------------------------------------------------------


@pytest.mark.parametrize("period", [5, 10, 50])
def test_a_timer_fires_exactly_on_time_with_peepholes_and_never_without(period: int) -> None:
    layer, limit = PeepholeLSTM(1, 1), 20 * (period - 0.5)
    with torch.no_grad():
        for weight in layer.parameters():
            weight.zero_()
        layer.bias_ih_l0.copy_(torch.tensor([100, limit, 100, -limit]))
        x = torch.zeros(3 * period + 1, 1, 1)
        assert not (layer(x)[0] > 0.5).any()
        layer.weight_ch_l0.copy_(torch.tensor([0.0, -20, 20]))
        fired = (layer(x)[0].flatten() > 0.5).nonzero().flatten() + 1
    assert fired.tolist() == [period, 2 * period, 3 * period]


def test_a_gate_that_is_held_at_1_is_not_moved_by_any_gradient() -> None:
    layer, x, _ = draw(torch.float32, 12, 4, 3, 5, seed=0)
    gate = slice(5, 10)
    with torch.no_grad():
        for name, weight in layer.named_parameters():
            weight[gate] = 100 if name == "bias_ih_l0" else 0
    layer(x)[0].square().sum().backward()
    assert all(not weight.grad[gate].any() for weight in layer.parameters())  # type: ignore[index]
    assert layer.weight_ih_l0.grad.any()  # type: ignore[union-attr]


# --- parity with torch.nn.LSTM --------------------------------------------------------------------


@every_precision
@given(**sizes)
def test_without_peepholes_it_is_the_layer_of_torch(
    dtype: torch.dtype, bound: float, **drawn: int
) -> None:
    layer, x, state = draw(dtype, **drawn)
    fused = nn.LSTM(layer.input_size, layer.hidden_size).to(dtype)
    fused.load_state_dict({n: w for n, w in layer.state_dict().items() if "ch" not in n})
    nn.init.zeros_(layer.weight_ch_l0)
    ours, theirs = flat(layer(x, state)), flat(fused(x, state))
    for actual, expected in zip(ours, theirs, strict=True):
        close(actual, expected, bound)
    found = gradients(ours, [x, *state, *list(layer.parameters())[:4]])
    wanted = gradients(theirs, [x, *state, *fused.parameters()])
    for actual, expected in zip(found, wanted, strict=True):
        close(actual, expected, bound)


def test_the_same_seed_draws_the_weights_of_torch_and_then_the_peepholes() -> None:
    torch.manual_seed(3)
    fused = nn.LSTM(2, 4)
    torch.manual_seed(3)
    layer = PeepholeLSTM(2, 4)
    for name, weight in fused.named_parameters():
        assert torch.equal(weight, layer.get_parameter(name)), name
    assert layer.weight_ch_l0.shape == (12,)
    assert (layer.weight_ch_l0.abs() <= 0.5).all()
    assert layer.weight_ch_l0.unique().numel() == 12


# --- the equations --------------------------------------------------------------------------------


@every_precision
@given(**sizes)
def test_values_and_gradients_are_those_of_the_equations_step_by_step(
    dtype: torch.dtype, bound: float, **drawn: int
) -> None:
    layer, x, state = draw(dtype, **drawn)
    ours, by_hand = flat(layer(x, state)), unrolled(layer, x, state)
    for actual, expected in zip(ours, by_hand, strict=True):
        close(actual, expected, bound)
    by = [x, *state, *layer.parameters()]
    for actual, expected in zip(gradients(ours, by), gradients(by_hand, by), strict=True):
        close(actual, expected, bound)


def test_a_large_layer_is_the_same_though_another_library_multiplies() -> None:
    layer, x, state = draw(torch.float64, 5, 64, 3, 32, seed=9)
    by = [x, *state, *layer.parameters()]
    ours, by_hand = flat(layer(x, state)), unrolled(layer, x, state)
    for actual, expected in zip(ours, by_hand, strict=True):
        close(actual, expected, 1e-12)
    for actual, expected in zip(gradients(ours, by), gradients(by_hand, by), strict=True):
        close(actual, expected, 1e-12)


def test_gradients_are_slopes() -> None:
    layer, x, state = draw(torch.float64, 4, 2, 2, 3, seed=1)

    def run(*tensors: Tensor) -> tuple[Tensor, ...]:
        names = dict(zip(dict(layer.named_parameters()), tensors[3:], strict=True))
        return tuple(flat(torch.func.functional_call(layer, names, (tensors[0], tensors[1:3]))))

    assert torch.autograd.gradcheck(run, (x, *state, *layer.parameters()))


def test_no_state_is_a_state_of_zeros() -> None:
    layer, x, _ = draw(torch.float32, 6, 2, 3, 4, seed=2)
    zeros = torch.zeros(1, 2, 4)
    for actual, expected in zip(flat(layer(x)), flat(layer(x, (zeros, zeros))), strict=True):
        assert torch.equal(actual, expected)


def test_a_run_can_be_cut_in_two() -> None:
    layer, x, state = draw(torch.float64, 9, 2, 3, 4, seed=3)
    first, between = layer(x[:4], state)
    second, last = layer(x[4:], between)
    close(torch.cat([first, second]), layer(x, state)[0], 1e-14)
    by = [x, *state, *layer.parameters()]
    cut = gradients([torch.cat([first, second]), *last], by)
    for actual, expected in zip(cut, gradients(flat(layer(x, state)), by), strict=True):
        close(actual, expected, 1e-13)


# --- as a part of PyTorch -------------------------------------------------------------------------


def test_training_is_the_same_to_the_last_bit() -> None:
    def trained() -> list[Tensor]:
        layer, x, _ = draw(torch.float32, 20, 32, 3, 8, seed=4)
        optimiser = torch.optim.Adam(layer.parameters(), 0.01, fused=True)
        for _ in range(5):
            optimiser.zero_grad()
            layer(x)[0].square().mean().backward()
            optimiser.step()
        return list(layer.parameters())

    assert all(torch.equal(a, b) for a, b in zip(trained(), trained(), strict=True))


def test_runs_do_not_disturb_each_other() -> None:
    layer, x, _ = draw(torch.float32, 6, 2, 3, 4, seed=5)
    by = list(layer.parameters())
    alone = gradients(flat(layer(x)), by)
    first = flat(layer(x))
    layer(2 * x)[0].square().sum().backward()
    for _ in range(2):  # and neither does going back twice
        total = sum((out.flatten() * torch.linspace(-1, 2, out.numel())).sum() for out in first)
        again = torch.autograd.grad(total, by, retain_graph=True)  # type: ignore[arg-type]
        assert all(torch.equal(a, b) for a, b in zip(alone, again, strict=True))


def test_a_gradient_of_a_gradient_is_refused() -> None:
    layer, x, _ = draw(torch.float64, 3, 1, 1, 2, seed=6)
    with pytest.raises(RuntimeError, match="no gradients of gradients"):
        torch.autograd.grad(layer(x)[0].sum(), x, create_graph=True)


def test_a_copy_goes_its_own_way() -> None:
    layer, x, _ = draw(torch.float32, 3, 1, 2, 3, seed=7)
    copied = copy.deepcopy(layer)
    nn.init.zeros_(layer.weight_hh_l0)
    assert repr(copied) == "PeepholeLSTM(2, 3)"
    assert not torch.equal(copied(x)[0], layer(x)[0])


def test_numbers_without_bounds_come_out_as_they_are_and_warn_nobody() -> None:
    layer, x, _ = draw(torch.float32, 5, 2, 2, 3, seed=8)
    with torch.no_grad():
        layer.weight_hh_l0.fill_(torch.inf)
    hidden, _ = layer(x)
    hidden.sum().backward()
    assert hidden.isnan().any()


@pytest.mark.parametrize("shape", [(4, 2), (4, 2, 2), (0, 2, 3), (4, 2, 3, 1)])
def test_a_wrong_sequence_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"^x has shape .*, expected \(T, B, F\) = \(.*, 3\)$"):
        PeepholeLSTM(3, 5)(torch.zeros(shape))


def test_a_wrong_state_or_another_precision_is_refused() -> None:
    layer, x, right = PeepholeLSTM(3, 5), torch.zeros(4, 2, 3), torch.zeros(1, 2, 5)
    message = r"initial cell state has shape \(2, 5\), expected \(1, B, H\) = \(1, 2, 5\)"
    with pytest.raises(ValueError, match=message):
        layer(x, (right, right[0]))
    with pytest.raises(TypeError, match=r"x is torch\.float64, expected torch\.float32"):
        layer(x.double())
    with pytest.raises(TypeError, match=r"initial hidden state is torch\.float64"):
        layer(x, (right.double(), right))
