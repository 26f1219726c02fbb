"""What stands on a worksheet: tables, and equations with their numbers filled in, as KaTeX."""

from __future__ import annotations

import math
from typing import NamedTuple

from lstm_viz.by_hand.step import Exercise, Known, sigmoid


class Line(NamedTuple):
    """How a quantity is called, and its equation.

    Attributes
    ----------
    symbol, rule : str
        KaTeX.
    asks, tells : str
        What the quantity decides, as a question; and what its number means, with ``{}`` for it.
    """

    symbol: str
    rule: str
    asks: str
    tells: str


LINES = {
    "forget_gate": Line("f", r"\sigma(W x_t + b + U h_{t-1})", "keep how much?", "keeps {:.0%}"),
    "input_gate": Line("i", r"\sigma(W x_t + b + U h_{t-1})", "write how much?", "writes {:.0%}"),
    "candidate": Line("g", r"\tanh(W x_t + b + U h_{t-1})", "write what?", "proposes {:.2f}"),
    "output_gate": Line(
        "o", r"\sigma(W x_t + b + U h_{t-1})", "read out how much?", "reads out {:.0%}"
    ),
    "cell_state": Line("c_t", r"f\, c_{t-1} + i\, g", "what is remembered?", "remembers {:.2f}"),
    "hidden_state": Line("h_t", r"o \tanh(c_t)", "what do others see?", "shows {:.2f}"),
}


def table() -> str:
    """Return a table of sigmoid and tanh that is enough for the sums of every exercise."""
    z = [half / 2 for half in range(1, 7)]
    rows = (
        ("$z$", *(f"{x:g}" for x in z)),
        ("---",) * 7,
        (r"$\sigma(z)$", *(f"{sigmoid(x):.2f}".lstrip("0") for x in z)),
        (r"$\tanh(z)$", *(f"{math.tanh(x):.2f}".lstrip("0") for x in z)),
    )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def weights(task: Exercise) -> str:
    """Return the table of the weights."""
    rows = ["| | $W$ | $b$ | $U$ |", "|:--|--:|--:|--:|"]
    for name, (weight, bias, recurrent) in task.rows.items():
        label = f"{name.replace('_', ' ')} ${LINES[name].symbol}$"
        rows.append(f"| {label} | ${weight:g}$ | ${bias:g}$ | ${recurrent:g}$ |")
    return "\n".join(rows)


def done_line(task: Exercise, done: Known, name: str) -> str:
    """Return an equation that is done, with its numbers."""
    line, value = LINES[name], done[name]
    exact = f"= {task.values()[name]:.3f}" if name in task.rows else rf"\approx {value:g}"
    tells = line.tells.format(value).replace("%", r"\%").replace("-", "−")
    return f"${line.symbol} = {filled(task, done, name)} {exact}$: {tells}"


def filled(task: Exercise, done: Known, name: str) -> str:
    """Return the right side of an equation with all numbers filled in, as KaTeX."""
    if name in task.rows:
        squash = r"\tanh" if name == "candidate" else r"\sigma"
        row = task.rows[name]
        terms = (
            rf"{row.W:g} \cdot {_in_brackets(task.x)}",
            f"{row.b:+g}",
            rf"{row.U:+g} \cdot {_in_brackets(task.hidden)}",
        )
        return rf"{squash}({' '.join(terms)}) = {squash}({sum(task.parts(name)):g})"
    if name == "cell_state":
        f, i, g = (done[gate] for gate in ("forget_gate", "input_gate", "candidate"))
        return rf"{f:g} \cdot {_in_brackets(task.cell)} + {i:g} \cdot {_in_brackets(g)}"
    c = done["cell_state"]
    return rf"{done['output_gate']:g} \cdot \tanh({c:g})"


def _in_brackets(number: float) -> str:
    """Write a factor: a negative one in brackets."""
    return f"{number:g}" if number >= 0 else f"({number:g})"


def squashed(cell: float) -> str:
    """Write what tanh makes of the cell state, which no short table could hold."""
    return f"tanh({cell:g}) = {math.tanh(cell):.2f}".replace("-", "−")
