"""What people hand in as the initial state, and which state a layer ended in."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import torch
from torch import Tensor

from lstm_viz.recorder.layers import (
    Recordable,
    dtype_of,
    hidden_width,
    is_cell,
    kind_of,
    lanes_of,
)
from lstm_viz.recording import RECORDINGS

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

State: TypeAlias = "ArrayLike | Tensor | tuple[ArrayLike | Tensor, ArrayLike | Tensor] | None"

NAMES = ("hidden", "cell")
"""The parts of a state, in torch's order."""


def widths_of(layer: Recordable) -> tuple[int, ...]:
    """Return the width of one lane in the hidden state and, if there is one, the cell state."""
    has_cell = "cell_state" in RECORDINGS[kind_of(layer)].quantities
    return (hidden_width(layer), layer.hidden_size)[: 1 + has_cell]


def states_of(layer: Recordable, state: State, count: int, is_batch: bool) -> list[list[Tensor]]:
    """Return each sequence's state as [hidden] or [hidden, cell], each flat over all lanes.

    Parameters
    ----------
    layer : a layer that can be recorded
    state : None, hidden, or (hidden, cell)
        None: zeros. In torch's own shapes; for one sequence also flat.
    count : int
        B, the number of sequences.
    is_batch : bool
        Whether they came as a batch.

    Raises
    ------
    ValueError
        If a part is missing or has the wrong shape.
    """
    widths, lanes, dtype = widths_of(layer), len(lanes_of(layer)), dtype_of(layer)
    if state is None:
        return [[torch.zeros(lanes * width, dtype=dtype) for width in widths] for _ in range(count)]
    parts = tuple(state) if len(widths) == 2 else (state,)  # type: ignore[arg-type]
    if len(parts) != len(widths):
        names = NAMES[: len(widths)]
        raise ValueError(f"state has {len(parts)} parts, expected {len(names)}: {names}")
    rows = []
    for name, part, width in zip(NAMES, parts, widths, strict=False):
        tensor = torch.as_tensor(part, dtype=dtype).detach().cpu()
        letter = "H" if width == layer.hidden_size else "P"
        shapes = _shapes(is_cell(layer), lanes, count, width, is_batch)
        if tuple(tensor.shape) not in shapes:
            axes = _axes(is_cell(layer), is_batch).format(letter)
            raise ValueError(
                f"initial {name} state has shape {tuple(tensor.shape)}, expected {axes} = "
                f"{shapes[0]}"
            )
        by_lane = tensor.reshape(lanes, count, width)
        rows.append(by_lane.transpose(0, 1).reshape(count, lanes * width).clone())
    return [[row[b] for row in rows] for b in range(count)]


def _shapes(
    is_one_step: bool, lanes: int, count: int, width: int, is_batch: bool
) -> list[tuple[int, ...]]:
    """Return every shape in which a part of the state may come, torch's own one first."""
    if is_batch:
        return [(count, width)] if is_one_step else [(lanes, count, width)]
    shapes: list[tuple[int, ...]] = [(lanes, width), (lanes, 1, width), (lanes * width,)]
    return shapes[::-1] if is_one_step else shapes


def _axes(is_one_step: bool, is_batch: bool) -> str:
    """Return the letters of the first of these shapes, but for the last."""
    if is_one_step:
        return "(B, {})" if is_batch else "({},)"
    return "(L D, B, {})" if is_batch else "(L D, {})"
