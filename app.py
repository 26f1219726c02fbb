"""The router: builds the navigation from the pages it finds in lessons/."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

st.set_page_config(page_title="LSTM Viz", page_icon="🧠", layout="wide")

pages = [
    st.Page(path, default=number == 0)
    for number, path in enumerate(sorted(Path(__file__).parent.glob("lessons/[0-9]*.py")))
]
st.navigation(pages, position="top").run()
