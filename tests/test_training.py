"""Training is a pure step over a value: the same bits however it is cut, and what torch does."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from lstm_viz import TASKS, TrainConfig, TrainingRun, advance, looking, record, start, watch
from lstm_viz.data import batch_of, scored_on
from lstm_viz.dropout import training_output
from lstm_viz.model import SequenceModel
from lstm_viz.recorder import memory
from lstm_viz.recording import LSTMRecording, Recording
from lstm_viz.run import (
    NUMBERS,
    Ended,
    ModelName,
    ModelSnapshot,
    Snapshot,
    best,
    shown,
    solved_at,
)
from lstm_viz.tasks import PREPARED, TOYS, Batch, Task
from lstm_viz.weights import initial_model, model_of

OPTIMISERS = ("adam", "rmsprop", "sgd")
every_model = pytest.mark.parametrize("name", ["lstm", "rnn"])
every_task = pytest.mark.parametrize("task", TASKS)

# Unclipped SGD at a rate of 1: the vanilla RNN's loss explodes within 20 updates, the LSTM's not.
ONE_DIVERGES = {
    "optimiser": "sgd",
    "learning_rate": 1.0,
    "clip_norm": None,
    "updates": 60,
    "snapshot_every": 10,
    "batch_size": 8,
}
BOTH_DIVERGE = {**ONE_DIVERGES, "learning_rate": 10.0}


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are equal, bit for bit in every array."""
    if isinstance(one, np.ndarray):
        return bool(one.dtype == other.dtype and one.shape == other.shape) and (
            one.tobytes() == other.tobytes()
        )
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if hasattr(one, "__dict__"):
        return type(one) is type(other) and same(vars(one), vars(other))
    return bool(one == other or (one != one and other != other))  # NaN is as good as NaN


def recorded(model: SequenceModel, x: NDArray[np.float32]) -> Recording:
    """Record a model, without what a recording on its own says about its origin."""
    return replace(record(model, x), provenance={})


def without_seconds(run: TrainingRun) -> TrainingRun:
    """Return the run without the only measured quantity, which differs from time to time."""
    return replace(
        run, learners={name: replace(each, seconds=0.0) for name, each in run.learners.items()}
    )


def same_run(one: TrainingRun, other: TrainingRun) -> bool:
    """Tell whether two runs are the same: weights, optimisers, snapshots, recordings, follows."""
    return same(without_seconds(one), without_seconds(other))


LSTM_AGAINST_RNN = {"cell": "lstm", "against": "rnn"}
"""What some tasks compare only when told to."""


def small(task: str = "memory_cell", **changes: Any) -> TrainConfig:
    """Return a configuration that trains in a tenth of a second."""
    return TrainConfig.of_task(
        task, **{"updates": 100, "snapshot_every": 10, "batch_size": 8, **changes}
    )


def in_chunks(run: TrainingRun, chunk: int, updates: int) -> TrainingRun:
    """Advance by a chunk at a time, not beyond a number of updates."""
    for begin in range(0, updates, chunk):
        run = advance(run, min(chunk, updates - begin))
    return run


# --- the same bits --------------------------------------------------------------------------------


@pytest.mark.parametrize("chunk", [1, 7])
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_chunks_do_not_matter(optimiser: str, chunk: int) -> None:
    first = start(small(optimiser=optimiser))
    assert same_run(in_chunks(first, chunk, 100), advance(first, 100))


@pytest.mark.parametrize("chunk", [1, 7])
@pytest.mark.parametrize("changes", [ONE_DIVERGES, BOTH_DIVERGE], ids=["one", "both"])
def test_chunks_do_not_matter_where_a_model_diverges(changes: dict[str, Any], chunk: int) -> None:
    first = start(small(**changes))
    assert same_run(in_chunks(first, chunk, 60), advance(first, 60))


def test_chunks_do_not_matter_between_two_snapshots() -> None:
    first = start(small())
    assert same_run(in_chunks(first, 4, 33), advance(first, 33))


@every_task
def test_equal_configurations_give_equal_runs(task: str) -> None:
    config = small(task, updates=20)
    before = advance(start(config), 20)
    torch.manual_seed(99)
    np.random.seed(99)
    advance(start(config.changed(seed=1)), 3)
    assert same_run(advance(start(config), 20), before)


def test_another_seed_is_another_run() -> None:
    one, other = (advance(start(small(seed=seed)), 1) for seed in (0, 1))
    for name in ("lstm", "rnn"):
        assert not same(one.learners[name].weights, other.learners[name].weights)


