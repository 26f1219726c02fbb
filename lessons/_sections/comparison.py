"""The comparison of lesson 9: six rows, and in every cell a measured number with its run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from lessons._shared.lab_link import lab_link
from lessons._shared.shipped import RUNS, film_named
from lessons._shared.studies import study
from lstm_viz.film import Film
from lstm_viz.measures.comparing import change_per_step, reach, said_unasked
from lstm_viz.measures.film import at_event, per_step_ratio
from lstm_viz.run import ModelName
from lstm_viz.study import Result, Study, solved

STORE, CELL = RUNS["race_store"], RUNS["memory_cell"]
ERASE, READ = 15, 7  # time steps of the memory cell's first sequence, from 1; a test looks


class Sources(NamedTuple):
    """The runs that the table is measured on."""

    store: Film
    cell: Film
    horizon: Study


class Row(NamedTuple):
    """One row: what is compared, and what each model's runs say."""

    aspect: str
    rnn: str
    lstm: str


def sources() -> Sources:
    """Return the shipped runs and the study."""
    return Sources(film_named("race_store"), film_named("memory_cell"), study("horizon"))


def table(seen: Sources) -> str:
    """Return the comparison as a Markdown table."""
    rows = "".join(f"\n| **{row.aspect}** | {row.rnn} | {row.lstm} |" for row in rows_of(seen))
    return f"| | Vanilla RNN | LSTM |\n|---|---|---|{rows}"


def rows_of(seen: Sources) -> tuple[Row, ...]:
    """Return the rows, measured."""
    return tuple(row(seen) for row in _ROWS)


def _memory(seen: Sources) -> Row:
    """Compare how well the best unit follows what is to be stored."""
    rnn, lstm = (f"{seen.store.follows[name].max():.2f}" for name in ("rnn", "lstm"))
    follows = "its best unit follows the number to be stored with a correlation of"
    return Row(
        "Memory",
        f"One [[hidden state]]; {follows} {lab_link(rnn, STORE, step=30)}.",
        f"A [[cell state]], too; {follows} {lab_link(lstm, STORE, step=30)}.",
    )


def _gates(seen: Sources) -> Row:
    """Compare what decides over the memory."""
    hold, erase = (at_event(seen.cell, "forget_gate", e).mean() for e in ("hold", "erase"))
    gates = f"{hold:.2f} while it holds and {erase:.2f} at erase"
    size = f"{CELL.size_of('rnn')} units with {CELL.parameters('rnn')} parameters"
    return Row(
        "Gates",
        f"None: {lab_link(size, CELL, step=ERASE)}, every one of which mixes with all others at "
        "every step.",
        "Three in each unit: the [[forget gate]] of the best one is "
        f"{lab_link(gates, CELL, step=ERASE)}.",
    )


def _gaps(seen: Sources) -> Row:
    """Compare over how many steps a number was stored."""
    bias = STORE.forget_bias
    return Row(
        "Long gaps",
        f"{_reached(seen.horizon, 'rnn', bias)}.",
        f"{_reached(seen.horizon, 'lstm', bias)}, with [[forget bias]] {bias:g}.",
    )


def _reached(runs: Study, model: ModelName, bias: float) -> str:
    """Tell how far most seeds got, with a run that did, and what became of the next gap."""
    steps = reach(runs, model, bias)
    beyond = [r for r in runs.of(model, forget_bias=bias) if r.config.length > (steps or 0)]
    told = []
    if steps is not None:
        some = runs.of(model, length=steps, forget_bias=bias)
        one = next(r.config for r in some if r.models[model].solved_at is not None)
        told.append(f"Over {lab_link(f'{steps} steps', one)} {_share(some, model)} stored a number")
    if beyond:
        length = min(result.config.length for result in beyond)
        some = runs.of(model, length=length, forget_bias=bias)
        told.append(f"over {length}{' steps' * (not told)}, {_share(some, model)}")
    return "; ".join(told)


def _share(some: Sequence[Result], model: ModelName) -> str:
    """Write how many of some runs learned."""
    return f"{solved(some, model)} of {len(some)} seeds"


def _gradients(seen: Sources) -> Row:
    """Compare what a step leaves of the error signal before training."""
    first = seen.store.snapshots[0]
    assert first.lstm.gradient_cell is not None
    profiles = (first.rnn.gradient_hidden, first.lstm.gradient_cell)
    rnn, lstm = (
        lab_link(f"{per_step_ratio(profile):.2f}", STORE, until=0, section="Gradients")
        for profile in profiles
    )
    return Row(
        "Gradients",
        f"Before training a step back multiplies the error signal by {rnn}.",
        f"Along the cell state, by {lstm}.",
    )


def _update(seen: Sources) -> Row:
    """Compare how much a step changes the memory while nothing is to be changed."""
    rnn, lstm = (
        lab_link(f"{change_per_step(seen.store, name, 'distractor'):.0%}", STORE, view="lines")
        for name in ("rnn", "lstm")
    )
    return Row(
        "Update rule",
        r"$h_t = \tanh(W x_t + b + U h_{t-1})$ writes the state anew: from step to step, "
        f"while a number is to be kept, it changes by {rnn} of its size.",
        rf"$c_t = f_t\, c_{{t-1}} + i_t\, g_t$ keeps and adds: it changes by {lstm}.",
    )


def _output(seen: Sources) -> Row:
    """Compare what is said where nobody asks."""
    rnn, lstm = (
        lab_link(f"{said_unasked(seen.cell, name):.2g}", CELL, step=READ)
        for name in ("rnn", "lstm")
    )
    read, other = (at_event(seen.cell, "output_gate", e).mean() for e in ("read", "hold"))
    return Row(
        "Output",
        f"The whole state is read out at every step: unasked, it says ±{rnn} on average.",
        f"The [[output gate]] is {read:.2f} at read and {other:.2f} at hold: unasked, ±{lstm}.",
    )


_ROWS: tuple[Callable[[Sources], Row], ...] = (
    *(_memory, _gates, _gaps, _gradients, _update, _output),
)
