"""An encoder hands over to a decoder at the go mark, everywhere at the same time step."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch

from lstm_viz import SequenceModel, TrainConfig, record, start
from lstm_viz.config import ConfigError
from lstm_viz.family import CELLS
from lstm_viz.gradients import (
    asked_of_hidden,
    attention_weights,
    loss_gradient,
    seen_by_readout,
    through_time,
)
from lstm_viz.handover import parts, visible
from lstm_viz.interfering import interfered
from lstm_viz.interfering.interventions import Flip
from tests.unrolled import answer_loss, said, unrolled

TWO_PARTS = [name for name, cell in CELLS.items() if cell.decoder]
with_decoder = pytest.mark.parametrize("cell", TWO_PARTS)
STEPS, GO = 9, 5


def read(steps: int = STEPS, go: int | None = GO, seed: int = 0) -> torch.Tensor:
    """Return a random sequence (T, 3) in double precision, with a go mark."""
    x = torch.randn(steps, 3, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    x[:, -1] = 0
    if go is not None:
        x[go, -1] = 1
    return x


def model_of_three(cell: str, seed: int) -> SequenceModel:
    """Return a model of four units with large random weights, in double precision."""
    model, generator = SequenceModel(cell, 3, 4, 3).double(), torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for weight in model.parameters():
            weight.normal_(0, 0.7, generator=generator)
    return model


@pytest.mark.parametrize("go", [None, 0, 1, 5, 8])
def test_the_parts_cover_every_step_once_and_change_at_the_mark(go: int | None) -> None:
    found = parts(read(go=go).numpy(), has_decoder=True)
    assert [step for _, where in found for step in range(STEPS)[where]] == list(range(STEPS))
    assert all(first[1].stop == second[1].start for first, second in pairwise(found))
    whose = [name for name, where in found for _ in range(STEPS)[where]]
    expected = STEPS if go is None else go
    assert whose == ["recurrence"] * expected + ["decoder"] * (STEPS - expected)
    assert parts(read(go=go).numpy(), has_decoder=False) == (("recurrence", slice(0, STEPS)),)


def test_a_batch_has_one_mark() -> None:
    batch = torch.stack([read(go=4), read(go=5)], dim=1).numpy()
    with pytest.raises(ValueError, match=r"time steps \[4, 5\] .* expected the same one"):
        parts(batch, has_decoder=True)


@pytest.mark.parametrize("go", [None, 0, 1, 5, 8])
def test_every_step_can_look_at_something_and_never_ahead(go: int | None) -> None:
    seen = visible(read(go=go).numpy(), has_decoder=True)
    assert seen.any(1).all()
    assert not np.triu(seen, 1).any()
    if go:
        assert not seen[:, go:].any()


@with_decoder
def test_the_decoder_goes_on_where_the_encoder_ended_with_weights_of_its_own(cell: str) -> None:
    model, x = model_of_three(cell, 1), read()
    recording = record(model, x)
    encoder = record(model.recurrence, x[:GO])
    left = (torch.tensor(encoder.hidden_state[-1]), torch.tensor(encoder.cell_state[-1]))
    decoder = record(model.decoder, x[GO:], left)
    for name, values in recording:
        expected = np.concatenate([getattr(encoder, name), getattr(decoder, name)])
        np.testing.assert_allclose(values, expected, rtol=1e-12, err_msg=name)
    with torch.no_grad():
        for weight in model.decoder.parameters():
            weight.add_(1)
    changed = record(model, x)
    assert np.array_equal(changed.forget_gate[:GO], recording.forget_gate[:GO])
    assert not np.isclose(changed.forget_gate[GO:], recording.forget_gate[GO:]).any()


@with_decoder
@pytest.mark.parametrize("go", [None, 1, 5, 8])
def test_the_equations_unrolled_say_the_same_and_give_the_same_gradients(
    cell: str, go: int | None
) -> None:
    answer, target = STEPS - 1, np.array([0.0, 1.0, 0.0])
    x, models = read(go=go), [model_of_three(cell, seed) for seed in (1, 2)]
    weights = [{n: p.detach() for n, p in model.named_parameters()} for model in models]
    runs = [unrolled(CELLS[cell], 4, each, x) for each in weights]
    for model, run in zip(models, runs, strict=True):
        with torch.no_grad():
            torch.testing.assert_close(model(x[:, None])[:, 0], run.output)
        answer_loss("class", run.output[answer], torch.from_numpy(target)).backward()

    recordings = [record(model, x) for model in models]
    hidden = seen_by_readout(recordings)
    seen = visible(x.numpy(), has_decoder=True)
    attention = attention_weights(hidden, seen) if CELLS[cell].attention else None
    now = np.stack([said("class", run.output[answer]).numpy() for run in runs])
    readout = np.stack([each["readout.weight"].numpy() for each in weights])
    d_seen = (loss_gradient("class", now, target)[:, None] @ readout)[:, 0]
    named = [{n.removeprefix("recurrence."): w.numpy() for n, w in e.items()} for e in weights]
    flow = through_time(recordings, named, asked_of_hidden(d_seen, hidden, answer, attention))
    for k, run in enumerate(runs):
        by_hidden, by_cell = run.gradients()
        np.testing.assert_allclose(flow.hidden[k], by_hidden, rtol=1e-9, atol=1e-12)
        assert flow.cell is not None
        np.testing.assert_allclose(flow.cell[k], by_cell, rtol=1e-9, atol=1e-12)


@with_decoder
@pytest.mark.parametrize("where", [0, 4])
def test_a_second_go_mark_hands_over_there(cell: str, where: int) -> None:
    config = TrainConfig.of_task("copy", cell=cell, against="rnn", hidden_size=3)
    run = start(config)
    mark = config.the_task.inputs.index("go")
    weights = run.latest.models[cell].weights
    early = interfered(config, cell, weights, run.probe, [Flip(where, mark)])
    x = run.probe.x.copy()
    x[where, mark] = 1
    assert parts(x, has_decoder=True)[-1] == ("decoder", slice(where, len(x)))
    from lstm_viz.weights import model_of

    recorded: Any = record(model_of(config, cell, weights), x)
    np.testing.assert_allclose(early.recording.cell_state, recorded.cell_state, atol=1e-6)
    assert np.isfinite(early.prediction).all()


@with_decoder
def test_a_task_without_a_go_mark_has_no_place_for_a_decoder(cell: str) -> None:
    with pytest.raises(ConfigError, match="expected another one for memory cell: it has no go"):
        TrainConfig.of_task("memory_cell", cell=cell)
    config, problems = TrainConfig.from_query({"task": "memory_cell", "against": cell})
    assert config.against == "rnn"
    assert len(problems) == 1
    assert "no go mark" in problems[0]