def test_the_given_run_is_not_changed() -> None:
    first = advance(start(small()), 13)
    before = pickle.dumps(first)
    advance(first, 40)
    watch(first, first.config.the_task.probes(30)[1])
    assert pickle.dumps(first) == before


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_a_run_goes_on_the_same_after_a_journey(optimiser: str) -> None:
    half = advance(start(small(optimiser=optimiser)), 47)
    travelled = pickle.loads(pickle.dumps(half))
    assert same_run(travelled, half)
    assert same_run(advance(travelled, 53), advance(half, 53))


def test_a_run_is_small_when_it_travels() -> None:
    """The default run without its snapshots takes 6 kB; each snapshot of both models adds 9 kB."""
    run = advance(start(TrainConfig.of_task()), 16)
    snapshot = len(pickle.dumps(run.latest))
    assert snapshot < 10_000
    assert len(pickle.dumps(replace(run, snapshots=()))) - snapshot < 7_000


def test_the_global_random_state_is_untouched() -> None:
    torch.manual_seed(5)
    torch_state, numpy_state = torch.random.get_rng_state(), pickle.dumps(np.random.get_state())
    for initialisation in ("pytorch", "glorot", "orthogonal"):
        advance(start(small(initialisation=initialisation)), 2)
    assert torch.equal(torch.random.get_rng_state(), torch_state)
    assert pickle.dumps(np.random.get_state()) == numpy_state


# --- what torch would do --------------------------------------------------------------------------


def by_hand(config: TrainConfig, name: ModelName, updates: int) -> tuple[dict[str, Any], list]:
    """Train as any tutorial does, and return weights by name and the losses."""
    task = config.the_task
    units = config.size_of(name)
    torch.manual_seed(config.seed)
    layer = {"lstm": nn.LSTM, "rnn": nn.RNN}[name](len(task.inputs), units)
    readout = nn.Linear(units, len(task.outputs))
    if name == "lstm":
        with torch.no_grad():
            layer.bias_ih_l0[units : 2 * units] = config.forget_bias
            layer.bias_hh_l0[units : 2 * units] = 0.0
    parameters = [*layer.parameters(), *readout.parameters()]
    kinds = {"adam": torch.optim.Adam, "rmsprop": torch.optim.RMSprop, "sgd": torch.optim.SGD}
    optimiser = kinds[config.optimiser](parameters, lr=config.learning_rate)
    losses = []
    for update in range(1, updates + 1):
        batch = task.batch(config.seed, update, config.length, config.batch_size)
        output = readout(layer(torch.tensor(batch.x))[0])
        target = torch.tensor(batch.target)
        value = {
            "value": lambda o=output, t=target: (o - t) ** 2,
            "class": lambda o=output, t=target: -(t * o.log_softmax(-1)).sum(-1, keepdim=True),
            "set": lambda o=output, t=target: functional.softplus(o) - t * o,
        }[task.target_kind]()
        value = value[torch.tensor(batch.mask)].mean()
        optimiser.zero_grad()
        value.backward()
        if config.clip_norm is not None:
            nn.utils.clip_grad_norm_(parameters, config.clip_norm)
        optimiser.step()
        losses.append(value.item())
    weights = {f"recurrence.{key}": p.detach().numpy() for key, p in layer.named_parameters()}
    weights |= {f"readout.{key}": p.detach().numpy() for key, p in readout.named_parameters()}
    return weights, losses


def agrees_with_a_loop_by_hand(config: TrainConfig) -> None:
    """Compare both models after 30 updates."""
    with torch.random.fork_rng(devices=[]):
        run = advance(start(config), 30)
        for name in ("lstm", "rnn"):
            weights, losses = by_hand(config, name, 30)
            assert run.learners[name].weights.keys() == weights.keys()
            for key, value in run.learners[name].weights.items():
                np.testing.assert_allclose(value, weights[key], rtol=0, atol=2e-4, err_msg=key)
            kept = [s.models[name].loss for s in run.snapshots]
            means = [losses[0], *np.reshape(losses, (3, 10)).mean(1)]
            np.testing.assert_allclose(kept, means, rtol=1e-3)


@every_task
def test_a_run_is_a_plain_torch_loop(task: str) -> None:
    # With SGD, because Adam makes steps of full size from gradients that are nothing but rounding.
    changes = {"optimiser": "sgd", "learning_rate": 0.1, "snapshot_every": 10, "updates": 100}
    agrees_with_a_loop_by_hand(TrainConfig.of_task(task, seed=2, **LSTM_AGAINST_RNN, **changes))


