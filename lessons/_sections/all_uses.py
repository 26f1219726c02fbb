"""All uses at a glance: a gallery of their pages, and how each shipped run stands."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lessons._shared.catalogue import uses
from lessons._shared.shipped import RUNS, film_named, path_of
from lstm_viz.family import CELLS
from lstm_viz.measures.contest import Contest, contest
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


@st.cache_data(max_entries=len(RUNS), show_spinner="Scoring on unseen data ...")
def _contest_of(name: str) -> Contest:
    """Let a shipped film compete, once for all sessions."""
    return contest(film_named(name))


def contests() -> dict[str, Contest]:
    """Return how the shipped run of each use stands, by the name of the use."""
    return {name: _contest_of(name) for name in USES if name in RUNS and path_of(name).exists()}


def comparison_table() -> None:
    """Draw a row for each use: baseline, models, and what one would use today."""
    rows = []
    for name, found in contests().items():
        use = USES[name]
        config = RUNS[name]
        models = [f"{CELLS[n].title}: {_number(use, s)}" for n, s in found.models.items()]
        ahead = {"model": CELLS[config.cell].title, "tie": "a tie", "baseline": "the baseline"}
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


def _number(use: Use, score: float) -> str:
    return f"{score:.1%}" if use.higher_is_better else f"{score:.3g}"
