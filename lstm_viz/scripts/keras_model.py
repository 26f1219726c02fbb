"""The model in Keras: its layers, and initial weights from the distributions that ours has."""

from __future__ import annotations

import numpy as np

from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS, Cell
from lstm_viz.scripts.wired_weights import written
from lstm_viz.wired import wired

_UNIFORM = '''\
def uniform(bound):
    """Return what draws weights from -bound to bound."""
    return keras.initializers.RandomUniform(-bound, bound)'''

_ORTHOGONAL = '''\
@keras.saving.register_keras_serializable()
def orthogonal_blocks(shape, dtype=None):
    """Draw the recurrent weights of each gate as a rotation of its own."""
    rows, columns = shape
    draws = [keras.initializers.Orthogonal()((rows, rows), dtype) for _ in range(columns // rows)]
    return keras.ops.concatenate(draws, axis=1)'''

_PEEPHOLE = '''\
class PeepholeCell(keras.layers.Layer):
    """One time step of an LSTM whose gates also see the cell state (Gers & Schmidhuber 2000)."""

    def __init__(self, units, kernel_initializer, recurrent_initializer, bias_initializer):
        super().__init__()
        self.state_size, self.output_size = [units, units], units
        self.draws = kernel_initializer, recurrent_initializer, bias_initializer

    def build(self, input_shape):
        units, (kernel, recurrent, bias) = self.output_size, self.draws
        columns = 4 * units  # input gate, forget gate, candidate, output gate
        self.kernel = self.add_weight((input_shape[-1], columns), kernel, name="kernel")
        self.recurrent = self.add_weight((units, columns), recurrent, name="recurrent_kernel")
        self.bias = self.add_weight((columns,), bias, name="bias")
        self.peepholes = self.add_weight((3, units), PEEPHOLES, name="peepholes")
        self.built = True

    def call(self, x, states):
        hidden, cell = states
        sums = x @ self.kernel + hidden @ self.recurrent + self.bias
        i, f, g, o = keras.ops.split(sums, 4, axis=-1)
        p_i, p_f, p_o = self.peepholes
        i, f = keras.ops.sigmoid(i + p_i * cell), keras.ops.sigmoid(f + p_f * cell)
        cell = f * cell + i * keras.ops.tanh(g)
        hidden = keras.ops.sigmoid(o + p_o * cell) * keras.ops.tanh(cell)
        return hidden, [hidden, cell]'''


_GO = """\
# The go mark, where a decoder takes over, comes at the same time step in all sequences.
GO_STEP = int(VALIDATION.x[:, 0, -1].argmax())"""


def parts(config: TrainConfig, cell: str) -> list[str]:
    """Return the definitions of the model."""
    facts = CELLS[cell]
    own = facts.initialisation or config.initialisation
    first = [_UNIFORM]
    if own == "orthogonal" and _gates(facts) > 1:
        first.append(_ORTHOGONAL)
    if _bias_is_set(config, facts):
        first.append(_initial_bias(own))
    if facts.kind == "peephole":
        peepholes = '"zeros"' if own in ("glorot", "orthogonal") else "uniform(HIDDEN_SIZE**-0.5)"
        first.append(_PEEPHOLE.replace("PEEPHOLES", peepholes))
    if facts.decoder:
        first.insert(0, _GO)
    return [*first, _layer(config, facts, own), _initial_model(config, facts)]


def _gates(cell: Cell) -> int:
    """Return how many blocks the weights of a cell have."""
    return len(cell.recording.squashed)


def _bias_is_set(config: TrainConfig, cell: Cell) -> bool:
    """Whether the forget gate begins with a bias of its own."""
    return cell.has_cell_state and not config.is_wired(cell.name)


def _initial_bias(initialisation: str) -> str:
    """Write what draws the biases of an LSTM."""
    draw = "np.zeros(shape)"
    if initialisation in ("pytorch", "wired"):
        draw = "np.random.uniform(-(HIDDEN_SIZE**-0.5), HIDDEN_SIZE**-0.5, shape)"
    return f'''\
@keras.saving.register_keras_serializable()
def initial_bias(shape, dtype=None):
    """Draw the biases of input gate, forget gate, candidate and output gate; the second is set."""
    bias = {draw}
    bias[HIDDEN_SIZE : 2 * HIDDEN_SIZE] = FORGET_BIAS
    return keras.ops.convert_to_tensor(bias, dtype)'''


def _layer(config: TrainConfig, cell: Cell, initialisation: str) -> str:
    """Write the function that makes one recurrent layer."""
    torch_like = "uniform(HIDDEN_SIZE**-0.5)"
    past = {
        "glorot": "uniform((6 / (2 * HIDDEN_SIZE)) ** 0.5)",
        "orthogonal": "orthogonal_blocks" if _gates(cell) > 1 else '"orthogonal"',
        "identity": '"identity"',
    }
    draws = past.get(initialisation)
    below = "below" if cell.layers > 1 else "INPUTS"
    kernel = f"uniform((6 / ({below} + HIDDEN_SIZE)) ** 0.5)" if draws else torch_like
    bias = "initial_bias" if _bias_is_set(config, cell) else '"zeros"' if draws else torch_like
    options = [
        f"kernel_initializer={kernel}",
        f"recurrent_initializer={draws or torch_like}",
        f"bias_initializer={bias}",
    ]
    if cell.nonlinearity == "relu":
        options.append('activation="relu"')
    if cell.kind == "lstm":
        options.append("unit_forget_bias=False")
    inner = ",\n        ".join(["HIDDEN_SIZE", *options])
    if cell.kind == "peephole":
        return f'''\
def layer():
    """Return a new recurrent layer with the initial weights of this run."""
    cell = PeepholeCell(
        {inner},
    )
    return keras.layers.RNN(cell, return_sequences=True)'''
    name = {"lstm": "LSTM", "gru": "GRU", "rnn": "SimpleRNN"}[cell.kind]
    takes = "below" if below in kernel and cell.layers > 1 else ""
    gives = ""
    if cell.bidirectional or cell.decoder:
        takes, gives = "**options", ",\n        **options"
    return f'''\
def layer({takes}):
    """Return a new recurrent layer with the initial weights of this run."""
    return keras.layers.{name}(
        {inner},
        return_sequences=True{gives},
    )'''


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
