"""Picks: named choices that a page offers beside its run; like dials, they stand in its link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from lessons._shared.link import take
from lessons._shared.visit import Visit


def pick(
    visit: Visit, name: str, label: str, options: Mapping[str, str], default: str, **more: Any
) -> str:
    """Draw a few named values as a row of buttons, and return the chosen one's name.

    Parameters
    ----------
    visit : Visit
        Its ``answers`` keep the name once somebody has chosen, or a link has.
    name : str
        In the link: ``?name=option``. An option that there is not is told, and the default stands.
    label : str
    options : mapping of str to str
        The words of each option, by its name in the link.
    default : str
    **more
        As `st.segmented_control` takes it.
    """
    expected = f"one of {', '.join(options)}. Using {default} instead"
    take(visit, name, options.__contains__, expected)
    key = f"pick_{name}"

    def chosen() -> None:
        visit.answers[name] = st.session_state[key]

    st.session_state[key] = visit.answers.get(name, default)
    st.segmented_control(
        label,
        list(options),
        key=key,
        format_func=lambda option: options[option],
        required=True,
        on_change=chosen,
        **more,
    )
    return visit.answers.get(name, default)
