"""The Lab: train two cells side by side, an LSTM and a vanilla RNN at first, and watch them."""

from __future__ import annotations

import streamlit as st

from lessons._sections.lab import sections
from lessons._shared.address import write_address
from lessons._shared.carry_on import carry_on
from lessons._shared.lab_knobs import common_knobs
from lessons._shared.stage import Stage
from lessons._shared.story import costs
from lessons._shared.studies import study
from lessons._shared.study_words import over_seeds
from lessons._shared.tour import tour
from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS


def _who(config: TrainConfig) -> str:
    """Name the two models that learn."""
    if config.cells == ("lstm", "rnn"):
        return "A small LSTM and a vanilla RNN"
    return " and ".join(f"**{CELLS[name].title}**" for name in config.cells)


stage = Stage.of("lab", TrainConfig.of_task())
task = stage.visit.config.the_task

with st.container(gap="small"):
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title("Watch an LSTM think", anchor=False, width="content")
        tour("tour", stage.film)
    st.markdown(
        f"{_who(stage.visit.config)} learn the same task from the same examples. "
        f"**{task.title}:** {task.summary}"
    )
    stage.controls(common_knobs, has_fine=True)
    stage.story()
stage.player()
if stage.film:
    st.caption(f"{over_seeds(study('defaults'), stage.film.config)} {costs(stage.film)}")
    carry_on("interfere", "Interfere with this run", key="to_interfere")
    sections(stage.visit, stage.store, stage.film)
write_address(stage.visit.to_query())