@pytest.mark.parametrize("clip_norm", [None, 0.05])
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_every_optimiser_is_that_of_torch(optimiser: str, clip_norm: float | None) -> None:
    agrees_with_a_loop_by_hand(small(optimiser=optimiser, clip_norm=clip_norm))


def test_both_models_see_the_same_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    run, seen = start(small()), {"LSTM": [], "RNN": []}
    forward = SequenceModel.forward

    def watched(self: SequenceModel, x: torch.Tensor) -> torch.Tensor:
        if x.shape[1] == run.config.batch_size:  # not the validation set
            seen[type(self.recurrence).__name__].append(x.numpy().copy())
        return forward(self, x)

    monkeypatch.setattr(SequenceModel, "forward", watched)
    advance(run, 20)
    assert len(seen["LSTM"]) == 20
    assert same(tuple(seen["LSTM"]), tuple(seen["RNN"]))
    assert len({x.tobytes() for x in seen["LSTM"]}) == 20


@every_model
def test_gradient_norm_is_from_before_clipping(name: ModelName) -> None:
    free, clipped = (
        advance(start(small(clip_norm=clip)), 1).latest.models[name] for clip in (None, 1e-3)
    )
    assert clipped.gradient_norm == free.gradient_norm
    assert free.gradient_norm > 1e-3


def test_clipping_bounds_a_step_of_sgd() -> None:
    first = start(small(optimiser="sgd", learning_rate=1.0, clip_norm=0.01))
    later = advance(first, 1)
    for name in ("lstm", "rnn"):
        one, other = first.learners[name].weights, later.learners[name].weights
        step = math.sqrt(sum(float(((other[key] - one[key]) ** 2).sum()) for key in one))
        assert step == pytest.approx(0.01, rel=1e-3)


# --- initial weights ------------------------------------------------------------------------------


def initial(initialisation: str, name: ModelName, hidden_size: int = 6) -> dict[str, Any]:
    """Return the initial weights of one model's recurrence."""
    config = small(initialisation=initialisation, hidden_size=hidden_size, forget_bias=2.5)
    weights = start(config).learners[name].weights
    return {key.removeprefix("recurrence."): value for key, value in weights.items()}


@every_model
def test_orthogonal_blocks_are_orthogonal(name: ModelName) -> None:
    U = initial("orthogonal", name)["weight_hh_l0"]
    units = U.shape[1]
    blocks = U.reshape(-1, units, units)
    assert len(blocks) == {"lstm": 4, "rnn": 1}[name]
    for block in blocks:
        np.testing.assert_allclose(block.T @ block, np.eye(units), atol=1e-6)
    assert len({block.tobytes() for block in blocks}) == len(blocks)


@every_model
@pytest.mark.parametrize("initialisation", ["glorot", "orthogonal"])
def test_glorot_blocks_fill_their_range(initialisation: str, name: ModelName) -> None:
    weights = initial(initialisation, name, hidden_size=32)
    filled = (
        ["weight_ih_l0"] if initialisation == "orthogonal" else ["weight_ih_l0", "weight_hh_l0"]
    )
    for key in filled:
        units = weights["weight_hh_l0"].shape[1]
        fan_in = weights[key].shape[1]
        bound = math.sqrt(6 / (fan_in + units))
        for block in weights[key].reshape(-1, units, fan_in):
            assert 0.9 * bound < np.abs(block).max() <= bound
            assert abs(block.mean()) < 0.2 * bound
    biases = weights["bias_ih_l0"] + weights["bias_hh_l0"]
    assert not np.delete(biases, np.s_[units : 2 * units] if name == "lstm" else []).any()


@every_model
def test_pytorch_weights_are_uniform(name: ModelName) -> None:
    weights = initial("pytorch", name)
    bound = 1 / math.sqrt(weights["weight_hh_l0"].shape[1])
    for key in ("weight_ih_l0", "weight_hh_l0"):
        assert 0.7 * bound < np.abs(weights[key]).max() <= bound


@pytest.mark.parametrize("initialisation", ["pytorch", "glorot", "orthogonal"])
def test_the_forget_bias_is_the_one_that_the_cell_uses(initialisation: str) -> None:
    weights = initial(initialisation, "lstm")
    effective = (weights["bias_ih_l0"] + weights["bias_hh_l0"]).reshape(4, 6)
    assert (effective[1] == 2.5).all()
    assert (np.abs(effective[[0, 2, 3]]) < 1).all()


