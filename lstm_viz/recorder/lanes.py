"""One layer in one direction: its hidden states by torch's kernel, then everything from those."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from lstm_viz.peephole import PeepholeLSTM
from lstm_viz.recorder.layers import LaneWeights, Recordable, kind_of
from lstm_viz.recording import Array


def lane_activations(
    layer: Recordable, weights: LaneWeights, x: Tensor, start: list[Tensor]
) -> dict[str, Array]:
    """Compute every activation of one lane that runs forward over x (T, B, F)."""
    kind = kind_of(layer)
    hidden = _hidden_states(layer, weights, x, start)
    before = torch.cat([start[0].unsqueeze(0), hidden[:-1]])
    b_input, b_past = weights.b_input + weights.b_past, torch.zeros_like(weights.b_past)
    if kind == "gru":
        # The candidate's second bias is behind the reset gate: it belongs to the past.
        g = slice(2 * layer.hidden_size, None)
        b_input, b_past = b_input.clone(), b_past.clone()
        b_input[g], b_past[g] = weights.b_input[g], weights.b_past[g]

    def blocks(stacked: Tensor) -> Tensor:
        return torch.stack(stacked.chunk(stacked.shape[-1] // layer.hidden_size, dim=-1))

    from_input = blocks(x @ weights.W.T + b_input)
    from_past = blocks(before @ weights.U.T + b_past)
    common = {
        "from_input": from_input.numpy(),
        "from_past": from_past.numpy(),
        "hidden_state": hidden.numpy(),
    }
    if kind == "rnn":
        return common
    if kind == "gru":
        return {**common, **_gru(from_input, from_past)}
    if kind == "peephole":
        return {**common, **_peephole(from_input + from_past, weights.peepholes, start[1])}
    return {**common, **_lstm(from_input + from_past, start[1], weights.projection is not None)}


def _hidden_states(
    layer: Recordable, weights: LaneWeights, x: Tensor, start: list[Tensor]
) -> Tensor:
    """Run the fused kernel of one lane over x (T, B, F): (T, B, H), or P in place of H."""
    begin = [part.unsqueeze(0) for part in start]
    if isinstance(layer, PeepholeLSTM):
        return layer.forward(x, (begin[0], begin[1]))[0]
    flat = list(weights[:4]) + ([] if weights.projection is None else [weights.projection])
    one_layer = (True, 1, 0.0, False, False, False)
    if isinstance(layer, nn.LSTM | nn.LSTMCell):
        return torch.lstm(x, begin, flat, *one_layer)[0]
    if isinstance(layer, nn.GRU | nn.GRUCell):
        return torch.gru(x, begin[0], flat, *one_layer)[0]
    run = torch.rnn_tanh if layer.nonlinearity == "tanh" else torch.rnn_relu
    return run(x, begin[0], flat, *one_layer)[0]


def _gru(from_input: Tensor, from_past: Tensor) -> dict[str, Array]:
    """Compute both gates and the candidate from the pre-activations (3, T, B, H)."""
    reset, update = (from_input[:2] + from_past[:2]).sigmoid()
    candidate = (from_input[2] + reset * from_past[2]).tanh()
    gates = {"reset_gate": reset, "update_gate": update, "candidate": candidate}
    return {name: values.numpy() for name, values in gates.items()}


def _lstm(total: Tensor, initial: Tensor, is_projected: bool) -> dict[str, Array]:
    """Compute gates and cell states from the pre-activations (4, T, B, H)."""
    i, f, g, o = total
    gates = {
        "input_gate": i.sigmoid().numpy(),
        "forget_gate": f.sigmoid().numpy(),
        "candidate": g.tanh().numpy(),
        "output_gate": o.sigmoid().numpy(),
    }
    written = gates["input_gate"] * gates["candidate"]
    cell = _cell_states(gates["forget_gate"], written, initial.numpy())
    more = {"read_out": gates["output_gate"] * np.tanh(cell)} if is_projected else {}
    return {**gates, "cell_state": cell, **more}


def _cell_states(forget: Array, written: Array, initial: Array) -> Array:
    """Run c_t = f_t c_{t-1} + (i_t g_t) over arrays (T, B, H)."""
    cell = np.empty_like(forget)
    now = initial
    for t in range(len(forget)):
        now = cell[t] = forget[t] * now + written[t]
    return cell


def _peephole(total: Tensor, peepholes: Tensor | None, initial: Tensor) -> dict[str, Array]:
    """Compute gates and cell states that depend on each other, step by step; total (4, T, B, H)."""
    assert peepholes is not None
    p_i, p_f, p_o = peepholes.chunk(3)
    candidate = total[2].tanh()
    now, steps = initial, []
    for t in range(total.shape[1]):
        seen = [p_i * now, p_f * now]
        i, f = (total[0, t] + seen[0]).sigmoid(), (total[1, t] + seen[1]).sigmoid()
        now = f * now + i * candidate[t]
        seen.append(p_o * now)
        o = (total[3, t] + seen[2]).sigmoid()
        steps.append((i, f, o, now, torch.stack(seen)))
    names = ("input_gate", "forget_gate", "output_gate", "cell_state")
    columns = [torch.stack(column) for column in zip(*steps, strict=True)]
    recorded = {name: column.numpy() for name, column in zip(names, columns, strict=False)}
    from_cell = columns[4].transpose(0, 1).numpy()
    return {**recorded, "candidate": candidate.numpy(), "from_cell": from_cell}
