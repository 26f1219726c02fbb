"""Recordings: every activation of a recurrent layer over one sequence, named and shape-checked."""

from lstm_viz.recording.base import Array, Kind, Lane, PreActivation, Recording
from lstm_viz.recording.kinds import (
    RECORDINGS,
    GRURecording,
    LSTMRecording,
    PeepholeRecording,
    RNNRecording,
)

__all__ = [
    "RECORDINGS",
    "Array",
    "GRURecording",
    "Kind",
    "LSTMRecording",
    "Lane",
    "PeepholeRecording",
    "PreActivation",
    "RNNRecording",
    "Recording",
]
