"""Questions that take a little arithmetic: one number of one time step, from the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from lstm_viz.film import Film
from lstm_viz.measures.film import lstm_of, telling_unit
from lstm_viz.quiz.item import Item, Kind, chosen, numbers, said
from lstm_viz.recording import LSTMRecording

TELLING = 0.1
"""Only where gates and states make at least this difference is there something to ask."""


class Cell(NamedTuple):
    """One unit at one time step: the cell state before it, the gates, the candidate, the states."""

    before: float
    f: float
    i: float
    g: float
    o: float
    c: float
    h: float

    @property
    def written(self) -> float:
        """Return i g."""
        return self.i * self.g


class Sum(NamedTuple):
    """A number to compute.

    Attributes
    ----------
    kind, idea, ask : str
        As in `Item`.
    given : str
        Which fields of a cell one needs, by their letters.
    right : callable
        From a cell to the number.
    wrong : callable
        From a cell to what people compute instead, the likeliest first.
    because : callable
        From a cell to the explanation.
    """

    kind: str
    idea: str
    ask: str
    given: str
    right: Callable[[Cell], float]
    wrong: Callable[[Cell], Sequence[float]]
    because: Callable[[Cell], str]


SUMS = (
    Sum(
        "what_is_written",
        "input_gate",
        "How much is added to its cell state, the [[written amount]]?",
        "fig",
        lambda s: s.written,
        lambda s: [s.g, s.i, s.f * s.g, s.i + s.g, -s.written],
        lambda s: (
            f"$i\\,g$ = {said(s.i)} · {said(s.g)} = **{said(s.written)}**: the input gate "
            "decides how much of the candidate is written."
        ),
    ),
    Sum(
        "next_cell_state",
        "one_step_by_hand",
        "What is its cell state after this step, $c_t$?",
        "bfig",
        lambda s: s.c,
        lambda s: [
            *(s.before + s.written, (1 - s.f) * s.before + s.written, s.f * s.before + s.g),
            *(s.f * s.before, s.written, s.before),
        ],
        lambda s: (
            f"$f\\,c_{{t-1}} + i\\,g$ = {said(s.f)} · {said(s.before)} + {said(s.i)} · {said(s.g)} "
            f"= **{said(s.c)}**: first keep, then add."
        ),
    ),
    Sum(
        "hidden_state",
        "output_gate",
        "What is its hidden state $h_t$?",
        "oc",
        lambda s: s.h,
        lambda s: [np.tanh(s.c), s.o * s.c, s.c, (1 - s.o) * np.tanh(s.c), s.o, -s.h],
        lambda s: (
            f"$o\\,\\tanh(c)$ = {said(s.o)} · {said(float(np.tanh(s.c)))} = **{said(s.h)}**: the "
            "output gate decides how much of the squashed cell state others see."
        ),
    ),
    Sum(
        "without_forget_gate",
        "take_a_gate_away",
        "Take its forget gate away, at this step only: hold it at 1. What would $c_t$ be?",
        "bfig",
        lambda s: s.before + s.written,
        lambda s: [s.c, s.written, s.before + s.g, s.before, s.f * s.before],
        lambda s: (
            f"With f = 1 all of {said(s.before)} stays, and {said(s.i)} · {said(s.g)} is added: "
            f"**{said(s.before + s.written)}**. With its forget gate it was {said(s.c)}."
        ),
    ),
)

_NAMES = {"b": "$c_{t-1}$", "f": "$f$", "i": "$i$", "g": "$g$", "o": "$o$", "c": "$c_t$"}


def has_lstm(film: Film) -> bool:
    """Whether a model of the run is an LSTM, of whichever variant."""
    last = film.snapshots[-1].models.values()
    return any(isinstance(side.recording, LSTMRecording) for side in last)


def asks(what: Sum) -> Kind:
    """Return the kind of question that asks for a number."""

    def ask(film: Film, rng: np.random.Generator) -> Item | None:
        if not has_lstm(film):
            return None
        unit = telling_unit(film)
        cells = cells_of(lstm_of(film), unit)
        telling = [t for t, cell in enumerate(cells) if t and _is_telling(cell)]
        step = chosen(rng, telling)
        if step is None:
            return None
        cell = cells[step]
        options = numbers(rng, what.right(cell), what.wrong(cell))
        if options is None:
            return None
        values = dict(zip("bfigoch", cell, strict=True))
        given = ", ".join(f"{_NAMES[name]} = {said(values[name])}" for name in what.given)
        return Item(
            what.kind,
            what.idea,
            f"Unit {unit + 1} at time step {step + 1} (*{film.probe.events[step]}*): {given}. "
            f"{what.ask}",
            *options,
            what.because(cell),
            step,
        )

    return ask


def cells_of(recording: LSTMRecording, unit: int) -> list[Cell]:
    """Return one unit at every time step; the cell state before the first is 0."""
    states = recording.cell_state[:, unit]
    before = np.concatenate([[0.0], states[:-1]])
    columns = (
        *(before, recording.forget_gate[:, unit], recording.input_gate[:, unit]),
        *(recording.candidate[:, unit], recording.output_gate[:, unit], states),
        recording.hidden_state[:, unit],
    )
    return [Cell(*map(float, row)) for row in zip(*columns, strict=True)]


def _is_telling(cell: Cell) -> bool:
    """Whether something is kept, and something written."""
    return abs(cell.c) > TELLING and (abs(cell.written) > TELLING or abs(cell.before) > TELLING)
