"""The studies that ship with the app are what their configurations give when measured again."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lessons._shared.studies import FOLDER, STUDIES, path_of
from lessons.studies.make import make
from lstm_viz import TrainConfig
from lstm_viz.study import Outcome, Result, Study, StudyError, measure, solved, study_of
from lstm_viz.sweep import computing_on

FAR = Outcome(score=0.3, best=0.25, solved_at=None, ended=None, seconds=1e-3)
NEAR = Outcome(score=0.0012, best=0.0011, solved_at=400, ended=None, seconds=2e-3)
DEAD = Outcome(
    score=math.nan, best=0.4, solved_at=None, ended="the loss became NaN at update 7", seconds=0.0
)


def some() -> Study:
    """Return a study of three made-up results."""
    configs = [TrainConfig.of_task("latch", forget_bias=b, seed=s) for b, s in ((0, 0), (1, 0))]
    other = TrainConfig.of_task("adding", clip_norm=None)
    results = (
        Result(configs[0], {"lstm": NEAR, "rnn": FAR}),
        Result(configs[1], {"lstm": NEAR, "rnn": NEAR}),
        Result(other, {"lstm": FAR, "rnn": DEAD}),
    )
    return study_of("some", "What for?", results)


# --- a study --------------------------------------------------------------------------------------


def test_a_study_comes_back_from_its_file(tmp_path: Path) -> None:
    some().save(tmp_path / "some.json")
    back = Study.load(tmp_path / "some.json")
    nan, *rest = (back.results[2].rnn.score, *back.results[:2])
    assert math.isnan(nan)
    assert rest == list(some().results[:2])
    assert replace(back, results=()) == replace(some(), results=())
    assert back.results[2].config == some().results[2].config
    assert back.results[2].rnn.ended == DEAD.ended


def test_a_file_holds_only_the_knobs_that_differ(tmp_path: Path) -> None:
    some().save(tmp_path / "some.json")
    rows = json.loads((tmp_path / "some.json").read_text())["results"]
    assert [row["knobs"] for row in rows[:2]] == [{}, {"forget_bias": 1}]


def test_a_study_with_a_knob_unknown_to_its_file_takes_the_default(tmp_path: Path) -> None:
    some().save(tmp_path / "some.json")
    data = json.loads((tmp_path / "some.json").read_text())
    del data["base"]["clip_norm"]
    (tmp_path / "some.json").write_text(json.dumps(data))
    assert Study.load(tmp_path / "some.json").results[0].config == some().results[0].config


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nonsense", "Expecting value"),
        ("[]", "list indices"),
        ("{}", "it lacks 'results'"),
        ('{"base": {"task": "chess"}, "results": [{"knobs": {}}]}', "task is 'chess'"),
        ('{"base": {"task": "latch"}, "results": [{"knobs": {}}]}', "it lacks 'lstm'"),
    ],
)
def test_a_file_that_is_no_study_says_so(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "odd.json").write_text(text)
    with pytest.raises(StudyError, match=rf"odd\.json is not a study: .*{words}"):
        Study.load(tmp_path / "odd.json")


def test_results_are_found_by_their_knobs() -> None:
    study = some()
    assert study.where(task="latch", forget_bias=1.0) == study.results[1:2]
    assert study.where(task="latch", seed=5) == ()
    assert solved(study.where(task="latch"), "lstm") == 2
    assert solved(study.results, "rnn") == 1
    with pytest.raises(ValueError, match="there is no knob called bias"):
        study.where(bias=1)


def test_values_are_listed_once_and_solved_runs_are_counted() -> None:
    study = some()
    tasks = [result.config.task for result in study.results]
    assert study.values("task") == tuple(dict.fromkeys(tasks))
    assert study.values("forget_bias", task="latch", seed=5) == ()
    assert study.count("lstm", task="latch") == (2, tasks.count("latch"))
    assert study.count("rnn") == (1, len(tasks))


# --- measuring ------------------------------------------------------------------------------------


def test_a_run_that_ends_early_says_why_and_has_no_score() -> None:
    config = TrainConfig.of_task(
        "memory_cell", optimiser="sgd", learning_rate=10.0, clip_norm=None, updates=60
    )
    result = measure(config)
    assert result.config == config
    ended = [each for each in result.models.values() if each.ended]
    assert ended
    assert all(math.isnan(each.score) and "update" in str(each.ended) for each in ended)


def test_making_a_study_keeps_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configs = tuple(TrainConfig.of_task("latch", updates=2, seed=seed) for seed in range(3))
    monkeypatch.setitem(STUDIES, "short", STUDIES["race"]._replace(configs=configs))
    monkeypatch.setattr("lessons._shared.studies.FOLDER", tmp_path)
    kept = Result(configs[1], {"lstm": NEAR, "rnn": FAR})
    gone = Result(TrainConfig.of_task("adding"), {"lstm": NEAR, "rnn": FAR})
    study_of("short", "?", (gone, kept)).save(tmp_path / "short.json")
    with computing_on(workers=1):
        make("short")
    made = Study.load(tmp_path / "short.json")
    assert [result.config for result in made.results] == list(configs)
    assert made.results[1] == kept
    assert made.results[0].lstm.solved_at is None


# --- what ships -----------------------------------------------------------------------------------


def test_every_study_in_the_folder_is_listed() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(STUDIES)


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_holds_every_run_that_it_lists(name: str) -> None:
    study = Study.load(path_of(name))
    assert (study.name, study.question) == (name, STUDIES[name].question)
    assert [result.config for result in study.results] == list(STUDIES[name].configs)
    assert set(study.provenance) == {"date", "lstm_viz", "torch", "numpy", "python"}
    assert all(each.seconds > 0 for result in study.results for each in result.models.values())


AGAIN: list[tuple[str, TrainConfig]] = [
    ("horizon", TrainConfig.of_task("store_value", length=5, forget_bias=1.0)),
    ("learning_rates", TrainConfig.of_task("memory_cell", learning_rate=0.1, seed=1)),
    ("batch_sizes", TrainConfig.of_task("memory_cell", hidden_size=1, seed=2)),
    ("ablation", TrainConfig.of_task("memory_cell", cell="no_forget_gate", seed=1)),
    (
        "clipping",
        next(c for c in STUDIES["clipping"].configs if (c.clip_norm, c.seed) == (None, 1)),
    ),
    ("exploding", STUDIES["exploding"].configs[0]),
    ("family", next(c for c in STUDIES["family"].configs if c.cells == ("lstm", "rnn"))),
    ("preparing", TrainConfig.of_task("lengths_unmasked", seed=1)),
    ("race", TrainConfig.of_task("latch", fairness="hidden_size", seed=1)),
    ("defaults", TrainConfig.of_task("next_mark", seed=9)),
    ("uses", TrainConfig.of_task("sentiment", seed=5)),
    ("defaults", TrainConfig.of_task("memory_cell", seed=9)),
]
"""A few cheap rows. Their scores are far from the threshold, so another machine agrees too."""


def test_some_rows_of_every_study_are_measured_again() -> None:
    assert {name for name, _ in AGAIN} == set(STUDIES)


@pytest.mark.parametrize(("name", "config"), AGAIN)
def test_a_row_is_what_its_configuration_gives(name: str, config: TrainConfig) -> None:
    (shipped,) = (r for r in Study.load(path_of(name)).results if r.config == config)
    again = measure(config)
    for model, outcome in shipped.models.items():
        new = again.models[model]
        assert (outcome.solved_at is None) == (new.solved_at is None)
        assert (outcome.ended is None) == (new.ended is None)
        np.testing.assert_allclose(outcome.best, new.best, rtol=0.2, atol=1e-3)
        if outcome.in_earnest is not None:
            np.testing.assert_allclose(outcome.in_earnest, new.in_earnest, rtol=0.2, atol=1e-3)
