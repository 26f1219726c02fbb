"""A run on unseen data, beside simple ways to answer, and beside what one would use today."""

from __future__ import annotations

import streamlit as st

from lessons._shared.charts import chart
from lessons._shared.terms import linked
from lessons._shared.theme import mode
from lstm_viz.family import CELLS
from lstm_viz.figures.scoreboard import scoreboard
from lstm_viz.film import Film
from lstm_viz.measures.unseen import unseen_scores
from lstm_viz.tasks.uses import Use


def beside_baselines(film: Film | None, key: str = "beside") -> None:
    """Draw the scoreboard of a run of a use, say how each baseline answers, and what is used today.

    Without a film, or before its run has come to its end, the place says so.
    """
    if film is None or not isinstance(film.config.the_task, Use):
        st.caption("The comparison with simple baselines comes when the run has been trained.")
        return
    task = film.config.the_task
    scores, simple = unseen_scores(film)
    models = {f"{CELLS[name].title}, update {film.update}": s for name, s in scores.items()}
    st.header("Beside a simple baseline", anchor=False)
    chart(
        scoreboard(models, simple, task.score_name, task.higher_is_better, mode()),
        key=key,
        alt=f"{task.score_name} of both models and of {len(simple)} baselines on unseen sequences",
    )
    st.caption(
        f"On {task.test(film.config.length).x.shape[1]} test sequences, which nothing was trained "
        "on. "
        + " ".join(
            f"**{each.title[0].upper()}{each.title[1:]}** {each.says}" for each in task.baselines()
        )
    )
    st.markdown(f"**Today.** {linked(task.today)}")
