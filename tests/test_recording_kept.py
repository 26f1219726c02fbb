"""A recording keeps itself: every bit comes back, and what is not a recording is one sentence."""

from __future__ import annotations

import contextlib
import json
import pickle
import re
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from lstm_viz import LSTMRecording, Recording, RecordingError, record
from lstm_viz.film_bytes import unpack
from lstm_viz.peephole import PeepholeLSTM
from lstm_viz.recording import ProjectedLSTMRecording
from lstm_viz.recording_film import film_of

pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections")
LAYERS: dict[str, nn.Module] = {
    "lstm": nn.LSTM(2, 3),
    "projected": nn.LSTM(2, 3, 2, proj_size=2, bidirectional=True),
    "gru": nn.GRU(2, 3, 2, bidirectional=True),
    "relu": nn.RNN(2, 3, nonlinearity="relu"),
    "cell": nn.RNNCell(2, 3),
    "peephole": PeepholeLSTM(2, 3),
    "double": nn.LSTM(2, 3).double(),
}
every_layer = pytest.mark.parametrize("name", LAYERS)


def recorded(name: str, steps: int = 5) -> Any:
    x = np.random.default_rng(0).normal(size=(steps, 2))
    return record(LAYERS[name], x)


@every_layer
def test_every_bit_comes_back(name: str, tmp_path: Path) -> None:
    recording = recorded(name)
    recording.save(tmp_path / "one.recording")
    back = Recording.load(tmp_path / "one.recording")
    assert type(back) is type(recording)
    assert (back.lanes, back.provenance) == (recording.lanes, recording.provenance)
    assert getattr(back, "nonlinearity", "") == getattr(recording, "nonlinearity", "")
    assert list(back.arrays()) == list(recording.arrays())
    for which, array in recording.arrays().items():
        assert array.dtype == back.arrays()[which].dtype
        assert np.array_equal(array, back.arrays()[which], equal_nan=True), which
    assert back.to_bytes() == recording.to_bytes()


def test_a_class_reads_its_own_kind_only() -> None:
    data = recorded("gru").to_bytes()
    with pytest.raises(RecordingError, match="holds a GRURecording, expected a LSTMRecording"):
        LSTMRecording.from_bytes(data)


def test_infinities_and_large_numbers_are_kept() -> None:
    recording = record(nn.RNN(1, 1, nonlinearity="relu").double(), [[1e300], [np.inf], [np.nan]])
    back = Recording.from_bytes(recording.to_bytes())
    assert np.array_equal(back.x, recording.x, equal_nan=True)
    assert np.array_equal(back.from_input, recording.from_input, equal_nan=True)


# --- what is not a recording ----------------------------------------------------------------------


def refused(data: bytes) -> str:
    """Return the one sentence with which bytes are refused."""
    with pytest.raises(RecordingError) as caught:
        Recording.from_bytes(data)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300
    return str(caught.value)


def changed(data: bytes, **entries: Any) -> bytes:
    """Return a recording with other entries in its header."""
    length = int.from_bytes(data[8:12], "little")
    header = json.loads(data[12 : 12 + length]) | entries
    text = json.dumps({k: v for k, v in header.items() if v is not ...}).encode()
    return data[:8] + len(text).to_bytes(4, "little") + text + data[12 + length :]


def test_foreign_files_are_refused() -> None:
    data = recorded("lstm").to_bytes()
    assert "first bytes are not LSTMRECO" in refused(b"")
    assert "first bytes are not LSTMRECO" in refused(pickle.dumps([1, 2]))
    assert "first bytes are not LSTMRECO" in refused(film_of(recorded("lstm")))
    assert "cut short" in refused(data[:40])
    assert "cut short" in refused(data[:-10])
    assert "longer than its header says" in refused(data + b"more")
    assert "version 99, this program reads 1" in refused(changed(data, version=99))
    assert "too large" in refused(
        changed(
            data, arrays=[{"name": "x", "dtype": "f8", "shape": [1 << 28], "low": 0, "high": 0}]
        )
    )


WRONG: dict[str, dict[str, Any]] = {
    "of a cell unknown here: 'transformer'": {"cell": "transformer"},
    "it lacks 'cell'": {"cell": ...},
    "no array called reset_gate": {"cell": "gru"},
    "lanes have [4] units, expected 3": {"lanes": [{"layer": 0, "backward": False, "units": 4}]},
    "layers cannot be read": {"lanes": [{"layer": -1, "backward": False, "units": 3}]},
    "cannot be understood": {"lanes": 7},
    "provenance is too long": {"provenance": {"layer": "x" * 1000}},
}


@pytest.mark.parametrize("message", WRONG)
def test_what_does_not_fit_together_is_refused(message: str) -> None:
    assert message in refused(changed(recorded("lstm").to_bytes(), **WRONG[message]))


