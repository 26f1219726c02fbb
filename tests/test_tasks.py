"""What every task promises, and each task's definition against a plain loop over its tokens."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lstm_viz.tasks import TASKS, TOYS, Batch, Probe, SequenceError, Task

every_task = pytest.mark.parametrize("task", TOYS.values(), ids=TOYS)
LENGTHS = [
    pytest.param(task, length, id=f"{task.name}-{length}")
    for task in TOYS.values()
    for length in (task.lengths.low, task.lengths.default, task.lengths.high)
]
every_length = pytest.mark.parametrize(("task", "length"), LENGTHS)


def same(one: Batch, other: Batch) -> bool:
    """Tell whether two batches hold the same numbers."""
    return all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=name == "content")
        for name in ("x", "target", "mask", "content")
    )


def answers(task: Task, batch: Batch) -> np.ndarray:
    """Return the perfect prediction: the target, as scores for sets."""
    return batch.target - 0.5 if task.target_kind == "set" else batch.target


def steps_of(batch: Batch, column: int) -> int:
    """Return how many time steps a sequence has without its padding."""
    is_there = batch.mask[:, column] | batch.x[:, column].any(-1)
    return int(np.flatnonzero(is_there)[-1]) + 1


STEPS: dict[str, Callable[[int], int]] = {
    "anbn": lambda n: 2 * n + 1,
    "copy": lambda blanks: blanks + 6,
    "key_value": lambda pairs: pairs + 1,
    "timer": lambda period: 3 * period,
}
"""How many time steps a drawn sequence has, where the gap dial does not count time steps."""

# Nothing is left to chance in a timer: every batch of a period is the same sequence over and over.
every_random_task = pytest.mark.parametrize(
    "task", [task for task in TOYS.values() if task.name != "timer"], ids=lambda task: task.name
)


# --- what every task says about itself ------------------------------------------------------------


@every_task
def test_facts_are_complete(task: Task) -> None:
    assert TASKS[task.name] is task
    assert task.title
    assert task.summary.endswith(".")
    assert task.lengths.low <= task.lengths.default <= task.lengths.high
    assert task.defaults.hidden_size >= 1
    assert task.defaults.updates > 0


@every_task
def test_grammar_ends_with_an_example_that_works(task: Task) -> None:
    task.read_sequence(task.grammar.rsplit(":", 1)[1])


# --- batches --------------------------------------------------------------------------------------


@every_task
@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 2**63),
    update=st.integers(0, 10**6),
    size=st.integers(1, 40),
    data=st.data(),
)
def test_batch_is_a_function_of_its_arguments(
    task: Task, seed: int, update: int, size: int, data: st.DataObject
) -> None:
    length = data.draw(st.integers(task.lengths.low, task.lengths.high))
    batch = task.batch(seed, update, length, size)
    assert same(batch, task.batch(seed, update, length, size))
    steps = STEPS.get(task.name, int)(length)
    assert batch.x.shape == (steps, size, len(task.inputs))
    assert batch.target.shape == (steps, size, len(task.outputs))


@every_random_task
def test_batches_differ_between_seeds_and_updates(task: Task) -> None:
    length = task.lengths.default
    batches = [task.batch(seed, update, length, 32) for seed in (0, 1) for update in (0, 1)]
    assert not any(same(one, other) for one, other in pairwise(batches))
    assert not same(batches[1], batches[2]), "seed and update are interchangeable"


@every_random_task
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**63), update=st.integers(0, 10**6))
def test_training_never_sees_the_validation_set(task: Task, seed: int, update: int) -> None:
    length = task.lengths.low
    validation = task.validation(length)
    assert not same(task.batch(seed, update, length, validation.x.shape[1]), validation)


@every_length
def test_drawn_numbers_have_their_type_and_range(task: Task, length: int) -> None:
    batch = task.validation(length)
    assert batch.x.dtype == batch.target.dtype == batch.content.dtype == np.float32
    assert batch.mask.dtype == np.bool_
    assert np.isfinite(batch.x).all()
    assert abs(batch.x).max() == pytest.approx(1, abs=0.01)
    assert batch.mask.any(0).all(), "a sequence without any target"
    assert (batch.target[~batch.mask] == 0).all()
    if task.target_kind == "class":
        assert (batch.target[batch.mask].sum(-1) == 1).all()
    if task.target_kind == "set":
        assert (batch.target[batch.mask].sum(-1) >= 1).all()
    if task.target_kind != "value":
        assert set(np.unique(batch.target)) == {0, 1}
        seen = batch.target[batch.mask].mean(0)
        assert (seen > 0.02).all(), f"an answer never comes: {seen}"


@every_length
def test_a_solver_has_something_to_remember_at_every_answer(task: Task, length: int) -> None:
    batch = task.validation(length)
    assert np.isfinite(batch.content[batch.mask]).all()
    assert np.nanstd(batch.content) > 0.1


# --- labels ---------------------------------------------------------------------------------------


@every_length
def test_label_agrees_with_what_was_drawn(task: Task, length: int) -> None:
    batch = task.batch(5, 7, length, 16)
    for column in range(16):
        steps = steps_of(batch, column)
        labelled, events = task.label(batch.x[:steps, column])
        for name in ("x", "target", "mask", "content"):
            drawn = getattr(batch, name)[:steps, column]
            np.testing.assert_array_equal(getattr(labelled, name)[:, 0], drawn, err_msg=name)
        assert len(events) == steps
        assert not batch.x[steps:, column].any(), "padding is not zero"
        assert np.isnan(batch.content[steps:, column]).all(), "padding remembers something"


# --- score ----------------------------------------------------------------------------------------


@every_length
def test_perfect_answers_are_solved_and_a_constant_is_not(task: Task, length: int) -> None:
    batch = task.validation(length)
    assert task.is_solved(task.score(answers(task, batch), batch))
    assert not task.is_solved(task.chance(length))


@every_task
def test_score_ignores_steps_without_a_target(task: Task) -> None:
    batch = task.batch(0, 0, task.lengths.default, 8)
    prediction = answers(task, batch).copy()
    prediction[~batch.mask] = 99
    assert task.score(prediction, batch) == task.score(answers(task, batch), batch)


@every_task
def test_one_wrong_answer_costs_its_share(task: Task) -> None:
    batch = task.batch(0, 0, task.lengths.default, 8)
    prediction = answers(task, batch).copy()
    step = int(np.flatnonzero(batch.mask[:, 3])[-1])
    prediction[step, 3] = prediction[step, 3] + 1 if task.target_kind == "value" else 0.5
    if task.target_kind == "class":
        prediction[step, 3] = 1 - batch.target[step, 3]
    expected = {
        "value": 1 / batch.mask.sum(),
        "class": 1 - 1 / batch.mask.sum(),
        "set": 1 - 1 / 8,
    }[task.target_kind]
    assert task.score(prediction, batch) == pytest.approx(expected)


def test_score_refuses_a_wrong_shape() -> None:
    task = TASKS["adding"]
    batch = task.batch(0, 0, 10, 8)
    with pytest.raises(ValueError, match=r"prediction has shape \(10, 7, 1\)"):
        task.score(batch.target[:, :7], batch)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("store_value", 1 / 3),
        ("adding", 1 / 6),
        ("temporal_order", 0.25),
        ("first_or_recent", 0.5),
        ("latch", 0.5),
        ("anbn", 0),
        ("copy", 0.25),
        ("next_mark", 0.5),
        ("key_value", 0.25),
        ("embedded_reber", 0),
        ("timer", 0.09),
    ],
)
def test_chance_is_what_the_definition_implies(name: str, expected: float) -> None:
    task = TASKS[name]
    assert task.chance(task.lengths.default) == pytest.approx(expected, abs=0.04)


# --- probe sequences ------------------------------------------------------------------------------


@every_length
def test_probes_round_trip_through_their_text(task: Task, length: int) -> None:
    probes = task.probes(length)
    assert 3 <= len(probes) <= 4
    assert len({probe.name for probe in probes}) == len(probes)
    for probe in probes:
        again = task.read_sequence(probe.text)
        for name in ("x", "target", "mask", "content"):
            np.testing.assert_array_equal(getattr(again, name), getattr(probe, name))
        assert again.events == probe.events
        assert probe.steps == len(probe.events) == len(probe.text.split())
        assert probe.description.endswith((".", "?"))


@every_length
def test_first_probe_could_be_a_training_sequence(task: Task, length: int) -> None:
    probe = task.probes(length)[0]
    assert probe.steps == len(task.batch(0, 0, length, 1).x)


def test_anbn_is_probed_beyond_the_longest_training_string() -> None:
    assert [(probe.steps - 1) // 2 for probe in TASKS["anbn"].probes(10)] == [10, 2, 15, 30]


@pytest.mark.parametrize("length", [10, 30, 100])
def test_first_or_recent_probes_disagree_on_the_two_questions(length: int) -> None:
    targets = [p.target[-1].tolist() for p in TASKS["first_or_recent"].probes(length)]
    assert targets == [[0, 1], [1, 0], [1, 0], [0, 1]]


# --- each definition, against a plain loop over the tokens ----------------------------------------

Story = list[tuple[str, "Sequence[float] | None", float]]
"""Per time step: the event, the target (None: no target), what a solver remembers."""

NOTHING = math.nan


def memory_cell(tokens: Sequence[str]) -> Story:
    stored, story = 0.0, []
    for token in tokens:
        number = float(token.rstrip("wer"))
        words = []
        if "w" in token:
            stored = number
            words.append("write")
        if "e" in token:
            stored = 0.0
            words.append("erase")
        if "r" in token:
            words.append("read")
        story.append((" + ".join(words) or "hold", [stored if "r" in token else 0.0], stored))
    return story


def store_value(tokens: Sequence[str]) -> Story:
    stored, story = NOTHING, []
    for token in tokens:
        if token.endswith("*"):
            stored = float(token[:-1])
        story.append(("write" if token.endswith("*") else "distractor", None, stored))
    return at_end(story, "report", [stored])


def adding(tokens: Sequence[str]) -> Story:
    total, story = 0.0, []
    for token in tokens:
        if token.endswith("*"):
            total += float(token[:-1])
        story.append(("mark" if token.endswith("*") else "distractor", None, total))
    return at_end(story, "report", [total])


def temporal_order(tokens: Sequence[str]) -> Story:
    seen, story = "", []
    for token in tokens:
        if token in "XY":
            seen += token
        first = {"": NOTHING, "X": -1, "Y": 1}[seen[:1]]
        story.append(("cue" if token in "XY" else "distractor", None, first))
    return at_end(story, "report", [float(seen == pair) for pair in ("XX", "XY", "YX", "YY")])


def first_or_recent(tokens: Sequence[str]) -> Story:
    *symbols, question = tokens
    first = 1 if symbols[0] == "+" else -1
    story: Story = []
    for t in range(len(symbols)):
        words = ["first"] * (t == 0) + ["recent"] * (t >= len(symbols) - 5)
        story.append((" + ".join(words) or "distractor", None, first))
    plus = first == 1
    if question == "recent":
        plus = symbols[-5:].count("+") > 2
    return [*story, (f"ask {question}", [float(not plus), float(plus)], first)]


def count_since_reset(tokens: Sequence[str]) -> Story:
    count, story = 0, []
    for token in tokens:
        count = {"t": count + 1, "r": 0, ".": count}[token]
        story.append(({"t": "tick", "r": "reset", ".": "idle"}[token], [count / 10], count / 10))
    return story


def anbn(tokens: Sequence[str]) -> Story:
    story: Story = []
    for t, token in enumerate(tokens):
        due = tokens[: t + 1].count("a") - tokens[: t + 1].count("b")
        legal = {"S": "a", "a": "ab", "b": "b" if due else "end"}[token]
        target = [float(name in legal) for name in ("a", "b", "end")]
        story.append(({"S": "start", "a": "a", "b": "b"}[token], target, due))
    return story


def latch(tokens: Sequence[str]) -> Story:
    held, story = NOTHING, []
    for token in tokens:
        held = {"X": -1, "Y": 1}.get(token, held)
        story.append(("cue" if token in "XY" else "distractor", None, held))
    *others, (_, _, held) = story
    return [*others, ("query", [float(held == -1), float(held == 1)], held)]


def copy(tokens: Sequence[str]) -> Story:
    go = tokens.index("go")
    story: Story = []
    for t, token in enumerate(tokens):
        due = [*tokens[: min(t + 1, 3)]][max(0, t + 1 - go) :]
        digits = [*("abcd".index(letter) + 1 for letter in due), 0, 0, 0]
        event = "letter" if t < 3 else "go" if token == "go" else "recall" if t > go else "blank"
        answer = tokens[t - go] if t >= go else None
        target = None if answer is None else [float(answer == letter) for letter in "abcd"]
        story.append((event, target, 25 * digits[0] + 5 * digits[1] + digits[2]))
    return story


def next_mark(tokens: Sequence[str]) -> Story:
    story: Story = []
    for t, token in enumerate(tokens):
        later = [mark for mark in tokens[t + 1 :] if mark != "."][:1]
        target = [float(later == ["-"]), float(later == ["+"])] if later else None
        event = "blank" if token == "." else "mark"
        story.append((event, target, float(f"{later[0]}1") if later else NOTHING))
    return story


def key_value(tokens: Sequence[str]) -> Story:
    *pairs, (asked, _) = tokens
    value, story = NOTHING, []
    for key, number in pairs:
        value = int(number) - 1 if key == asked else value
        story.append(("asked pair" if key == asked else "pair", None, value))
    return [*story, ("query", [float(value == k) for k in range(4)], value)]


REBER = ("0B1", "1T2", "1P3", "2S2", "2X4", "3T3", "3V5", "4X3", "4S6", "5P4", "5V6", "6E7")


def embedded_reber(tokens: Sequence[str]) -> Story:
    state, story = "0", []
    for t, token in enumerate(tokens):
        if t >= 2:
            state = {arc[:2]: arc[2] for arc in REBER}.get(state + token, state + "'")
        event = {0: "start", 1: "branch"}.get(t, "inside")
        event = {"7'": "same again", "7''": "end"}.get(state, event)
        legal = "".join(arc[1] for arc in REBER if arc[0] == state)
        legal = {0: "TP", 1: "B"}.get(t, {"7": tokens[min(1, t)], "7'": "E"}.get(state, legal))
        target = [float(name in legal) for name in "BTPSXVE"] if legal else None
        story.append((event, target, {"T": -1, "P": 1}[tokens[1]] if t else 0))
    return story


def timer(tokens: Sequence[str]) -> Story:
    period = int(tokens[0])
    story: Story = []
    for step in range(1, len(tokens) + 1):
        fires = step % period == 0
        event = ("start + " if step == 1 else "") + ("fire" if fires else "wait")
        story.append((event, [float(fires)], (step - 1) % period + 1))
    return story


def at_end(story: Story, word: str, answer: Sequence[float]) -> Story:
    """Put the answer at the last step; a plain distractor there is called by the word alone."""
    *others, (event, _, content) = story
    return [*others, (word if event == "distractor" else f"{event} + {word}", answer, content)]


DEFINITIONS: dict[str, Callable[[Sequence[str]], Story]] = {
    definition.__name__: definition
    for definition in (
        *(memory_cell, store_value, adding, temporal_order),
        *(first_or_recent, count_since_reset, anbn, latch),
        *(copy, next_mark, key_value, embedded_reber, timer),
    )
}


def some(*tokens: str, low: int = 0, high: int = 30) -> st.SearchStrategy[list[str]]:
    """Draw a few of the tokens."""
    return st.lists(st.sampled_from(tokens), min_size=low, max_size=high)


def numbers(low: int, *flags: str) -> st.SearchStrategy[list[str]]:
    """Draw numbers from low to 1 with two decimals, each with one of the flags."""
    number = st.integers(100 * low, 100).map(lambda hundredths: f"{hundredths / 100:g}")
    return st.lists(st.tuples(number, st.sampled_from(flags)).map("".join), max_size=30)


def joined(*parts: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    """Draw each part and put them one after the other."""
    return st.tuples(*parts).map(lambda lists: [token for part in lists for token in part])


# Reber's grammar as an expression: A is what may follow P, and C what may follow T S ... S X.
A = "(T*VPX)*T*V(V|PS)"
C = f"(S|X{A})"
INSIDE = f"B(TS*X{C}|P{A})E"
EMBEDDED = f"B(T{INSIDE}T|P{INSIDE}P)E"


def pairs_and_a_question(pairs: list[tuple[str, str]], asked: int) -> list[str]:
    """Write key-value pairs, and ask for one of them."""
    return [*map("".join, pairs), f"{pairs[asked % len(pairs)][0]}?"]


flagged = st.integers(-100, 100).map(lambda hundredths: [f"{hundredths / 100:g}*"])
SEQUENCES: dict[str, st.SearchStrategy[list[str]]] = {
    "memory_cell": numbers(-1, "", "w", "e", "r", "wr", "re").filter(bool),
    "store_value": joined(numbers(-1, ""), flagged, numbers(-1, "")),
    "adding": numbers(0, "", "*").filter(lambda tokens: any("*" in token for token in tokens)),
    "temporal_order": joined(
        *(some("a", "b", "c", "d"), some("X", "Y", low=1, high=1), some("a", "b", "c", "d")),
        *(some("X", "Y", low=1, high=1), some("a", "b", "c", "d")),
    ),
    "first_or_recent": st.one_of(
        joined(some("+", "-", low=5), st.just(["recent"])),
        joined(some("+", "-", low=1), st.just(["first"])),
    ),
    "count_since_reset": some("t", ".", "r", low=1, high=60),
    "anbn": st.integers(1, 40).flatmap(
        lambda n: st.integers(1, 2 * n + 1).map(lambda cut: ["S", *"a" * n, *"b" * n][:cut])
    ),
    "latch": joined(
        *(some("a", "b", "c", "d"), some("X", "Y", low=1, high=1)),
        *(some("a", "b", "c", "d"), st.just(["?"])),
    ),
    "copy": joined(some("a", "b", "c", "d", low=3, high=3), some("."), st.just(["go", ".", "."])),
    "next_mark": joined(some("+", "-", ".", "."), some("+", "-", low=1, high=1)),
    "key_value": st.builds(
        pairs_and_a_question,
        st.lists(
            st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("1234")),
            min_size=1,
            unique_by=lambda pair: pair[0],
        ),
        st.integers(0, 7),
    ),
    "embedded_reber": st.from_regex(EMBEDDED, fullmatch=True).flatmap(
        lambda string: st.integers(1, len(string)).map(lambda cut: [*string[:cut]])
    ),
    "timer": st.tuples(st.integers(2, 50), st.integers(0, 150)).map(
        lambda numbers: [str(numbers[0]), *"." * numbers[1]]
    ),
}


def assert_tells(probe: Probe, story: Story) -> None:
    """Check events, targets, mask and content of a probe against a story."""
    events, targets, content = zip(*story, strict=True)
    assert probe.events == events
    assert probe.mask.tolist() == [target is not None for target in targets]
    nothing = [0.0] * probe.target.shape[1]
    np.testing.assert_allclose(probe.target, [target or nothing for target in targets], atol=1e-5)
    np.testing.assert_allclose(probe.content, content, atol=1e-5)


@every_task
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_own_sequence_follows_the_definition(task: Task, data: st.DataObject) -> None:
    tokens = data.draw(SEQUENCES[task.name])
    assert_tells(task.read_sequence(" ".join(tokens)), DEFINITIONS[task.name](tokens))


@every_length
def test_probes_follow_the_definition(task: Task, length: int) -> None:
    for probe in task.probes(length):
        assert_tells(probe, DEFINITIONS[task.name](probe.text.split()))


# --- where and how often things happen in drawn sequences -----------------------------------------


def steps_where(happens: np.ndarray, each: int) -> np.ndarray:
    """Return the time steps (B, each) at which something happens in each sequence."""
    assert (happens.sum(0) == each).all()
    return np.argwhere(happens.T)[:, 1].reshape(-1, each)


def test_store_value_flags_once_anywhere_in_the_first_third() -> None:
    x = TASKS["store_value"].validation(30).x
    steps = steps_where(x[..., 1] == 1, 1)
    assert set(steps.ravel()) == set(range(10))
    assert x[..., 0].min() < -0.9


def test_adding_marks_once_in_each_half() -> None:
    x = TASKS["adding"].validation(20).x
    first, second = steps_where(x[..., 1] == 1, 2).T
    assert set(first) == set(range(10))
    assert set(second) == set(range(10, 20))
    assert x[..., 0].min() >= 0


def test_temporal_order_has_its_cues_at_a_tenth_to_a_fifth_and_past_the_middle() -> None:
    x = TASKS["temporal_order"].validation(60).x
    first, second = steps_where(x[..., 4:].any(-1), 2).T
    assert set(first) == set(range(6, 13))
    assert set(second) == set(range(30, 37))


def test_latch_has_its_cue_first_and_its_question_last() -> None:
    x = TASKS["latch"].validation(30).x
    assert (steps_where(x[..., :2].any(-1), 1) == 0).all()
    assert (steps_where(x[..., 6] == 1, 1) == 29).all()


def test_first_or_recent_asks_both_questions_equally_often() -> None:
    batch = TASKS["first_or_recent"].batch(0, 0, 30, 4000)
    assert batch.x[-1].mean(0) == pytest.approx([0, 0.5, 0.5], abs=0.03)
    assert (abs(batch.x[:-1, :, 0]) == 1).all()


def test_count_since_reset_ticks_and_resets_at_their_rates() -> None:
    batch = TASKS["count_since_reset"].batch(0, 0, 40, 4000)
    assert batch.x.mean((0, 1)) == pytest.approx([0.5 * 0.94, 0.06], abs=0.01)
    assert batch.target[batch.mask].var() == pytest.approx(0.217, abs=0.01)


def test_memory_cell_writes_erases_and_reads_at_their_rates() -> None:
    batch = TASKS["memory_cell"].batch(0, 0, 100, 4000)
    assert batch.x[3:].mean((0, 1))[1:] == pytest.approx([0.1, 0.07, 0.2], abs=0.01)
    assert batch.x[:3, :, 1].any(0).all()


def test_anbn_draws_every_n_up_to_the_length() -> None:
    batch = TASKS["anbn"].validation(10)
    a, b = batch.x[..., 1].sum(0), batch.x[..., 2].sum(0)
    assert set(a) == set(range(1, 11))
    np.testing.assert_array_equal(a, b)
    np.testing.assert_array_equal(batch.mask.sum(0), a + b + 1)


def test_copy_draws_every_letter_at_every_place_and_has_its_go_mark_after_the_blanks() -> None:
    x = TASKS["copy"].batch(0, 0, 15, 4000).x
    assert x[:3].mean(1) == pytest.approx(np.array([[0.25] * 4 + [0, 0]] * 3), abs=0.03)
    assert (steps_where(x[..., 5] == 1, 1) == 18).all()


def test_next_mark_is_a_quarter_marks_of_both_signs_and_ends_with_one() -> None:
    x = TASKS["next_mark"].batch(0, 0, 20, 4000).x
    assert x[:-1].mean((0, 1)) == pytest.approx([0.125, 0.125, 0.75], abs=0.01)
    assert x[-1].mean(0) == pytest.approx([0.5, 0.5, 0], abs=0.03)


def test_key_value_has_different_keys_and_asks_for_every_place() -> None:
    batch = TASKS["key_value"].batch(0, 0, 8, 4000)
    assert (batch.x[:-1, :, :8].sum(0) == 1).all()
    asked = np.isnan(batch.content).sum(0)
    assert np.bincount(asked) / 4000 == pytest.approx(np.full(8, 1 / 8), abs=0.02)


def test_embedded_reber_draws_strings_of_the_grammar_up_to_the_longest() -> None:
    task = TASKS["embedded_reber"]
    batch = task.batch(0, 0, 20, 2000)
    strings = [
        "".join(task.inputs[k] for k in x[: steps_of(batch, column)].argmax(1))
        for column, x in enumerate(batch.x.swapaxes(0, 1))
    ]
    assert all(re.fullmatch(EMBEDDED, string) for string in strings)
    assert {*range(9, 21)} == {*map(len, strings)}
    # Two fair choices: the second symbol, and where Reber's grammar begins.
    beginnings = [string[1] + string[3] for string in strings]
    for beginning in ("TT", "TP", "PT", "PP"):
        assert beginnings.count(beginning) / 2000 == pytest.approx(0.25, abs=0.04)


def sigmoid(number: float) -> float:
    """Return 1 / (1 + exp(-number)), which does not overflow in this form."""
    return (1 + math.tanh(number / 2)) / 2


def test_a_peephole_cell_can_be_an_exact_timer() -> None:
    """Gers, Schraudolph & Schmidhuber 2002: c counts, o sees it reach N, f sees it and erases."""
    task = TASKS["timer"]
    for period in (2, 10, 50):
        batch = task.validation(period)
        c, fired = 0.0, []
        for _ in batch.x:
            c = sigmoid(20 * (period - 0.5 - c)) * c + 1
            fired.append(sigmoid(20 * (c - period + 0.5)) * math.tanh(c) / math.tanh(period))
        prediction = np.broadcast_to(np.float32(fired)[:, None, None], batch.target.shape)
        assert task.score(prediction, batch) < 1e-8
        assert abs(prediction - batch.target).max() < 1e-4


# --- sequences that do not fit --------------------------------------------------------------------


@every_task
@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_is_read_or_refused_in_a_sentence(task: Task, text: str) -> None:
    check_read_or_refused(lambda: task.read_sequence(text))


@every_task
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_almost_right_text_is_read_or_refused_in_a_sentence(
    task: Task, data: st.DataObject
) -> None:
    symbols, numbers = "abcdXYSBTPVEtwer.?+-*,", ("0.5", "-1", "2", "1e39", "nan", "0.5*", "0.5w")
    pieces = [*symbols, *numbers, "first", "recent", "go", "a1", "b?", "10"]
    words = st.lists(st.sampled_from(pieces), max_size=4).map("".join)
    text = " ".join(data.draw(st.lists(st.one_of(words, st.sampled_from(pieces)), max_size=12)))
    check_read_or_refused(lambda: task.read_sequence(text))


@every_task
@settings(max_examples=100, deadline=None)
@given(
    x=hnp.arrays(
        st.sampled_from([np.float32, np.float64, np.int64]),
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=8),
    )
)
def test_any_numbers_are_read_or_refused_in_a_sentence(task: Task, x: np.ndarray) -> None:
    check_read_or_refused(lambda: task.check(x))


def check_read_or_refused(read: Callable[[], Probe]) -> None:
    """Read; the only error allowed is a SequenceError. What is read holds finite numbers."""
    try:
        probe = read()
    except SequenceError:
        return
    assert np.isfinite(probe.x).all()
    assert np.isfinite(probe.target).all()


@every_task
def test_empty_and_endless_text_is_refused(task: Task) -> None:
    with pytest.raises(SequenceError, match="empty"):
        task.read_sequence(" , ")
    with pytest.raises(SequenceError, match="201 time steps, at most 200"):
        task.read_sequence("0 " * 201)


@every_task
def test_wrong_shapes_and_infinite_values_are_refused(task: Task) -> None:
    x = task.probes(task.lengths.low)[0].x
    for wrong in (x[0], x[:, :-1], x[None], x[:0]):
        with pytest.raises(SequenceError, match="expected \\(T, "):
            task.check(wrong)
    for value in (np.nan, np.inf, 1e300):
        wrong = x.astype(np.float64)
        wrong[2, 0] = value
        with pytest.raises(SequenceError, match="time step 3 holds a value that is not a finite"):
            task.check(wrong)


@every_task
def test_numbers_that_are_no_symbol_or_out_of_range_are_refused(task: Task) -> None:
    x = task.probes(task.lengths.low)[0].x
    for feature in range(x.shape[1]):
        for value in (-3, 3):
            wrong = x.copy()
            wrong[2, feature] = value
            with pytest.raises(SequenceError, match="time step 3"):
                task.check(wrong)


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("memory_cell", "0.5w 0.2we", "time step 2 both writes and erases"),
        ("memory_cell", "0.5w 0.2x", r"time step 2 is '0.2x', expected a number"),
        ("memory_cell", "1.5w", "time step 1 is 1.5, expected -1 to 1"),
        ("store_value", "0.1 0.2 0.3", r"none of the flag \*, expected exactly one"),
        ("store_value", "0.1* 0.2 0.3*", r"2 \(time steps 1, 3\) of the flag"),
        ("store_value", "0.1* -1.2", "time step 2 is -1.2, expected -1 to 1"),
        ("adding", "0.1 0.2", "no number is marked"),
        ("adding", "0.1* -0.2*", "time step 2 is -0.2, expected 0 to 1"),
        ("temporal_order", "a b c", "exactly twice, here it comes 0 times"),
        ("temporal_order", "a X Y X", "exactly twice, here it comes 3 times"),
        ("temporal_order", "a X e Y", "time step 3 is 'e', expected one of a b c d X Y"),
        ("first_or_recent", "+ - +", "must ask: end the sequence with first or recent"),
        ("first_or_recent", "+ first - first", "time step 2 already asks"),
        ("first_or_recent", "first", "first needs at least 1 symbols before it"),
        ("first_or_recent", "+ - + - recent", "recent needs at least 5 symbols before it"),
        ("count_since_reset", "t t x", "time step 3 is 'x', expected one of t r ."),
        ("anbn", "a a b b", "time step 1 is a: S must come first"),
        ("anbn", "S a b S a b", "time step 4 is S: S must come first, and nowhere else"),
        ("anbn", "S a b a", "time step 4 is an a after a b"),
        ("anbn", "S a b b", "time step 4 is one b too many"),
        ("latch", "X a b", r"end the sequence with \?"),
        ("latch", "X ? b ?", "time step 2 already asks"),
        ("latch", "a b ?", "none of the cues X and Y, expected exactly one"),
        ("latch", "X a Y ?", r"2 \(time steps 1, 3\) of the cues X and Y"),
        ("copy", "a b . go . .", r"time step 3 is \., expected a letter"),
        ("copy", "a b c d go . .", "time step 4 is d, expected a blank or go"),
        ("copy", "a b c . .", "the go mark stands at time step nowhere, expected once"),
        ("copy", "a b c go go . .", "the go mark stands at time step 4, 5, expected once"),
        ("copy", "a b c go .", "the go mark stands at time step 4, expected once, with two blanks"),
        ("next_mark", ". + .", r"the last time step is no mark: end the sequence with \+ or -"),
        ("next_mark", ". * +", r"time step 2 is '\*', expected one of - \+ \."),
        ("key_value", "a1 b2 a3 b?", "time step 3 brings the key a a second time"),
        ("key_value", "a1 b2 c?", "the last time step asks for c, which has no value"),
        ("key_value", "a1 b2", "the last time step brings a value, expected a key alone"),
        ("key_value", "a1 b? b?", "time step 2 is not one symbol: exactly one of 1 2 3 4"),
        ("key_value", "a1 b5 a?", "time step 2 is 'b5', expected a key and a value such as a3"),
        ("embedded_reber", "B T B X", "time step 4 is X, expected T or P"),
        ("embedded_reber", "B T B P V V E P", "time step 8 is P, expected T"),
        ("embedded_reber", "B T B P V V E T E B", "time step 10 is B, expected nothing"),
        ("timer", "51 . .", "time step 1 is '51', expected the period, from 2 to 50"),
        ("timer", "5 . 5", "time step 3 is '5', expected a dot"),
    ],
)
def test_what_does_not_fit_is_named(name: str, text: str, complaint: str) -> None:
    with pytest.raises(SequenceError, match=complaint):
        TASKS[name].read_sequence(text)


def test_contradictory_numbers_are_named() -> None:
    with pytest.raises(SequenceError, match="time step 2 both ticks and resets"):
        TASKS["count_since_reset"].check(np.array([[1, 0], [1, 1]], np.float32))
    with pytest.raises(SequenceError, match="asks first or recent, one of them"):
        TASKS["first_or_recent"].check(np.array([[1, 0, 0], [0, 1, 1]], np.float32))
    with pytest.raises(SequenceError, match="and no more"):
        TASKS["first_or_recent"].check(np.array([[1, 0, 0], [1, 1, 0]], np.float32))
    with pytest.raises(SequenceError, match=r"period at time step 1 is 0.03, expected a whole"):
        TASKS["timer"].check(np.array([[1, 0.03], [0, 0]], np.float32))
    with pytest.raises(SequenceError, match="start at time step 2 is 1, expected 0"):
        TASKS["timer"].check(np.array([[1, 0.2], [1, 0]], np.float32))


# --- batches that contradict themselves -----------------------------------------------------------


@pytest.mark.parametrize("name", ["target", "mask", "content"])
def test_batch_names_the_array_of_the_wrong_shape(name: str) -> None:
    batch = TASKS["latch"].batch(0, 0, 10, 4)
    arrays = {field: getattr(batch, field) for field in ("x", "target", "mask", "content")}
    arrays[name] = arrays[name][:-1]
    with pytest.raises(ValueError, match=f"{name} has shape"):
        Batch(**arrays)


@pytest.mark.parametrize("task", [task for task in TOYS.values() if task.known_chance is not None])
def test_a_known_chance_is_what_many_sequences_give(task: Task) -> None:
    batch = task.draw(np.random.default_rng(5), task.lengths.low, 40_000)
    wanted = batch.target[batch.mask].mean(0)
    if task.target_kind == "class":
        measured = float((wanted**2).sum())
    else:
        measured = task.score(np.broadcast_to(wanted, batch.target.shape), batch)
    assert measured == pytest.approx(task.known_chance, rel=0.03)
