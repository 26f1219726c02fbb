"""All knobs of a run, as the Lab has them: the common ones in view, the others folded away."""

from __future__ import annotations

import streamlit as st

from lessons._shared.knobs import choice, number, slider
from lessons._shared.visit import Visit
from lstm_viz.config import can_do
from lstm_viz.family import CELLS
from lstm_viz.knobs import labels
from lstm_viz.tasks import TOYS
from lstm_viz.wired import WIRED


def common_knobs(visit: Visit) -> None:
    """Draw task, gap, the two cells, size and fairness."""
    task = visit.config.the_task
    choice(visit, "task", "Task", options=TOYS, width=165)
    slider(
        visit,
        "length",
        f"Gap: {task.length_name}",
        task.lengths.low,
        task.lengths.high,
        width=150,
        help="The longer the sequences, the longer the models have to remember.",
    )
    first, second = (CELLS[name] for name in visit.config.cells)
    able = [name for name in CELLS if can_do(name, task)]
    choice(
        visit,
        "cell",
        "Cell",
        options=able,
        width=215,
        help=f"{first.summary} {first.source}.",
    )
    number(visit, "hidden_size", "Its units", step=1, width=95)
    choice(
        visit,
        "against",
        "Against",
        options=able,
        width=215,
        help=f"{second.summary} {second.source}.",
    )
    choice(
        visit,
        "fairness",
        "which gets",
        width=165,
        help=(
            "A fair race needs a rule: the second cell gets as many units as the first, or as many "
            "as bring it nearest to the first one's number of parameters."
        ),
    )


def more_knobs(visit: Visit) -> None:
    """Draw the knobs that stay folded under "More"."""
    left, right = st.columns(2)
    with left:
        number(
            visit,
            "forget_bias",
            "Forget bias",
            step=0.5,
            help="The forget gate starts near sigmoid(bias): 1 gives .73, 3 gives .95.",
        )
        choice(visit, "initialisation", "Initialisation", options=_initialisations(visit))
        choice(visit, "optimiser", "Optimiser")
        number(visit, "learning_rate", "Learning rate", step=0.001, format="%.5g")
        number(visit, "seed", "Seed", step=1)
    with right:
        number(visit, "updates", "Updates", step=100)
        number(visit, "snapshot_every", "Updates per snapshot", step=1)
        number(visit, "batch_size", "Batch size", step=8)
        number(
            visit,
            "training_sequences",
            "Training sequences",
            step=32,
            placeholder="fresh every update",
            help="Empty: every update draws fresh sequences, and nothing can be learned by heart.",
        )
        number(
            visit,
            "clip_norm",
            "Clip gradient norm at",
            step=0.5,
            format="%.4g",
            placeholder="none",
            help="Empty: gradients are not clipped.",
        )
        number(
            visit,
            "dropout",
            "Dropout",
            step=0.1,
            help="The share of hidden states that the readout does not see during an update.",
        )


def _initialisations(visit: Visit) -> list[str]:
    """Return the initialisations that the task has: only some are wired by hand."""
    return [
        each for each in labels("initialisation") if each != "wired" or visit.config.task in WIRED
    ]
