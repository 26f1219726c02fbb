"""The router: builds the navigation from the pages it finds in lessons/."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

st.set_page_config(page_title="LSTM Viz", page_icon="🧠", layout="wide")

# Streamlit leaves room for a toolbar at the top, which the film needs more.
st.html("<style>.stMainBlockContainer { padding-top: 3.2rem; padding-bottom: 3rem }</style>")

pages = [
    st.Page(path, default=number == 0)
    for number, path in enumerate(sorted(Path(__file__).parent.glob("lessons/[0-9]*.py")))
]
st.navigation(pages, position="top").run()
