"""Train fast, look exactly: `record` runs a recurrent layer once and returns every activation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

import numpy as np
import torch
from torch import Tensor, nn

from lstm_viz.model import Layer, SequenceModel
from lstm_viz.peephole import PeepholeLSTM
from lstm_viz.recording import RECORDINGS, Array, Kind, Lane, Recording

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

State: TypeAlias = "ArrayLike | tuple[ArrayLike, ArrayLike] | None"


def record(module: nn.Module, x: ArrayLike | Tensor, state: State = None) -> Recording:
    """Run a recurrent layer over one sequence and return every activation.

    Each layer and direction runs once with torch's fused kernel, for its hidden states; every gate
    of every time step then comes from one matrix product over the hidden states of the step before,
    and the cell state from its recurrence. Nothing is approximated, and no Python code runs per
    gate or unit.

    Parameters
    ----------
    module : torch.nn.LSTM, torch.nn.GRU, torch.nn.RNN, PeepholeLSTM or SequenceModel
        Any number of layers, one or both directions, with or without biases.
    x : (T, F) or (T, 1, F)
        One sequence; NumPy array, tensor or nested lists.
    state : (H,) or, with cell states, pair (hidden, cell) of (H,), optional
        State before the first time step, of all lanes one after the other; zeros if not given.

    Returns
    -------
    LSTMRecording, PeepholeRecording, GRURecording or RNNRecording
        Arrays in the dtype of the module's weights.

    Raises
    ------
    TypeError
        If the module is not one that can be recorded.
    ValueError
        If x or state has the wrong shape.

    Examples
    --------
    >>> recording = record(torch.nn.LSTM(3, 5), np.zeros((7, 3)))
    >>> recording.forget_gate.shape
    (7, 5)
    """
    layer = module.recurrence if isinstance(module, SequenceModel) else module
    kind = _kind(layer)
    assert isinstance(layer, Layer)
    dtype = _weights(layer, lanes_of(layer)[0]).W.dtype
    sequence = torch.as_tensor(x, dtype=dtype)
    if sequence.ndim == 3 and sequence.shape[1] == 1:
        sequence = sequence[:, 0]
    if sequence.ndim != 2 or sequence.shape[1] != layer.input_size or not len(sequence):
        raise ValueError(
            f"x has shape {tuple(sequence.shape)}, expected (T, F) = (T, {layer.input_size})"
        )
    sequence = sequence.detach().clone()
    lanes = lanes_of(layer)
    initial = _initial(lanes, kind, state, dtype)
    activations = activations_of(layer, sequence[:, None], [part[None] for part in initial])
    arrays = {name: array.squeeze(-2) for name, array in activations.items()}
    arrays |= {f"initial_{name}": part.numpy() for name, part in zip(_NAMES, initial, strict=False)}
    more = {"nonlinearity": layer.nonlinearity} if isinstance(layer, nn.RNN) else {}
    return RECORDINGS[kind](x=sequence.numpy(), lanes=lanes, **arrays, **more)


@torch.no_grad()
def memory(model: SequenceModel, x: Array) -> Array:
    """Return what carries content from step to step, for a batch of sequences.

    Parameters
    ----------
    model : SequenceModel
    x : (T, B, F)

    Returns
    -------
    (T, B, H)
        Cell states if the cell has any, else hidden states; from zero initial states. H counts the
        units of all lanes.
    """
    layer = model.recurrence
    lanes = lanes_of(layer)
    zeros = _initial(lanes, model.cell.kind, None, torch.float32)
    initial = [part.expand(x.shape[1], -1) for part in zeros]
    activations = activations_of(layer, torch.from_numpy(x), initial)
    return activations.get("cell_state", activations["hidden_state"])


_NAMES = ("hidden", "cell")
"""The parts of a state, in torch's order."""


def lanes_of(layer: Layer) -> tuple[Lane, ...]:
    """Return the layers and directions of a layer of torch, in the order of its states."""
    if isinstance(layer, PeepholeLSTM):
        return (Lane(0, backward=False, units=layer.hidden_size),)
    return tuple(
        Lane(number, backward, layer.hidden_size)
        for number in range(layer.num_layers)
        for backward in ((False, True) if layer.bidirectional else (False,))
    )


@torch.no_grad()
def activations_of(layer: Layer, x: Tensor, initial: list[Tensor]) -> dict[str, Array]:
    """Compute every activation of every lane.

    Parameters
    ----------
    layer : torch.nn.LSTM, torch.nn.GRU, torch.nn.RNN or PeepholeLSTM
    x : (T, B, F)
    initial : [hidden] or [hidden, cell], each (B, H) with the units of all lanes

    Returns
    -------
    dict of str to ndarray
        ``from_input`` and ``from_past`` (K, T, B, H), ``from_cell`` (3, T, B, H), others (T, B, H).
    """
    lanes = lanes_of(layer)
    made: list[dict[str, Array]] = []
    below, begin = x, 0
    for lane in lanes:
        if lane.layer and not lane.backward:
            beneath = [
                m["hidden_state"]
                for n, m in zip(lanes, made, strict=False)
                if n.layer == lane.layer - 1
            ]
            below = torch.from_numpy(np.concatenate(beneath, axis=-1))
        units = slice(begin, begin := begin + lane.units)
        start = [part[:, units].contiguous() for part in initial]
        # A backward lane reads the sequence from its end, and is turned round afterwards.
        turned = below.flip(0) if lane.backward else below
        activations = _lane_activations(layer, _weights(layer, lane), turned, start)
        made.append(
            {n: np.flip(a, -3) for n, a in activations.items()} if lane.backward else activations
        )
    if len(made) == 1:
        return made[0]
    return {name: np.concatenate([each[name] for each in made], axis=-1) for name in made[0]}


