"""A question on units: which one has in its cell state what is to be remembered."""

from __future__ import annotations

import numpy as np

from lstm_viz.film import Film
from lstm_viz.measures.film import lstm_of
from lstm_viz.quiz.item import Item, said, table
from lstm_viz.quiz.sums import has_lstm
from lstm_viz.run import Array

SHOWN = 6
FOLLOWS, WANDERS = 0.95, 0.8
"""|correlation| from which on a unit follows, and up to which another one clearly does not."""


def which_unit(film: Film, rng: np.random.Generator) -> Item | None:
    """Ask which of an LSTM's units has the stored number in its cell state."""
    content = film.probe.content
    steps = np.flatnonzero(~np.isnan(content))
    if not has_lstm(film) or len(steps) < SHOWN:
        return None
    states = lstm_of(film).cell_state
    shown = np.sort(rng.choice(steps, SHOWN, replace=False))
    alike = [likeness(content[shown], states[shown, unit]) for unit in range(states.shape[1])]
    best = int(np.argmax(alike))
    others = [unit for unit, r in enumerate(alike) if r < WANDERS]
    if alike[best] < FOLLOWS or not others:
        return None
    units = sorted([best, *rng.permutation(others)[:3].tolist()])
    columns = [content[shown], *states[shown][:, units].T]
    rows = [
        [str(t + 1), *map(said, row)]
        for t, row in zip(shown, zip(*columns, strict=True), strict=True)
    ]
    head = ["time step", "to remember", *(f"unit {unit + 1}" for unit in units)]
    return Item(
        "which_unit",
        "cell_state",
        "The number to remember, and cell states of some units, at six time steps. Which unit "
        f"remembers it? It may be another scale, or upside down.\n\n{table(head, rows)}\n",
        tuple(f"unit {u + 1}" for u in units),
        units.index(best),
        f"At these time steps the cell state of unit {best + 1} goes with it to "
        f"|r| = **{alike[best]:.2f}** (1 is a straight line); no other one here comes above "
        f"{max(alike[u] for u in units if u != best):.2f}.",
        int(shown[0]),
    )


def likeness(content: Array, states: Array) -> float:
    """Return |correlation| of two rows of numbers; 0 where one of them stands still."""
    if np.ptp(content) < 1e-6 or np.ptp(states) < 1e-6:
        return 0.0
    return float(abs(np.corrcoef(content, states)[0, 1]))
