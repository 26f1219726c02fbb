"""`record` on every layer that people have: against torch, against the equations, against itself.

The tests of `test_model.py` hold for one layer in one direction; here are depth, directions,
projections, cells, batches, unequal lengths, dropout, and layers inside somebody's own model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

from lstm_viz import Recording, Recordings, record
from lstm_viz.peephole import PeepholeLSTM
from lstm_viz.recording import (
    GRURecording,
    LSTMRecording,
    PeepholeRecording,
    ProjectedLSTMRecording,
)

BOUNDS = {torch.float32: 1e-6, torch.float64: 1e-12}
# A projection has no kernel of its own in oneDNN, which torch says once.
pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections")

LAYERS = {
    "lstm": nn.LSTM,
    "projected": nn.LSTM,
    "gru": nn.GRU,
    "rnn": nn.RNN,
    "relu": nn.RNN,
    "lstm cell": nn.LSTMCell,
    "gru cell": nn.GRUCell,
    "rnn cell": nn.RNNCell,
    "relu cell": nn.RNNCell,
    "peephole": PeepholeLSTM,
}


@st.composite
def layers(draw: st.DrawFn, deep: bool = True) -> Any:
    """Draw a layer with weights of size 1; recurrent ones small enough not to amplify rounding."""
    name = draw(st.sampled_from(list(LAYERS)))
    dtype = draw(st.sampled_from(list(BOUNDS)))
    given: dict[str, Any] = {}
    if name != "peephole":
        given["bias"] = draw(st.booleans())
    if name.startswith("relu"):
        given["nonlinearity"] = "relu"
    if name == "projected":
        given["proj_size"] = draw(st.integers(1, 2))
    if deep and "cell" not in name and name != "peephole":
        given["num_layers"] = draw(st.integers(1, 3))
        given["bidirectional"] = draw(st.booleans())
        given["batch_first"] = draw(st.booleans())
    torch.manual_seed(draw(st.integers(0, 2**31 - 1)))
    layer = LAYERS[name](draw(st.integers(1, 4)), draw(st.integers(3, 5)), **given).to(dtype)
    with torch.no_grad():
        for which, weight in layer.named_parameters():
            weight.normal_()
            if "_hh" in which or "_hr" in which or "ih_l" in which:
                weight /= weight.shape[-1] ** 0.5 * (2 if "relu" in name else 1)
    return layer.eval()


def dtype_of(layer: nn.Module) -> torch.dtype:
    return next(layer.parameters()).dtype


def lanes(layer: Any) -> int:
    return getattr(layer, "num_layers", 1) * (1 + getattr(layer, "bidirectional", False))


def drawn_state(layer: Any, count: int) -> Any:
    """Draw a state in the shape that torch wants for a batch."""
    widths = [getattr(layer, "proj_size", 0) or layer.hidden_size, layer.hidden_size]
    has_cell = isinstance(layer, nn.LSTM | nn.LSTMCell | PeepholeLSTM)
    parts = [torch.randn(lanes(layer), count, w, dtype=dtype_of(layer)) for w in widths]
    if isinstance(layer, nn.RNNCellBase):
        parts = [part[0] for part in parts]
    return tuple(parts) if has_cell else parts[0]


def run(layer: Any, x: Tensor, state: Any) -> tuple[Tensor, list[Tensor]]:
    """Return the upper hidden states (T, B, D H) and the last states of torch."""
    with torch.no_grad():
        if not isinstance(layer, nn.RNNCellBase):
            is_turned = getattr(layer, "batch_first", False)
            out, last = layer(x.transpose(0, 1) if is_turned else x, state)
            out = out.transpose(0, 1) if is_turned else out
            return out, list(last) if isinstance(last, tuple) else [last]
        hidden = []
        for step in x:
            state = layer(step, state)
            hidden.append(state[0] if isinstance(state, tuple) else state)
        return torch.stack(hidden), [
            part[None] for part in (state if isinstance(state, tuple) else (state,))
        ]


def close(actual: Any, expected: Any, bound: float) -> None:
    """Assert equality within a share of the largest value (of 1, if all values are small)."""
    actual, expected = np.asarray(actual), np.asarray(expected)
    assert actual.shape == expected.shape
    assert actual.dtype == expected.dtype
    assert np.abs(actual - expected).max() <= bound * np.abs(expected).max(initial=1)


def check_against_torch(
    recording: Recording, out: Tensor, last: list[Tensor], bound: float
) -> None:
    """Compare with the upper hidden states (T, D H) and the last states (L D, H) of torch."""
    width = last[0].shape[-1]
    top = recording.hidden_state[:, -out.shape[-1] :]
    close(top, out, bound)
    for n, lane in enumerate(recording.lanes):
        ended = 0 if lane.backward else -1
        close(recording.hidden_state[ended, n * width : (n + 1) * width], last[0][n], bound)
        if len(last) == 2:
            assert isinstance(recording, LSTMRecording)
            close(recording.cell_state[ended, recording.places[n]], last[1][n], bound)


def check_equations(r: Recording, bound: float) -> None:
    """Check that gates are gates, and that the state equations hold on what was recorded."""
    for name in r.squashed:
        total, value = r.pre_activation(name).total, getattr(r, name)
        if name.endswith("gate"):
            assert ((value >= 0) & (value <= 1)).all(), name
            squashed = 1 / (1 + np.exp(-total))
        elif getattr(r, "nonlinearity", "tanh") == "relu":
            squashed = np.maximum(total, 0)
        else:
            squashed = np.tanh(total)
        close(squashed, value, 4 * bound)
    if isinstance(r, GRURecording):
        kept = r.update_gate * r.before("hidden_state")
        close((1 - r.update_gate) * r.candidate + kept, r.hidden_state, bound)
    if isinstance(r, LSTMRecording):
        kept = r.forget_gate * r.before("cell_state")
        close(kept + r.input_gate * r.candidate, r.cell_state, bound)
        said = r.output_gate * np.tanh(r.cell_state)
        is_projected = isinstance(r, ProjectedLSTMRecording)
        close(said, r.read_out if is_projected else r.hidden_state, bound)


def check_pasts(layer: Any, r: Recording, bound: float) -> None:
    """Check what comes from input and past with the layer's own weights, lane by lane."""
    for lane in r.lanes:
        one = r.lane(lane.layer, lane.backward)
        suffix = "" if isinstance(layer, nn.RNNCellBase) else f"_{lane.suffix}"
        U = getattr(layer, f"weight_hh{suffix}").detach().numpy()
        expected = one.before("hidden_state") @ U.T
        found = np.concatenate(list(one.from_past), axis=-1)
        if isinstance(one, GRURecording) and layer.bias:
            bias = getattr(layer, f"bias_hh{suffix}").detach().numpy()
            expected[:, 2 * lane.units :] += bias[2 * lane.units :]
        close(found, expected, 4 * bound)
        if isinstance(one, ProjectedLSTMRecording):
            projection = getattr(layer, f"weight_hr{suffix}").detach().numpy()
            close(one.read_out @ projection.T, one.hidden_state, 4 * bound)
        if isinstance(one, PeepholeRecording):
            p_i, p_f, p_o = np.split(layer.weight_ch_l0.detach().numpy(), 3)
            before = one.before("cell_state")
            expected = np.stack([p_i * before, p_f * before, p_o * one.cell_state])
            close(one.from_cell, expected, 4 * bound)


