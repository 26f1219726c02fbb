"""The equations of one time step, one line each, as a person reads them aloud; one file per cell.

Weights are stacked as PyTorch stacks them: the rows of ``W``, ``U`` and ``b`` are one block of H
rows per gate and candidate, in PyTorch's order. These functions are for reading, for lessons and as
the reference of the tests; training uses layers that compute the same faster.
"""

from lstm_viz.cells.attention import Attention, attend
from lstm_viz.cells.gru import GRUStep, gru_step
from lstm_viz.cells.lstm import LSTMStep, lstm_step
from lstm_viz.cells.peephole import peephole_step
from lstm_viz.cells.rnn import relu_step, rnn_step

__all__ = [
    "Attention",
    "GRUStep",
    "LSTMStep",
    "attend",
    "gru_step",
    "lstm_step",
    "peephole_step",
    "relu_step",
    "rnn_step",
]
