"""A recording as bytes: a container that begins with LSTMRECO, its arrays exact. No pickle.

Beside ``format``, ``version`` and ``arrays`` (see `lstm_viz.container`) the header has

    cell         "lstm", "projected_lstm", "peephole", "gru" or "rnn"
    nonlinearity "tanh" or "relu", of an RNN
    lanes        a list of {layer, backward, units}
    provenance   texts by name

and the arrays are all that the class of this cell takes, in float32 or float64.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from lstm_viz.container import ArrayReader, ArrayWriter, Container
from lstm_viz.recording.base import Recording
from lstm_viz.recording.kinds import RECORDINGS, ProjectedLSTMRecording, RNNRecording
from lstm_viz.recording.parts import Lane

MOST_LANES, LONGEST_ENTRY = 1000, 400


class RecordingError(ValueError):
    """Bytes that are not a recording that this version can read, said in one sentence."""


_FILE = Container(b"LSTMRECO", "recording", 1, RecordingError, precisions=("f4", "f8"))
_CLASSES: dict[str, type[Recording]] = {
    **{str(kind): recording for kind, recording in RECORDINGS.items()},
    "projected_lstm": ProjectedLSTMRecording,
}


def encoded(recording: Recording) -> bytes:
    """Return a recording as bytes."""
    arrays = ArrayWriter()
    for name, values in recording.arrays().items():
        arrays.native(name, values)
    header: dict[str, Any] = {
        "cell": next(name for name, its in _CLASSES.items() if its is type(recording)),
        "lanes": [lane._asdict() for lane in recording.lanes],
        "provenance": dict(recording.provenance),
    }
    if isinstance(recording, RNNRecording):
        header["nonlinearity"] = recording.nonlinearity
    return _FILE.pack(header, arrays)


def decoded(data: bytes) -> Recording:
    """Return the recording that bytes hold; raises RecordingError if they hold none."""
    header, arrays = _FILE.unpack(data)
    try:
        return _recording(header, arrays)
    except RecordingError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        what = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
        raise RecordingError(f"the recording cannot be understood: {what}") from error


def _recording(header: Mapping[str, Any], arrays: ArrayReader) -> Recording:
    """Put a recording together, from parts that may come from a stranger."""
    if header["cell"] not in _CLASSES:
        raise RecordingError(f"the recording is of a cell unknown here: {header['cell']!r}"[:200])
    recording = _CLASSES[header["cell"]]
    others = ("lanes", "provenance", "nonlinearity")
    names = [field.name for field in fields(recording) if field.name not in others]
    given: dict[str, Any] = {name: arrays[name] for name in names}
    if header["cell"] == "rnn":
        if header["nonlinearity"] not in ("tanh", "relu"):
            raise RecordingError("the recording does not say what squashes: tanh or relu")
        given["nonlinearity"] = header["nonlinearity"]
    provenance = {str(name): str(value) for name, value in header["provenance"].items()}
    if any(len(text) > LONGEST_ENTRY for entry in provenance.items() for text in entry):
        raise RecordingError("the recording's provenance is too long")
    lanes = tuple(_lane(lane) for lane in header["lanes"][:MOST_LANES])
    return recording(**given, lanes=lanes, provenance=provenance)


def _lane(described: Mapping[str, Any]) -> Lane:
    """Read one lane."""
    layer, backward, units = (described[name] for name in Lane._fields)
    is_whole = all(isinstance(n, int) and not isinstance(n, bool) for n in (layer, units))
    if not is_whole or not isinstance(backward, bool) or layer < 0 or units < 1:
        raise RecordingError("the recording's layers cannot be read")
    return Lane(layer, backward, units)