@given(layers(), st.integers(1, 12), st.booleans())
def test_one_sequence_is_what_torch_computes(layer: Any, steps: int, has_state: bool) -> None:
    bound = BOUNDS[dtype_of(layer)]
    x = torch.randn(steps, layer.input_size, dtype=dtype_of(layer))
    state = drawn_state(layer, 1) if has_state else None
    out, last = run(layer, x[:, None], state)
    r = record(layer, x, state)
    assert isinstance(r, Recording)
    check_against_torch(r, out[:, 0], [part[:, 0] for part in last], bound)
    check_equations(r, bound)
    check_pasts(layer, r, bound)


@given(layers(), st.integers(1, 8), st.integers(2, 4), st.booleans())
def test_a_batch_is_its_sequences(layer: Any, steps: int, count: int, has_state: bool) -> None:
    bound = BOUNDS[dtype_of(layer)]
    x = torch.randn(steps, count, layer.input_size, dtype=dtype_of(layer))
    state = drawn_state(layer, count) if has_state else None
    out, last = run(layer, x, state)
    is_turned = getattr(layer, "batch_first", False)
    recordings = record(layer, x.transpose(0, 1) if is_turned else x, state)
    assert isinstance(recordings, Recordings)
    assert len(recordings) == count
    for b, r in enumerate(recordings):
        assert np.array_equal(r.x, x[:, b])
        check_against_torch(r, out[:, b], [part[:, b] for part in last], bound)
        check_equations(r, bound)


