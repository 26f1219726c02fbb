"""How much of one answer's error signal each state receives, by hand and without torch.

L is the loss of the *last* time step that has a target. So the profile shows how far back the error
signal of one answer reaches, also in tasks that ask for an answer at every step.
"""

from lstm_viz.gradients.answers import asked_of_hidden, attention_weights, loss_gradient
from lstm_viz.gradients.bptt import Gradients, through_time

__all__ = ["Gradients", "asked_of_hidden", "attention_weights", "loss_gradient", "through_time"]