def test_the_forget_bias_is_what_the_first_snapshot_shows() -> None:
    run = start(small("latch", forget_bias=3.0, hidden_size=32, initialisation="glorot"))
    shown_bias = run.latest.lstm.recording.pre_activation("forget_gate").from_input
    assert np.median(shown_bias) == pytest.approx(3, abs=0.3)


# --- a gate held at 1 -----------------------------------------------------------------------------

GATES = ("input_gate", "forget_gate", "output_gate")
held = pytest.mark.parametrize("gate", GATES)


def rows_of(gate: str, units: int) -> np.ndarray:
    """Return which rows of the recurrence are a gate's."""
    return np.repeat([gate == each for each in LSTMRecording.squashed], units)


@held
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_a_held_gate_is_1_and_is_never_trained(gate: str, optimiser: str) -> None:
    config = small(cell=f"no_{gate}", optimiser=optimiser, hidden_size=3, learning_rate=0.05)
    run = advance(start(config), 100)
    for snapshot in run.snapshots:
        recording = dict(snapshot.lstm.recording)
        assert (recording[gate] == 1).all()
        assert all((recording[other] != 1).any() for other in GATES if other != gate)
    first, last = (s.lstm.weights for s in (run.snapshots[0], run.latest))
    for key, value in last.items():
        if "recurrence" in key:
            is_held = rows_of(gate, 3)
            assert (value[is_held] == (100 if "bias_ih" in key else 0)).all()
            assert (value[~is_held] != first[key][~is_held]).all()


def without_a_gate(
    config: TrainConfig, gate: str, updates: int
) -> tuple[dict[str, Tensor], list[float]]:
    """Train an LSTM written out by hand that has no such gate; return weights and losses."""
    task, units = config.the_task, config.hidden_size
    kept = [name for name in LSTMRecording.squashed if name != gate]
    torch.manual_seed(config.seed)
    layer, readout = nn.LSTM(len(task.inputs), units), nn.Linear(units, 1)
    layer.bias_ih_l0.data[units : 2 * units] = config.forget_bias
    layer.bias_hh_l0.data[units : 2 * units] = 0
    W, U, b, d = weights = [
        nn.Parameter(each.detach()[~rows_of(gate, units)])
        for each in (layer.weight_ih_l0, layer.weight_hh_l0, layer.bias_ih_l0, layer.bias_hh_l0)
    ]
    optimiser = torch.optim.Adam([*weights, *readout.parameters()], config.learning_rate)
    losses = []
    for update in range(1, updates + 1):
        batch = task.batch(config.seed, update, config.length, config.batch_size)
        h = c = torch.zeros(config.batch_size, units)
        states = []
        for x in torch.tensor(batch.x):
            a = dict(zip(kept, (x @ W.T + h @ U.T + b + d).chunk(3, -1), strict=True))
            written = a["candidate"].tanh() * (
                a["input_gate"].sigmoid() if "input_gate" in a else 1
            )
            c = written + c * (a["forget_gate"].sigmoid() if "forget_gate" in a else 1)
            h = c.tanh() * (a["output_gate"].sigmoid() if "output_gate" in a else 1)
            states.append(h)
        value = ((readout(torch.stack(states)) - torch.tensor(batch.target)) ** 2).mean()
        optimiser.zero_grad()
        value.backward()
        nn.utils.clip_grad_norm_([*weights, *readout.parameters()], config.clip_norm)
        optimiser.step()
        losses.append(value.item())
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    return dict(zip(names, (each.detach() for each in weights), strict=True)), losses


@held
def test_a_held_gate_is_a_cell_without_that_gate(gate: str) -> None:
    config = small(cell=f"no_{gate}", snapshot_every=1)
    with torch.random.fork_rng(devices=[]):
        weights, losses = without_a_gate(config, gate, 40)
    run = advance(start(config), 40)
    np.testing.assert_allclose([s.lstm.loss for s in run.snapshots[1:]], losses, rtol=1e-4)
    for key, expected in weights.items():
        trained = run.latest.lstm.weights[f"recurrence.{key}"][~rows_of(gate, 2)]
        np.testing.assert_allclose(trained, expected.numpy(), rtol=0, atol=2e-4)


# --- a training set -------------------------------------------------------------------------------


