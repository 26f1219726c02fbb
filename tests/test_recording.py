"""A recording has the shapes it says, is never changed, and is a tidy table on demand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lstm_viz import LSTMRecording, RNNRecording

T, F, H = 5, 3, 4
LSTM_SHAPES = {
    "x": (T, F),
    "from_input": (4, T, H),
    "from_past": (4, T, H),
    "initial_hidden": (H,),
    "initial_cell": (H,),
    **dict.fromkeys(LSTMRecording.quantities, (T, H)),
}
RNN_SHAPES = {
    "x": (T, F),
    "from_input": (1, T, H),
    "from_past": (1, T, H),
    "initial_hidden": (H,),
    "hidden_state": (T, H),
}
EVERY_ARRAY = [(LSTMRecording, LSTM_SHAPES, name) for name in LSTM_SHAPES] + [
    (RNNRecording, RNN_SHAPES, name) for name in RNN_SHAPES
]
every_array = pytest.mark.parametrize(
    ("kind", "shapes", "name"), EVERY_ARRAY, ids=[f"{k.__name__}-{n}" for k, _, n in EVERY_ARRAY]
)


def arrays(shapes: dict[str, tuple[int, ...]]) -> dict[str, Any]:
    """Draw an array of each shape."""
    rng = np.random.default_rng(0)
    return {name: rng.uniform(-1, 1, shape).astype(np.float32) for name, shape in shapes.items()}


def lstm_recording() -> LSTMRecording:
    return LSTMRecording(**arrays(LSTM_SHAPES))


@every_array
def test_a_wrong_shape_is_refused_by_name(
    kind: type, shapes: dict[str, tuple[int, ...]], name: str
) -> None:
    given = arrays(shapes)
    wrong = given[name][..., None]
    with pytest.raises(ValueError, match="has shape") as caught:
        kind(**{**given, name: wrong})
    # x and hidden_state say what T, F and H are, so their own mistakes show in a neighbour.
    if name not in ("x", "hidden_state"):
        expected = f"{name} has shape {wrong.shape}, expected "
        assert str(caught.value).startswith(expected)
        assert str(caught.value).endswith(str(shapes[name]))


def test_the_message_names_array_what_came_and_what_was_expected() -> None:
    wrong = arrays(LSTM_SHAPES) | {"forget_gate": np.zeros((5, 3), np.float32)}
    with pytest.raises(ValueError, match=r"has shape") as caught:
        LSTMRecording(**wrong)
    assert str(caught.value) == "forget_gate has shape (5, 3), expected (T, H) = (5, 4)"


@every_array
def test_arrays_are_read_only(kind: type, shapes: dict[str, tuple[int, ...]], name: str) -> None:
    recording = kind(**arrays(shapes))
    with pytest.raises(ValueError, match="read-only"):
        getattr(recording, name)[...] = 0


def test_the_array_that_was_given_stays_its_owners() -> None:
    given = arrays(LSTM_SHAPES)
    LSTMRecording(**given)
    given["x"][...] = 1
    assert given["x"].flags.writeable


def test_fields_cannot_be_replaced() -> None:
    with pytest.raises(AttributeError):
        lstm_recording().forget_gate = np.zeros((T, H))  # type: ignore[misc]


def test_steps_units_and_memory() -> None:
    lstm, rnn = lstm_recording(), RNNRecording(**arrays(RNN_SHAPES))
    assert (lstm.steps, lstm.units) == (rnn.steps, rnn.units) == (T, H)
    assert lstm.memory is lstm.cell_state
    assert rnn.memory is rnn.hidden_state
    assert np.array_equal(lstm.written_amount, lstm.input_gate * lstm.candidate)


def test_iterates_over_every_quantity_once() -> None:
    recording = lstm_recording()
    assert [name for name, _ in recording] == list(recording.quantities)
    assert all(array is getattr(recording, name) for name, array in recording)


@pytest.mark.parametrize("k", range(4))
def test_pre_activation_is_found_by_name_in_pytorch_order(k: int) -> None:
    recording = lstm_recording()
    name = ("input_gate", "forget_gate", "candidate", "output_gate")[k]
    part = recording.pre_activation(name)
    assert np.array_equal(part.from_input, recording.from_input[k])
    assert np.array_equal(part.from_past, recording.from_past[k])
    assert np.array_equal(part.total, recording.from_input[k] + recording.from_past[k])


@pytest.mark.parametrize("name", ["cell_state", "hidden_state", "nonsense"])
def test_what_is_not_squashed_has_no_pre_activation(name: str) -> None:
    with pytest.raises(KeyError, match=f"{name} has no pre-activation"):
        lstm_recording().pre_activation(name)


def test_frame_is_tidy_and_right() -> None:
    recording = lstm_recording()
    frame = recording.to_frame()
    assert list(frame.columns) == ["time_step", "unit", "quantity", "value"]
    parts = [f"{q}.{p}" for q in recording.squashed for p in ("from_input", "from_past")]
    assert list(frame["quantity"].unique()) == [*recording.quantities, *parts]
    assert len(frame) == T * H * (len(recording.quantities) + len(parts))
    assert list(frame.index) == list(range(len(frame)))
    assert not frame.duplicated(["time_step", "unit", "quantity"]).any()

    value = frame.set_index(["quantity", "time_step", "unit"])["value"]
    for t, unit in np.ndindex(T, H):
        assert value["forget_gate", t, unit] == recording.forget_gate[t, unit]
        past = recording.pre_activation("candidate").from_past
        assert value["candidate.from_past", t, unit] == past[t, unit]


def test_frame_of_an_rnn() -> None:
    frame = RNNRecording(**arrays(RNN_SHAPES)).to_frame()
    expected = ["hidden_state", "hidden_state.from_input", "hidden_state.from_past"]
    assert list(frame["quantity"].unique()) == expected
