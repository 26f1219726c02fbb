"""What every use promises: data in parts, honest baselines, sequences that people can write."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from lstm_viz import Film, TrainConfig, advance, start
from lstm_viz.measures.unseen import unseen_scores
from lstm_viz.tasks import USES, Batch, SequenceError
from lstm_viz.tasks.uses import Use

every_use = pytest.mark.parametrize("use", USES.values(), ids=USES)
PARTS = ("training", "validation", "test")


def drawn(use: Use, part: str, seed: int = 0, size: int = 256) -> Batch:
    return use.draw_from(part, np.random.default_rng(seed), use.lengths.default, size)  # type: ignore[arg-type]


def answers(use: Use, batch: Batch) -> np.ndarray:
    """Return the perfect prediction: the target, as scores for sets."""
    return batch.target - 0.5 if use.target_kind == "set" else batch.target


@every_use
def test_facts_are_complete(use: Use) -> None:
    assert USES[use.name] is use
    assert use.summary.endswith(".")
    assert len(use.today) > 40
    assert use.today.endswith(".")
    assert use.today[0].isupper()
    assert use.lengths.low <= use.lengths.default <= use.lengths.high
    assert TrainConfig.of_task(use.name).the_task is use


@every_use
def test_its_grammar_ends_with_an_example_that_works(use: Use) -> None:
    assert use.read_sequence(use.grammar.rsplit(":", 1)[1]).steps > 1


@every_use
def test_its_sequences_can_be_written_down_and_read_again(use: Use) -> None:
    probes = use.probes(use.lengths.default)
    assert len(probes) > 1
    assert len({probe.name for probe in probes}) == len(probes)
    for probe in probes:
        assert len(probe.text.split()) == probe.steps == len(probe.events)
        again = use.read_sequence(probe.text)
        assert again.text == probe.text
        for name in ("x", "target", "mask"):
            assert np.array_equal(getattr(again, name), getattr(probe, name)), name


@every_use
@pytest.mark.parametrize("text", ["", "?!$ %&", "\x00", "nan " * 300, "1e99 " * 5, "ß 🙂 <b>"])
def test_a_sequence_that_is_none_is_refused_in_a_sentence(use: Use, text: str) -> None:
    with pytest.raises(SequenceError) as refused:
        use.read_sequence(text)
    assert 10 < len(str(refused.value)) < 400


@every_use
def test_a_batch_is_a_function_of_its_arguments(use: Use) -> None:
    length = use.lengths.default
    one, same = use.batch(3, 5, length, 16), use.batch(3, 5, length, 16)
    assert np.array_equal(one.x, same.x)
    assert np.array_equal(one.target, same.target)
    for other in (use.batch(4, 5, length, 16), use.batch(3, 6, length, 16)):
        assert not np.array_equal(one.x, other.x)
    assert one.x.dtype == one.target.dtype == one.content.dtype == np.float32
    assert one.x.shape[1:] == (16, len(use.inputs))
    assert one.target.shape[1:] == (16, len(use.outputs))
    assert np.isfinite(one.x).all()
    assert one.mask.any()


@every_use
def test_what_it_is_scored_on_it_was_never_trained_on(use: Use) -> None:
    seen = {
        part: {
            batch.x[:, b].tobytes()
            for batch in (drawn(use, part, seed) for seed in range(4))
            for b in range(256)
        }
        for part in PARTS
    }
    for one, other in combinations(PARTS, 2):
        assert not seen[one] & seen[other], (one, other)
    length = use.lengths.default
    assert {use.test(length).x[:, b].tobytes() for b in range(64)} - seen["training"]


@every_use
def test_every_baseline_answers_and_the_truth_is_better(use: Use) -> None:
    batch = use.test(use.lengths.default)
    truth = use.score(answers(use, batch), batch)
    titles = [each.title for each in use.baselines()]
    assert len(set(titles)) == len(titles) >= 1
    for each in use.baselines():
        assert each.says.endswith(".")
        said = each.predict(batch)
        assert said.shape == batch.target.shape
        score = use.score(said, batch)
        assert np.isfinite(score)
        assert score < truth if use.higher_is_better else score > truth, each.title
    assert use.baseline_scores(batch).keys() == set(titles)


@every_use
def test_a_run_of_it_becomes_a_film_and_is_scored_on_the_test_set(use: Use) -> None:
    config = TrainConfig.of_task(use.name, updates=2, snapshot_every=1, batch_size=4)
    film = Film.from_bytes(Film.of(advance(start(config), 2)).to_bytes())
    assert film.config == config
    scores, simple = unseen_scores(film)
    assert set(scores) == set(config.cells)
    assert len(simple) == len(use.baselines())
    assert np.isfinite([*scores.values(), *simple.values()]).all()
