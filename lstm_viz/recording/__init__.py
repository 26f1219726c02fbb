"""Recordings: every activation of a recurrent layer over one sequence, named and shape-checked."""

from lstm_viz.recording.base import Recording
from lstm_viz.recording.batch import Recordings
from lstm_viz.recording.keeping import RecordingError
from lstm_viz.recording.kinds import (
    RECORDINGS,
    GRURecording,
    LSTMRecording,
    PeepholeRecording,
    ProjectedLSTMRecording,
    RNNRecording,
)
from lstm_viz.recording.parts import Array, Kind, Lane, PreActivation

__all__ = [
    "RECORDINGS",
    "Array",
    "GRURecording",
    "Kind",
    "LSTMRecording",
    "Lane",
    "PeepholeRecording",
    "PreActivation",
    "ProjectedLSTMRecording",
    "RNNRecording",
    "Recording",
    "RecordingError",
    "Recordings",
]
