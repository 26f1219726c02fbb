"""For every cell of the family, the comparison in the Lab that shows what sets it apart."""

from __future__ import annotations

from typing import NamedTuple

from lstm_viz.config import TrainConfig

_of = TrainConfig.of_task


class Rivals(NamedTuple):
    """A run that compares a cell with another, and what to look at in it."""

    config: TrainConfig
    look_at: str


RIVALS: dict[str, Rivals] = {
    "lstm": Rivals(_of("memory_cell"), "Write, hold, erase and read, each by a gate of its own."),
    "rnn": Rivals(
        _of("latch", cell="rnn", against="lstm", hidden_size=19),
        "One bit is held by feedback alone: here a vanilla RNN keeps up.",
    ),
    "gru": Rivals(
        _of("count_since_reset", cell="gru", against="lstm", hidden_size=2),
        "To count, a cell must keep and add at once. The update gate does either the one or the "
        "other.",
    ),
    "peephole": Rivals(
        _of("timer", hidden_size=1, initialisation="wired", updates=50),
        "Wired by hand, before any training: it fires when its own cell state says so. The same "
        "cell without peepholes never fires.",
    ),
    "no_forget_gate": Rivals(
        _of("memory_cell", cell="no_forget_gate", against="lstm"),
        "At erase nothing is erased: whatever was written is added up.",
    ),
    "no_input_gate": Rivals(
        _of("store_value", cell="no_input_gate", against="lstm"),
        "Every number that comes by is written. Only the candidate can keep it small.",
    ),
    "no_output_gate": Rivals(
        _of("memory_cell", cell="no_output_gate", against="lstm"),
        "What is remembered is said at every step, also when nobody asks.",
    ),
    "orthogonal_rnn": Rivals(
        _of("store_value", cell="orthogonal_rnn", against="rnn", length=20, hidden_size=16),
        "The lane of the gradient: how far back the error signal reaches before anything is "
        "learned.",
    ),
    "irnn": Rivals(
        _of("store_value", cell="irnn", against="rnn", hidden_size=16, learning_rate=0.003),
        "A vanilla RNN without gates that stores a number over 30 steps: the RNN that can.",
    ),
    "bilstm": Rivals(
        _of("next_mark"),
        "The answer lies in the future. The lanes marked ← run backward and have seen it.",
    ),
    "birnn": Rivals(
        _of("next_mark", cell="birnn", against="rnn"),
        "Direction is the point here, not gates.",
    ),
    "lstm_2_layers": Rivals(
        _of("memory_cell", cell="lstm_2_layers", against="lstm"),
        "A second layer where one is enough: does it help, at an equal number of parameters?",
    ),
    "lstm_3_layers": Rivals(
        _of("copy", cell="lstm_3_layers", against="lstm", hidden_size=8),
        "Three layers against one, at an equal number of parameters.",
    ),
    "attention": Rivals(
        _of("key_value"),
        "The map of attention at the last step: it looks back at the pair that is asked for.",
    ),
    "encoder_decoder": Rivals(
        _of("copy", cell="encoder_decoder", against="lstm", hidden_size=8),
        "At the go mark other weights take over: a network that only reads, and one that only "
        "says, at an equal number of parameters.",
    ),
    "encoder_decoder_attention": Rivals(
        _of("translation"),
        "The map of attention below the go mark: which word does it look at for each word that it "
        "says?",
    ),
}
