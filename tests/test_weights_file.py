"""Weights and sequences from files: what a layer is, told by names and shapes; all else refused."""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import save
from torch import Tensor, nn

from lessons._shared.own_files import EXAMPLE_SEQUENCE, EXAMPLE_WEIGHTS
from lessons._shared.shipped import path_of
from lstm_viz import Film, SequenceModel, record
from lstm_viz.peephole import PeepholeLSTM
from lstm_viz.recorder.stored import module_of, record_stored
from lstm_viz.sequence_file import MOST_STEPS, SequenceFileError, read_sequence
from lstm_viz.weights_file import MOST_BYTES, MOST_UNITS, WeightsError, stored_layers

pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections")

# --- what is understood ---------------------------------------------------------------------------


@st.composite
def layers(draw: st.DrawFn) -> nn.Module:
    kind = draw(st.sampled_from([nn.LSTM, nn.GRU, nn.RNN, nn.LSTMCell, nn.GRUCell, nn.RNNCell]))
    sizes = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    given: dict[str, Any] = {"bias": draw(st.booleans())}
    if not issubclass(kind, nn.RNNCellBase):
        given |= {"num_layers": draw(st.integers(1, 3)), "bidirectional": draw(st.booleans())}
    if kind is nn.LSTM and draw(st.booleans()):
        given["proj_size"] = 1
    if issubclass(kind, nn.RNN | nn.RNNCell):
        given["nonlinearity"] = draw(st.sampled_from(["tanh", "relu"]))
    return kind(*sizes, **given).to(draw(st.sampled_from([torch.float32, torch.float64])))


@given(layers(), st.sampled_from(["", "lstm", "encoder.rnn.0"]))
def test_every_layer_comes_back_as_itself(layer: Any, prefix: str) -> None:
    dot = prefix + "." if prefix else ""
    others = {"fc.weight": torch.zeros(2, 2), "norm.bias": torch.zeros(3)}
    named = {dot + name: weight for name, weight in layer.state_dict().items()}
    ((name, stored),) = stored_layers(save(named | others)).items()
    assert name == prefix
    squash = getattr(layer, "nonlinearity", "tanh")
    before = torch.get_rng_state()
    assert repr(module_of(stored, squash)) == repr(layer)
    assert torch.equal(before, torch.get_rng_state())
    x = np.random.default_rng(0).normal(size=(4, layer.input_size))
    ours, expected = record_stored(stored, x, squash), record(layer, x)
    for which, array in expected.arrays().items():
        assert np.array_equal(array, ours.arrays()[which]), which


def test_a_peephole_lstm_comes_back_as_itself() -> None:
    layer = PeepholeLSTM(2, 3)
    (stored,) = stored_layers(save(layer.state_dict())).values()
    assert stored.kind == "peephole"
    x = np.ones((4, 2))
    assert np.array_equal(record_stored(stored, x).hidden_state, record(layer, x).hidden_state)


def test_every_layer_of_a_whole_model_is_found() -> None:
    model = nn.ModuleDict({"up": nn.GRU(2, 3), "down": nn.LSTM(3, 2), "out": nn.Linear(2, 1)})
    found = stored_layers(save(model.state_dict()))
    kinds = [(name, layer.kind) for name, layer in found.items()]
    assert kinds == [("down", "lstm"), ("up", "gru")]
    assert list(stored_layers(save(SequenceModel("lstm", 2, 3, 1).state_dict()))) == ["recurrence"]


def test_the_example_is_the_film_that_it_says() -> None:
    film = Film.load(path_of("adding"))
    learned = film.snapshots[-1].lstm
    (stored,) = stored_layers(EXAMPLE_WEIGHTS.read_bytes()).values()
    read = read_sequence(EXAMPLE_SEQUENCE.read_text("utf-8"), stored.inputs)
    assert read.names == film.config.the_task.inputs
    assert np.array_equal(read.x.astype(np.float32), film.probe.x)
    for name, weight in stored.weights.items():
        assert np.array_equal(weight, learned.weights[f"recurrence.{name}"])


# --- what is refused ------------------------------------------------------------------------------


def lstm(**changes: Tensor | None) -> bytes:
    """Return an LSTM's file with some of its weights changed, or (None) left out."""
    weights = dict(nn.LSTM(2, 3).state_dict()) | changes
    return save({name: weight for name, weight in weights.items() if weight is not None})


def header(**entries: Any) -> bytes:
    """Return a file whose header is written by hand."""
    text = json.dumps(entries).encode()
    return len(text).to_bytes(8, "little") + text


def saved_by_torch() -> bytes:
    kept = io.BytesIO()
    torch.save(nn.LSTM(2, 3).state_dict(), kept)
    return kept.getvalue()


def holey() -> Tensor:
    weight = torch.zeros(12, 3)
    weight[4, 1] = torch.nan
    return weight


