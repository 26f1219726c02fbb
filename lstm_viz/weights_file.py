"""Weights from a .safetensors file: which recurrent layers it holds, told by names and shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from lstm_viz.recording import Kind

Array = NDArray[Any]

MOST_BYTES = 8 << 20
MOST_UNITS = 256
MOST_INPUTS = 512
_NAME = re.compile(
    r"(?:(?P<prefix>.*)\.)?(?P<what>(?:weight|bias)_(?:ih|hh)|weight_(?:hr|ch))"
    r"(?:_l(?P<layer>\d{1,3})(?P<reverse>_reverse)?)?"
)
_PICKLES = (b"PK\x03\x04", b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
"""How zipped and plain ones begin."""
_KINDS: dict[float, Kind] = {4: "lstm", 3: "gru", 1: "rnn"}


class WeightsError(ValueError):
    """A file whose weights cannot be shown, said in one sentence."""


@dataclass(frozen=True, eq=False)
class StoredLayer:
    """A recurrent layer as a file holds it.

    Attributes
    ----------
    kind : "lstm", "peephole", "gru" or "rnn"
        What squashes an RNN no file says.
    is_cell : bool
        Whether it is an ``LSTMCell``, ``GRUCell`` or ``RNNCell``.
    inputs, units : int
        F and H, of one lane.
    layers : int
    bidirectional, bias : bool
    projection : int
        P, or 0 without a projection.
    weights : mapping of str to ndarray
        By their names within the layer, in float32 or float64.
    """

    kind: Kind
    is_cell: bool
    inputs: int
    units: int
    layers: int
    bidirectional: bool
    bias: bool
    projection: int
    weights: Mapping[str, Array]

    @property
    def all_units(self) -> int:
        """Return the number of units of all layers and directions."""
        return self.units * self.layers * (1 + self.bidirectional)


class _Part(NamedTuple):
    """What the name of a tensor says."""

    what: str
    layer: int
    is_reverse: bool
    is_cell: bool


def stored_layers(data: bytes) -> dict[str, StoredLayer]:
    """Return every recurrent layer of a file, by its name there ("" for a layer saved alone).

    Raises
    ------
    WeightsError
        If the bytes are no .safetensors file, too large, without a recurrent layer, or if a layer
        is incomplete, inconsistent, too large to be shown, or holds what is no finite number.
    """
    if len(data) > MOST_BYTES:
        raise WeightsError(
            f"the file has {len(data) >> 20} MB, at most {MOST_BYTES >> 20} are read"
        )
    try:
        tensors = load(data)
    except SafetensorError as error:
        if data.startswith(_PICKLES):
            raise WeightsError(
                "this is not a .safetensors file but a pickle, as torch.save writes it; it could "
                "run code and is never opened: save with safetensors.torch.save_file"
            ) from error
        raise WeightsError(f"this is not a .safetensors file: {error}"[:200]) from error
    except KeyError as error:
        raise WeightsError(
            f"the file holds numbers of the kind {str(error)[:40]}, expected float32 or float64: "
            "save model.float().state_dict()"
        ) from error
    groups: dict[str, dict[_Part, str]] = {}
    for name in sorted(tensors):  # a file has them in any order
        if found := _NAME.fullmatch(name):
            its = found.groupdict()
            layer = int(its["layer"] or 0)
            part = _Part(its["what"], layer, bool(its["reverse"]), its["layer"] is None)
            groups.setdefault(its["prefix"] or "", {})[part] = name
    if not groups:
        some = ", ".join(sorted(tensors)[:3])[:100] or "nothing"
        raise WeightsError(
            f"the file has no recurrent layer: it holds {some}, expected names as weight_ih_l0"
        )
    return {prefix: _layer(names, tensors) for prefix, names in groups.items()}


def _layer(names: Mapping[_Part, str], tensors: Mapping[str, Array]) -> StoredLayer:
    """Tell what layer these tensors are, and check each of them."""
    parts = sorted(names)
    is_cell = parts[0].is_cell
    layers = 1 + max(part.layer for part in parts)
    bidirectional = any(part.is_reverse for part in parts)
    has = {part.what for part in parts}
    name_of = {(p.what, p.layer, p.is_reverse, p.is_cell): name for p, name in names.items()}

    def shape(what: str) -> tuple[int, ...]:
        name = name_of.get((what, 0, False, is_cell))
        if name is None or tensors[name].ndim != (1 if what == "weight_ch" else 2):
            suffix = "" if is_cell else "_l0"
            raise WeightsError(f"the layer lacks {what}{suffix}, or it is no matrix")
        return tensors[name].shape

    rows, inputs = shape("weight_ih")
    width = shape("weight_hh")[1]
    projection = shape("weight_hr")[0] if "weight_hr" in has else 0
    units = shape("weight_hr")[1] if projection else width
    kind = _KINDS.get(rows / units if units else 0)
    if kind is None or (kind != "lstm" and has & {"weight_hr", "weight_ch"}):
        raise WeightsError(
            f"weight_ih has {rows} rows for {units} units, expected 4 for each (LSTM), 3 (GRU) or "
            "1 (RNN)"
        )
    layer = StoredLayer(
        kind="peephole" if "weight_ch" in has else kind,
        is_cell=is_cell,
        inputs=inputs,
        units=units,
        layers=layers,
        bidirectional=bidirectional,
        bias=bool(has & {"bias_ih", "bias_hh"}),
        projection=projection,
        weights={name.rpartition(".")[2]: tensors[name] for name in names.values()},
    )
    _check_sizes(layer)
    _check_weights(layer)
    return layer


def _check_sizes(layer: StoredLayer) -> None:
    """Refuse a layer that is too large to be shown, or of a form that no layer of PyTorch has."""
    if layer.all_units > MOST_UNITS:
        raise WeightsError(
            f"the layer has {layer.all_units} units in all, at most {MOST_UNITS} are shown here "
            "(lstm_viz.record in a notebook has no limit)"
        )
    if layer.inputs > MOST_INPUTS:
        raise WeightsError(f"the layer reads {layer.inputs} inputs, at most {MOST_INPUTS} are read")
    is_plain = layer.layers == 1 and not layer.bidirectional and not layer.projection and layer.bias
    if layer.kind == "peephole" and not is_plain:
        raise WeightsError(
            "a layer with weight_ch must be one PeepholeLSTM: one layer, with biases"
        )


def _check_weights(layer: StoredLayer) -> None:
    """Refuse weights that are missing, too many, of a wrong shape or kind, or not finite."""
    expected = expected_shapes(layer)
    if missing := sorted(expected.keys() - layer.weights.keys()):
        raise WeightsError(f"the layer lacks {', '.join(missing[:3])}")
    if more := sorted(layer.weights.keys() - expected.keys()):
        raise WeightsError(f"the layer has {', '.join(more[:3])} beside what such a layer has")
    for name, shape in expected.items():
        weight = layer.weights[name]
        if weight.shape != shape:
            raise WeightsError(f"{name} has shape {weight.shape}, expected {shape}")
        if weight.dtype not in (np.float32, np.float64):
            raise WeightsError(
                f"{name} is {weight.dtype}, expected float32 or float64: save "
                "model.float().state_dict()"
            )
        if not np.isfinite(weight).all():
            place = tuple(int(n) for n in np.argwhere(~np.isfinite(weight))[0])
            raise WeightsError(f"{name} holds {weight[place]} at {list(place)}")
    if len({weight.dtype for weight in layer.weights.values()}) > 1:
        raise WeightsError("some weights are float32 and others float64, expected one of them")


def expected_shapes(layer: StoredLayer) -> dict[str, tuple[int, ...]]:
    """Return the shape of every weight that such a layer has, by its name."""
    rows = {"lstm": 4, "peephole": 4, "gru": 3, "rnn": 1}[layer.kind] * layer.units
    width = layer.projection or layer.units
    shapes: dict[str, tuple[int, ...]] = {}
    for number in range(layer.layers):
        below = width * (1 + layer.bidirectional) if number else layer.inputs
        for way in ("", "_reverse") if layer.bidirectional else ("",):
            suffix = "" if layer.is_cell else f"_l{number}{way}"
            shapes[f"weight_ih{suffix}"] = (rows, below)
            shapes[f"weight_hh{suffix}"] = (rows, width)
            if layer.bias:
                shapes[f"bias_ih{suffix}"] = shapes[f"bias_hh{suffix}"] = (rows,)
            if layer.projection:
                shapes[f"weight_hr{suffix}"] = (width, layer.units)
            if layer.kind == "peephole":
                shapes[f"weight_ch{suffix}"] = (3 * layer.units,)
    return shapes
