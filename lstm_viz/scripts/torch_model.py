"""The model in PyTorch: its layer, its readout, and the initial weights of its seed."""

from __future__ import annotations

from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS, Cell
from lstm_viz.scripts.wired_weights import wired_weights

_PEEPHOLE = '''\
class PeepholeLSTM(nn.Module):
    """An LSTM whose gates also see the cell state (Gers & Schmidhuber 2000)."""

    def __init__(self, inputs, hidden_size):
        super().__init__()
        # Rows in PyTorch's order: input gate, forget gate, candidate, output gate.
        self.weight_ih_l0 = nn.Parameter(torch.empty(4 * hidden_size, inputs))
        self.weight_hh_l0 = nn.Parameter(torch.empty(4 * hidden_size, hidden_size))
        self.bias_ih_l0 = nn.Parameter(torch.empty(4 * hidden_size))
        self.bias_hh_l0 = nn.Parameter(torch.empty(4 * hidden_size))
        self.weight_ch_l0 = nn.Parameter(torch.empty(3 * hidden_size))  # the peepholes
        for weight in self.parameters():
            nn.init.uniform_(weight, -(hidden_size**-0.5), hidden_size**-0.5)

    def forward(self, x):
        """Run over x (T, B, F); return the hidden states (T, B, H), and the last states."""
        hidden = cell = x.new_zeros(x.shape[1], self.weight_hh_l0.shape[1])
        p_i, p_f, p_o = self.weight_ch_l0.chunk(3)
        states = []
        for x_t in x:
            sums = x_t @ self.weight_ih_l0.T + hidden @ self.weight_hh_l0.T
            i, f, g, o = (sums + self.bias_ih_l0 + self.bias_hh_l0).chunk(4, dim=1)
            i, f = torch.sigmoid(i + p_i * cell), torch.sigmoid(f + p_f * cell)
            cell = f * cell + i * torch.tanh(g)
            hidden = torch.sigmoid(o + p_o * cell) * torch.tanh(cell)
            states.append(hidden)
        return torch.stack(states), (hidden, cell)'''

_ATTEND = '''\
def attend(hidden, read):
    """Return a weighted mean of what was read so far for every hidden state, by their likeness."""
    hidden, read = hidden.transpose(0, 1), read.transpose(0, 1)
    alike = hidden @ read.mT
    is_past = torch.ones_like(alike, dtype=torch.bool).tril()
    weights = alike.masked_fill(~is_past, -torch.inf).softmax(dim=-1)
    return (weights @ read).transpose(0, 1)'''


_READ = """\
        hidden, _ = self.recurrence(x)
"""
_HANDED_OVER = """\
        go = int(x[:, 0, -1].argmax())  # the go mark comes at the same time step in all sequences
        read, state = self.recurrence(x[:go])
        said, _ = self.decoder(x[go:], state)
        hidden = torch.cat([read, said])
"""


def parts(config: TrainConfig, cell: str) -> list[str]:
    """Return the definitions of the model."""
    facts = CELLS[cell]
    first = [_PEEPHOLE] if facts.kind == "peephole" else []
    first += [_ATTEND] if facts.attention else []
    return [*first, _model(config, facts), _initial_model(config, facts)]


def _model(config: TrainConfig, cell: Cell) -> str:
    """Write the module."""
    width = cell.directions * (1 + cell.attention)
    readout = "HIDDEN_SIZE" if width == 1 else f"{width} * HIDDEN_SIZE"
    kept = ", kept=1.0" if config.dropout else ""
    seen = "        hidden = hidden * kept\n" if config.dropout else ""
    if cell.attention:
        read = "hidden[:go]" if cell.decoder else "hidden"
        seen += f"        hidden = torch.cat([hidden, attend(hidden, {read})], dim=-1)\n"
    layer = _layer(config, cell)
    decoder = f"        self.decoder = {layer}\n" if cell.decoder else ""
    return f'''\
class Model(nn.Module):
    """{cell.title}, and a readout of its hidden states."""

    def __init__(self):
        super().__init__()
        self.recurrence = {layer}
{decoder}        self.readout = nn.Linear({readout}, OUTPUTS)

    def forward(self, x{kept}):
        """Map x (T, B, F) to outputs (T, B, O)."""
{_HANDED_OVER if cell.decoder else _READ}{seen}        return self.readout(hidden)'''


