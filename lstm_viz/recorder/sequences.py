"""What people hand in as x: one sequence, a batch, or a batch of unequal lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import torch
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from lstm_viz.recorder.layers import Recordable, dtype_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Input: TypeAlias = "ArrayLike | Tensor | PackedSequence"


class Sequences(NamedTuple):
    """Sequences that are recorded together.

    Attributes
    ----------
    each : tuple of Tensor
        Each (T, F), with a T of its own.
    is_batch : bool
        Whether they came as a batch, so that states have an axis B.
    packed : PackedSequence or None
        As what they came.
    """

    each: tuple[Tensor, ...]
    is_batch: bool
    packed: PackedSequence | None = None


def sequences_of(layer: Recordable, x: Input) -> Sequences:
    """Take x apart.

    Raises
    ------
    ValueError
        If x has no time steps, or another shape than the layer reads.
    """
    dtype = dtype_of(layer)
    if isinstance(x, PackedSequence):
        padded, lengths = pad_packed_sequence(x)
        batch = padded.detach().to("cpu", dtype)
        each = tuple(batch[:steps, b].clone() for b, steps in enumerate(lengths.tolist()))
        _check(layer, x.data, each[0])
        return Sequences(each, is_batch=True, packed=x)
    given = torch.as_tensor(x, dtype=dtype).detach().cpu()
    if given.ndim == 2:
        _check(layer, given, given)
        return Sequences((given.clone(),), is_batch=False)
    batch = given.transpose(0, 1) if _is_batch_first(layer) and given.ndim == 3 else given
    _check(layer, given, batch[:, 0] if batch.ndim == 3 and batch.shape[1] else batch)
    each = tuple(batch[:, b].clone() for b in range(batch.shape[1]))
    return Sequences(each, is_batch=len(each) > 1)


def _is_batch_first(layer: Recordable) -> bool:
    """Tell which axis of a batch counts the sequences."""
    return bool(getattr(layer, "batch_first", False))


def _check(layer: Recordable, given: Tensor, one: Tensor) -> None:
    """Refuse what does not come down to sequences of at least one time step and F inputs."""
    if one.ndim != 2 or one.shape[1] != layer.input_size or not len(one):
        batch = "(B, T, F)" if _is_batch_first(layer) else "(T, B, F)"
        raise ValueError(
            f"x has shape {tuple(given.shape)}, expected (T, F) or {batch} with F = "
            f"{layer.input_size}"
        )
