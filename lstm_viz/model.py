"""Train fast, look exactly: a fused recurrence with a readout, and `record()` to see inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, cast

import numpy as np
import torch
from torch import Tensor, nn

from lstm_viz.recording import Array, LSTMRecording, Recording, RNNRecording

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

CellName = Literal["lstm", "rnn"]
State: TypeAlias = "ArrayLike | tuple[ArrayLike, ArrayLike] | None"


class SequenceModel(nn.Module):
    """One fused recurrent layer and a linear readout at every time step.

    y_t = V h_t + d

    Parameters
    ----------
    cell : "lstm" or "rnn"
    inputs, hidden_size, outputs : int
        F, H and O.
    """

    def __init__(self, cell: CellName, inputs: int, hidden_size: int, outputs: int) -> None:
        super().__init__()
        layer = {"lstm": nn.LSTM, "rnn": nn.RNN}[cell]
        self.recurrence: nn.LSTM | nn.RNN = layer(inputs, hidden_size)
        self.readout = nn.Linear(hidden_size, outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Map x (T, B, F) to outputs (T, B, O)."""
        hidden, _ = self.recurrence(x)
        return cast(Tensor, self.readout(hidden))


def record(module: nn.Module, x: ArrayLike | Tensor, state: State = None) -> Recording:
    """Run a recurrent layer over one sequence and return every activation.

    The fused layer runs once, for its hidden states; every gate of every time step then comes from
    one matrix product over the hidden states of the step before, and the cell state from its
    recurrence. Nothing is approximated, and no Python code runs per gate or unit.

    Parameters
    ----------
    module : torch.nn.LSTM, torch.nn.RNN (tanh) or SequenceModel
        One layer, one direction, with biases.
    x : (T, F) or (T, 1, F)
        One sequence; NumPy array, tensor or nested lists.
    state : (H,) for an RNN, pair (hidden, cell) of (H,) for an LSTM, optional
        State before the first time step; zeros if not given.

    Returns
    -------
    LSTMRecording or RNNRecording
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
    _check_layer(layer)
    assert isinstance(layer, nn.LSTM | nn.RNN)
    dtype = _weights(layer)[0].dtype
    sequence = torch.as_tensor(x, dtype=dtype)
    if sequence.ndim == 3 and sequence.shape[1] == 1:
        sequence = sequence[:, 0]
    if sequence.ndim != 2 or sequence.shape[1] != layer.input_size or not len(sequence):
        raise ValueError(
            f"x has shape {tuple(sequence.shape)}, expected (T, F) = (T, {layer.input_size})"
        )
    sequence = sequence.detach().clone()
    initial = _initial(layer, state, dtype)
    activations = _activations(layer, sequence[:, None], [part[None] for part in initial])
    arrays = {name: array.squeeze(-2) for name, array in activations.items()}
    arrays["x"], arrays["initial_hidden"] = sequence.numpy(), initial[0].numpy()
    if isinstance(layer, nn.RNN):
        return RNNRecording(**arrays)
    return LSTMRecording(**arrays, initial_cell=initial[1].numpy())


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
        The cell states of an LSTM, the hidden states of an RNN; from zero initial states.
    """
    layer = model.recurrence
    initial = [part.expand(x.shape[1], -1) for part in _initial(layer, None, torch.float32)]
    activations = _activations(layer, torch.from_numpy(x), initial)
    return activations.get("cell_state", activations["hidden_state"])


