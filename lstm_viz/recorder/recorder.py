"""Train fast, look exactly: `record` runs a recurrent layer once and returns every activation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from lstm_viz.model import SequenceModel
from lstm_viz.provenance import provenance
from lstm_viz.recorder.activations import activations_through
from lstm_viz.recorder.calls import last_call
from lstm_viz.recorder.dropout import masks_of
from lstm_viz.recorder.finding import layer_in
from lstm_viz.recorder.layers import Recordable, checked, is_recordable, kind_of, lanes_of
from lstm_viz.recorder.sequences import sequences_of
from lstm_viz.recorder.states import NAMES, State, states_of
from lstm_viz.recording import (
    RECORDINGS,
    Array,
    ProjectedLSTMRecording,
    Recording,
    Recordings,
)


def record(
    module: nn.Module, x: Any, state: State = None, *, layer: str | None = None
) -> Recording | Recordings:
    """Return every activation of a recurrent layer, for one sequence or for a batch.

    Each layer and direction runs once with torch's fused kernel, for its hidden states; every gate
    of every time step then follows from one matrix product. Nothing of the module is changed, and
    the recording is independent of it.

    Parameters
    ----------
    module : torch.nn.LSTM, GRU, RNN, LSTMCell, GRUCell, RNNCell, PeepholeLSTM, or any module
        A layer of any depth, in one or both directions, with or without biases or a projection, in
        float32 or float64. A cell is unrolled over the sequence. Any other module runs with its own
        forward, and its recurrent layer is recorded on what it is really called with; if it calls
        it several times, on the last call, where calls that continue each other's state are one. A
        `SequenceModel` is recorded as its recurrence, and from the go mark on as its decoder.
    x : array_like or Tensor (T, F) or (T, B, F), or PackedSequence
        One sequence, or a batch; (B, T, F) if the layer has ``batch_first``. For any other module,
        what its forward takes: a tuple holds several arguments, a mapping arguments by name.
    state : (hidden, cell) or hidden, optional
        Initial state of an LSTM, or of a GRU or RNN, in torch's shapes or, for one sequence, flat
        (layer 1 forward, layer 1 backward, layer 2 forward, ...). Zeros if not given.
    layer : str, optional
        Which layer of a module with several, as in ``encoder.lstm``.

    Returns
    -------
    Recording
        Of one sequence. Its class is that of its equations, its arrays are in the dtype of the
        weights.
    Recordings
        Of a batch of several sequences, and of any PackedSequence: a Recording of each, in the
        order of the batch and as long as the sequence.

    Raises
    ------
    TypeError
        If there is nothing that can be recorded.
    ValueError
        If x or state has the wrong shape, or the layer cannot be told from others.

    Notes
    -----
    In training mode, dropout between layers leaves out what a call of the module would leave out
    now: the random state is read, and put back.

    Examples
    --------
    >>> recording = record(torch.nn.LSTM(3, 5), torch.zeros(7, 3))
    >>> recording.forget_gate.shape
    (7, 5)
    >>> model = nn.Sequential(nn.Embedding(10, 3), nn.GRU(3, 5, num_layers=2))
    >>> record(model, [1, 2, 2, 9]).lane(layer=1).update_gate.shape
    (4, 5)
    """
    inner = module.recurrence if isinstance(module, SequenceModel) else module
    if layer is None and is_recordable(inner):
        recurrent = checked(inner)
        sequences = sequences_of(recurrent, x)
        begins = states_of(recurrent, state, len(sequences.each), sequences.is_batch)
        masks = masks_of(recurrent, sequences)
    else:
        name, recurrent = layer_in(module, layer)
        if state is not None:
            raise ValueError(
                f"state is given, expected None: {type(module).__name__} itself says in which "
                f"state it calls its layer {name}"
            )
        call = last_call(module, recurrent, name, x)
        sequences, begins, masks = call.sequences, call.begins, call.masks
    made = {"layer": " ".join(repr(recurrent).split()), **provenance()}

    whole = module if isinstance(module, SequenceModel) and layer is None else None

    def read_by(one: Tensor) -> Sequence[tuple[Recordable, slice]]:
        return [(recurrent, slice(None))] if whole is None else whole.spans(one)

    recordings = [
        _recording(read_by(one), one, begin, dropped, made)
        for one, begin, dropped in zip(sequences.each, begins, masks, strict=True)
    ]
    is_several = sequences.is_batch or sequences.packed is not None
    return Recordings(recordings) if is_several else recordings[0]


def record_sequence(model: SequenceModel, x: Array) -> Recording:
    """Record one sequence (T, F) of a model in training, from zero states; see `record`."""
    layer = model.recurrence
    (one,) = sequences_of(layer, x).each
    (begin,) = states_of(layer, None, 1, is_batch=False)
    return _recording(model.spans(one), one, begin, masks=[], provenance={})


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
    (zeros,) = states_of(layer, None, 1, is_batch=False)
    initial = [part.expand(x.shape[1], -1) for part in zeros]
    sequences = torch.from_numpy(x)
    activations = activations_through(model.spans(sequences), sequences, initial)
    return activations.get("cell_state", activations["hidden_state"])


def _recording(
    spans: Sequence[tuple[Recordable, slice]],
    x: Tensor,
    begin: list[Tensor],
    masks: list[Tensor],
    provenance: dict[str, str],
) -> Recording:
    """Record one sequence (T, F) from a flat state, by the layers that read it in turn."""
    layer, _ = spans[0]
    initial = [part[None] for part in begin]
    dropped = [mask[:, None] for mask in masks]
    activations = activations_through(spans, x[:, None], initial, dropped)
    arrays: dict[str, Any] = {n: array.squeeze(-2) for n, array in activations.items()}
    arrays |= {f"initial_{name}": part.numpy() for name, part in zip(NAMES, begin, strict=False)}
    kind = kind_of(layer)
    recording = ProjectedLSTMRecording if "read_out" in arrays else RECORDINGS[kind]
    if kind == "rnn":
        arrays["nonlinearity"] = layer.nonlinearity
    return recording(x=x.numpy(), lanes=lanes_of(layer), provenance=provenance, **arrays)
