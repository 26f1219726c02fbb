"""The model in Keras: its layers put together, and weights that a gate or a hand has fixed."""

from __future__ import annotations

import numpy as np

from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS, Cell
from lstm_viz.scripts.keras_layer import layer_parts
from lstm_viz.scripts.wired_weights import written
from lstm_viz.wired import wired

_GO = """\
# The go mark, where a decoder takes over, comes at the same time step in all sequences.
GO_STEP = int(VALIDATION.x[:, 0, -1].argmax())"""


def parts(config: TrainConfig, cell: str) -> list[str]:
    """Return the definitions of the model."""
    facts = CELLS[cell]
    first = [_GO] if facts.decoder else []
    return [*first, *layer_parts(config, facts), _initial_model(config, facts)]


def _initial_model(config: TrainConfig, cell: Cell) -> str:
    """Write the function that puts the layers together."""
    lines = ["keras.utils.set_random_seed(SEED)", "x = keras.Input((None, INPUTS))"]
    own = cell.initialisation or config.initialisation
    below = ("INPUTS", "HIDDEN_SIZE") if own in ("glorot", "orthogonal") else ("", "")
    if cell.bidirectional:
        lines += [
            "both = keras.layers.Bidirectional(layer(), backward_layer=layer(go_backwards=True))",
            "hidden = both(x)",
        ]
    elif cell.decoder:
        lines += [
            "read, *states = layer(return_state=True)(x[:, :GO_STEP])",
            "said = layer()(x[:, GO_STEP:], initial_state=states)",
            "hidden = keras.layers.Concatenate(axis=1)([read, said])",
        ]
    elif cell.layers > 1:
        lines += [f"hidden = layer({below[0]})(x)", f"for _ in range({cell.layers - 1}):"]
        lines += ["    hidden = keras.layers.Dropout(DROPOUT)(hidden)"] * bool(config.dropout)
        lines += [f"    hidden = layer({below[1]})(hidden)"]
    else:
        lines += ["recurrence = layer()", "hidden = recurrence(x)"]
    if config.dropout:
        lines.append("hidden = keras.layers.Dropout(DROPOUT)(hidden)")
    width = "HIDDEN_SIZE" if cell.directions == 1 else "2 * HIDDEN_SIZE"
    if cell.attention:
        width = "2 * HIDDEN_SIZE"
        lines += [
            "# Each hidden state looks at what was read so far, as far as they are alike.",
            f"read = {'hidden[:, :GO_STEP]' if cell.decoder else 'hidden'}",
            "seen = keras.layers.Attention()([hidden, read], use_causal_mask=True)",
            "hidden = keras.layers.Concatenate()([hidden, seen])",
        ]
    lines += [
        f"bound = ({width}) ** -0.5" if " " in width else f"bound = {width}**-0.5",
        "readout = keras.layers.Dense(",
        "    OUTPUTS, kernel_initializer=uniform(bound), bias_initializer=uniform(bound)",
        ")",
        "model = keras.Model(x, readout(hidden))",
    ]
    lines += _wired(config, cell) if config.is_wired(cell.name) else []
    lines += _held(cell, cell.held_gate) if cell.held_gate else []
    body = "\n    ".join([*lines, "return model"])
    return f'''\
def initial_model():
    """Return the model: {cell.title}, and a readout of its hidden states."""
    {body}'''


def _held(cell: Cell, gate: str) -> list[str]:
    """Write lines that hold a gate at 1."""
    number = cell.recording.squashed.index(gate)
    what = gate.replace("_", " ")
    return [
        f"# No {what}: it stands at sigmoid(100) = 1, where the derivative is 0, for good.",
        f"held = slice({number} * HIDDEN_SIZE, {number + 1} * HIDDEN_SIZE)",
        "for weight in recurrence.weights:",
        "    values = keras.ops.convert_to_numpy(weight).copy()",
        '    values[..., held] = 100 if weight.name == "bias" else 0',
        "    weight.assign(values)",
    ]


def _wired(config: TrainConfig, cell: Cell) -> list[str]:
    """Write lines that fill in the weights wired by hand; Keras has them transposed."""
    given = wired(config.task, cell.kind, config.length)
    arrays = [
        given["recurrence.weight_ih_l0"].T,
        given["recurrence.weight_hh_l0"].T,
        given["recurrence.bias_ih_l0"] + given["recurrence.bias_hh_l0"],
    ]
    if cell.kind == "peephole":
        arrays.append(np.reshape(given["recurrence.weight_ch_l0"], (3, 1)))
    rows = [f"    np.array({written(each)})," for each in arrays]
    readout = [written(given["readout.weight"].T), written(given["readout.bias"])]
    return [
        "# Wired by hand. Columns: input gate, forget gate, candidate, output gate.",
        "weights = [",
        *rows,
        "]",
        "recurrence.set_weights(weights)",
        f"readout.set_weights([np.array({readout[0]}), np.array({readout[1]})])",
    ]
