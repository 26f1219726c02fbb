"""All uses at a glance: a gallery of their pages, and how each shipped run stands."""

from __future__ import annotations

from statistics import median

import pandas as pd
import streamlit as st

from lessons._shared.catalogue import uses
from lessons._shared.studies import study
from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.measures.contest import Contest, contest_of_runs
from lstm_viz.tasks import USES
from lstm_viz.tasks.uses import Use

_PER_ROW = 3


def gallery() -> None:
    """Draw a card for the page of each use."""
    pages = uses()
    for first in range(0, len(pages), _PER_ROW):
        row = pages[first : first + _PER_ROW]
        for place, use in zip(st.columns(_PER_ROW), row, strict=False):
            with place.container(border=True, height="stretch"):
                st.caption(use.title)
                st.page_link(use.page, label=f"**{use.question}**")
                st.markdown(use.idea)


@st.cache_data(max_entries=1, show_spinner="Scoring the baselines on unseen data ...")
def contests() -> dict[str, Contest]:
    """Return how the runs of each use stand, by the name of the use, once for all sessions."""
    return {use: contest_of_runs(study("uses").where(task=use)) for use in USES}


def comparison_table() -> None:
    """Draw a row for each use: baseline, models, and what one would use today."""
    rows = []
    for name, found in contests().items():
        use = USES[name]
        models = [f"{CELLS[n].title}: {_middle(use, s)}" for n, s in found.models.items()]
        first = CELLS[TrainConfig.of_task(name).cell].title
        ahead = {"model": first, "tie": "a tie", "baseline": "the baseline"}
        rows.append(
            {
                "Use": use.title,
                "Measured": f"{use.score_name}, "
                + ("higher is better" if use.higher_is_better else "lower is better"),
                "Best simple baseline": f"{found.baseline}: {_number(use, found.score)}",
                "Model": models[0],
                "Compared with": models[1],
                "Ahead": ahead[found.winner],
                "Today": use.today,
            }
        )
    st.table(pd.DataFrame(rows).set_index("Use"))


def _middle(use: Use, scores: tuple[float, ...]) -> str:
    """Write the middle one of some scores, and how far they spread."""
    low, high = _number(use, min(scores)), _number(use, max(scores))
    return f"{_number(use, median(scores))} ({low} to {high})"


def _number(use: Use, score: float) -> str:
    return f"{score:.1%}" if use.higher_is_better else f"{score:.3g}"
