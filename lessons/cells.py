"""The family of cells: what each of them is, its equations, and a run that shows it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lessons._shared.lab_link import lab_link
from lessons._shared.plain import plain
from lessons._shared.rivals import RIVALS
from lstm_viz.family import CELLS, Cell

_LSTM = (
    r"\begin{aligned}"
    r"f_t &= \sigma(W_f x_t + b_f + U_f h_{t-1}) & i_t &= \sigma(W_i x_t + b_i + U_i h_{t-1}) \\"
    r"g_t &= \tanh(W_g x_t + b_g + U_g h_{t-1}) & o_t &= \sigma(W_o x_t + b_o + U_o h_{t-1}) \\"
    r"c_t &= f_t\, c_{t-1} + i_t\, g_t & h_t &= o_t \tanh(c_t)"
    r"\end{aligned}"
)
EQUATIONS: Mapping[str, str] = {
    "lstm": _LSTM,
    "rnn": r"h_t = \tanh(W x_t + b + U h_{t-1})",
    "gru": (
        r"\begin{aligned}"
        r"r_t &= \sigma(W_r x_t + b_r + U_r h_{t-1}) \\"
        r"z_t &= \sigma(W_z x_t + b_z + U_z h_{t-1}) \\"
        r"g_t &= \tanh(W_g x_t + b_g + r_t\,(U_g h_{t-1} + d_g)) \\"
        r"h_t &= (1 - z_t)\, g_t + z_t\, h_{t-1}"
        r"\end{aligned}"
    ),
    "peephole": (
        r"\begin{aligned}"
        r"f_t &= \sigma(\dots + p_f\, c_{t-1}) & i_t &= \sigma(\dots + p_i\, c_{t-1}) &"
        r"o_t &= \sigma(\dots + p_o\, c_t)"
        r"\end{aligned}"
    ),
    "no_forget_gate": r"f_t = 1, \qquad c_t = c_{t-1} + i_t\, g_t",
    "no_input_gate": r"i_t = 1, \qquad c_t = f_t\, c_{t-1} + g_t",
    "no_output_gate": r"o_t = 1, \qquad h_t = \tanh(c_t)",
    "orthogonal_rnn": r"U^\top U = I \text{ before training}",
    "irnn": r"h_t = \max(0,\; W x_t + b + U h_{t-1}), \qquad U = I \text{ before training}",
    "bilstm": (
        r"\overrightarrow{h}_t \text{ from } t-1, \qquad \overleftarrow{h}_t \text{ from } t+1, "
        r"\qquad y_t = V [\overrightarrow{h}_t, \overleftarrow{h}_t] + d"
    ),
    "attention": (
        r"\alpha_{ts} = \mathrm{softmax}_{s \le t}(h_t \cdot h_s), \qquad "
        r"y_t = V \big[h_t,\; \textstyle\sum_s \alpha_{ts} h_s\big] + d"
    ),
    "encoder_decoder": (
        r"\begin{aligned}"
        r"&\text{until go: } W, U, b \text{ of the encoder} \\"
        r"&\text{from go on: } W, U, b \text{ of the decoder}"
        r"\end{aligned}"
    ),
    "encoder_decoder_attention": (
        r"\alpha_{ts} = \mathrm{softmax}_{s < go}(h_t \cdot h_s), \qquad "
        r"y_t = V \big[h_t,\; \textstyle\sum_s \alpha_{ts} h_s\big] + d"
    ),
    "lstm_2_layers": r"x^{(2)}_t = h^{(1)}_t",
}
"""What sets a cell apart, as a formula; a cell that only repeats another has none."""


def entry(cell: Cell) -> None:
    """Draw what a cell is, beside the run that shows it."""
    rivals = RIVALS[cell.name]
    config = rivals.config
    against = CELLS[config.against].title
    with st.container(border=True, key=f"cell_{cell.name}"):
        st.header(cell.title, anchor=cell.name.replace("_", "-"))
        text, run = st.columns([3, 2], gap="medium")
        with text:
            st.markdown(plain(cell.summary))
            if formula := EQUATIONS.get(cell.name):
                st.markdown(f"$$\n{formula}\n$$")
            st.caption(plain(cell.source) + ".")
        with run:
            until = 0 if config.initialisation == "wired" else config.updates
            words = f"{config.the_task.title}: against the {against}"
            st.markdown(f"**See it in the Lab** {lab_link(words, config, until=until)}")
            st.markdown(plain(rivals.look_at))


# Lines of more than some 80 letters are hard to read.
with st.container(width=980, key="cells"):
    st.title("The family of cells", anchor=False)
    st.markdown(
        "Every cell below can be trained in the Lab, on either side of the comparison: choose it "
        "under *Cell* or *Against*. Each has its own drawing and its own equations there. A link "
        "here opens a comparison that shows what sets the cell apart, and trains it while you "
        "watch."
    )
    for each in CELLS.values():
        entry(each)
