"""One recurrent layer in Keras: its cell, and what draws the initial weights that ours has."""

from __future__ import annotations

from lstm_viz.config import TrainConfig
from lstm_viz.family import Cell

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


def layer_parts(config: TrainConfig, cell: Cell) -> list[str]:
    """Return the definitions of a layer, its initialisers first."""
    own = cell.initialisation or config.initialisation
    first = [_UNIFORM]
    if own == "orthogonal" and _gates(cell) > 1:
        first.append(_ORTHOGONAL)
    if _bias_is_set(config, cell):
        first.append(_initial_bias(own))
    if cell.kind == "peephole":
        peepholes = '"zeros"' if own in ("glorot", "orthogonal") else "uniform(HIDDEN_SIZE**-0.5)"
        first.append(_PEEPHOLE.replace("PEEPHOLES", peepholes))
    return [*first, _layer(config, cell, own)]


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
