"""Every knob has a range and a sentence, a link carries them all, and a stranger's link is safe."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lstm_viz import TASKS, ConfigError, SequenceModel, TrainConfig
from lstm_viz.config import MOST_SNAPSHOTS, can_do, spacing
from lstm_viz.family import CELLS
from lstm_viz.knobs import KNOBS, Choice, Number, labels
from lstm_viz.wired import WIRED
from tests.suited import task_for

every_task = pytest.mark.parametrize("task", TASKS)


@st.composite
def configs(draw: st.DrawFn) -> TrainConfig:
    """Draw any valid configuration."""
    task = draw(st.sampled_from(list(TASKS)))
    lengths, updates = TASKS[task].lengths, draw(st.integers(1, 10_000))
    least = math.ceil(updates / MOST_SNAPSHOTS)
    wired = ["wired"] if task in WIRED else []
    initialisation = draw(st.sampled_from(["pytorch", "glorot", "orthogonal", *wired]))
    kinds = WIRED.get(task, {})
    wirable = [name for name, each in CELLS.items() if each.kind in kinds and each.is_plain]
    able = [name for name in CELLS if can_do(name, TASKS[task])]
    cell = draw(st.sampled_from(wirable if initialisation == "wired" else able))
    return TrainConfig(
        task=task,
        cell=cell,
        against=draw(st.sampled_from([name for name in able if name != cell])),
        length=draw(st.integers(lengths.low, lengths.high)),
        hidden_size=1 if initialisation == "wired" else draw(st.integers(1, 32)),
        fairness=draw(st.sampled_from(["hidden_size", "parameters"])),
        forget_bias=draw(st.floats(-10, 10)),
        initialisation=initialisation,
        optimiser=draw(st.sampled_from(["adam", "rmsprop", "sgd"])),
        learning_rate=draw(st.floats(1e-5, 10)),
        batch_size=draw(st.integers(1, 256)),
        clip_norm=draw(st.none() | st.floats(1e-3, 1e3)),
        dropout=draw(st.floats(0, 0.9)),
        training_sequences=draw(st.none() | st.integers(1, 4096)),
        updates=updates,
        snapshot_every=draw(st.integers(least, 1000)),
        seed=draw(st.integers(0, 2**31 - 1)),
    )


# --- ranges ---------------------------------------------------------------------------------------

BAD = [
    ("task", "chess", "task is 'chess', expected one of memory_cell, "),
    ("length", 9, "length is 9, expected a whole number from 10 to 100 for memory cell"),
    ("length", 101, "length is 101, expected a whole number from 10 to 100 for memory cell"),
    ("length", 0, "length is 0, expected a whole number from 10 to 100 for memory cell"),
    ("hidden_size", 0, "hidden_size is 0, expected a whole number from 1 to 32"),
    ("hidden_size", 33, "hidden_size is 33, expected a whole number from 1 to 32"),
    ("hidden_size", 4.0, "hidden_size is 4.0, expected a whole number from 1 to 32"),
    ("hidden_size", True, "hidden_size is True, expected a whole number"),
    ("fairness", "none", "fairness is 'none', expected one of hidden_size, parameters"),
    ("forget_bias", 10.5, "forget_bias is 10.5, expected a number from -10 to 10"),
    ("forget_bias", math.nan, "forget_bias is nan, expected a number from -10 to 10"),
    ("forget_bias", "1", "forget_bias is '1', expected a number from -10 to 10"),
    ("forget_bias", False, "forget_bias is False, expected a number from -10 to 10"),
    ("initialisation", "he", "initialisation is 'he', expected one of pytorch, glorot, orthogonal"),
    ("cell", "elman", "cell is 'elman', expected one of lstm, rnn, gru, "),
    ("against", "lstm", "against is 'lstm', expected another cell than "),
    ("cell", 3, "cell is 3, expected one of lstm, rnn, "),
    ("initialisation", "wired", "hidden_size is 2, expected 1 for weights wired by hand"),
    ("optimiser", "lion", "optimiser is 'lion', expected one of adam, rmsprop, sgd"),
    ("learning_rate", 0.0, "learning_rate is 0.0, expected a number from 1e-05 to 10"),
    ("learning_rate", math.inf, "learning_rate is inf, expected a number from 1e-05 to 10"),
    ("learning_rate", None, "learning_rate is None, expected a number from 1e-05 to 10"),
    ("batch_size", 257, "batch_size is 257, expected a whole number from 1 to 256"),
    ("clip_norm", 0.0, "clip_norm is 0.0, expected a number from 0.001 to 1000 or none"),
    ("dropout", 0.91, "dropout is 0.91, expected a number from 0 to 0.9"),
    ("dropout", None, "dropout is None, expected a number from 0 to 0.9"),
    ("training_sequences", 0, "training_sequences is 0, expected a whole number from 1 to 4096 or"),
    ("training_sequences", 4097, "training_sequences is 4097, expected a whole number from 1 to"),
    ("updates", 10_001, "updates is 10001, expected a whole number from 1 to 10000"),
    ("updates", 10_000, "snapshot_every is 16, expected at least 50 for 10000 updates"),
    ("snapshot_every", 3, "snapshot_every is 3, expected at least 4 for 800 updates"),
    ("snapshot_every", 1001, "snapshot_every is 1001, expected a whole number from 1 to 1000"),
    ("seed", -1, "seed is -1, expected a whole number from 0 to 2147483647"),
    ("seed", False, "seed is False, expected a whole number from 0 to 2147483647"),
    ("seed", 2**31, "seed is 2147483648, expected a whole number from 0 to 2147483647"),
]


@pytest.mark.parametrize(("name", "value", "message"), BAD, ids=[f"{n}={v}" for n, v, _ in BAD])
def test_a_knob_out_of_range_is_refused_by_name(name: str, value: Any, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        TrainConfig.of_task(updates=800).changed(**{name: value})
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("name", [name for name, k in KNOBS.items() if isinstance(k, Number)])
def test_both_ends_of_a_range_are_in_it(name: str) -> None:
    knob = KNOBS[name]
    assert isinstance(knob, Number)
    assert knob.problem(knob.kind(knob.low)) is None
    assert knob.problem(knob.kind(knob.high)) is None


def test_every_field_has_a_knob() -> None:
    assert set(TrainConfig.of_task().to_dict()) == set(KNOBS)


@pytest.mark.parametrize("choice", ["cell", "fairness", "initialisation", "optimiser"])
def test_every_choice_can_be_chosen(choice: str) -> None:
    knob = KNOBS[choice]
    assert isinstance(knob, Choice)
    for value in knob.labels:
        task = task_for(value) if choice == "cell" else "memory_cell"
        assert getattr(TrainConfig.of_task(task).turned(choice, value), choice) == value


# --- a value --------------------------------------------------------------------------------------


@given(configs())
def test_equal_configurations_are_one_key(config: TrainConfig) -> None:
    twin = TrainConfig(**config.to_dict())
    assert twin == config
    assert hash(twin) == hash(config)
    assert {config: 1}[twin] == 1


def test_a_configuration_never_changes() -> None:
    config = TrainConfig.of_task()
    with pytest.raises(FrozenInstanceError):
        config.seed = 3  # type: ignore[misc]
    assert config.changed(seed=3).seed == 3
    assert config.seed == 0


@every_task
def test_defaults_of_a_task(task: str) -> None:
    config = TrainConfig.of_task(task)
    the_task = TASKS[task]
    assert config.task == task
    assert config.the_task is the_task
    assert config.length == the_task.lengths.default
    for name, value in vars(the_task.defaults).items():
        assert getattr(config, name) == value
    assert config.fairness == "parameters"
    assert config.snapshot_every == spacing(config.updates)


def test_of_task_takes_changes_and_names_a_wrong_one() -> None:
    assert TrainConfig.of_task("latch", seed=4, updates=500).snapshot_every == 10
    assert TrainConfig.of_task("latch", updates=500, snapshot_every=7).snapshot_every == 7
    with pytest.raises(ConfigError, match="there is no knob called momentum"):
        TrainConfig.of_task("latch", momentum=0.9)
    with pytest.raises(ConfigError, match="task is 'go', expected one of"):
        TrainConfig.of_task("go")


@given(st.integers(1, 10_000))
def test_spacing_makes_a_film_of_about_50(updates: int) -> None:
    kept = updates // spacing(updates)
    assert kept <= 75
    assert kept >= min(updates, 34)


@given(configs(), st.integers(1, 10_000))
def test_turning_the_updates_turns_the_spacing(config: TrainConfig, updates: int) -> None:
    turned = config.turned("updates", updates)
    assert turned == config.changed(updates=updates, snapshot_every=spacing(updates))


@given(configs(), st.sampled_from(list(TASKS)))
def test_turning_the_task_brings_its_defaults(config: TrainConfig, task: str) -> None:
    assert config.turned("task", task) == TrainConfig.of_task(task)


@given(configs(), st.integers(0, 1000))
def test_turning_another_knob_turns_nothing_else(config: TrainConfig, seed: int) -> None:
    assert config.turned("seed", seed).to_dict() == {**config.to_dict(), "seed": seed}


@pytest.mark.parametrize("task", sorted(set(TASKS) - set(WIRED)))
def test_only_some_tasks_are_wired_by_hand(task: str) -> None:
    with pytest.raises(ConfigError, match="initialisation is 'wired', expected another one for"):
        TrainConfig.of_task(task).turned("initialisation", "wired")


def test_turning_to_weights_wired_by_hand_turns_to_one_unit() -> None:
    config = TrainConfig.of_task(hidden_size=5).turned("initialisation", "wired")
    assert config == TrainConfig.of_task(initialisation="wired", hidden_size=1)
    with pytest.raises(ConfigError, match="hidden_size is 2, expected 1 for weights wired by hand"):
        config.turned("hidden_size", 2)
    query = {"initialisation": "pytorch", "hidden_size": "4"}
    assert TrainConfig.from_query(query, config) == (TrainConfig.of_task(hidden_size=4), ())


@pytest.mark.parametrize(("name", "value"), [("updates", 0), ("task", "chess"), ("seed", "x")])
def test_turning_a_knob_too_far_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ConfigError, match=f"^{name} is "):
        TrainConfig.of_task().turned(name, value)


# --- fairness -------------------------------------------------------------------------------------


def test_equal_parameters_as_worked_out_by_hand() -> None:
    store = TrainConfig.of_task("store_value", hidden_size=4)
    assert (store.parameters("lstm"), store.parameters("rnn")) == (133, 127)
    assert store.size_of("rnn") == 9
    assert TrainConfig.of_task("adding", hidden_size=16).size_of("rnn") == 34


def test_a_gate_that_is_held_has_no_parameters() -> None:
    store = TrainConfig.of_task("store_value", hidden_size=4, cell="no_forget_gate")
    assert (store.parameters("no_forget_gate"), store.parameters("rnn")) == (101, 105)
    assert store.size_of("rnn") == 8
    whole = store.changed(cell="lstm")
    assert store.weight_shapes("no_forget_gate") == whole.weight_shapes("lstm")


@given(configs())
def test_equal_hidden_size_means_equal(config: TrainConfig) -> None:
    config = config.changed(fairness="hidden_size")
    assert {config.size_of(cell) for cell in config.cells} == {config.hidden_size}


@given(configs())
def test_no_other_size_has_a_nearer_number_of_parameters(config: TrainConfig) -> None:
    assume(not config.is_wired(config.against))
    config = config.changed(fairness="parameters")
    F, outputs = len(config.the_task.inputs), len(config.the_task.outputs)
    wanted = config.parameters(config.cell)

    def missed_by(size: int) -> int:
        return abs(CELLS[config.against].parameters(F, size, outputs) - wanted)

    assert missed_by(config.size_of(config.against)) == min(map(missed_by, range(1, 400)))


def test_the_parameters_of_plain_cells_by_their_formula() -> None:
    F, H, outputs = 3, 5, 2
    blocks = {"lstm": 4, "gru": 3, "rnn": 1, "irnn": 1, "no_input_gate": 3}
    for name, count in blocks.items():
        expected = count * H * (F + H + 2) + outputs * (H + 1)
        assert CELLS[name].parameters(F, H, outputs) == expected
    assert CELLS["peephole"].parameters(F, H, outputs) == 4 * H * (F + H + 2) + 3 * H + 12


@pytest.mark.parametrize("hidden_size", [1, 2, 7, 32])
@pytest.mark.parametrize("cell", CELLS)
def test_parameters_are_those_that_torch_counts(cell: str, hidden_size: int) -> None:
    against = "rnn" if cell != "rnn" else "lstm"
    changes = {"cell": cell, "against": against, "hidden_size": hidden_size}
    config = TrainConfig.of_task(task_for(cell), **changes)
    inputs, outputs = len(config.the_task.inputs), len(config.the_task.outputs)
    model = SequenceModel(cell, inputs, hidden_size, outputs)
    held = 0
    if CELLS[cell].held_gate:
        held = sum(p.numel() for p in model.recurrence.parameters()) // 4
    assert config.parameters(cell) == sum(p.numel() for p in model.parameters()) - held
    shapes = {key: tuple(p.shape) for key, p in model.named_parameters()}
    assert config.weight_shapes(cell) == shapes


# --- links ----------------------------------------------------------------------------------------


@given(configs())
def test_a_link_gives_the_same_configuration_back(config: TrainConfig) -> None:
    query = config.to_query()
    assert all(isinstance(text, str) for text in query.values())
    assert TrainConfig.from_query(query) == (config, ())


@given(configs(), st.data())
def test_the_order_of_a_link_does_not_matter(config: TrainConfig, data: st.DataObject) -> None:
    shuffled = dict(data.draw(st.permutations(list(config.to_query().items()))))
    assert TrainConfig.from_query(shuffled) == (config, ())


def test_numpy_numbers_travel_too() -> None:
    config = TrainConfig.of_task(learning_rate=np.float64(0.01), forget_bias=np.float64(2))
    assert TrainConfig.from_query(config.to_query()) == (config, ())


@every_task
def test_a_short_link_has_the_defaults_of_its_task(task: str) -> None:
    config, problems = TrainConfig.from_query({"task": task, "seed": "7", "page": "2"})
    assert config == TrainConfig.of_task(task, seed=7)
    assert problems == ()


WRONG = [
    ("hidden_size", "99", "hidden_size=99: expected a whole number from 1 to 32. Using 4 instead."),
    ("seed", "1.5", "seed=1.5: expected a whole number from 0 to 2147483647. Using 0 instead."),
    ("clip_norm", "x", "clip_norm=x: expected a number from 0.001 to 1000 or none. Using 1.0"),
    ("forget_bias", "nan", "forget_bias=nan: expected a number from -10 to 10. Using 3.0 instead."),
    ("optimiser", "lion", "optimiser=lion: expected one of adam, rmsprop, sgd. Using adam instead"),
    ("optimiser", "a, b", "optimiser=a, b: expected one of adam, rmsprop, sgd. Using adam instead"),
    ("length", "4", "length=4: expected a whole number from 5 to 100 for store a value. Using 30"),
    ("snapshot_every", "1", "snapshot_every=1: expected at least "),
    ("updates", "-3", "updates=-3: expected a whole number from 1 to 10000. Using "),
]


@pytest.mark.parametrize(("name", "text", "sentence"), WRONG, ids=[f"{n}={t}" for n, t, _ in WRONG])
def test_a_wrong_knob_falls_back_alone_and_says_so(name: str, text: str, sentence: str) -> None:
    good = TrainConfig.of_task("store_value", batch_size=16)
    config, problems = TrainConfig.from_query({**good.to_query(), name: text})
    # Where the link's spacing is the task's own, falling back changes nothing at all.
    assert config == good
    assert len(problems) == 1
    assert problems[0].startswith("The link says " + sentence)


def test_a_wrong_task_keeps_the_other_knobs() -> None:
    config, problems = TrainConfig.from_query({"task": "chess", "seed": "7", "hidden_size": "5"})
    assert config == TrainConfig.of_task(seed=7, hidden_size=5)
    assert len(problems) == 1
    assert problems[0].startswith("The link says task=chess: expected one of memory_cell, ")
    assert problems[0].endswith(". Using memory_cell instead.")


def test_a_wired_link_falls_back_where_nothing_is_wired() -> None:
    config, problems = TrainConfig.from_query({"task": "latch", "initialisation": "wired"})
    assert config == TrainConfig.of_task("latch")
    assert problems == (
        "The link says initialisation=wired: expected another one for latch: "
        "only memory cell, count since reset and timer are wired by hand. Using pytorch instead.",
    )


def test_two_wrong_knobs_are_two_sentences() -> None:
    config, problems = TrainConfig.from_query({"seed": "", "learning_rate": "fast", "length": "12"})
    assert config == TrainConfig.of_task(length=12)
    assert len(problems) == 2


def test_a_long_wrong_value_is_cut() -> None:
    _, problems = TrainConfig.from_query({"seed": "9" * 5000})
    assert len(problems[0]) < 200


strange = st.text() | st.sampled_from(["none", "nan", "inf", "-1", "1e999", "0x10", "٣", "1_0"])


@given(
    st.dictionaries(st.sampled_from(list(KNOBS)) | st.text(), strange | st.integers().map(str)),
    st.sampled_from([*TASKS, "?"]),
)
def test_a_strangers_link_never_raises(query: dict[str, str], task: str) -> None:
    config, problems = TrainConfig.from_query({"task": task, **query})
    assert isinstance(config, TrainConfig)
    assert TrainConfig.from_query(config.to_query()) == (config, ())
    assert len(problems) <= len(KNOBS)
    assert all(problem.startswith("The link says ") for problem in problems)


def test_only_knobs_with_named_values_have_labels() -> None:
    assert labels("optimiser")["sgd"] == "SGD"
    for name in ("seed", "colour"):
        with pytest.raises(ValueError, match=f"{name} is no knob with named values, expected one"):
            labels(name)
