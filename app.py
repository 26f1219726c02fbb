"""The router: builds the navigation from the pages it finds in lessons/."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

st.set_page_config(page_title="LSTM Viz", page_icon="🧠", layout="wide")

# Streamlit leaves more room at the top than the film can spare. And the line that tells what
# happened is as high while something trains as at rest, so that nothing below it jumps.
st.html(
    """<style>
    .stMainBlockContainer { padding-top: 2.6rem; padding-bottom: 3rem }
    .stMainBlockContainer h1 { font-size: 1.75rem; padding: 0 0 0.3rem }
    .st-key-story { min-height: 3.2rem }
    </style>"""
)

pages = [
    st.Page(path, default=number == 0)
    for number, path in enumerate(sorted(Path(__file__).parent.glob("lessons/[0-9]*.py")))
]
st.navigation(pages, position="top").run()
