"""Any cell of the family, unrolled step by step from its equations, for torch's autograd."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from lstm_viz.cells import attend, gru_step, lstm_step, peephole_step, relu_step, rnn_step
from lstm_viz.family import Cell
from lstm_viz.handover import parts, visible
from lstm_viz.recording import Lane
from lstm_viz.tasks.base import TargetKind

Named = dict[str, Tensor]


@dataclass(frozen=True)
class Unrolled:
    """All states of a model on one sequence, each a tensor that keeps its gradient."""

    hidden: dict[Lane, list[Tensor]]
    cell: dict[Lane, list[Tensor]]
    output: Tensor

    def gradients(self) -> tuple[Tensor, Tensor | None]:
        """Return dL/dh and dL/dc, (T, H) over all lanes, 0 where autograd had nothing to say."""
        return _gradients(self.hidden), _gradients(self.cell) if self.cell else None


def unrolled(cell: Cell, size: int, weights: Named, x: Tensor) -> Unrolled:
    """Run a model with the equations of `lstm_viz.cells`; weights by a SequenceModel's names."""
    weights = {name: weight.clone().requires_grad_() for name, weight in weights.items()}
    hidden: dict[Lane, list[Tensor]] = {}
    cells: dict[Lane, list[Tensor]] = {}
    below = list(x)
    for lane in cell.lanes(size):
        if lane.layer and not lane.backward:
            under = [states for at, states in hidden.items() if at.layer == lane.layer - 1]
            below = [torch.cat(states) for states in zip(*under, strict=True)]
        held = [
            name for name, steps in parts(x.numpy(), cell.decoder) for _ in range(len(x))[steps]
        ]
        hidden[lane], carried = _run(cell, lane, weights, below, held)
        if carried:
            cells[lane] = carried
    top = [states for at, states in hidden.items() if at.layer == cell.layers - 1]
    seen = torch.cat([torch.stack(states) for states in top], dim=-1)
    if cell.attention:
        may_look = torch.from_numpy(visible(x.numpy(), cell.decoder))
        seen = torch.cat([seen, attend(seen, may_look).context], dim=-1)
    return Unrolled(hidden, cells, seen @ weights["readout.weight"].T + weights["readout.bias"])


def _run(
    cell: Cell, lane: Lane, weights: Named, below: list[Tensor], held: list[str]
) -> tuple[list[Tensor], list[Tensor]]:
    """Run one lane; its states in the sequence's own order. ``held``: whose weights, at each."""
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_ch")
    hidden = torch.zeros(lane.units, dtype=below[0].dtype)
    carried = torch.zeros_like(hidden)
    hiddens, cells = [], []
    for row, part in zip(reversed(below) if lane.backward else below, held, strict=True):
        W, U, b_input, b_past, p = (weights.get(f"{part}.{n}_{lane.suffix}") for n in names)
        assert W is not None
        assert U is not None
        assert b_input is not None
        assert b_past is not None
        if cell.kind == "rnn":
            step = rnn_step if cell.nonlinearity == "tanh" else relu_step
            hidden = step(row, hidden, W, U, b_input + b_past)
        elif cell.kind == "gru":
            hidden = gru_step(row, hidden, W, U, b_input, b_past).hidden_state
        else:
            state, b = (hidden, carried), b_input + b_past
            made = (
                lstm_step(row, state, W, U, b)
                if p is None
                else peephole_step(row, state, W, U, b, p)
            )
            hidden, carried = made.hidden_state, made.cell_state
            carried.retain_grad()
            cells.append(carried)
        hidden.retain_grad()
        hiddens.append(hidden)
    return (hiddens[::-1], cells[::-1]) if lane.backward else (hiddens, cells)


def _gradients(lanes: dict[Lane, list[Tensor]]) -> Tensor:
    """Stack what arrived at each state."""
    return torch.cat(
        [
            torch.stack([torch.zeros_like(s) if s.grad is None else s.grad for s in states])
            for states in lanes.values()
        ],
        dim=-1,
    )


def answer_loss(kind: TargetKind, output: Tensor, target: Tensor) -> Tensor:
    """Return the loss of one answer (O,), by torch."""
    if kind == "value":
        return functional.mse_loss(output, target)
    if kind == "class":
        return functional.cross_entropy(output, target)
    return functional.binary_cross_entropy_with_logits(output, target)


def said(kind: TargetKind, output: Tensor) -> Tensor:
    """Return the prediction that a person is shown."""
    return {"value": output, "class": output.softmax(-1), "set": output.sigmoid()}[kind].detach()
