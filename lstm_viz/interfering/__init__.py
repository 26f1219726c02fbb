"""Interfere with a trained model: hold its gates, change its memory, silence its units."""

from lstm_viz.interfering.base import (
    MOST_INTERVENTIONS,
    Intervention,
    InterventionError,
    Subject,
    check_all,
)
from lstm_viz.interfering.film import film_of_interference
from lstm_viz.interfering.interventions import (
    Bias,
    Flip,
    Hold,
    Negate,
    Replace,
    Silence,
    StateChange,
    Swap,
    largest_state,
)
from lstm_viz.interfering.links import SYMBOLS, read_interventions, write_interventions
from lstm_viz.interfering.running import (
    Interfered,
    answers_to,
    attention_to,
    flags_of,
    interfered,
    subject_of,
)

__all__ = [
    "MOST_INTERVENTIONS",
    "SYMBOLS",
    "Bias",
    "Flip",
    "Hold",
    "Interfered",
    "Intervention",
    "InterventionError",
    "Negate",
    "Replace",
    "Silence",
    "StateChange",
    "Subject",
    "Swap",
    "answers_to",
    "attention_to",
    "check_all",
    "film_of_interference",
    "flags_of",
    "interfered",
    "largest_state",
    "read_interventions",
    "subject_of",
    "write_interventions",
]
