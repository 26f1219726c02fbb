"""Sweeps: results as they come, kept in a file, taken up again; here and on a cluster."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessons.studies.make import bar
from lstm_viz import TrainConfig
from lstm_viz.knobs import ConfigError
from lstm_viz.study import Outcome, Result, Study, StudyError, measure, study_of
from lstm_viz.sweep import Progress, computing_on, grid, measured, sweep

SHORT = grid("latch", cell=("lstm", "gru"), updates=(2,), seed=range(3))
FAR = Outcome(score=0.3, best=0.25, solved_at=None, ended=None, seconds=1e-3)


def same(one: Result, other: Result) -> bool:
    """Tell whether two results agree in all that does not depend on the machine's clock."""
    pairs = [(one.models[name], other.models[name]) for name in one.config.cells]
    return one.config == other.config and all(a.score == b.score for a, b in pairs)


@pytest.fixture(autouse=True)
def this_process() -> Iterator[None]:
    """Compute in this process, unless a test says otherwise."""
    with computing_on(workers=1):
        yield


# --- the grid -------------------------------------------------------------------------------------


def test_a_grid_has_every_combination_once_and_the_tasks_own_defaults() -> None:
    assert [(c.cell, c.seed) for c in SHORT] == [(n, s) for n in ("lstm", "gru") for s in range(3)]
    assert SHORT[0] == TrainConfig.of_task("latch", updates=2)


def test_a_grid_refuses_what_no_run_could_be() -> None:
    with pytest.raises(ConfigError, match="length is 4, expected a whole number from"):
        grid("store_value", length=(10, 4))
    with pytest.raises(ConfigError, match="there is no knob called gap"):
        grid("store_value", gap=(10,))


# --- a sweep --------------------------------------------------------------------------------------


def test_a_sweep_yields_and_keeps_every_result_as_it_comes(tmp_path: Path) -> None:
    path, seen = tmp_path / "some.json", []
    for progress in sweep("some", "What for?", SHORT, path):
        seen.append(progress)
        assert not progress.result or len(Study.load(path).results) == progress.done
    assert [each.done for each in seen] == list(range(7))
    assert [each.of for each in seen] == [6] * 7
    assert [each.result.config.seed for each in seen if each.result] == [0, 0, 1, 1, 2, 2]
    study = Study.load(path)
    assert (study.name, study.question) == ("some", "What for?")
    assert [result.config for result in study.results] == list(SHORT)
    alone = measure(SHORT[4])
    assert study.results[4].models["gru"].best == pytest.approx(alone.models["gru"].best, rel=1e-3)


def test_a_cancelled_sweep_is_taken_up_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    steps = sweep("some", "?", SHORT, path)
    assert [next(steps).done for _ in range(3)] == [0, 1, 2]
    steps.close()  # type: ignore[attr-defined]
    kept = Study.load(path).results
    assert len(kept) == 2
    again = list(sweep("some", "?", SHORT, path))
    assert again[0] == Progress(2, 6, None)
    assert again[-1].done == 6
    assert set(map(repr, kept)) <= set(map(repr, Study.load(path).results))


def test_what_is_known_is_kept_and_what_is_not_asked_for_goes(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    made_up = Result(SHORT[1], {"lstm": FAR, "rnn": FAR})
    gone = Result(TrainConfig.of_task("adding"), {"lstm": FAR, "rnn": FAR})
    study_of("some", "?", (gone, made_up)).save(path)
    assert list(sweep("some", "?", SHORT[1:2], path)) == [Progress(1, 1, None)]
    assert list(sweep("some", "?", SHORT[:2], path))[-1].done == 2
    assert Study.load(path).results[1] == made_up
    assert len(Study.load(path).results) == 2


def test_a_file_that_is_no_study_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    path.write_text("my thesis")
    with pytest.raises(StudyError, match=r"some\.json is not a study"):
        next(sweep("some", "?", SHORT, path))
    assert path.read_text() == "my thesis"


def test_nothing_to_measure_is_no_error() -> None:
    assert list(measured([])) == []


# --- who computes ---------------------------------------------------------------------------------


def test_processes_of_this_machine_give_the_same_results() -> None:
    with computing_on(workers=2):
        found = {result.config: result for result in measured(SHORT[:2])}
    assert all(same(found[config], measure(config)) for config in SHORT[:2])


def test_a_cluster_gives_the_same_results_and_is_where_they_are_computed(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with (
        warnings.catch_warnings(),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
    ):
        warnings.simplefilter("ignore")  # what Dask warns of is not ours
        with computing_on(cluster.scheduler_address):
            *_, last = sweep("some", "?", SHORT, tmp_path / "some.json")
        with distributed.Client(cluster) as client:
            busy = client.run(lambda: "lstm_viz.training" in sys.modules)
    assert last.done == 6
    assert any(busy.values())
    found = {r.config: r for r in Study.load(tmp_path / "some.json").results}
    for config in SHORT[:2]:
        best = measure(config).models[config.cell].best
        assert found[config].models[config.cell].best == pytest.approx(best, rel=1e-3)


# --- the command ----------------------------------------------------------------------------------


def test_the_bar_fills() -> None:
    assert bar("x", Progress(0, 10, None), 0) == f"x {'░' * 30} 0 of 10 runs"
    assert bar("x", Progress(10, 10, None), 0) == f"x {'█' * 30} 10 of 10 runs"


def test_the_command_refuses_a_study_that_there_is_not() -> None:
    command = [sys.executable, "-m", "lessons.studies.make", "chess"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ})
    assert done.returncode == 2
    assert "there is no study called chess; there are horizon" in done.stderr