class _Weights(NamedTuple):
    """The weights of one lane: W (K H, F), U (K H, H), two biases (K H,), peepholes (3 H,)."""

    W: Tensor
    U: Tensor
    b_input: Tensor
    b_past: Tensor
    peepholes: Tensor | None


def _weights(layer: Layer, lane: Lane) -> _Weights:
    """Return a lane's weights; without biases they are zeros."""

    def named(what: str) -> Tensor | None:
        return cast("Tensor | None", getattr(layer, f"{what}_{lane.suffix}", None))

    W, U = cast(Tensor, named("weight_ih")), cast(Tensor, named("weight_hh"))
    b_input, b_past = named("bias_ih"), named("bias_hh")
    none = W.new_zeros(len(W))
    return _Weights(
        W,
        U,
        none if b_input is None else b_input,
        none if b_past is None else b_past,
        named("weight_ch"),
    )


def _hidden_states(layer: Layer, weights: _Weights, x: Tensor, start: list[Tensor]) -> Tensor:
    """Run the fused kernel of one lane over x (T, B, F): (T, B, H)."""
    begin = [part.unsqueeze(0) for part in start]
    if isinstance(layer, PeepholeLSTM):
        return cast(Tensor, layer(x, (begin[0], begin[1]))[0])
    flat = list(weights[:4])
    one_layer = (True, 1, 0.0, False, False, False)
    if isinstance(layer, nn.LSTM):
        return torch.lstm(x, begin, flat, *one_layer)[0]
    if isinstance(layer, nn.GRU):
        return torch.gru(x, begin[0], flat, *one_layer)[0]
    run = torch.rnn_tanh if layer.nonlinearity == "tanh" else torch.rnn_relu
    return run(x, begin[0], flat, *one_layer)[0]


def _lane_activations(
    layer: Layer, weights: _Weights, x: Tensor, start: list[Tensor]
) -> dict[str, Array]:
    """Compute every activation of one lane that runs forward over x (T, B, F)."""
    hidden = _hidden_states(layer, weights, x, start)
    before = torch.cat([start[0].unsqueeze(0), hidden[:-1]])
    b_input, b_past = weights.b_input + weights.b_past, torch.zeros_like(weights.b_past)
    if isinstance(layer, nn.GRU):
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
    if isinstance(layer, nn.RNN):
        return common
    if isinstance(layer, nn.GRU):
        reset, update = (from_input[:2] + from_past[:2]).sigmoid()
        candidate = (from_input[2] + reset * from_past[2]).tanh()
        gru = {"reset_gate": reset, "update_gate": update, "candidate": candidate}
        return {**common, **{name: values.numpy() for name, values in gru.items()}}
    if isinstance(layer, PeepholeLSTM):
        return {**common, **_peephole(from_input + from_past, weights.peepholes, start[1])}
    i, f, g, o = from_input + from_past
    gates = {
        "input_gate": i.sigmoid().numpy(),
        "forget_gate": f.sigmoid().numpy(),
        "candidate": g.tanh().numpy(),
        "output_gate": o.sigmoid().numpy(),
    }
    written = gates["input_gate"] * gates["candidate"]
    cell = _cell_states(gates["forget_gate"], written, start[1].numpy())
    return {**common, **gates, "cell_state": cell}


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


def _kind(layer: nn.Module) -> Kind:
    """Return the kind of a layer, or refuse what cannot be recorded."""
    kinds: dict[type[nn.Module], Kind] = {
        nn.LSTM: "lstm",
        nn.GRU: "gru",
        nn.RNN: "rnn",
        PeepholeLSTM: "peephole",
    }
    for layer_type, kind in kinds.items():
        if isinstance(layer, layer_type):
            if getattr(layer, "proj_size", 0):
                raise TypeError(
                    f"cannot record this {type(layer).__name__}: it has a projection, expected "
                    "proj_size=0"
                )
            return kind
    raise TypeError(
        f"cannot record a {type(layer).__name__}, expected torch.nn.LSTM, torch.nn.GRU, "
        "torch.nn.RNN or a SequenceModel"
    )


def _initial(lanes: tuple[Lane, ...], kind: Kind, state: State, dtype: torch.dtype) -> list[Tensor]:
    """Return the initial state as [hidden] or [hidden, cell], each (H,) over all lanes."""
    names = _NAMES if "cell_state" in RECORDINGS[kind].quantities else _NAMES[:1]
    units = sum(lane.units for lane in lanes)
    if state is None:
        return [torch.zeros(units, dtype=dtype) for _ in names]
    parts = tuple(state) if len(names) == 2 else (state,)  # type: ignore[arg-type]
    if len(parts) != len(names):
        raise ValueError(f"state has {len(parts)} parts, expected {len(names)}: {names}")
    tensors = [torch.as_tensor(part, dtype=dtype).detach().clone().flatten() for part in parts]
    for name, tensor in zip(names, tensors, strict=True):
        if tensor.shape != (units,):
            raise ValueError(
                f"initial {name} state has {len(tensor)} numbers, expected H = {units}"
            )
    return tensors
