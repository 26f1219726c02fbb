"""The router: builds the navigation from the pages it finds in lessons/."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from lessons._shared.catalogue import lessons, uses

st.set_page_config(page_title="LSTM Viz", page_icon="🧠", layout="wide")

HOUSE = Path(__file__).parent / "lessons"
pages = {
    "": [
        st.Page(HOUSE / "00_lab.py", title="Lab", default=True),
        st.Page(HOUSE / "course.py", title="Course"),
        st.Page(HOUSE / "glossary.py", title="Glossary"),
    ],
    "Lessons": [st.Page(lesson.path, title=lesson.title) for lesson in lessons()],
    "In use": [st.Page(use.path, title=use.title) for use in uses()],
    "Hands on": [
        st.Page(HOUSE / "interfere.py", title="Interfere with a trained run"),
        st.Page(HOUSE / "be_the_lstm.py", title="Be the LSTM"),
        st.Page(HOUSE / "cells.py", title="The family of cells"),
        st.Page(HOUSE / "your_own_model.py", title="Your own model"),
    ],
}
st.html(HOUSE / "_shared" / "page.css")
st.navigation(pages, position="top").run()
