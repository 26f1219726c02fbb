"""Dials: numbers that a page lets one turn beside the run; like its knobs, they stand in its link.

A knob is a part of the run's configuration, a dial is not: turning it trains nothing.
"""

from __future__ import annotations

import math
from typing import Any

import streamlit as st

from lessons._shared.link import take
from lessons._shared.visit import Visit


def dial(
    visit: Visit,
    name: str,
    label: str,
    low: float,
    high: float,
    default: float,
    step: float,
    **options: Any,
) -> float:
    """Draw a number as a slider, and return it.

    Parameters
    ----------
    visit : Visit
        Its ``answers`` keep the number once it has been turned, or a link has set it.
    name : str
        In the link: ``?name=0.5``. A value that is no number from ``low`` to ``high`` is told, and
        the default stands.
    label : str
    low, high : float
    default : float
        Until somebody turns it.
    step : float
    **options
        As `st.slider` takes them.

    Returns
    -------
    float, ``low`` to ``high``
    """
    expected = f"a number from {low:g} to {high:g}. Using {default:g} instead"
    take(visit, name, lambda said: _number(said, low, high) is not None, expected)
    key = f"dial_{name}"

    def turned() -> None:
        visit.answers[name] = f"{st.session_state[key]:g}"

    value = _number(visit.answers.get(name, ""), low, high)
    st.session_state[key] = default if value is None else value
    return float(st.slider(label, low, high, step=step, key=key, on_change=turned, **options))


def _number(text: str, low: float, high: float) -> float | None:
    """Read a number, which may come from a stranger; None if it is none, or out of its range."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and low <= value <= high else None
