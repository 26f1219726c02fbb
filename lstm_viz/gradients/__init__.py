"""How much of one answer's error signal each state receives, by hand and without torch.

L is the loss of the *last* time step that has a target. So the profile shows how far back the error
signal of one answer reaches, also in tasks that ask for an answer at every step.
"""

from lstm_viz.gradients.answers import asked_of_hidden, attention_weights, loss_gradient
from lstm_viz.gradients.bptt import Gradients, through_time
from lstm_viz.gradients.last_answer import answering_step, of_last_answer, seen_by_readout

__all__ = [
    "Gradients",
    "answering_step",
    "asked_of_hidden",
    "attention_weights",
    "loss_gradient",
    "of_last_answer",
    "seen_by_readout",
    "through_time",
]