def _layer(config: TrainConfig, cell: Cell) -> str:
    """Write the call that makes the recurrent layer."""
    names = {"lstm": "nn.LSTM", "gru": "nn.GRU", "rnn": "nn.RNN", "peephole": "PeepholeLSTM"}
    options = ["INPUTS", "HIDDEN_SIZE"]
    options += ['nonlinearity="relu"'] if cell.nonlinearity == "relu" else []
    options += [f"num_layers={cell.layers}"] if cell.layers > 1 else []
    options += ["dropout=DROPOUT"] if cell.layers > 1 and config.dropout else []
    options += ["bidirectional=True"] if cell.bidirectional else []
    return f"{names[cell.kind]}({', '.join(options)})"


def _initial_model(config: TrainConfig, cell: Cell) -> str:
    """Write the function that makes the model and sets its initial weights."""
    lines = ["torch.manual_seed(SEED)", "model = Model()"]
    own = cell.initialisation or config.initialisation
    if config.is_wired(cell.name):
        lines += _wired(config, cell)
    else:
        lines += _drawn(cell, own) if own not in ("pytorch", "wired") else []
        if cell.has_cell_state and cell.held_gate != "forget_gate":
            lines += [
                "# Rows: input gate, forget gate, candidate, output gate. PyTorch adds two biases.",
                *_rows(cell, "forget_gate", "FORGET_BIAS", only_biases=True),
            ]
    if cell.held_gate:
        what = cell.held_gate.replace("_", " ")
        lines += [
            f"# No {what}: it stands at sigmoid(100) = 1, where the derivative is 0, for good.",
            *_rows(cell, cell.held_gate, "100.0", only_biases=False),
        ]
    body = "\n    ".join([*lines, "return model"])
    return f'''\
def initial_model():
    """Return the model with the initial weights of its seed."""
    {body}'''


def _recurrent(cell: Cell) -> str:
    """Write what goes through all weights but the readout's."""
    encoder = "model.recurrence.named_parameters()"
    if not cell.decoder:
        return encoder
    return f"[*{encoder}, *model.decoder.named_parameters()]"


def _drawn(cell: Cell, initialisation: str) -> list[str]:
    """Write lines that draw the weights anew, each gate's for itself."""
    draws = {"orthogonal": "nn.init.orthogonal_", "identity": "nn.init.eye_"}
    past = draws.get(initialisation)
    gates = len(cell.recording.squashed)
    draw = "nn.init.xavier_uniform_"
    blocks = [
        f"    for block in weight.data.chunk({gates}):  # of each gate",
        "        draw(block)",
    ]
    chosen = f'{past} if "weight_hh" in name else {draw}' if past else draw
    return [
        f"for name, weight in {_recurrent(cell)}:",
        '    if "weight_ih" not in name and "weight_hh" not in name:',
        "        nn.init.zeros_(weight)",
        "        continue",
        f"    draw = {chosen}",
        *(["    draw(weight)"] if gates == 1 else blocks),
    ]


def _rows(cell: Cell, gate: str, value: str, only_biases: bool) -> list[str]:
    """Write lines that set the bias of a gate, and, unless only that, its weights to 0."""
    number = cell.recording.squashed.index(gate)
    begin = "HIDDEN_SIZE" if number == 1 else f"{number} * HIDDEN_SIZE"
    rows = "slice(HIDDEN_SIZE)" if number == 0 else f"slice({begin}, {number + 1} * HIDDEN_SIZE)"
    setting = f'weight.data[rows] = {value} if "bias_ih" in name else 0.0'
    lines = [f"rows = {rows}  # of the {gate.replace('_', ' ')}"]
    lines.append(f"for name, weight in {_recurrent(cell)}:")
    if only_biases:
        return [*lines, '    if "bias" in name:', f"        {setting}"]
    return [*lines, f"    {setting}"]


def _wired(config: TrainConfig, cell: Cell) -> list[str]:
    """Write lines that fill in the weights wired by hand."""
    given = wired_weights(config, cell)
    rows = [f'    "{name}": torch.tensor({values}),' for name, values in given.items()]
    return [
        "# Wired by hand. Rows: input gate, forget gate, candidate, output gate.",
        "weights = {",
        *rows,
        "}",
        "model.load_state_dict(weights)",
    ]
