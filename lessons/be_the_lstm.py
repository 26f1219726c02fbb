"""Be the LSTM: set the weights of one unit by hand until it solves the task."""

from __future__ import annotations

import streamlit as st

from lessons._sections.wiring_words import AFTER, STAGES
from lessons._shared.lesson import say
from lessons._shared.wiring import wiring

st.title("Be the LSTM", anchor=False)
say(
    "One [[LSTM]] unit, and you set its weights. At every time step a number comes in, perhaps "
    "with a command: **write** stores it, **erase** forgets it, and at **read** the unit must say "
    "the stored number. At all other time steps it must say 0. Drag sliders, drag the points of "
    "the sequence, click its commands: everything is computed anew in every frame."
)
wiring(STAGES, AFTER)
st.page_link(
    "lessons/00_lab.py",
    label="Watch training find such weights, in the Lab",
    icon=":material/science:",
)
