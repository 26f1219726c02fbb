"""LSTM Viz: watch an LSTM think.

The names below are all that most people need. What needs PyTorch is imported when it is first
used, so that a web server can show films without it.

Examples
--------
>>> from lstm_viz import Film, TrainConfig, advance, start
>>> config = TrainConfig.of_task("count_since_reset", updates=20)
>>> film = Film.of(advance(start(config), 20))
>>> film.snapshots[-1].lstm.recording.forget_gate.shape
(40, 1)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lstm_viz._version import __version__
from lstm_viz.config import TrainConfig
from lstm_viz.film import Film
from lstm_viz.film_bytes import FilmError
from lstm_viz.knobs import ConfigError
from lstm_viz.recording import (
    LSTMRecording,
    Recording,
    RecordingError,
    Recordings,
    RNNRecording,
)
from lstm_viz.run import Snapshot, TrainingRun
from lstm_viz.tasks import TASKS, SequenceError, Task

if TYPE_CHECKING:
    from lstm_viz.model import SequenceModel
    from lstm_viz.recorder import record
    from lstm_viz.training import advance, start, watch

__all__ = [
    "TASKS",
    "ConfigError",
    "Film",
    "FilmError",
    "LSTMRecording",
    "RNNRecording",
    "Recording",
    "RecordingError",
    "Recordings",
    "SequenceError",
    "SequenceModel",
    "Snapshot",
    "Task",
    "TrainConfig",
    "TrainingRun",
    "__version__",
    "advance",
    "record",
    "start",
    "watch",
]

_WITH_TORCH = {
    "SequenceModel": "lstm_viz.model",
    "record": "lstm_viz.recorder",
    "advance": "lstm_viz.training",
    "start": "lstm_viz.training",
    "watch": "lstm_viz.training",
}


def __getattr__(name: str) -> Any:
    """Import what needs PyTorch at its first use."""
    if name not in _WITH_TORCH:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WITH_TORCH[name]), name)
