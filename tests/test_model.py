"""`record` tells what torch.nn computed: by parity, by the equations, by weights known by heart.

Three oracles, because each catches a fault that the others miss. Parity with torch.nn does not
notice swapped gate labels; the state equations do. Neither notices an input and an output gate
that are right together but computed from the wrong rows; weights with known answers do.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn

from lstm_viz import LSTMRecording, RNNRecording, SequenceModel, record
from lstm_viz.cells import lstm_step, rnn_step
from lstm_viz.recorder import memory

GATES = ("input_gate", "forget_gate", "output_gate")
PRECISIONS = [(torch.float32, 1e-6), (torch.float64, 1e-12)]
every_precision = pytest.mark.parametrize(("dtype", "bound"), PRECISIONS, ids=["32", "64"])
cells = st.sampled_from([nn.LSTM, nn.RNN])
sizes = {
    "steps": st.integers(1, 40),
    "inputs": st.integers(1, 6),
    "units": st.integers(1, 12),
    "seed": st.integers(0, 2**31 - 1),
    "has_state": st.booleans(),
    "batch_first": st.booleans(),
}


def close(actual: Any, expected: Any, bound: float) -> None:
    """Assert equality within a share of the largest value (of 1, if all values are small)."""
    actual, expected = np.asarray(actual), np.asarray(expected)
    assert actual.shape == expected.shape
    assert actual.dtype == expected.dtype
    assert np.abs(actual - expected).max() <= bound * np.abs(expected).max(initial=1)


def draw(
    kind: type[nn.LSTM | nn.RNN],
    dtype: torch.dtype,
    steps: int,
    inputs: int,
    units: int,
    seed: int,
    has_state: bool,
    batch_first: bool,
) -> tuple[nn.LSTM | nn.RNN, Tensor, list[Tensor] | None]:
    """Draw a layer with weights of size 1, a sequence, and perhaps an initial state.

    The recurrent weights are smaller with more units, so that rounding does not grow over time.
    """
    generator = torch.Generator().manual_seed(seed)
    layer = kind(inputs, units, batch_first=batch_first).to(dtype)
    with torch.no_grad():
        for weight in layer.parameters():
            weight.normal_(generator=generator)
        layer.weight_hh_l0 /= units**0.5
    x = torch.randn(steps, inputs, generator=generator, dtype=dtype)
    names = 2 if kind is nn.LSTM else 1
    state = [torch.randn(units, generator=generator, dtype=dtype) for _ in range(names)]
    return layer, x, state if has_state else None


def run_fused(layer: nn.Module, x: Tensor, state: list[Tensor] | None) -> list[Tensor]:
    """Return [all hidden states, final hidden, final cell] (no cell for an RNN) of torch.nn."""
    given = None if state is None else tuple(part[None] for part in state)
    with torch.no_grad():
        out, last = layer(x, given if isinstance(layer, nn.LSTM) or given is None else given[0])
    return [out, *(part[0] for part in (last if isinstance(layer, nn.LSTM) else [last]))]


def recorded(layer: nn.Module, x: Tensor, state: list[Tensor] | None) -> Any:
    """Record with the state in the shape that `record` takes."""
    if state is None:
        return record(layer, x)
    return record(layer, x, tuple(state) if isinstance(layer, nn.LSTM) else state[0])


# --- parity with torch.nn -------------------------------------------------------------------------


@every_precision
@given(kind=cells, **sizes)
def test_states_equal_those_of_torch(
    dtype: torch.dtype, bound: float, kind: type[nn.LSTM | nn.RNN], **drawn: Any
) -> None:
    layer, x, state = draw(kind, dtype, **drawn)
    hidden, last_hidden, *last_cell = run_fused(layer, x, state)
    recording = recorded(layer, x, state)
    close(recording.hidden_state, hidden, bound)
    close(recording.hidden_state[-1], last_hidden, bound)
    if last_cell:
        close(recording.cell_state[-1], last_cell[0], bound)


@given(**sizes)
def test_every_cell_state_equals_that_of_a_shorter_run(**drawn: Any) -> None:
    layer, x, state = draw(nn.LSTM, torch.float64, **drawn)
    recording = recorded(layer, x, state)
    for t in range(len(x)):
        _, _, cell = run_fused(layer, x[: t + 1], state)
        np.testing.assert_allclose(recording.cell_state[t], cell, rtol=0, atol=1e-12)


@every_precision
@given(kind=cells, **sizes)
def test_states_equal_the_equations_unrolled(
    dtype: torch.dtype, bound: float, kind: type[nn.LSTM | nn.RNN], **drawn: Any
) -> None:
    layer, x, state = draw(kind, dtype, **drawn)
    recording = recorded(layer, x, state)
    W, U = layer.weight_ih_l0, layer.weight_hh_l0
    b = layer.bias_ih_l0 + layer.bias_hh_l0
    now = state or [torch.zeros(layer.hidden_size, dtype=dtype)] * 2
    for t in range(len(x)):
        with torch.no_grad():
            if kind is nn.RNN:
                now = [rnn_step(x[t], now[0], W, U, b)]
                values = {"hidden_state": now[0]}
            else:
                step = lstm_step(x[t], (now[0], now[1]), W, U, b)
                now, values = [step.hidden_state, step.cell_state], step._asdict()
        for name, value in values.items():
            # Rounding differs between the two ways to compute, and a recurrence carries it on.
            atol = 20 * bound * max(1.0, float(value.abs().max()))
            np.testing.assert_allclose(getattr(recording, name)[t], value, rtol=0, atol=atol)


def test_recording_follows_the_dtype_of_the_weights() -> None:
    assert record(nn.LSTM(2, 3), np.zeros((4, 2))).cell_state.dtype == np.float32
    assert record(nn.LSTM(2, 3).double(), np.zeros((4, 2), np.float32)).x.dtype == np.float64


# --- the equations hold on what was recorded ------------------------------------------------------


@every_precision
@given(**sizes)
def test_both_state_equations_hold(dtype: torch.dtype, bound: float, **drawn: Any) -> None:
    layer, x, state = draw(nn.LSTM, dtype, **drawn)
    r = recorded(layer, x, state)
    before = np.concatenate([r.initial_cell[None], r.cell_state[:-1]])
    close(r.forget_gate * before + r.input_gate * r.candidate, r.cell_state, bound)
    close(r.output_gate * np.tanh(r.cell_state), r.hidden_state, bound)


@given(kind=cells, **sizes)
def test_quantities_are_their_squashed_pre_activations(
    kind: type[nn.LSTM | nn.RNN], **drawn: Any
) -> None:
    layer, x, state = draw(kind, torch.float64, **drawn)
    r = recorded(layer, x, state)
    past = np.concatenate([r.initial_hidden[None], r.hidden_state[:-1]])
    U = layer.weight_hh_l0.detach().numpy().reshape(-1, r.units, r.units)
    for k, name in enumerate(r.squashed):
        part = r.pre_activation(name)
        np.testing.assert_allclose(part.from_past, past @ U[k].T, rtol=0, atol=1e-12)
        squash = (lambda a: 1 / (1 + np.exp(-a))) if name in GATES else np.tanh
        np.testing.assert_allclose(squash(part.total), getattr(r, name), rtol=0, atol=1e-12)


@given(**sizes)
def test_gates_lie_between_0_and_1(**drawn: Any) -> None:
    layer, x, state = draw(nn.LSTM, torch.float64, **drawn)
    r = recorded(layer, x, state)
    for name in GATES:
        gate = getattr(r, name)
        assert ((gate > 0) & (gate < 1)).all(), name
    assert (np.abs(r.candidate) <= 1).all()


# --- weights with known answers -------------------------------------------------------------------


def hand_wired_memory_cell() -> nn.LSTM:
    """Return i = sigma(-10+20w), f = sigma(10-20w-20e), o = sigma(-10+20r), g = tanh(v).

    Half of every bias is in each of PyTorch's two bias vectors.
    """
    layer = nn.LSTM(4, 1)
    rows = [[0, 20, 0, 0], [0, -20, -20, 0], [1, 0, 0, 0], [0, 0, 0, 20]]
    with torch.no_grad():
        layer.weight_ih_l0.copy_(torch.tensor(rows))
        layer.weight_hh_l0.zero_()
        for bias in (layer.bias_ih_l0, layer.bias_hh_l0):
            bias.copy_(torch.tensor([-5.0, 5.0, 0.0, -5.0]))
    return layer


ON, OFF = 1 / (1 + np.exp(-10)), 1 / (1 + np.exp(10))
BY_HAND = [
    # value, write, erase, read     input  forget output  stored
    ((0.8, 1, 0, 0), (ON, OFF, OFF), 0.8),
    ((-0.3, 0, 0, 0), (OFF, ON, OFF), 0.8),
    ((0.5, 0, 0, 1), (OFF, ON, ON), 0.8),
    ((-0.9, 1, 0, 1), (ON, OFF, ON), -0.9),
    ((0.1, 0, 1, 0), (OFF, OFF, OFF), 0.0),
    ((0.4, 0, 0, 1), (OFF, ON, ON), 0.0),
]


def test_hand_wired_memory_cell() -> None:
    r = record(hand_wired_memory_cell(), [row for row, _, _ in BY_HAND])
    assert isinstance(r, LSTMRecording)
    for t, (row, (write, keep, read), stored) in enumerate(BY_HAND):
        assert r.input_gate[t, 0] == pytest.approx(write, rel=1e-3), t
        assert r.forget_gate[t, 0] == pytest.approx(keep, rel=1e-3), t
        assert r.output_gate[t, 0] == pytest.approx(read, rel=1e-3), t
        assert r.candidate[t, 0] == pytest.approx(np.tanh(row[0]), abs=1e-6), t
        assert r.cell_state[t, 0] == pytest.approx(np.tanh(stored), abs=2e-4), t
        said = np.tanh(np.tanh(stored)) * row[3]
        assert r.hidden_state[t, 0] == pytest.approx(said, abs=2e-4), t
        assert r.written_amount[t, 0] == pytest.approx(write * np.tanh(row[0]), abs=1e-6), t


def test_hand_wired_pre_activations_have_effective_biases() -> None:
    r = record(hand_wired_memory_cell(), [row for row, _, _ in BY_HAND])
    assert r.pre_activation("input_gate").from_input[:, 0] == pytest.approx(
        [10, -10, -10, 10, -10, -10]
    )
    assert r.pre_activation("forget_gate").from_input[:, 0] == pytest.approx(
        [-10, 10, 10, -10, -10, 10]
    )
    assert r.pre_activation("output_gate").from_input[:, 0] == pytest.approx(
        [-10, -10, 10, 10, -10, 10]
    )
    assert not r.from_past.any()


def test_hand_wired_rnn_doubles_its_past() -> None:
    layer = nn.RNN(1, 1)
    with torch.no_grad():
        for name, value in {
            "weight_ih": 1,
            "weight_hh": 2,
            "bias_ih": 0.25,
            "bias_hh": -0.25,
        }.items():
            getattr(layer, f"{name}_l0").fill_(value)
    r = record(layer, [[0.5], [0.0], [0.0]], [0.0])
    first = np.tanh(0.5)
    second = np.tanh(2 * first)
    expected = [first, second, np.tanh(2 * second)]
    assert r.hidden_state[:, 0] == pytest.approx(expected, rel=1e-6)
    assert r.pre_activation("hidden_state").from_past[:, 0] == pytest.approx(
        [0, 2 * first, 2 * second]
    )


# --- what can be recorded, and how ----------------------------------------------------------------


@pytest.mark.parametrize("cell", ["lstm", "rnn"])
def test_a_sequence_model_is_recorded_through_its_recurrence(cell: str) -> None:
    model, x = SequenceModel(cell, 2, 3, 1), torch.randn(6, 2)
    r = record(model, x)
    assert type(r) is {"lstm": LSTMRecording, "rnn": RNNRecording}[cell]
    expected = model(x[:, None])[:, 0].detach()
    close(model.readout(torch.tensor(r.hidden_state)).detach(), expected, 1e-6)


@pytest.mark.parametrize("form", [torch.tensor, np.array, list, lambda x: np.array(x)[:, None]])
def test_a_sequence_may_be_tensor_array_or_lists(form: Any) -> None:
    layer, x = nn.LSTM(2, 3), [[0.5, 1.0], [0.25, -1.0], [0.0, 0.0]]
    r = record(layer, form(x))
    assert np.array_equal(r.x, np.array(x, np.float32))
    assert np.array_equal(r.cell_state, record(layer, x).cell_state)


def test_recording_stands_alone() -> None:
    layer, x = nn.LSTM(2, 3), torch.ones(4, 2, requires_grad=True)
    r = record(layer, x)
    before = {name: array.copy() for name, array in r}
    random_state = torch.random.get_rng_state()
    with torch.no_grad():
        x.zero_()
        for weight in layer.parameters():
            weight.zero_()
    record(layer, x)
    assert (r.x == 1).all()
    assert all(np.array_equal(before[name], array) for name, array in r)
    assert torch.equal(random_state, torch.random.get_rng_state())
    assert all(weight.grad is None for weight in layer.parameters())


class OwnForward(nn.LSTM):
    """A layer whose equations nobody knows."""

    def forward(self, x: Tensor) -> Tensor:  # type: ignore[override]
        return -x


REFUSED = {
    "cannot record a Linear, expected torch.nn.LSTM": nn.Linear(2, 3),
    "cannot record a Sequential, expected torch.nn.LSTM": nn.Sequential(nn.Linear(2, 3)),
    "cannot record a OwnForward: it has a forward of its own": OwnForward(2, 3),
    "its weights are torch.bfloat16, expected torch.float32": nn.GRU(2, 3).bfloat16(),
}


@pytest.mark.parametrize("message", REFUSED)
def test_what_cannot_be_recorded_is_refused_by_name(message: str) -> None:
    with pytest.raises(TypeError) as caught:
        record(REFUSED[message], np.zeros((4, 2)))
    assert message in str(caught.value)


SHAPES = [(4,), (4, 3), (0, 2), (4, 0, 2), (0, 2, 2), (4, 1, 3), (1, 4, 1, 2)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("batch_first", "batch"), [(False, "(T, B, F)"), (True, "(B, T, F)")])
def test_a_wrong_sequence_is_refused(shape: tuple[int, ...], batch_first: bool, batch: str) -> None:
    if batch_first and len(shape) == 3:
        shape = (shape[1], shape[0], shape[2])
    with pytest.raises(ValueError, match=r"^x has shape") as caught:
        record(nn.LSTM(2, 3, batch_first=batch_first), np.zeros(shape))
    assert str(caught.value) == f"x has shape {shape}, expected (T, F) or {batch} with F = 2"


@pytest.mark.parametrize(
    ("layer", "state", "message"),
    [
        (nn.RNN(2, 3), np.zeros(4), "initial hidden state has shape (4,), expected (L D, H)"),
        (nn.LSTM(2, 3), (np.zeros(3), np.zeros(2)), "initial cell state has shape (2,)"),
        (nn.LSTM(2, 3), (np.zeros(1), np.zeros(3)), "initial hidden state has shape (1,)"),
        (nn.GRU(2, 3, 2, bidirectional=True), np.zeros((2, 3)), "expected (L D, H) = (4, 3)"),
        (nn.GRUCell(2, 3), np.zeros((2, 3)), "expected (H,) = (3,)"),
        (nn.LSTM(2, 3, proj_size=1), (np.zeros(3), np.zeros(3)), "expected (L D, P) = (1, 1)"),
        (nn.LSTM(2, 3), [np.zeros(3)], "state has 1 parts, expected 2"),
        (nn.LSTM(2, 3), np.zeros(3), "state has 3 parts, expected 2"),
    ],
)
def test_a_wrong_state_is_refused(layer: nn.Module, state: Any, message: str) -> None:
    with pytest.raises(ValueError, match=r"^initial .* state has shape|^state has") as caught:
        record(layer, np.zeros((4, 2)), state)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("layer", "shape", "message"),
    [
        (nn.GRU(2, 3, 2), (2, 3), "expected (L D, B, H) = (2, 5, 3)"),
        (nn.GRUCell(2, 3), (3,), "expected (B, H) = (5, 3)"),
    ],
)
def test_a_wrong_state_of_a_batch_is_refused(
    layer: nn.Module, shape: tuple[int, ...], message: str
) -> None:
    with pytest.raises(ValueError, match="initial hidden state has shape") as caught:
        record(layer, np.zeros((4, 5, 2)), np.zeros(shape))
    assert message in str(caught.value)


@pytest.mark.parametrize("cell", ["lstm", "rnn"])
def test_memory_of_a_batch_agrees_with_each_recording(cell: str) -> None:
    model = SequenceModel(cell, 3, 5, 1)
    x = np.random.default_rng(0).normal(size=(12, 4, 3)).astype(np.float32)
    carried = memory(model, x)
    assert carried.shape == (12, 4, 5)
    for k in range(4):
        close(carried[:, k], record(model, x[:, k]).memory, 1e-6)
