"""Interfering: where one is in a trained run, what is done to it there, and how it is undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from lessons._sections.interfering_words import NAMES, memory_name, told, unit_name
from lessons._shared.plain import plain
from lessons._shared.visit import Visit
from lstm_viz.family import CELLS
from lstm_viz.film import Film
from lstm_viz.interfering import (
    Hold,
    Intervention,
    InterventionError,
    Negate,
    Replace,
    Silence,
    Subject,
    check_all,
    read_interventions,
    write_interventions,
)

DO = "do"
"""What is done, in the link and among the visit's answers."""


class Place(NamedTuple):
    """Where one is: a model at a snapshot, and in it a unit and a time step, from 0."""

    model: str
    snapshot: int
    unit: int
    step: int


class Experiment(NamedTuple):
    """Something to do with one click."""

    label: str
    does: tuple[Intervention, ...]


def experiments(subject: Subject, unit: int, step: int) -> list[Experiment]:
    """Return what can be tried on any run of this cell: a gate, the memory, the unit itself."""
    whose, state = unit_name(subject, unit), memory_name(subject)
    first: Intervention = Negate(step, unit)
    label = f"Negate the {state} of {whose} after time step {step + 1}"
    keeping = next((g for g in ("forget_gate", "update_gate") if g in subject.holdable()), None)
    if keeping:
        value = 0 if subject.cell.held_gate == keeping else 1  # one that is at 1 anyway: the other
        first = Hold(keeping, value, unit)
        label = f"Hold the {NAMES[keeping]} of {whose} at {value}"
    erase = f"Erase the {state} of {whose} after time step {step + 1}"
    return [
        Experiment(label, (first,)),
        Experiment(erase, (Replace(step, unit, 0),)),
        Experiment(f"Silence {whose}", (Silence(unit),)),
    ]


def telling_step(film: Film) -> int:
    """Return the time step before the first that wants something remembered, from 0.

    Where an answer is wanted from the beginning on, it is one in the middle.
    """
    probe = film.probe
    asked = np.flatnonzero(probe.mask & (np.abs(probe.target).max(-1) > 0))
    if not len(asked) or asked[0] <= 1:
        return probe.steps // 2
    return int(asked[0]) - 1


def whole(visit: Visit, name: str, also: str, options: Sequence[int], default: int) -> int:
    """Return a whole number that stands in the link under one of two names, from the options.

    Other pages and the player call it ``also``; a link between two of the options, as of an update
    between two snapshots, means the one before.
    """
    said = visit.link.pop(name, None) or visit.link.get(also)
    if said is not None and name not in visit.answers and said.isascii() and said.isdigit():
        number = int(said[:9])
        if options[0] <= number <= options[-1]:
            visit.answers[name] = str(max(each for each in options if each <= number))
        else:
            wants = f"expected {options[0]} to {options[-1]}"
            st.warning(f"The link says {name}={number}: {wants}. Using {default} instead.")
    elif said is not None and name not in visit.answers:
        st.warning(plain(f"The link says {name}={said[:40]}: expected a whole number."))
    kept = int(visit.answers.get(name, default))
    return kept if kept in options else default


def chosen(visit: Visit, name: str, widget: Callable[..., Any], value: int, **options: Any) -> None:
    """Draw a widget for a whole number that stands in the link."""
    key = f"place_{name}"

    def turned() -> None:
        before = st.session_state[f"{key}_before"]
        visit.answers[name] = str(st.session_state[key])
        _carry_over(visit, name, before, st.session_state[key])

    st.session_state[key] = value
    st.session_state[f"{key}_before"] = value
    widget(key=key, on_change=turned, **options)


def _carry_over(visit: Visit, name: str, before: int, now: int) -> None:
    """Let an experiment follow to where one goes: it is about this unit and this time step."""
    subject: Subject | None = st.session_state.get("interfering_subject")
    text, place = visit.answers.get(DO, ""), st.session_state.get("interfering_place")
    if not text or subject is None or place is None or name not in ("on_unit", "on_step"):
        return
    field = {"on_unit": "unit", "on_step": "step"}[name]
    old = experiments(subject, **{**place, field: before - 1})
    new = experiments(subject, **{**place, field: now - 1})
    for was, becomes in zip(old, new, strict=True):
        if write_interventions(was.does) == text:
            visit.answers[DO] = write_interventions(becomes.does)


def done(visit: Visit, subject: Subject) -> tuple[Intervention, ...]:
    """Return what is done at present; what a link asks for in vain is told."""
    if DO in visit.link:
        said = visit.link.pop(DO)
        try:
            check_all(read_interventions(said), subject)
            visit.answers[DO] = said
        except InterventionError as error:
            st.warning(
                plain(f"The link asks to do {said[:60]}: {error}."), icon=":material/warning:"
            )
    fitting = []
    for each in read_interventions(visit.answers.get(DO, "")):
        try:
            each.check(subject)
            fitting.append(each)
        except InterventionError:
            continue  # it was meant for the other model
    return tuple(fitting)


def do(visit: Visit, interventions: Sequence[Intervention]) -> None:
    """Do this from now on, and nothing else."""
    visit.answers[DO] = write_interventions(interventions)


def one_click(visit: Visit, offered: Sequence[Experiment], now: Sequence[Intervention]) -> None:
    """Draw the experiments; the one that is on is marked, and another click ends it."""
    for number, experiment in enumerate(offered):
        is_on = tuple(now) == experiment.does
        st.button(
            experiment.label,
            key=f"experiment_{number}",
            type="primary" if is_on else "secondary",
            on_click=do,
            args=(visit, () if is_on else experiment.does),
        )


def undoing(visit: Visit, subject: Subject, now: Sequence[Intervention]) -> None:
    """List what is done, each with a click that undoes it."""
    for number, each in enumerate(now):
        rest = [other for other in now if other is not each]
        st.button(
            told(each, subject),
            icon=":material/close:",
            key=f"undo_{number}",
            type="tertiary",
            on_click=do,
            args=(visit, rest),
            help="Click to undo this.",
        )


def titles(film: Film) -> Mapping[str, str]:
    """Return the two models of a film by name."""
    return {name: CELLS[name].title for name in film.config.cells}
