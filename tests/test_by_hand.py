"""One step by hand: the plain numbers are the LSTM's, and a mistake is named by what it gives."""

from __future__ import annotations

import contextlib
import io

import pytest
import torch
from torch import nn

from lstm_viz.by_hand.cell_diagram import cell_diagram
from lstm_viz.by_hand.code import keras_code, our_code, torch_code
from lstm_viz.by_hand.exercises import exercise
from lstm_viz.by_hand.mistakes import check, mistakes
from lstm_viz.by_hand.step import CHANGES, GATES, ORDER, Exercise, sigmoid
from lstm_viz.cells import lstm_step
from lstm_viz.palette import QUANTITIES

SEEDS = range(40)
TORCH_ORDER = ("input_gate", "forget_gate", "candidate", "output_gate")


def weights(task: Exercise) -> list[torch.Tensor]:
    """Return W (4, 1), U (4, 1) and b (4,) as PyTorch stacks them, in float64."""
    rows = torch.tensor([task.rows[name] for name in TORCH_ORDER], dtype=torch.float64)
    return [rows[:, :1], rows[:, 2:], rows[:, 1]]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_numbers_are_those_of_the_cell_and_of_pytorch(seed: int) -> None:
    task = exercise(seed)
    values = task.values()
    W, U, b = weights(task)
    x, hidden, cell = (
        torch.tensor([[n]], dtype=torch.float64) for n in (task.x, task.hidden, task.cell)
    )
    step = lstm_step(x, (hidden, cell), W, U, b)._asdict()
    assert set(values) == set(step)
    for name, value in values.items():
        assert value == pytest.approx(step[name].item(), abs=1e-12), name
    fused = nn.LSTMCell(1, 1, dtype=torch.float64)
    fused.load_state_dict({"weight_ih": W, "weight_hh": U, "bias_ih": b, "bias_hh": 0 * b})
    for name, state in zip(("hidden_state", "cell_state"), fused(x, (hidden, cell)), strict=True):
        assert values[name] == pytest.approx(state.item(), abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_exercise_fits_a_pencil(seed: int) -> None:
    task = exercise(seed)
    for name in task.rows:
        total = sum(task.parts(name))
        assert 0 < abs(total) <= 3, name
        assert (2 * total).is_integer(), name
        # Nothing can be left out without a difference.
        assert all(task.parts(name))
    assert 0 < task.hidden < task.cell
    assert exercise(seed) is exercise(seed)


def test_every_change_of_the_cell_state_happens() -> None:
    changes = [exercise(seed).change() for seed in range(60)]
    assert min(changes.count(change) for change in CHANGES) >= 10
    for seed in SEEDS:
        task, after = exercise(seed), exercise(seed).values()["cell_state"]
        expected = "rises" if after > task.cell else "below" if after < 0 else "falls"
        assert task.change() == expected


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("digits", [2, 4])
def test_who_rounds_on_the_way_is_right_all_the_same(seed: int, digits: int) -> None:
    task, exact, mine = exercise(seed), exercise(seed).values(), dict[str, float]()
    for name in ORDER:
        said = round(task.value(name, mine), digits)
        assert check(task, name, said, mine).right, name
        assert check(task, name, round(exact[name], 2), mine).right, name
        mine[name] = said


def test_what_follows_from_rounded_numbers_is_right_though_it_is_far_from_exact() -> None:
    task = exercise(7)
    exact = task.values()
    mine = {name: exact[name] + 0.01 for name in ORDER[:4]}
    said = task.value("cell_state", mine)
    assert abs(said - exact["cell_state"]) > 0.0101
    assert check(task, "cell_state", said, mine).right
    assert not check(task, "cell_state", said, {}).right


@pytest.mark.parametrize("seed", SEEDS)
def test_no_mistake_passes_and_each_is_named(seed: int) -> None:
    task = exercise(seed)
    known = task.values()
    for name in ORDER:
        told = mistakes(task, name, known)
        for sentence, wrong in told.items():
            judged = check(task, name, round(wrong, 2), known)
            assert not judged.right, (name, sentence)
            # Two mistakes may give the same number; then the first of them is told.
            assert abs(told[judged.because] - wrong) < 0.03, (name, sentence)


def test_typical_mistakes_by_their_numbers() -> None:
    task = exercise(7)  # f = s(2 * .5 + 1 + 2 * .5) = s(3), c_{t-1} = 1.5
    known = task.values()

    def told(name: str, said: float) -> str:
        return check(task, name, said, known).because

    assert "sum itself" in told("forget_gate", 3)
    assert "leaves out the bias" in told("forget_gate", sigmoid(2))
    assert "sign of the sum" in told("forget_gate", 1 - known["forget_gate"])
    assert "That is the input gate" in told("forget_gate", known["input_gate"])
    assert "uses tanh" in told("candidate", sigmoid(-1))
    i_g = known["input_gate"] * known["candidate"]
    assert "The old content, times f" in told("cell_state", i_g)
    assert "multiply it by f first" in told("cell_state", 1.5 + i_g)
    assert "changed places" in told(
        "cell_state", known["input_gate"] * 1.5 + known["forget_gate"] * known["candidate"]
    )
    assert "without the output gate" in told(
        "hidden_state", known["hidden_state"] / known["output_gate"]
    )
    assert "goes through tanh before" in told(
        "hidden_state", known["output_gate"] * known["cell_state"]
    )


def test_other_wrong_numbers_are_told_from_their_range_or_their_size() -> None:
    task = exercise(7)
    for gate in GATES:
        assert check(task, gate, 1.7, {}).because == "A gate lies between 0 and 1."
    assert "between −1 and 1" in check(task, "candidate", -1.7, {}).because
    assert check(task, "cell_state", 9, {}).because == "Too large."
    assert check(task, "cell_state", -9, {}).because == "Too small."


@pytest.mark.parametrize("seed", [0, 7, 11])
def test_the_pytorch_script_prints_the_numbers(seed: int) -> None:
    task = exercise(seed)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(torch_code(task), {})
    values = task.values()
    expected = f"c = {values['cell_state']:.4f}, h = {values['hidden_state']:.4f}"
    assert printed.getvalue().strip() == expected


def test_the_keras_script_has_the_layout_that_keras_documents() -> None:
    task = exercise(7)
    code = keras_code(task)
    compile(code, "keras", "exec")
    line = ", ".join(str(task.rows[name].W) for name in TORCH_ORDER)
    assert f"kernel = np.array([[{line}]])" in code
    bias = ", ".join(str(task.rows[name].b) for name in TORCH_ORDER)
    assert f"bias = np.array([{bias}])" in code


def test_our_code_is_the_source_of_the_cell_and_runs() -> None:
    code = our_code()
    assert '"""' not in code
    names: dict[str, object] = {"torch": torch, "Tensor": torch.Tensor}
    exec("from __future__ import annotations\nLSTMStep = lambda *all: all\n" + code, names)
    task = exercise(3)
    W, U, b = weights(task)
    one = torch.ones(1, dtype=torch.float64)
    state = (task.hidden * one, task.cell * one)
    step = names["lstm_step"](task.x * one, state, W, U, b)  # type: ignore[operator]
    assert step[-1].item() == pytest.approx(task.values()["hidden_state"], abs=1e-12)


def test_a_diagram_shows_what_is_known_and_question_marks_for_the_rest() -> None:
    known = {"input": 0.5, "hidden_before": 0.5, "cell_before": 1.5, "candidate": -0.761}
    drawn = cell_diagram(known)
    assert ">−0.76<" in drawn
    assert "candidate −0.76" in drawn
    assert drawn.count(">?<") == 5
    assert QUANTITIES["candidate"].light in drawn
    assert QUANTITIES["forget_gate"].light not in drawn
    assert QUANTITIES["candidate"].dark in cell_diagram(known, "dark")
    assert ">?<" not in cell_diagram(known | exercise(7).values())
