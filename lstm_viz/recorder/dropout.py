"""Dropout between layers, drawn as torch draws it: equal random states give equal masks."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from lstm_viz.recorder.layers import Recordable, dtype_of, hidden_width
from lstm_viz.recorder.sequences import Sequences


def drops(layer: Recordable) -> bool:
    """Tell whether a layer, as it stands, would drop anything out."""
    is_deep = getattr(layer, "num_layers", 1) > 1
    return layer.training and is_deep and bool(getattr(layer, "dropout", 0))


def masks_of(layer: Recordable, sequences: Sequences) -> list[list[Tensor]]:
    """Draw what the hidden states of each layer but the last are multiplied by, on their way up.

    The random state is left as it was found: a call of the layer itself would draw the same.

    Returns
    -------
    list of list of Tensor
        For each sequence, for each layer but the last (T, D H); none if nothing is dropped.

    Raises
    ------
    ValueError
        If the layer is not on the CPU, where alone the masks are known to be those of torch.
    """
    masks: list[list[Tensor]] = [[] for _ in sequences.each]
    if not drops(layer):
        return masks
    deep = cast(nn.LSTM, layer)
    device = next(deep.parameters()).device
    if device.type != "cpu":
        raise ValueError(
            f"this {type(layer).__name__} is in training mode, and what its dropout leaves out on "
            f"{device} cannot be drawn again: call .eval() first"
        )
    width = hidden_width(layer) * (1 + deep.bidirectional)
    with torch.random.fork_rng(devices=[]):
        for _ in range(deep.num_layers - 1):
            drawn = _draw(sequences, width, deep.dropout, dtype_of(layer))
            for kept, mask in zip(masks, drawn, strict=True):
                kept.append(mask)
    return masks


def _draw(sequences: Sequences, width: int, share: float, dtype: torch.dtype) -> list[Tensor]:
    """Draw one layer's masks, in the order in which its hidden states lie in memory."""
    packed = sequences.packed
    if packed is None:
        shape = (len(sequences.each[0]), len(sequences.each), width)
        batch = torch.dropout(torch.ones(shape, dtype=dtype), share, train=True)
    else:
        ones = torch.ones(len(packed.data), width, dtype=dtype)
        dropped = torch.dropout(ones, share, train=True)
        batch, _ = pad_packed_sequence(PackedSequence(dropped, *packed[1:]))
    return [batch[: len(one), b] for b, one in enumerate(sequences.each)]
