"""The present configuration as a script of its own, in PyTorch and in Keras."""

from lstm_viz.scripts.script import FRAMEWORKS, file_name, script

__all__ = ["FRAMEWORKS", "file_name", "script"]