def rows(batch: Batch) -> list[bytes]:
    """Return the sequences of a batch, to be compared."""
    return [batch.x[:, k].tobytes() for k in range(batch.x.shape[1])]


# All sequences of a timer are the same, so nobody could tell them apart.
@pytest.mark.parametrize("task", sorted({*TOYS, *PREPARED} - {"timer"}))
def test_batches_come_from_the_training_set_none_twice(task: str) -> None:
    config = small(task, training_sequences=12, batch_size=8, length=TASKS[task].lengths.high)
    batches = [batch_of(config, update) for update in range(1, 40)]
    every = [row for batch in batches for row in rows(batch)]
    assert all(len(rows(batch)) == 8 for batch in batches)
    assert len(set(every)) <= 12
    counts = {row: every.count(row) for row in set(every)}
    if len(counts) == 12:  # a few discrete tasks draw a sequence twice
        assert all(max(map(rows(batch).count, rows(batch))) == 1 for batch in batches)
        assert min(counts.values()) > 39 * 8 / 12 / 2
    assert len({tuple(rows(batch)) for batch in batches}) > 30
    if task in ("anbn", "embedded_reber"):
        return  # their strings are padded to one length, which no label fits
    for batch in batches[:3]:  # every sequence still has its own target
        for k in range(8):
            labelled, _ = config.the_task.label(batch.x[:, k])
            np.testing.assert_array_equal(labelled.target[:, 0], batch.target[:, k])
            np.testing.assert_array_equal(labelled.mask[:, 0], batch.mask[:, k])


def test_a_training_set_smaller_than_a_batch_is_the_batch() -> None:
    config = small(training_sequences=5)
    one, other = (batch_of(config, update) for update in (1, 2))
    assert one.x.shape[1] == 5
    assert set(rows(one)) == set(rows(other))
    another_seed = batch_of(config.changed(seed=1), 1)
    assert not set(rows(one)) & set(rows(another_seed))


def test_no_set_shares_a_sequence_with_another() -> None:
    sets = scored_on(small(training_sequences=4096))
    assert list(sets) == ["score", "train_score", "test_score"]
    assert [batch.x.shape[1] for batch in sets.values()] == [256] * 3
    assert len({row for batch in sets.values() for row in rows(batch)}) == 3 * 256
    fresh = {row for update in range(100) for row in rows(batch_of(small(), update))}
    assert not fresh & set(rows(sets["test_score"]))


def test_scores_are_those_of_the_training_and_test_sets() -> None:
    config = small(training_sequences=5, updates=12)
    run = advance(start(config), 12)
    for name in ("lstm", "rnn"):
        units = config.size_of(name)
        model = SequenceModel(name, 4, units, 1)
        side = run.latest.models[name]
        model.load_state_dict({key: torch.tensor(value) for key, value in side.weights.items()})
        test = config.the_task.draw(np.random.default_rng(5), config.length, 256)
        for batch, score in ((batch_of(config, 1), side.train_score), (test, side.test_score)):
            said = model(torch.tensor(batch.x)).detach().numpy()
            assert score == pytest.approx(config.the_task.score(said, batch), rel=1e-5)


def test_four_sequences_are_learnt_by_heart() -> None:
    config = TrainConfig.of_task(training_sequences=4, hidden_size=16, updates=400)
    last = advance(start(config), 400).latest.lstm
    assert last.train_score < 0.005
    assert last.test_score > 5 * last.train_score
    assert last.test_score == pytest.approx(last.score, rel=0.5)


def test_fresh_sequences_leave_nothing_to_learn_by_heart(short_run: TrainingRun) -> None:
    for name in ("lstm", "rnn"):
        sides = [snapshot.models[name] for snapshot in short_run.snapshots]
        assert all(math.isnan(side.train_score) and math.isnan(side.test_score) for side in sides)


# --- dropout --------------------------------------------------------------------------------------


