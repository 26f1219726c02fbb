"""All lanes of a layer: who reads whose hidden states, and from which end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from lstm_viz.recorder.lanes import lane_activations
from lstm_viz.recorder.layers import Recordable, hidden_width, lanes_of, weights_of
from lstm_viz.recording import Array


def activations_through(
    spans: Sequence[tuple[Recordable, slice]],
    x: Tensor,
    initial: Sequence[Tensor],
    masks: Sequence[Tensor] = (),
) -> dict[str, Array]:
    """Compute every activation of layers that read one after the other, as `activations_of` does.

    Parameters
    ----------
    spans : sequence of (layer, slice)
        Each layer with its time steps; it begins in the states in which the one before it ended.
    x, initial, masks
        As for `activations_of`; several layers run forward.
    """
    made: list[dict[str, Array]] = []
    for layer, steps in spans:
        if made:
            names = [name for name in ("hidden_state", "cell_state") if name in made[-1]]
            initial = [torch.from_numpy(made[-1][name][-1]) for name in names]
        made.append(activations_of(layer, x[steps], initial, [mask[steps] for mask in masks]))
    if len(made) == 1:
        return made[0]
    return {name: np.concatenate([each[name] for each in made], axis=-3) for name in made[0]}


@torch.no_grad()
def activations_of(
    layer: Recordable, x: Tensor, initial: Sequence[Tensor], masks: Sequence[Tensor] = ()
) -> dict[str, Array]:
    """Compute every activation of every lane.

    Parameters
    ----------
    layer : torch.nn.LSTM, GRU, RNN, LSTMCell, GRUCell, RNNCell or PeepholeLSTM
    x : (T, B, F)
    initial : [hidden] or [hidden, cell], each (B, H) with the units of all lanes
        With a projection the hidden state has the P of all lanes.
    masks : sequence of (T, B, D H), optional
        What dropout multiplies the hidden states of each layer but the last by, on their way up.

    Returns
    -------
    dict of str to ndarray
        ``from_input`` and ``from_past`` (K, T, B, H), ``from_cell`` (3, T, B, H), others (T, B, H).
    """
    lanes = lanes_of(layer)
    widths = hidden_width(layer), layer.hidden_size
    made: list[dict[str, Array]] = []
    below = x
    for number, lane in enumerate(lanes):
        if lane.layer and not lane.backward:
            beneath = [
                m["hidden_state"]
                for n, m in zip(lanes, made, strict=False)
                if n.layer == lane.layer - 1
            ]
            below = torch.from_numpy(np.concatenate(beneath, axis=-1))
            if masks:
                below = below * masks[lane.layer - 1]
        start = [
            part[:, number * width : (number + 1) * width].contiguous()
            for part, width in zip(initial, widths, strict=False)
        ]
        # A backward lane reads the sequence from its end, and is turned round afterwards.
        turned = below.flip(0) if lane.backward else below
        activations = lane_activations(layer, weights_of(layer, lane), turned, start)
        made.append(
            {n: np.flip(a, -3) for n, a in activations.items()} if lane.backward else activations
        )
    if len(made) == 1:
        return made[0]
    return {name: np.concatenate([each[name] for each in made], axis=-1) for name in made[0]}
