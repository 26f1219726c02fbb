"""The recorder: every activation of any recurrent layer, of torch's own or in your own model."""

from lstm_viz.recorder.activations import activations_of
from lstm_viz.recorder.layers import lanes_of
from lstm_viz.recorder.recorder import memory, record, record_sequence

__all__ = ["activations_of", "lanes_of", "memory", "record", "record_sequence"]