def handed_to_the_readout(
    monkeypatch: pytest.MonkeyPatch, config: TrainConfig, name: ModelName, update: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the hidden states of an update, and what of them the readout gets."""
    model = model_of(config, name, start(config).learners[name].weights)
    x, seen = torch.tensor(batch_of(config, update).x), []
    monkeypatch.setattr(model.readout, "forward", lambda hidden: seen.append(hidden) or hidden)
    training_output(config, name, model, update, x)
    return model.recurrence(x)[0].detach().numpy(), seen[0].detach().numpy()


@every_model
@pytest.mark.parametrize("dropout", [0.2, 0.9])
def test_dropout_hides_its_share_and_scales_the_rest(
    monkeypatch: pytest.MonkeyPatch, dropout: float, name: ModelName
) -> None:
    config = small(dropout=dropout, hidden_size=16, batch_size=64)
    hidden, given = handed_to_the_readout(monkeypatch, config, name, 3)
    is_kept = given != 0
    assert is_kept.mean() == pytest.approx(1 - dropout, abs=0.01)
    np.testing.assert_allclose(given[is_kept], hidden[is_kept] / (1 - dropout), rtol=1e-5)
    for axis in range(3):  # drawn anew for every time step, sequence and unit
        share = is_kept.mean(axis=tuple({0, 1, 2} - {axis}))
        assert np.abs(share - (1 - dropout)).max() < 0.1


def test_other_hidden_states_at_every_update_in_every_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = small(dropout=0.5, fairness="hidden_size")
    masks = {
        (name, update, seed): (
            handed_to_the_readout(monkeypatch, config.changed(seed=seed), name, update)[1] == 0
        ).tobytes()
        for name in ("lstm", "rnn")
        for update in (1, 2)
        for seed in (0, 1)
    }
    assert len(set(masks.values())) == 8


def test_only_updates_drop_out() -> None:
    plain, dropped = (start(small(dropout=share)).latest.lstm for share in (0.0, 0.5))
    assert dropped.score == plain.score
    assert same(dropped.recording, plain.recording)
    assert dropped.loss != plain.loss


def test_the_loss_of_update_0_is_that_of_the_first_update() -> None:
    config = small(dropout=0.5, training_sequences=20, snapshot_every=1)
    run = advance(start(config), 1)
    for name in ("lstm", "rnn"):
        assert run.snapshots[0].models[name].loss == run.snapshots[1].models[name].loss


def test_no_dropout_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(np.random, "default_rng", None)
    config = small()
    model = initial_model(config, "lstm")
    x = torch.zeros(3, 2, 4)
    assert torch.equal(training_output(config, "lstm", model, 1, x), model(x))


@pytest.mark.parametrize("chunk", [1, 7])
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_chunks_do_not_matter_with_dropout_and_a_training_set(optimiser: str, chunk: int) -> None:
    first = start(small(optimiser=optimiser, dropout=0.3, training_sequences=20))
    whole = advance(first, 40)
    assert same_run(in_chunks(first, chunk, 40), whole)
    half = pickle.loads(pickle.dumps(advance(first, 23)))
    assert same_run(advance(half, 17), whole)


# --- snapshots ------------------------------------------------------------------------------------


def test_snapshots_are_at_0_and_at_every_multiple() -> None:
    run = advance(start(small(updates=95)), 95)
    assert [s.update for s in run.snapshots] == list(range(0, 91, 10))
    assert run.latest.update == 95
    assert [s.update for s in shown(run)] == [*range(0, 91, 10), 95]
    due = advance(start(small(updates=95)), 90)
    assert due.latest is due.snapshots[-1]
    assert shown(due) == due.snapshots


def test_a_snapshot_shows_the_weights_of_its_update() -> None:
    config = small()
    run, earlier = advance(start(config), 50), advance(start(config), 20)
    for name in ("lstm", "rnn"):
        kept = run.snapshots[2].models[name]
        assert run.snapshots[2].update == 20
        assert same(kept.weights, earlier.learners[name].weights)


@every_task
@every_model
def test_a_snapshot_says_what_its_weights_compute(task: str, name: ModelName) -> None:
    run = advance(start(small(task, updates=12, **LSTM_AGAINST_RNN)), 12)
    config, side = run.config, run.latest.models[name]
    units = config.size_of(name)
    the_task = config.the_task
    model = SequenceModel(name, len(the_task.inputs), units, len(the_task.outputs))
    model.load_state_dict({key: torch.tensor(value) for key, value in side.weights.items()})
    assert same(side.recording, recorded(model, run.probe.x))

    validation = the_task.validation(config.length)
    with torch.no_grad():
        output = model(torch.tensor(run.probe.x)[:, None])[:, 0]
        answers = model(torch.tensor(validation.x)).numpy()
    said = {"value": output, "class": output.softmax(-1), "set": output.sigmoid()}
    np.testing.assert_allclose(side.prediction, said[the_task.target_kind], atol=1e-6)
    assert side.score == the_task.score(answers, validation)


@pytest.mark.parametrize("task", ["memory_cell", "adding"])
def test_follows_is_the_correlation_with_what_is_stored_just_before_an_answer(task: str) -> None:
    run = advance(start(TrainConfig.of_task(task, updates=20)), 20)
    batch = run.config.the_task.validation(run.config.length)
    content = batch.content[:-1, :64]
    due = ~np.isnan(content) & batch.mask[1:, :64]

    def within(values: NDArray[np.float32]) -> NDArray[np.float32]:
        of_step = [values[t, due[t]].mean() if due[t].any() else 0 for t in range(len(values))]
        return values - np.array(of_step)[:, None]

    for name in ("lstm", "rnn"):
        model = model_of(run.config, name, run.learners[name].weights)
        carried = memory(model, batch.x[:, :64])[:-1]
        for unit in range(model.recurrence.hidden_size):
            r = np.corrcoef(within(carried[:, :, unit])[due], within(content)[due])[0, 1]
            assert run.follows[name][unit] == pytest.approx(abs(r), abs=1e-4)


def test_a_unit_that_only_counts_time_follows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    run = start(TrainConfig.of_task("adding", updates=1))
    clock = np.broadcast_to(np.arange(39, dtype=np.float32)[:, None, None], (39, 64, 8))
    monkeypatch.setattr(looking, "memory", lambda model, x: clock)
    assert looking.follows_content(run.config, run.learners)["lstm"].max() < 1e-3


def test_watching_the_same_probe_changes_nothing(short_run: TrainingRun) -> None:
    assert same_run(watch(short_run, short_run.probe), short_run)


def test_watching_the_same_probe_between_two_snapshots_changes_nothing() -> None:
    run = advance(start(small()), 25)
    assert same_run(watch(run, run.probe), run)


@every_model
def test_watching_another_sequence_records_it(short_run: TrainingRun, name: ModelName) -> None:
    config = short_run.config
    probe = config.the_task.read_sequence("0.5w 0.1 -0.4r 0.2e 0.9r")
    seen = watch(short_run, probe)
    assert seen.probe is probe
    assert len(seen.snapshots) == len(short_run.snapshots)
    units = config.size_of(name)
    model = SequenceModel(name, 4, units, 1)
    for old, new in zip(short_run.snapshots, seen.snapshots, strict=True):
        side = new.models[name]
        model.load_state_dict({key: torch.tensor(value) for key, value in side.weights.items()})
        assert same(side.recording, recorded(model, probe.x))
        assert same(side.weights, old.models[name].weights)
        for number in NUMBERS:
            assert same(getattr(side, number), getattr(old.models[name], number))


def test_a_run_may_be_started_on_any_sequence_and_learns_the_same() -> None:
    config = small()
    probe = config.the_task.read_sequence("0.5w 0.1 -0.4r")
    other = advance(start(config, probe), 20)
    usual = advance(start(config), 20)
    assert other.latest.lstm.recording.steps == 3
    assert same(other.learners["lstm"].weights, usual.learners["lstm"].weights)
    assert same_run(other, watch(usual, probe))


# --- the end --------------------------------------------------------------------------------------


def test_a_run_ends_at_its_last_update() -> None:
    run = advance(start(small(updates=30)), 1000)
    assert run.update == 30
    assert run.is_finished
    assert advance(run, 5) is run


def test_no_update_is_no_change() -> None:
    run = advance(start(small()), 5)
    assert advance(run, 0) is run
    assert not run.is_finished


@pytest.mark.parametrize("updates", [-1, -100])
def test_negative_updates_are_refused(updates: int) -> None:
    with pytest.raises(ValueError, match=f"updates is {updates}, expected at least 0"):
        advance(start(small()), updates)


def finite(weights: Any) -> bool:
    return all(np.isfinite(array).all() for array in weights.values())


@pytest.fixture(scope="module")
def diverged() -> TrainingRun:
    """Return a run in which the RNN diverged and the LSTM did not."""
    return advance(start(small(**ONE_DIVERGES)), 60)


def test_a_model_that_diverges_ends_with_a_reason(diverged: TrainingRun) -> None:
    ended = diverged.learners["rnn"].ended
    assert isinstance(ended, Ended)
    assert 1 < ended.update < 60
    assert ended.reason == f"the loss became too large at update {ended.update}"
    assert not diverged.learners["lstm"].ended


def test_a_model_that_diverged_keeps_its_last_weights(diverged: TrainingRun) -> None:
    rnn = diverged.learners["rnn"]
    assert finite(rnn.weights)
    assert rnn.ended
    before = advance(start(diverged.config), rnn.ended.update - 1).learners["rnn"]
    assert before.ended is None
    assert same(before.weights, rnn.weights)


def test_what_a_model_says_after_its_end_is_not_a_number(diverged: TrainingRun) -> None:
    ended = diverged.learners["rnn"].ended
    assert ended
    for snapshot in diverged.snapshots:
        is_after = snapshot.update >= ended.update
        assert math.isnan(snapshot.rnn.score) == is_after
        assert math.isnan(snapshot.rnn.loss) == is_after
        assert finite(dict(snapshot.rnn.recording))


def test_the_other_model_goes_on_as_if_alone(diverged: TrainingRun) -> None:
    assert diverged.update == 60
    weights, _ = by_hand(diverged.config, "lstm", 60)
    for key, value in diverged.learners["lstm"].weights.items():
        np.testing.assert_allclose(value, weights[key], rtol=0, atol=1e-3)
    assert all(math.isfinite(s.lstm.score) for s in diverged.snapshots)


def test_a_run_is_finished_when_both_models_ended() -> None:
    run = advance(start(small(**BOTH_DIVERGE)), 60)
    ends = [learner.ended.update for learner in run.learners.values() if learner.ended]
    assert len(ends) == 2
    assert run.update == max(ends) < 60
    assert run.is_finished
    assert advance(run, 10) is run
    assert best(shown(run), "rnn", run.config.the_task).update < min(ends)


def test_a_gradient_that_is_no_number_ends_a_model_before_it_spoils_the_weights() -> None:
    """Hidden states of exactly 0 and a recurrence of 1000: a small loss, an infinite gradient."""
    first = start(small())
    rnn = first.learners["rnn"]
    weights = {key: np.zeros_like(value) for key, value in rnn.weights.items()}
    weights["recurrence.weight_hh_l0"] += 1000 * np.eye(5, dtype=np.float32)
    weights["readout.weight"] += 1
    run = replace(first, learners={**first.learners, "rnn": replace(rnn, weights=weights)})
    later = advance(run, 20)
    ended = later.learners["rnn"].ended
    assert ended
    assert (ended.update, "gradient" in ended.reason) == (1, True)
    assert same(later.learners["rnn"].weights, weights)
    assert math.isnan(later.latest.rnn.score)
    assert later.learners["lstm"].ended is None


# --- best and solved ------------------------------------------------------------------------------


def scored(short_run: TrainingRun, *scores: float) -> tuple[Snapshot, ...]:
    """Return snapshots at updates 0, 1, ... with the given scores of the LSTM."""
    side: ModelSnapshot = short_run.latest.lstm
    return tuple(
        Snapshot(update, {"lstm": replace(side, score=score), "rnn": side})
        for update, score in enumerate(scores)
    )


@pytest.mark.parametrize(
    ("task", "scores", "at_best", "solved"),
    [
        ("memory_cell", (0.9, 0.004, 0.003, 0.2), 2, 1),
        ("memory_cell", (0.9, 0.4), 1, None),
        ("memory_cell", (0.9, 0.4, 0.4, math.nan), 1, None),
        ("memory_cell", (math.nan, math.nan), 0, None),
        ("memory_cell", (math.nan, 0.001), 1, 1),
        ("latch", (0.5, 0.99, 1.0, 0.7), 2, 1),
        ("latch", (0.5, 0.5, math.nan), 0, None),
    ],
)
def test_best_and_solved(
    short_run: TrainingRun, task: str, scores: tuple[float, ...], at_best: int, solved: int | None
) -> None:
    the_task: Task = TASKS[task]
    snapshots = scored(short_run, *scores)
    assert best(snapshots, "lstm", the_task).update == at_best
    assert solved_at(snapshots, "lstm", the_task) == solved


def test_a_memory_that_explodes_follows_nothing_and_warns_of_nothing() -> None:
    config = TrainConfig.of_task(
        "adding",
        cell="irnn",
        length=50,
        hidden_size=16,
        optimiser="sgd",
        learning_rate=0.01,
        clip_norm=None,
        updates=3,
    )
    run = advance(start(config), 3)
    assert run.learners["irnn"].ended is not None
    assert np.isfinite(run.follows["irnn"]).all()
    assert (run.follows["rnn"] > 0).all()
