"""Your own model: weights and a sequence that a visitor brings, every gate shown."""

from __future__ import annotations

import streamlit as st

from lessons._sections.own_model import look, picture, sequence_part, weights_part
from lessons._shared.own_files import EXAMPLE_SEQUENCE, EXAMPLE_WEIGHTS, own_files

MAKE = """from safetensors.torch import save_file
save_file(model.lstm.state_dict(), "weights.safetensors")  # an LSTM, GRU, RNN, or a cell of them
numpy.savetxt("sequence.csv", x, delimiter=",")  # (time steps, inputs)"""

files = own_files()
st.title("Your own model", anchor=False)
with st.container(width=760):
    st.markdown(
        "Bring a recurrent layer that you have trained in PyTorch, and a sequence: the player "
        "shows every gate of every unit at every time step, as for the models of this app. Kind, "
        "layers, directions and sizes are told by the weights themselves."
    )
with st.container(horizontal=True, vertical_alignment="center"):
    st.button(
        "Open an example",
        key="own_example",
        on_click=files.open_example,
        type="secondary" if files.weights else "primary",
        help="An LSTM trained on the task Adding, and a sequence of it.",
    )
    with st.popover("How to make such files", icon=":material/code:"):
        st.markdown("Three lines of Python:")
        st.code(MAKE, language="python")
        st.markdown("The files of the example:")
        for path in (EXAMPLE_WEIGHTS, EXAMPLE_SEQUENCE):
            st.download_button(
                path.name, path.read_bytes(), path.name, key=path.name, on_click="ignore"
            )
        st.markdown(
            "In a notebook, `lstm_viz.record(model, x)` shows the same of any model, whatever its "
            "size, also of a layer deep inside it."
        )
left, right = st.columns(2, gap="large")
with left:
    known = weights_part(files)
with right:
    sequence = sequence_part(files, known[0] if known else None)
if known and sequence:
    look(files, *known, sequence)
elif files.shown:
    st.caption("Shown is what could be read last.")
if files.shown:
    picture(files.shown)