@given(layers(), st.lists(st.integers(1, 6), min_size=1, max_size=5), st.booleans(), st.data())
def test_packed_sequences_are_the_single_ones(
    layer: Any, lengths: list[int], is_sorted: bool, data: st.DataObject
) -> None:
    lengths = sorted(lengths, reverse=True) if is_sorted else lengths
    count = len(lengths)
    padded = torch.randn(max(lengths), count, layer.input_size, dtype=dtype_of(layer))
    packed = pack_padded_sequence(padded, torch.tensor(lengths), enforce_sorted=is_sorted)
    state = drawn_state(layer, count) if data.draw(st.booleans()) else None
    recordings = record(layer, packed, state)
    assert isinstance(recordings, Recordings)
    assert [r.steps for r in recordings] == lengths
    for b, r in enumerate(recordings):
        its = of_one(state, b)
        assert same(r, record(layer, padded[: lengths[b], b], its))
    if not isinstance(layer, nn.RNNCellBase | PeepholeLSTM):
        with torch.no_grad():
            _, last = layer(packed, state)
        hidden = last[0] if isinstance(last, tuple) else last
        width = hidden.shape[-1]
        for b, r in enumerate(recordings):
            close(r.hidden_state[-1, :width], hidden[0, b], BOUNDS[dtype_of(layer)])


def of_one(state: Any, b: int) -> Any:
    """Return one sequence's part of a batch's state."""
    if state is None or isinstance(state, Tensor):
        return None if state is None else state[..., b, :]
    return tuple(part[..., b, :] for part in state)


def same(one: Recording, other: Recording) -> bool:
    """Tell whether two recordings hold the same numbers."""
    parts = ("x", "from_input", "from_past", "initial_hidden", *one.quantities)
    return one.lanes == other.lanes and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in parts
    )


@given(layers(), st.integers(1, 5))
def test_every_form_of_a_state_is_the_same_state(layer: Any, steps: int) -> None:
    x = torch.randn(steps, layer.input_size, dtype=dtype_of(layer))
    batched = drawn_state(layer, 1)
    one = of_one(batched, 0)
    flat = tuple(part.ravel() for part in one) if isinstance(one, tuple) else one.ravel()
    expected = record(layer, x, batched)
    for form in (one, flat):
        assert same(record(layer, x, form), expected)
    assert np.array_equal(expected.initial_hidden, (flat[0] if isinstance(flat, tuple) else flat))


# --- weights with known answers -------------------------------------------------------------------


def filled(layer: nn.Module, **values: Any) -> Any:
    """Fill weights by name; others with zeros."""
    with torch.no_grad():
        for name, weight in layer.named_parameters():
            weight.copy_(torch.as_tensor(values.get(name, 0.0), dtype=weight.dtype))
    return layer


def test_a_gru_cell_keeps_or_replaces_as_its_update_gate_says() -> None:
    cell = filled(nn.GRUCell(2, 1), weight_ih=[[0, 0], [100, 0], [0, 0.5]])
    r = record(cell, [[-1.0, 1], [1, 9], [-1, -2]])
    assert isinstance(r, GRURecording)
    assert r.update_gate[:, 0] == pytest.approx([0, 1, 0], abs=1e-6)
    first, last = np.tanh([0.5, -1])
    assert r.hidden_state[:, 0] == pytest.approx([first, first, last], abs=1e-6)


