"""What a page reads from its link beside the run: checked, because a link is a stranger's word."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lessons._shared.plain import plain
from lessons._shared.visit import Visit


def take(visit: Visit, name: str, fits: Callable[[str], object], expected: str) -> bool:
    """Take a parameter out of the link into the visit's answers, or tell why it does not fit.

    Parameters
    ----------
    visit : Visit
    name : str
        In the link: ``?name=value``.
    fits : callable
        Tells whether a value will do.
    expected : str
        What would have done; it follows the word *expected*.

    Returns
    -------
    bool
        Whether the link had it, and it fitted.
    """
    if name not in visit.link:
        return False
    said = visit.link.pop(name)
    if fits(said):
        visit.answers[name] = said
        return True
    told = f"The link says {name}={said[:40]}: expected {expected}."
    st.warning(plain(told), icon=":material/warning:")
    return False
