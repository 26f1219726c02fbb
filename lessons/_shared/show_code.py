"""Show me the code: the run on the page as one script, in PyTorch or in Keras."""

from __future__ import annotations

import streamlit as st

from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.scripts import FRAMEWORKS, file_name, script

HEIGHT = 560
"""Of the listing, in pixels: it scrolls, and what follows on the page stays near."""


@st.fragment
def show_code(config: TrainConfig) -> None:
    """Offer a run's script; it is written when somebody opens it, and nothing else is run again."""
    shown = st.expander(
        "Show me the code", icon=":material/code:", key="show_code", on_change="rerun"
    )
    if shown.open:
        with shown:
            code_of(config)


def code_of(config: TrainConfig) -> None:
    """Draw a run's script, with the choice of the model and of the framework."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        framework = st.segmented_control(
            "Framework",
            list(FRAMEWORKS),
            key="code_framework",
            default=next(iter(FRAMEWORKS)),
            required=True,
            format_func=FRAMEWORKS.__getitem__,
        )
        cell = st.segmented_control(
            "Model",
            list(config.cells),
            # Of other cells it is another choice: the one before may not be among them.
            key=f"code_cell_{'_'.join(config.cells)}",
            default=config.cell,
            required=True,
            format_func=lambda name: CELLS[name].title,
        )
        chosen = cell or config.cell, framework or next(iter(FRAMEWORKS))
        text = _written(config, *chosen)
        st.download_button(
            "Download",
            text,
            file_name(config, *chosen),
            "text/x-python",
            icon=":material/download:",
            key="download_code",
            on_click="ignore",
        )
    with st.container(key="script"):
        st.code(text, language="python", height=HEIGHT)
    st.caption(_SAYS[chosen[1]])


_SAYS = {
    "pytorch": "The settings of this page. It needs NumPy and PyTorch, draws the same sequences "
    "and initial weights, and so repeats the losses of the run.",
    "keras": "The settings of this page. It needs NumPy and Keras 3, draws the same sequences, and "
    "initial weights from the same distributions: expect a run like this one, not the same.",
}


# A whole class opens the same page.
@st.cache_data(max_entries=64, show_spinner=False)
def _written(config: TrainConfig, cell: str, framework: str) -> str:
    """Write a script, once for all who look at the same run."""
    return script(config, cell, framework)
