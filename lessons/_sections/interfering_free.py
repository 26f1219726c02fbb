"""Something else: every intervention that there is, with controls for its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from lessons._sections.interfering import Place, do
from lessons._sections.interfering_words import NAMES, memory_name, unit_name
from lessons._shared.plain import plain
from lessons._shared.visit import Visit
from lstm_viz.interfering import (
    Bias,
    Flip,
    Hold,
    Intervention,
    InterventionError,
    Negate,
    Replace,
    Silence,
    Subject,
    Swap,
    check_all,
    flags_of,
    largest_state,
)

ALL = -1
"""Every unit, among the choices of a unit."""


def something_else(
    visit: Visit, subject: Subject, place: Place, now: Sequence[Intervention]
) -> None:
    """Draw the choice of what to do, its parts, and the button that adds it."""
    state = memory_name(subject)
    kinds: dict[str, tuple[str, Callable[[Visit, Subject, Place], Intervention]]] = {
        "set": (f"Set the {state}", _set),
        "negate": (f"Negate the {state}", _negate),
        "flip": ("Flip an input", _flip),
        "silence": ("Silence a unit", _silence),
    }
    if subject.units > 1:
        kinds["swap"] = (f"Swap two {state}s", _swap)
    if subject.holdable():
        kinds = {"hold": ("Hold a gate or the candidate", _hold), **kinds}
        kinds["bias"] = ("Add to a gate's bias", _bias)
    kind = st.selectbox("What", list(kinds), key="free_kind", format_func=lambda k: kinds[k][0])
    try:
        wanted = kinds[kind][1](visit, subject, place)
        check_all([*now, wanted], subject)
    except InterventionError as error:
        st.caption(plain(f"{error}."))
        return
    st.button("Do it", key="free_do", type="primary", on_click=do, args=(visit, [*now, wanted]))


def _unit(subject: Subject, place: Place, has_all: bool = True, key: str = "free_unit") -> int:
    options = [ALL] * has_all + list(range(subject.units))
    return st.selectbox(
        "Unit",
        options,
        index=options.index(place.unit),
        key=key,
        format_func=lambda unit: "all units" if unit == ALL else unit_name(subject, unit),
    )


def _some(unit: int) -> int | None:
    """Return a unit, or None for all."""
    return None if unit == ALL else unit


def _step(subject: Subject, place: Place, label: str) -> int:
    return st.slider(label, 1, subject.steps, place.step + 1, key="free_step") - 1


def _hold(_visit: Visit, subject: Subject, place: Place) -> Intervention:
    name = st.selectbox("Which", subject.holdable(), key="free_gate", format_func=NAMES.__getitem__)
    low = -1.0 if name == "candidate" else 0.0
    value = st.slider("At", low, 1.0, 1.0, 0.05, key=f"free_value_{low:g}")
    unit = _unit(subject, place)
    span = st.slider("Time steps", 1, subject.steps, (1, subject.steps), key="free_span")
    last = None if span[1] == subject.steps else span[1] - 1
    return Hold(name, value, _some(unit), span[0] - 1, last)


def _bias(_visit: Visit, subject: Subject, place: Place) -> Intervention:
    gates = [name for name in subject.holdable() if name != "candidate"]
    name = st.selectbox("Which", gates, key="free_bias_gate", format_func=NAMES.__getitem__)
    added = st.slider("Add to its bias", -8.0, 8.0, 3.0, 0.5, key="free_added")
    return Bias(name, added, _some(_unit(subject, place)))


def _set(_visit: Visit, subject: Subject, place: Place) -> Intervention:
    most = min(3.0, largest_state(subject.cell))
    value = st.slider("To", -most, most, 0.0, 0.05, key=f"free_state_{most:g}")
    unit = _unit(subject, place)
    return Replace(_step(subject, place, "After time step"), _some(unit), value)


def _negate(_visit: Visit, subject: Subject, place: Place) -> Intervention:
    unit = _unit(subject, place)
    return Negate(_step(subject, place, "After time step"), _some(unit))


def _swap(_visit: Visit, subject: Subject, place: Place) -> Intervention:
    one = _unit(subject, place, has_all=False)
    others = [unit for unit in range(subject.units) if unit != one]
    other = st.selectbox(
        "With", others, key="free_other", format_func=lambda unit: unit_name(subject, unit)
    )
    return Swap(_step(subject, place, "After time step"), one, other=other)


def _silence(_visit: Visit, subject: Subject, place: Place) -> Intervention:
    return Silence(_unit(subject, place, has_all=False))


def _flip(visit: Visit, subject: Subject, place: Place) -> Intervention:
    name = st.selectbox("Input", subject.inputs, key="free_input")
    number = list(subject.inputs).index(name)
    is_flag = flags_of(visit.config.the_task, visit.config.length)[number]
    st.caption("0 becomes 1, and 1 becomes 0." if is_flag else "It becomes minus itself.")
    return Flip(_step(subject, place, "At time step"), number)
