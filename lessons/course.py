"""The course: all lessons in their order, and which of them this browser has seen."""

from __future__ import annotations

import streamlit as st

from lessons._shared.catalogue import course
from lessons._shared.progress import progress_list

st.title("The course", anchor=False)
st.markdown(
    "Each lesson is one question, answered by models that really run. You predict, the page "
    "computes the answer, and then it is your turn. In order they take an evening; any one stands "
    "alone."
)
progress_list(
    [
        {
            "name": lesson.name,
            "number": lesson.number,
            "question": lesson.question,
            "idea": lesson.idea,
            "page": lesson.page,
        }
        for lesson in course()
    ]
)
