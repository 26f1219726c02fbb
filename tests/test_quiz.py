"""Quiz: of every question exactly one option is right, by the numbers of the film itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from lessons._sections.exam import SHIPPED
from lessons._shared.catalogue import lessons
from lessons._shared.shipped import path_of
from lstm_viz import Film, TrainConfig
from lstm_viz.measures.film import lstm_of, telling_unit
from lstm_viz.quiz import KINDS, Item, paper
from lstm_viz.quiz.item import numbers, said
from lstm_viz.recording import LSTMRecording
from tests.lessons.runs import trained

SEEDS = range(12)


@cache
def films() -> tuple[Film, ...]:
    """Return shipped films, runs of other seeds, and one of cells without a cell state."""
    small = {"updates": 80, "snapshot_every": 20, "hidden_size": 3, "fairness": "hidden_size"}
    own = [TrainConfig.of_task(seed=seed, **small) for seed in (1, 2, 3)]
    without = TrainConfig.of_task("latch", cell="gru", against="irnn", seed=1, **small)
    return (*(Film.load(path_of(name)) for name in SHIPPED), *map(trained, (*own, without)))


def value(option: str) -> float:
    return float(option.replace("−", "-").removesuffix(" %"))


def near(item: Item, right: float, by: float = 0.00501) -> set[int]:
    return {k for k, option in enumerate(item.options) if abs(value(option) - right) <= by}


def at(film: Film, item: Item) -> dict[str, float]:
    """Return everything of the telling unit at the step of a question."""
    recording, unit, t = lstm_of(film), telling_unit(film), item.step
    assert t is not None
    names = ("forget_gate", "input_gate", "output_gate", "candidate", "cell_state", "hidden_state")
    values = {name: float(getattr(recording, name)[t, unit]) for name in names}
    return values | {"before": float(recording.cell_state[t - 1, unit]) if t else 0.0}


def does(film: Film, item: Item) -> set[int]:
    gate = at(film, item)[item.idea]
    fits = {"nearly all": gate > 0.9, "about half": 0.4 < gate < 0.6}
    low = ("erases", "ignores", "hides")
    return {
        k
        for k, option in enumerate(item.options)
        if (
            gate < 0.1
            if any(w in option for w in low)
            else any(ok for words, ok in fits.items() if words in option)
        )
    }


def wrote(film: Film, item: Item) -> set[int]:
    steps = [int(option.split()[-1]) - 1 for option in item.options]
    written = abs(lstm_of(film).written_amount[steps, telling_unit(film)])
    return set(np.flatnonzero(written > 0.6 * written.max()).tolist())


def left(_film: Film, item: Item) -> set[int]:
    keep, steps = re.findall(r"\*\*([\d.]+)(?: steps)?\*\*", item.ask)
    return near(item, 100 * float(keep) ** int(steps), by=0.51)


def solvers(film: Film, _item: Item) -> set[int]:
    task, last = film.config.the_task, film.snapshots[-1].models
    has = [task.is_solved(last[name].score) for name in film.config.cells]
    truth = [has == [True, False], has == [False, True], all(has), not any(has)]
    return {k for k, each in enumerate(truth) if each}


def guessing(film: Film, item: Item) -> set[int]:
    return near(item, film.config.the_task.chance(film.config.length), by=0.000501)


def further(film: Film, _item: Item) -> set[int]:
    shares = []
    for name in film.config.cells:
        side = film.snapshots[-1].models[name]
        profile = side.gradient_hidden if side.gradient_cell is None else side.gradient_cell
        shares.append(profile[0] / profile[np.flatnonzero(film.probe.mask)[-1]])
    return {0} if shares[0] > 10 * shares[1] else {1} if shares[1] > 10 * shares[0] else {2}


def columns(item: Item) -> list[list[str]]:
    """Return the columns of the table in a question."""
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in item.ask.splitlines()
        if line.startswith("|") and "---" not in line
    ]
    return [list(column) for column in zip(*lines, strict=True)]


def remembers(film: Film, item: Item) -> set[int]:
    steps = [int(number) - 1 for number in columns(item)[0][1:]]
    units = [int(option.split()[1]) - 1 for option in item.options]
    content, states = film.probe.content[steps], lstm_of(film).cell_state[steps]
    alike = [abs(np.corrcoef(content, states[:, unit])[0, 1]) for unit in units]
    return {k for k, r in enumerate(alike) if r > 0.9}


def of_the_film(field: str) -> Callable[[Film, Item], set[int]]:
    """Return what finds the row that holds a field of the first model's snapshots."""

    def find(film: Film, item: Item) -> set[int]:
        head, *body = columns(item)
        by_update = {s.update: s.models[film.config.cell] for s in film.snapshots}
        wanted = [getattr(by_update[int(update)], field) for update in head[1:]]
        return {
            k
            for k, row in enumerate(body)
            if np.allclose([float(cell) for cell in row[1:]], wanted, atol=6e-5)
        }

    return find