def test_what_squashes_an_rnn_is_one_of_two() -> None:
    assert "tanh or relu" in refused(changed(recorded("relu").to_bytes(), nonlinearity="sine"))


@given(st.data())
def test_damage_anywhere_is_refused_or_harmless(data: st.DataObject) -> None:
    whole = bytearray(recorded("gru").to_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    # Whatever else may be raised fails the test.
    with contextlib.suppress(RecordingError):
        Recording.from_bytes(bytes(whole))


# --- its film -------------------------------------------------------------------------------------


@every_layer
def test_its_film_holds_what_was_recorded(name: str) -> None:
    recording = recorded(name)
    header, arrays = unpack(film_of(recording, inputs=["left", "right"]))
    (model,) = header["models"]
    key = model["key"]
    assert header["config"] == {}
    assert header["parts"] == ["lines", "cells", "equations", "sequence"]
    assert header["provenance"] == recording.provenance
    assert model["lanes"][0]["units"] == recording.lanes[0].units
    assert np.array_equal(arrays["probe.x"], recording.x.astype(np.float32))
    assert np.isnan(arrays["probe.target"]).all()
    is_projected = isinstance(recording, ProjectedLSTMRecording)
    for quantity in model["quantities"]:
        source = "read_out" if is_projected and quantity == "hidden_state" else quantity
        expected = getattr(recording, source)
        assert np.abs(arrays[f"{key}.{quantity}"][0] - expected).max() < 2e-5, quantity
    for k, quantity in enumerate(recording.squashed):
        for part in ("from_input", "from_past"):
            expected = getattr(recording, part)[k]
            bound = 2e-5 * max(1, np.abs(expected).max())
            assert np.abs(arrays[f"{key}.{part}.{quantity}"][0] - expected).max() < bound
    with pytest.raises(ValueError, match="no array"):
        arrays[f"{key}.gradient_hidden"]


def test_its_film_holds_the_initial_state() -> None:
    recording = record(nn.LSTM(1, 2), [[0.0]], ([0.25, -0.5], [1.0, 2.0]))
    _, arrays = unpack(film_of(recording))
    assert arrays["lstm.initial_hidden"].tolist() == [[0.25, -0.5]]
    assert arrays["lstm.initial_cell"].tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ([[0.5], [-1.0]], ["0.5", "-1"]),
        ([[0, 1], [1, 0]], ["b", "a"]),
        ([[0, 1], [1, 0.5]], ["0 1", "1 0.5"]),
    ],
)
def test_a_word_for_each_time_step_is_read_off_the_inputs(x: Any, expected: list[str]) -> None:
    recording = record(nn.GRU(len(x[0]), 2), x)
    names = ["a", "b"][: len(x[0])]
    assert unpack(film_of(recording, inputs=names))[0]["probe"]["tokens"] == expected


def test_many_numbers_are_no_word() -> None:
    header, _ = unpack(film_of(record(nn.GRU(5, 2), np.full((3, 5), 0.5))))
    assert header["probe"]["tokens"] == ["", "", ""]
    assert "sequence" not in header["parts"]


@pytest.mark.parametrize("what", ["tokens", "inputs"])
def test_as_many_words_as_there_is_to_name(what: str) -> None:
    with pytest.raises(ValueError, match=f"{what} has 1 texts, expected"):
        film_of(recorded("lstm"), **{what: ["one"]})


def test_a_film_of_a_recording_says_what_it_is() -> None:
    header, _ = unpack(film_of(recorded("gru"), title="Mine"))
    assert header["task"]["title"] == "Mine"
    expected = "GRU: 5 time steps, 2 inputs, 2 layers in both directions, 3 units each."
    assert header["task"]["summary"] == expected
    header, _ = unpack(film_of(recorded("projected")))
    assert "projects these 3 numbers to 2" in header["task"]["summary"]


def test_the_frame_of_a_notebook_holds_the_page_and_asks_for_nothing() -> None:
    frame = recorded("lstm")._repr_html_()
    assert frame.startswith("<iframe srcdoc=")
    assert frame.count("<") == 2  # the rest of the page is escaped
    assert not re.search(r"(src|href)=&quot;http", frame)


def test_a_page_escapes_what_a_stranger_wrote(tmp_path: Path) -> None:
    data = changed(recorded("lstm").to_bytes(), provenance={"layer": "<script>alert(1)</script>"})
    Recording.from_bytes(data).to_html(tmp_path / "page.html")
    assert "<script>alert" not in (tmp_path / "page.html").read_text("utf-8")


def test_a_recording_weighs_little() -> None:
    recording = record(nn.LSTM(2, 16), torch.randn(100, 2))
    exact = sum(array.nbytes for array in recording.arrays().values())
    assert len(recording.to_bytes()) < exact
    assert zlib.crc32(recording.to_bytes()) == zlib.crc32(recording.to_bytes())
