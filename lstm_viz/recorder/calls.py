"""Watching a layer at work inside a module: what it was called with, and what that belongs to."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from lstm_viz.recorder.dropout import masks_of
from lstm_viz.recorder.layers import Recordable, dtype_of, is_cell, lanes_of
from lstm_viz.recorder.sequences import Sequences, sequences_of
from lstm_viz.recorder.states import states_of


@dataclass
class Call:
    """One call of a layer, or several that continue each other.

    Attributes
    ----------
    sequences : Sequences
    begins, ends : list of list of Tensor
        Each sequence's state before the first and after the last time step.
    masks : list of list of Tensor
        As from `masks_of`.
    """

    sequences: Sequences
    begins: list[list[Tensor]]
    ends: list[list[Tensor]]
    masks: list[list[Tensor]]

    def is_continued_by(self, other: Call) -> bool:
        """Tell whether another call begins with the very states in which this one ended."""
        return len(self.ends) == len(other.begins) and all(
            torch.equal(end, begin)
            for ours, theirs in zip(self.ends, other.begins, strict=True)
            for end, begin in zip(ours, theirs, strict=True)
        )

    def continued(self, other: Call) -> Call:
        """Return both as one call, over the time steps of both."""
        pairs = zip(self.sequences.each, other.sequences.each, strict=True)
        each = tuple(torch.cat(pair) for pair in pairs)
        masks = [
            [torch.cat(pair) for pair in zip(ours, theirs, strict=True)]
            for ours, theirs in zip(self.masks, other.masks, strict=True)
        ]
        return Call(Sequences(each, self.sequences.is_batch), self.begins, other.ends, masks)


def last_call(module: nn.Module, layer: Recordable, name: str, x: Any) -> Call:
    """Run a module on x and return the last call of a layer within it.

    Calls that continue each other are one: a decoder that calls its layer for each time step, with
    the state that the call before returned, has read one sequence.

    Raises
    ------
    ValueError
        If the module does not call the layer, or changes a cell's state between its calls.
    """
    calls: list[Call] = []
    for call in _calls(module, layer, x):
        if calls and _runs_forward(layer) and calls[-1].is_continued_by(call):
            calls[-1] = calls[-1].continued(call)
        else:
            calls.append(call)
    if not calls:
        raise ValueError(f"{type(module).__name__} has not called its layer {name} on this x")
    if is_cell(layer) and len(calls) > 1 and len(calls[-1].sequences.each[0]) == 1:
        raise ValueError(
            f"{type(module).__name__} changes the state between its calls of {name}, so that they "
            f"are not the time steps of one sequence: record {name} alone, on the x that it reads"
        )
    return calls[-1]


def _runs_forward(layer: Recordable) -> bool:
    """Tell whether a layer reads from the first step to the last, and can thus be continued."""
    return not any(lane.backward for lane in lanes_of(layer))


@torch.no_grad()
def _calls(module: nn.Module, layer: Recordable, x: Any) -> list[Call]:
    """Run a module on x, and return all calls of a layer; nothing of the module is changed."""
    calls: list[Call] = []
    beginnings: list[tuple[Sequences, list[list[Tensor]], list[list[Tensor]]]] = []
    names = inspect.signature(layer.forward)

    def before(_: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        given = [*names.bind(*args, **kwargs).arguments.values(), None]
        sequences = _given_sequences(layer, given[0])
        begins = states_of(layer, given[1], len(sequences.each), sequences.is_batch)
        beginnings.append((sequences, begins, masks_of(layer, sequences)))

    def after(_: nn.Module, _args: tuple[Any, ...], output: Any) -> None:
        sequences, begins, masks = beginnings.pop()
        last = output if is_cell(layer) else output[1]
        ends = states_of(layer, last, len(sequences.each), sequences.is_batch)
        calls.append(Call(sequences, begins, ends, masks))

    hooks = (
        layer.register_forward_pre_hook(before, with_kwargs=True),
        layer.register_forward_hook(after),
    )
    buffers = [
        (part, buffer_name, buffer, buffer.clone())
        for part in module.modules()
        for buffer_name, buffer in part.named_buffers(recurse=False)
    ]
    devices = {weight.device for weight in module.parameters() if weight.device.type == "cuda"}
    try:
        with torch.random.fork_rng(devices=list(devices)):
            _run(module, x, dtype_of(layer))
    finally:
        for hook in hooks:
            hook.remove()
        for part, buffer_name, buffer, was in buffers:
            setattr(part, buffer_name, buffer.copy_(was))
    return calls


def _given_sequences(layer: Recordable, x: Tensor | PackedSequence) -> Sequences:
    """Take apart what a layer was called with; a cell gets one time step, (F) or (B, F)."""
    if is_cell(layer) and isinstance(x, Tensor):
        return sequences_of(layer, x.reshape(1, *x.shape))
    return sequences_of(layer, x)


def _run(module: nn.Module, x: Any, dtype: torch.dtype) -> None:
    """Call a module as its user would: a tuple or mapping holds several arguments."""
    device = next((weight.device for weight in module.parameters()), torch.device("cpu"))

    def made(argument: Any) -> Any:
        if not isinstance(argument, list | np.ndarray):
            return argument
        tensor = torch.as_tensor(argument, device=device)
        return tensor.to(dtype) if tensor.is_floating_point() else tensor

    if isinstance(x, Mapping):
        module(**{name: made(argument) for name, argument in x.items()})
    elif isinstance(x, tuple) and not isinstance(x, PackedSequence):
        module(*map(made, x))
    else:
        module(made(x))
