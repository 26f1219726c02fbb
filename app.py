"""The router: builds the navigation from the pages it finds in lessons/."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lessons._shared.catalogue import lessons

st.set_page_config(page_title="LSTM Viz", page_icon="🧠", layout="wide")

# Streamlit leaves more room at the top than the film can spare. And the line that tells what
# happened is as high while something trains as at rest, so that nothing below it jumps.
st.html(
    """<style>
    .stMainBlockContainer { padding-top: 4.2rem; padding-bottom: 3rem }
    .stMainBlockContainer h1 { font-size: 1.75rem; padding: 0 0 0.3rem }
    .st-key-story { min-height: 3.2rem }
    </style>"""
)

HOUSE = Path(__file__).parent / "lessons"
pages = {
    "": [
        st.Page(HOUSE / "00_lab.py", title="Lab", default=True),
        st.Page(HOUSE / "course.py", title="Course"),
        st.Page(HOUSE / "glossary.py", title="Glossary"),
    ],
    "Lessons": [st.Page(lesson.path, title=lesson.title) for lesson in lessons()],
}
st.navigation(pages, position="top").run()
