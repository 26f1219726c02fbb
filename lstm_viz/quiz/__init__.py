"""Questions on a run, each answered by computing on its film."""

from lstm_viz.quiz.item import Item
from lstm_viz.quiz.paper import KINDS, Asked, paper

__all__ = ["KINDS", "Asked", "Item", "paper"]
