"""The LSTM with peepholes as a layer to train: PyTorch has none, so its loops are ours."""

from lstm_viz.peephole.layer import PeepholeLSTM

__all__ = ["PeepholeLSTM"]
