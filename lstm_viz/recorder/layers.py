"""Which layers can be recorded, and where each keeps its weights."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias, cast

import torch
from torch import Tensor, nn

from lstm_viz.peephole import PeepholeLSTM
from lstm_viz.recording import Kind, Lane

Recordable: TypeAlias = (
    nn.LSTM | nn.GRU | nn.RNN | nn.LSTMCell | nn.GRUCell | nn.RNNCell | PeepholeLSTM
)

_KINDS: dict[type[nn.Module], Kind] = {
    nn.LSTM: "lstm",
    nn.GRU: "gru",
    nn.RNN: "rnn",
    nn.LSTMCell: "lstm",
    nn.GRUCell: "gru",
    nn.RNNCell: "rnn",
    PeepholeLSTM: "peephole",
}
RECORDABLE = "torch.nn.LSTM, GRU, RNN, LSTMCell, GRUCell, RNNCell or PeepholeLSTM"


def is_recordable(module: nn.Module) -> bool:
    """Tell whether a module is itself a layer that can be recorded."""
    return isinstance(module, tuple(_KINDS))


def checked(module: nn.Module) -> Recordable:
    """Return the module, or refuse it if its equations are not the known ones.

    Raises
    ------
    TypeError
        If it is another module, computes in its own way, or has weights of another precision.
    """
    own = next((base for base in _KINDS if isinstance(module, base)), None)
    name = type(module).__name__
    if own is None:
        raise TypeError(f"cannot record a {name}, expected {RECORDABLE}")
    if type(module).forward is not own.forward:
        raise TypeError(
            f"cannot record a {name}: it has a forward of its own, so that its equations need not "
            f"be those of {own.__name__}"
        )
    layer = cast(Recordable, module)
    if dtype_of(layer) not in (torch.float32, torch.float64):
        raise TypeError(
            f"cannot record this {name}: its weights are {dtype_of(layer)}, expected torch.float32 "
            "or torch.float64 (call .float() first)"
        )
    return layer


def kind_of(layer: Recordable) -> Kind:
    """Return which equations a layer follows."""
    return next(kind for base, kind in _KINDS.items() if isinstance(layer, base))


def is_cell(layer: nn.Module) -> bool:
    """Tell whether a layer computes one time step for each call."""
    return isinstance(layer, nn.RNNCellBase)


def dtype_of(layer: Recordable) -> torch.dtype:
    """Return the precision of a layer's weights."""
    return weights_of(layer, lanes_of(layer)[0]).W.dtype


def hidden_width(layer: Recordable) -> int:
    """Return how many numbers the hidden state of one lane has: P with a projection, else H."""
    return int(getattr(layer, "proj_size", 0)) or layer.hidden_size


def lanes_of(layer: Recordable) -> tuple[Lane, ...]:
    """Return the layers and directions of a layer, in the order of its states."""
    return tuple(
        Lane(number, backward, layer.hidden_size)
        for number in range(getattr(layer, "num_layers", 1))
        for backward in ((False, True) if getattr(layer, "bidirectional", False) else (False,))
    )


class LaneWeights(NamedTuple):
    """The weights of one lane.

    W (K H, F), U (K H, H or P), two biases (K H,), projection (P, H), peepholes (3 H,).
    """

    W: Tensor
    U: Tensor
    b_input: Tensor
    b_past: Tensor
    projection: Tensor | None
    peepholes: Tensor | None


@torch.no_grad()
def weights_of(layer: Recordable, lane: Lane) -> LaneWeights:
    """Return a lane's weights on the CPU; biases that it does not have are zeros."""

    def named(what: str) -> Tensor | None:
        name = what if is_cell(layer) else f"{what}_{lane.suffix}"
        weight = cast("Tensor | None", getattr(layer, name, None))
        return None if weight is None else weight.detach().cpu()

    W, U = cast(Tensor, named("weight_ih")), cast(Tensor, named("weight_hh"))
    b_input, b_past = named("bias_ih"), named("bias_hh")
    none = W.new_zeros(len(W))
    return LaneWeights(
        W,
        U,
        none if b_input is None else b_input,
        none if b_past is None else b_past,
        named("weight_hr"),
        named("weight_ch"),
    )