@torch.no_grad()
def _activations(layer: nn.LSTM | nn.RNN, x: Tensor, initial: list[Tensor]) -> dict[str, Array]:
    """Compute every activation, for x (T, B, F) and initial [hidden] or [hidden, cell] (B, H).

    ``from_input`` and ``from_past`` are (K, T, B, H), the others (T, B, H).
    """
    start = [part.unsqueeze(0) for part in initial]
    along = x.transpose(0, 1) if layer.batch_first else x
    hidden = layer(along, start[0] if isinstance(layer, nn.RNN) else tuple(start))[0]
    hidden = hidden.transpose(0, 1) if layer.batch_first else hidden
    before = torch.cat([initial[0].unsqueeze(0), hidden[:-1]])

    def blocks(stacked: Tensor) -> Tensor:
        return torch.stack(stacked.chunk(stacked.shape[-1] // layer.hidden_size, dim=-1))

    W, U, b = _weights(layer)
    from_input, from_past = blocks(x @ W.T + b), blocks(before @ U.T)
    common = {
        "from_input": from_input.numpy(),
        "from_past": from_past.numpy(),
        "hidden_state": hidden.numpy(),
    }
    if isinstance(layer, nn.RNN):
        return common
    i, f, g, o = from_input + from_past
    i, f, g, o = i.sigmoid().numpy(), f.sigmoid().numpy(), g.tanh().numpy(), o.sigmoid().numpy()
    cell = _cell_states(f, i * g, initial[1].numpy())
    gates = {"input_gate": i, "forget_gate": f, "candidate": g, "output_gate": o}
    return {**common, **gates, "cell_state": cell}


def _weights(layer: nn.LSTM | nn.RNN) -> tuple[Tensor, Tensor, Tensor]:
    """Return W (K H, F), U (K H, H) and the effective bias b (K H,)."""
    W, U = cast(Tensor, layer.weight_ih_l0), cast(Tensor, layer.weight_hh_l0)
    return W, U, cast(Tensor, layer.bias_ih_l0) + cast(Tensor, layer.bias_hh_l0)


def _cell_states(forget: Array, written: Array, initial: Array) -> Array:
    """Run c_t = f_t c_{t-1} + (i_t g_t) over arrays (T, B, H)."""
    cell = np.empty_like(forget)
    now = initial
    for t in range(len(forget)):
        now = cell[t] = forget[t] * now + written[t]
    return cell


def _check_layer(layer: nn.Module) -> None:
    """Refuse what cannot be recorded yet, by name."""
    if not isinstance(layer, nn.LSTM | nn.RNN):
        raise TypeError(
            f"cannot record a {type(layer).__name__}, expected torch.nn.LSTM, torch.nn.RNN "
            "or a SequenceModel"
        )
    problems = {
        f"{layer.num_layers} layers, expected 1": layer.num_layers != 1,
        "two directions, expected one": layer.bidirectional,
        "no biases, expected bias=True": not layer.bias,
        "a projection, expected proj_size=0": layer.proj_size != 0,
        f"nonlinearity {getattr(layer, 'nonlinearity', '')!r}, expected 'tanh'": (
            getattr(layer, "nonlinearity", "tanh") != "tanh"
        ),
    }
    for problem, is_present in problems.items():
        if is_present:
            raise TypeError(f"cannot record this {type(layer).__name__}: it has {problem}")


def _initial(layer: nn.LSTM | nn.RNN, state: State, dtype: torch.dtype) -> list[Tensor]:
    """Return the initial state as [hidden] or [hidden, cell], each (H,)."""
    names = ("hidden", "cell") if isinstance(layer, nn.LSTM) else ("hidden",)
    if state is None:
        return [torch.zeros(layer.hidden_size, dtype=dtype) for _ in names]
    parts = tuple(state) if len(names) == 2 else (state,)  # type: ignore[arg-type]
    if len(parts) != len(names):
        raise ValueError(f"state has {len(parts)} parts, expected {len(names)}: {names}")
    tensors = [torch.as_tensor(part, dtype=dtype).detach().clone().flatten() for part in parts]
    for name, tensor in zip(names, tensors, strict=True):
        if tensor.shape != (layer.hidden_size,):
            raise ValueError(
                f"initial {name} state has {len(tensor)} numbers, expected H = {layer.hidden_size}"
            )
    return tensors
