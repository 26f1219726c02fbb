"""All uses at a glance: a card for the page of each, and how its runs stand."""

from __future__ import annotations

from statistics import median

import streamlit as st

from lessons._shared.catalogue import uses
from lessons._shared.studies import study
from lstm_viz.family import CELLS
from lstm_viz.measures.contest import Contest, contest_of_runs
from lstm_viz.tasks import USES
from lstm_viz.tasks.uses import Use

_PER_ROW = 3


def gallery(stands: dict[str, Contest]) -> None:
    """Draw a card for the page of each use; and, if it is to be told, how its runs stand."""
    pages = list(zip(uses(), USES.values(), strict=True))
    for first in range(0, len(pages), _PER_ROW):
        row = pages[first : first + _PER_ROW]
        for place, (page, use) in zip(st.columns(_PER_ROW), row, strict=False):
            with place.container(border=True, height="stretch"):
                st.caption(page.title)
                st.page_link(page.page, label=f"**{page.question}**")
                st.markdown(page.idea)
                if use.name in stands:
                    st.markdown(standing(use, stands[use.name]))
                    st.caption(f"**Today.** {use.today}")


@st.cache_data(max_entries=1, show_spinner="Scoring the baselines on unseen data ...")
def contests() -> dict[str, Contest]:
    """Return how the runs of each use stand, by the name of the use, once for all sessions."""
    return {use: contest_of_runs(study("uses").where(task=use)) for use in USES}


def standing(use: Use, found: Contest) -> str:
    """Tell whether the first model of a use beats the best baseline, and everybody's scores."""
    ahead = {"model": "Ahead of", "tie": "A tie with", "baseline": "Behind"}
    told = [f"{CELLS[name].title} {_middle(use, scores)}" for name, scores in found.models.items()]
    told.append(f"{found.baseline}: {_number(use, found.score)}")
    better = "higher" if use.higher_is_better else "lower"
    scores = f"{'; '.join(told)} ({use.score_name}: {better} is better)"
    return f"**{ahead[found.winner]} its baseline.** {scores}."


def _middle(use: Use, scores: tuple[float, ...]) -> str:
    """Write the middle one of some scores, and how far they spread."""
    ends = [_number(use, end) for end in (min(scores), max(scores))]
    spread = f" ({ends[0]} to {ends[1]})" if ends[0] != ends[1] else ""
    return f"**{_number(use, median(scores))}**{spread}"


def _number(use: Use, score: float) -> str:
    return f"{score:.1%}" if use.higher_is_better else f"{score:.3g}"
