"""Questions on gates: what one does, when it writes most, and how much it leaves."""

from __future__ import annotations

import numpy as np

from lstm_viz.film import Film
from lstm_viz.measures.film import lstm_of, telling_unit
from lstm_viz.measures.keeping import longest_hold
from lstm_viz.quiz.item import Item, chosen, numbers, said, shuffled, table
from lstm_viz.quiz.sums import has_lstm

_DOES = {
    "forget_gate": (
        "of its cell state",
        "It keeps nearly all",
        "It keeps about half",
        "It erases nearly all",
    ),
    "input_gate": (
        "of its candidate",
        "It writes nearly all",
        "It writes about half",
        "It ignores nearly all",
    ),
    "output_gate": (
        "of the squashed cell state",
        "It reads out nearly all",
        "It reads out about half",
        "It hides nearly all",
    ),
}
NEAR, HALF = 0.1, (0.4, 0.6)


def what_it_does(film: Film, rng: np.random.Generator) -> Item | None:
    """Ask what a gate with a certain value does."""
    if not has_lstm(film):
        return None
    gate, unit = str(rng.choice(list(_DOES))), telling_unit(film)
    values = getattr(lstm_of(film), gate)[:, unit]
    level = int(rng.integers(3))
    fits = (values > 1 - NEAR, (values > HALF[0]) & (values < HALF[1]), values < NEAR)
    step = chosen(rng, np.flatnonzero(fits[level]))
    if step is None:
        return None
    of, *does = _DOES[gate]
    words = [f"{each} {of}" for each in does]
    options = shuffled(rng, words[level], [w for k, w in enumerate(words) if k != level])
    name, value = gate.replace("_", " "), said(values[step])
    event = film.probe.events[step]
    return Item(
        "what_it_does",
        gate,
        f"At time step {step + 1} (*{event}*) the {name} of unit {unit + 1} is **{value}**. What "
        "does it do?",
        *options,
        f"A gate multiplies: {value} of what comes is left. Near 1 a {name} "
        f"{_VERBS[gate][0]}, near 0 it {_VERBS[gate][1]}.",
        step,
    )


_VERBS = {
    "forget_gate": ("keeps", "erases"),
    "input_gate": ("writes", "ignores"),
    "output_gate": ("reads out", "hides"),
}


def which_step_wrote(film: Film, rng: np.random.Generator) -> Item | None:
    """Ask at which of four time steps most was written; a gate alone does not tell."""
    if not has_lstm(film) or film.probe.steps < 4:
        return None
    recording, unit = lstm_of(film), telling_unit(film)
    i, g = recording.input_gate[:, unit], recording.candidate[:, unit]
    written = abs(i * g)
    most = int(np.argmax(written))
    others = np.flatnonzero(written < 0.5 * written[most])
    if len(others) < 3 or written[most] < 0.1:
        return None
    steps = sorted([most, *rng.choice(others, 3, replace=False).tolist()])
    rows = [[str(t + 1), said(i[t]), said(g[t])] for t in steps]
    return Item(
        "which_step_wrote",
        "input_gate",
        f"At which of these time steps does unit {unit + 1} write most, up or down?\n\n"
        f"{table(['time step', 'input gate', 'candidate'], rows)}\n",
        tuple(f"time step {t + 1}" for t in steps),
        steps.index(most),
        f"What is written is the product: {said(i[most])} · {said(g[most])} = "
        f"**{said(i[most] * g[most])}** at time step {most + 1}, more than twice as much as at any "
        "other of these.",
        most,
    )


def what_is_left(film: Film, rng: np.random.Generator) -> Item | None:
    """Ask for the share of a memory that a standing forget gate leaves after some steps."""
    if not has_lstm(film):
        return None
    held = list(longest_hold(film.probe)) or list(range(film.probe.steps))
    unit = telling_unit(film)
    keep = round(float(np.median(lstm_of(film).forget_gate[held, unit])), 2)
    steps = int(rng.choice([5, 10, 20]))
    left = keep**steps
    wrong = [keep, 1 - left, max(0.0, 1 - steps * (1 - keep)), keep / 2, keep / steps, keep**2]
    options = numbers(rng, 100 * left, [100 * share for share in wrong], apart=4)
    if options is None:
        return None
    words = tuple(f"{float(w.replace('−', '-')):.0f} %" for w in options.words)
    return Item(
        "what_is_left",
        "forget_gate",
        f"Over its longest hold the forget gate of unit {unit + 1} stands at about **{keep:.2f}**. "
        f"If nothing is written, how much of its cell state is left after **{steps} steps**?",
        words,
        options.right,
        f"The gate multiplies at every step: {keep:.2f} to the power {steps} is {left:.2g}, so "
        f"**{100 * left:.0f} %**.",
        held[0],
    )