REFUSED: dict[str, Callable[[], bytes]] = {
    "a .safetensors file but a pickle, as torch.save": lambda: pickle.dumps({"weight_ih_l0": [1]}),
    "it could run code and is never opened": lambda: saved_by_torch(),
    "this is not a .safetensors file: Error": lambda: b"",
    "not a .safetensors file": lambda: lstm()[:-5],
    f"the file has {(MOST_BYTES >> 20) + 1} MB, at most": lambda: bytes(MOST_BYTES + (1 << 20)),
    "no recurrent layer: it holds bias, weight": lambda: save(nn.Linear(2, 2).state_dict()),
    "no recurrent layer: it holds nothing": lambda: save({}),
    "lacks bias_hh_l0": lambda: lstm(bias_hh_l0=None),
    "lacks weight_ih_l0": lambda: lstm(weight_ih_l0=None),
    "lacks weight_hh_l0, or it is no matrix": lambda: lstm(weight_hh_l0=torch.zeros(12)),
    "lacks bias_hh_l0_reverse": lambda: lstm(weight_ih_l0_reverse=torch.zeros(12, 2)),
    "has weight_ih beside what such a layer has": lambda: lstm(weight_ih=torch.zeros(12, 2)),
    "weight_ih has 10 rows for 3 units, expected 4": lambda: lstm(weight_ih_l0=torch.zeros(10, 2)),
    "weight_hh_l0 has shape (11, 3), expected (12, 3)": lambda: lstm(
        weight_hh_l0=torch.zeros(11, 3)
    ),
    "bias_ih_l0 is float16, expected float32": lambda: lstm(bias_ih_l0=torch.zeros(12).half()),
    "bias_ih_l0 is int64": lambda: lstm(bias_ih_l0=torch.zeros(12, dtype=torch.long)),
    "numbers of the kind 'BF16'": lambda: lstm(bias_ih_l0=torch.zeros(12).bfloat16()),
    "some weights are float32 and others float64": lambda: lstm(
        bias_ih_l0=torch.zeros(12).double()
    ),
    "weight_hh_l0 holds nan at [4, 1]": lambda: lstm(weight_hh_l0=holey()),
    "bias_ih_l0 holds inf at [0]": lambda: lstm(bias_ih_l0=torch.full((12,), torch.inf)),
    f"has 300 units in all, at most {MOST_UNITS}": lambda: save(nn.RNN(1, 150, 2).state_dict()),
    "reads 600 inputs, at most": lambda: save(nn.GRU(600, 2).state_dict()),
    "weight_ih has 9 rows for 3 units": lambda: lstm(
        weight_ih_l0=torch.zeros(9, 2), weight_ch_l0=torch.zeros(9)
    ),
    "must be one PeepholeLSTM": lambda: lstm(
        weight_ch_l0=torch.zeros(9), bias_ih_l0=None, bias_hh_l0=None
    ),
}


@pytest.mark.parametrize("message", REFUSED)
def test_wrong_weights_are_refused_in_a_sentence(message: str) -> None:
    with pytest.raises(WeightsError) as caught:
        stored_layers(REFUSED[message]())
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) <= 250


@given(st.data())
def test_damage_anywhere_is_refused_or_harmless(data: st.DataObject) -> None:
    whole = bytearray(lstm())
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = stored_layers(bytes(whole))
    except WeightsError:
        return
    for stored in found.values():
        record_stored(stored, np.zeros((1, stored.inputs)))


# --- sequences ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "0.5,1\n-2,0",
        "0.5, 1\r\n\r\n-2, 0\r\n",
        "0,5;1\n-2;0",
        "0.5\t1\n-2\t0",
        "  0.5 1\n-2   0",
        '"0.5","1"\n"-2","0"',
        "left,right\n5e-1,1\n-2,0",
    ],
)
def test_every_way_to_write_a_sequence(text: str) -> None:
    read = read_sequence(text, 2)
    assert read.x.tolist() == [[0.5, 1], [-2, 0]]
    assert read.names == (("left", "right") if "left" in text else ())


WRONG = {
    "there are no numbers": "",
    "there are no numbers: expected": "left,right\n",
    "line 2 has 3 numbers, the layer reads 2 inputs": "1,2\n1,2,3",
    "the first row names 3 inputs, the layer reads 2": "a,b,c\n1,2",
    "line 3, column 2 is 'much', expected a number": "a,b\n1,2\n1,much",
    "line 1, column 1 is nan, expected a number up to": "nan,1",
    "line 1, column 2 is inf": "0,1e999",
    "line 1, column 2 is 1e+07, expected a number up to 1e+06": "0,1e7",
    f"has {MOST_STEPS + 1} time steps, at most {MOST_STEPS}": "1,2\n" * (MOST_STEPS + 1),
}


@pytest.mark.parametrize("message", WRONG)
def test_a_wrong_sequence_is_refused_in_a_sentence(message: str) -> None:
    with pytest.raises(SequenceFileError) as caught:
        read_sequence(WRONG[message], 2)
    assert message in str(caught.value)


@given(st.text(max_size=40), st.integers(1, 3))
def test_any_text_is_a_sequence_or_refused(text: str, inputs: int) -> None:
    try:
        read = read_sequence(text, inputs)
    except SequenceFileError:
        return
    assert read.x.shape == (len(read.x), inputs)
    assert np.isfinite(read.x).all()