def number_of(sum_of: Callable[[dict[str, float]], float]) -> Callable[[Film, Item], set[int]]:
    return lambda film, item: near(item, sum_of(at(film, item)))


JUDGES: dict[str, Callable[[Film, Item], set[int]]] = {
    "what_it_does": does,
    "which_step_wrote": wrote,
    "what_is_left": left,
    "who_solved": solvers,
    "chance": guessing,
    "reaches_further": further,
    "which_unit": remembers,
    "which_is_the_loss": of_the_film("loss"),
    "which_is_unseen": of_the_film("test_score"),
    "what_is_written": number_of(lambda v: v["input_gate"] * v["candidate"]),
    "next_cell_state": number_of(
        lambda v: v["forget_gate"] * v["before"] + v["input_gate"] * v["candidate"]
    ),
    "hidden_state": number_of(lambda v: v["output_gate"] * np.tanh(v["cell_state"])),
    "without_forget_gate": number_of(lambda v: v["before"] + v["input_gate"] * v["candidate"]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_exactly_one_option_is_right_by_the_film(kind: str) -> None:
    asked, places = 0, set()
    for film in films():
        for seed in SEEDS:
            item = KINDS[kind](film, np.random.default_rng(seed))
            if item is None:
                continue
            asked += 1
            places.add(item.right)
            assert item.kind == kind
            assert 2 <= len(item.options) == len(set(item.options)) <= 4
            assert JUDGES[kind](film, item) == {item.right}, (film.config.task, seed, item)
    assert asked >= len(SEEDS) - 2
    assert len(places) > 1, "the right answer always stands at the same place"


def test_every_question_belongs_to_a_lesson() -> None:
    names = {lesson.name for lesson in lessons()}
    ideas = {asked.item.idea for seed in range(10) for asked in paper(films(), seed)}
    assert ideas <= names
    assert len(ideas) >= 8


def test_a_paper_is_the_same_for_the_same_seed_and_films() -> None:
    assert paper(films(), 5) == paper(films(), 5)
    assert paper(films(), 5) != paper(films(), 6)
    for seed in range(5):
        asked = paper(films(), seed)
        assert len({each.item.kind for each in asked}) == len(asked) == 10


def test_ones_own_runs_are_asked_about_wherever_they_can_be() -> None:
    own = [trained(TrainConfig.of_task(seed=1, updates=200, snapshot_every=20))]
    asked = paper([*own, *films()], 3, own=1)
    assert sum(each.film == 0 for each in asked) >= 5
    for each in asked:
        if each.film:  # it could not be asked about the own one
            fresh = np.random.default_rng(0)
            is_drawn = each.item.kind == "what_it_does" or each.item.idea == "cell_state"
            assert is_drawn or KINDS[each.item.kind](own[0], fresh) is None


def test_a_run_without_an_lstm_has_questions_too() -> None:
    film = films()[-1]
    assert not isinstance(film.snapshots[-1].models["gru"].recording, LSTMRecording)
    kinds = {each.item.kind for each in paper([film], 0)}
    assert {"who_solved", "chance"} <= kinds


def test_options_that_come_to_the_same_are_not_offered() -> None:
    rng = np.random.default_rng(0)
    assert numbers(rng, 0.5, [0.52, 0.9, 0.1]) is None  # the likeliest mistake makes no difference
    assert numbers(rng, 0.5, [0.9, 0.91, 0.51]) is None  # only one other number is left
    assert said(-0.001) == "0.00"
    assert said(-0.5) == "−0.50"