def test_the_reset_gate_of_a_gru_leaves_out_the_past_and_its_bias() -> None:
    layer = filled(
        nn.GRU(1, 1),
        weight_ih_l0=[[100.0], [0], [0]],
        weight_hh_l0=[[0.0], [0], [0.5]],
        bias_hh_l0=[0, 0, 0.25],
        bias_ih_l0=[0, -100, 0.125],
    )
    r = record(layer, [[-1.0], [1.0]], [1.0])
    assert isinstance(r, GRURecording)
    assert r.reset_gate[:, 0] == pytest.approx([0, 1], abs=1e-6)
    assert r.candidate[0, 0] == pytest.approx(np.tanh(0.125), abs=1e-6)
    second = 0.5 * np.tanh(0.125) + 0.25
    assert r.from_past[2, :, 0] == pytest.approx([0.5 + 0.25, second], abs=1e-6)
    assert r.candidate[1, 0] == pytest.approx(np.tanh(0.125 + second), abs=1e-6)
    assert r.pre_activation("candidate").from_past[0, 0] == pytest.approx(0, abs=1e-6)


def test_rectified_units_add_up_forwards_and_backwards() -> None:
    layer = nn.RNN(1, 1, nonlinearity="relu", bidirectional=True)
    both = {f"weight_{w}_l0{way}": [[1.0]] for w in ("ih", "hh") for way in ("", "_reverse")}
    r = record(filled(layer, **both), [[1.0], [2], [4]], [[10.0], [100.0]])
    assert r.lane().hidden_state[:, 0].tolist() == [11, 13, 17]
    assert r.lane(backward=True).hidden_state[:, 0].tolist() == [107, 106, 104]
    assert r.before("hidden_state").tolist() == [[10, 106], [11, 104], [13, 100]]


def test_a_projection_mixes_what_is_read_out() -> None:
    layer = filled(
        nn.LSTM(1, 2, proj_size=1),
        bias_ih_l0=[100.0, 100, -100, -100, 1, -2, 100, 100],
        weight_hr_l0=[[3.0, 5.0]],
    )
    r = record(layer, [[0.0]])
    assert isinstance(r, ProjectedLSTMRecording)
    read_out = np.tanh(np.tanh([1, -2]))
    assert r.read_out[0] == pytest.approx(read_out, abs=1e-6)
    assert r.hidden_state[0] == pytest.approx([3 * read_out[0] + 5 * read_out[1]], abs=1e-5)
    frame = r.to_frame().set_index(["quantity", "unit"])["value"]
    assert frame["hidden_state"].shape == (1,)
    assert frame["read_out", 1] == r.read_out[0, 1]


def test_peepholes_of_a_timer() -> None:
    limit = 20 * 2.5  # i = g = 1, f = sigmoid(20 (2.5 - c_before)), o = sigmoid(20 (c - 2.5))
    layer = filled(
        PeepholeLSTM(1, 1),
        bias_ih_l0=[100, limit, 100, -limit],
        weight_ch_l0=[0.0, -20, 20],
    )
    r = record(layer, np.zeros((7, 1)))
    assert isinstance(r, PeepholeRecording)
    assert (np.flatnonzero(r.hidden_state[:, 0] > 0.5) + 1).tolist() == [3, 6]


# --- dropout between layers -----------------------------------------------------------------------


@given(
    kind=st.sampled_from([nn.LSTM, nn.GRU, nn.RNN]),
    bidirectional=st.booleans(),
    batch_first=st.booleans(),
    dtype=st.sampled_from(list(BOUNDS)),
    lengths=st.lists(st.integers(1, 6), min_size=1, max_size=4),
    is_packed=st.booleans(),
)
def test_in_training_mode_the_same_is_left_out_as_by_torch(
    kind: Any, bidirectional: bool, batch_first: bool, dtype: torch.dtype, lengths: list[int],
    is_packed: bool,
) -> None:  # fmt: skip
    layer = kind(
        2, 4, num_layers=3, dropout=0.5, bidirectional=bidirectional, batch_first=batch_first
    ).to(dtype)
    count = len(lengths)
    x: Any = torch.randn(max(lengths), count, 2, dtype=dtype)
    if is_packed:
        x = pack_padded_sequence(x, torch.tensor(lengths), enforce_sorted=False)
    elif batch_first:
        x = x.transpose(0, 1)
    before = torch.get_rng_state()
    found = record(layer, x)
    assert torch.equal(before, torch.get_rng_state())
    with torch.no_grad():
        _, last = layer(x)
    hidden = (last[0] if kind is nn.LSTM else last)[-1]
    recordings = found if isinstance(found, Recordings) else (found,)
    for b, r in enumerate(recordings):
        # The last lane of all ends at the last time step, or if it runs backward at the first.
        ended = r.hidden_state[0 if bidirectional else -1, -4:]
        close(ended, hidden[b], BOUNDS[dtype])


def test_nothing_is_left_out_in_evaluation_mode() -> None:
    layer = nn.LSTM(2, 3, num_layers=2, dropout=0.9).eval()
    x = torch.randn(4, 2)
    assert same(record(layer, x), record(layer, x))


# --- inside somebody's own model ------------------------------------------------------------------


class Tagger(nn.Module):
    """An embedding, two recurrent layers of different kinds, unequal lengths, a readout."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(9, 3)
        self.encoder = nn.ModuleDict({"lstm": nn.LSTM(3, 4, 2, batch_first=True, dropout=0.4)})
        self.decoder = nn.GRU(4, 2, batch_first=True)
        self.norm = nn.BatchNorm1d(2)
        self.calls: list[str] = []

    def forward(self, tokens: Tensor, lengths: Tensor | None = None) -> Any:
        x = self.embedding(tokens)
        if lengths is not None:
            x = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
            return self.encoder["lstm"](x)
        hidden, (state, _) = self.encoder["lstm"](input=x)
        hidden, _ = self.decoder(hidden, hx=state[:1, :, :2].contiguous())
        return self.norm(hidden.transpose(1, 2))


def fingerprint(module: nn.Module) -> list[Any]:
    """Return all of a module that a recording might change."""
    parts = list(module.modules())
    hooks = [(len(p._forward_hooks), len(p._forward_pre_hooks)) for p in parts]
    tensors = {name: tensor.clone() for name, tensor in module.state_dict().items()}
    return [hooks, [p.training for p in parts], tensors, torch.get_rng_state()]


def unchanged(before: list[Any], after: list[Any]) -> bool:
    return (
        before[:2] == after[:2]
        and torch.equal(before[3], after[3])
        and all(torch.equal(tensor, after[2][name]) for name, tensor in before[2].items())
    )


@pytest.mark.parametrize("training", [True, False])
def test_a_layer_is_found_by_name_and_recorded_on_what_it_is_called_with(training: bool) -> None:
    model, tokens = Tagger().train(training), torch.randint(9, (3, 5))
    before = fingerprint(model)
    encoder = record(model, tokens, layer="encoder.lstm")
    decoder = record(model, tokens, layer="decoder")
    assert unchanged(before, fingerprint(model))
    assert isinstance(encoder, Recordings)
    assert isinstance(decoder, Recordings)
    embedded = model.embedding(tokens).detach()
    with torch.no_grad():
        hidden, (state, _) = model.encoder["lstm"](embedded)
    for b in range(3):
        assert np.array_equal(encoder[b].x, embedded[b])
        close(encoder[b].lane(layer=1).hidden_state, hidden[b], 1e-6)
        close(decoder[b].x, hidden[b], 1e-6)
        close(decoder[b].initial_hidden, state[0, b, :2], 1e-6)


@pytest.mark.parametrize("form", [tuple, dict])
def test_a_forward_of_several_arguments_and_unequal_lengths(form: Any) -> None:
    model, tokens = Tagger().eval(), torch.randint(9, (3, 5))
    given = {"tokens": tokens, "lengths": torch.tensor([2, 5, 1])}
    x = given if form is dict else tuple(given.values())
    recordings = record(model, x, layer="encoder.lstm")
    assert isinstance(recordings, Recordings)
    assert [r.steps for r in recordings] == [2, 5, 1]
    assert np.array_equal(recordings[1].x, model.embedding(tokens[1]).detach())


def test_the_only_recurrent_layer_needs_no_name() -> None:
    model = nn.Sequential(nn.Linear(2, 3), nn.GRU(3, 4))
    x = np.random.default_rng(0).normal(size=(5, 2))
    r = record(model, x)
    expected = model[1](model[0](torch.tensor(x, dtype=torch.float32)))[0]
    close(r.hidden_state, expected.detach(), 1e-6)
    assert r.provenance["layer"] == "GRU(3, 4)"


class Decoder(nn.Module):
    """A cell or layer, called once for each time step."""

    def __init__(self, step: nn.Module, damping: float = 1.0) -> None:
        super().__init__()
        self.step, self.damping = step, damping

    def forward(self, x: Tensor) -> Tensor:
        state, said = None, []
        for now in x:
            if isinstance(self.step, nn.RNNCellBase):
                state = self.step(now, state)
            else:
                _, state = self.step(now[None], state)
            state = (
                tuple(self.damping * part for part in state)
                if (isinstance(state, tuple))
                else self.damping * state
            )
            said.append(state[0] if isinstance(state, tuple) else state)
        return torch.stack(said)


STEPS = (
    nn.LSTMCell(2, 3),
    nn.GRUCell(2, 3),
    nn.RNNCell(2, 3),
    nn.LSTM(2, 3, 2),
    PeepholeLSTM(2, 3),
)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
@pytest.mark.parametrize("count", [1, 4])
def test_calls_that_continue_each_other_are_one_sequence(step: nn.Module, count: int) -> None:
    x = torch.randn(6, count, 2)
    whole, called = record(step, x), record(Decoder(step), x)
    pairs = [(whole, called)] if isinstance(whole, Recording) else zip(whole, called, strict=True)
    for one, other in pairs:
        assert other.steps == 6
        close(other.hidden_state, one.hidden_state, 1e-6)
        close(other.from_input, one.from_input, 1e-6)


def test_an_unbatched_cell_is_recorded_over_its_calls() -> None:
    cell, x = nn.LSTMCell(2, 3), torch.randn(4, 2)
    close(record(Decoder(cell), x).hidden_state, record(cell, x).hidden_state, 1e-6)


def test_a_cell_whose_state_is_changed_between_its_calls_is_refused() -> None:
    with pytest.raises(ValueError, match="Decoder changes the state between its calls of step"):
        record(Decoder(nn.GRUCell(2, 3), damping=0.5), torch.ones(4, 2))


def test_of_calls_that_do_not_continue_each_other_the_last_counts() -> None:
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.rnn = nn.RNN(1, 2)

        def forward(self, x: Tensor) -> None:
            self.rnn(x)
            self.rnn(2 * x[:2])

    assert record(Twice(), [[1.0], [2], [3]]).x.tolist() == [[2], [4]]


WRONG: Mapping[str, tuple[nn.Module, dict[str, Any]]] = {
    "Tagger has several recurrent layers: say layer=, one of 'encoder.lstm', 'decoder'": (
        Tagger(), {}
    ),
    "layer 'lstm' of Tagger is not there, expected one of 'encoder.lstm', 'decoder'": (
        Tagger(), {"layer": "lstm"}
    ),
    "layer 'norm' of Tagger is a BatchNorm1d, expected one of": (Tagger(), {"layer": "norm"}),
    "Tagger itself says in which state it calls its layer decoder": (
        Tagger(), {"layer": "decoder", "state": np.zeros(2)}
    ),
}  # fmt: skip


@pytest.mark.parametrize("message", WRONG)
def test_a_layer_that_cannot_be_told_is_refused(message: str) -> None:
    module, given = WRONG[message]
    with pytest.raises(ValueError, match=r".") as caught:
        record(module, torch.zeros(1, 3, dtype=torch.long), **given)
    assert message in str(caught.value)


def test_a_layer_that_is_never_called_is_said() -> None:
    model = nn.Sequential(nn.Linear(2, 2))
    model.forward = lambda x: x  # type: ignore[method-assign,assignment]
    model.add_module("idle", nn.GRU(2, 2))
    with pytest.raises(ValueError, match="Sequential has not called its layer idle on this x"):
        record(model, torch.zeros(3, 2))


def test_hooks_are_gone_after_a_forward_that_fails() -> None:
    model = Tagger()
    before = fingerprint(model)
    with pytest.raises(RuntimeError):
        record(model, torch.zeros(2, 3), layer="decoder")
    assert unchanged(before, fingerprint(model))


def test_a_batch_as_a_table_says_which_sequence() -> None:
    packed = pack_padded_sequence(torch.zeros(3, 2, 1), torch.tensor([3, 2]))
    assert isinstance(packed, PackedSequence)
    frame = record(nn.RNN(1, 2), packed).to_frame()
    assert next(iter(frame.columns)) == "sequence"
    assert frame.groupby("sequence")["time_step"].max().tolist() == [2, 1]
