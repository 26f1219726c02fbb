"""Material: a visitor's own data in place of a task's own, pasted or from a file."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lessons._shared.own_files import MOST_TEXT, decoded
from lessons._shared.plain import plain
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.knobs import KNOBS, ConfigError, Material
from lstm_viz.sequence_file import SequenceFileError
from lstm_viz.tasks import SequenceError


@dataclass
class Draft:
    """What a visitor has written or brought for a task, whether or not it serves.

    Attributes
    ----------
    text : str
    edition : int
        Another one for each text that did not come from the widget that shows it.
    problem : str
        Why it could not be used, in a sentence; empty if it could, or has not been tried.
    """

    text: str = ""
    edition: int = 0
    problem: str = ""


def own_material(visit: Visit, what: str, placeholder: str = "") -> None:
    """Draw the control that puts a visitor's own data in place of the task's, and takes them away.

    Parameters
    ----------
    visit : Visit
        Its configuration carries the data from then on. Tasks that take none get no control.
    what : str
        What the data are, in a word or two: ``text``, ``tunes``.
    placeholder : str
        How data may look, shown where there are none.
    """
    config = visit.config
    task, is_own = config.the_task, config.material is not None
    if not task.takes_material:
        return
    draft = _draft(visit)
    label = f"On your own {what}" if is_own else f"Use your own {what} …"
    with st.popover(label, icon=":material/upload_file:", key=f"material_{task.name}"):
        st.caption(f"In place of its own data this takes {task.takes_material}.")
        key = f"material_text_{task.name}_{draft.edition}"

        def typed() -> None:
            draft.text, draft.problem = st.session_state[key], ""

        st.text_area(
            f"Write or paste your {what}",
            value=draft.text,
            key=key,
            height=160,
            on_change=typed,
            placeholder=placeholder,
        )
        _file(draft, task.name, what)
        with st.container(horizontal=True):
            st.button(f"Load this {what}", key="material_load", on_click=_load, args=(visit,))
            st.button(
                "Back to the built-in data",
                key="material_back",
                disabled=not is_own,
                on_click=_take_back,
                args=(visit,),
            )
        if draft.problem:
            st.error(plain(draft.problem), icon=":material/edit_off:")
        st.caption(
            "Your own data stay in this visit and are nowhere stored. A link cannot carry them: "
            "whoever opens it sees the built-in data, and a sentence that says so."
        )


def _draft(visit: Visit) -> Draft:
    """Return what this visitor has written for the task of the visit."""
    key = f"material_draft_{visit.config.task}"
    if key not in st.session_state:
        st.session_state[key] = Draft(visit.config.material or "")
    draft: Draft = st.session_state[key]
    return draft


def _file(draft: Draft, name: str, what: str) -> None:
    """Draw the place for a file; its text appears where one could have pasted it."""
    key = f"material_file_{name}"

    def brought() -> None:
        upload = st.session_state[key]
        if upload is None:
            return
        try:
            draft.text, draft.problem = decoded(upload.getvalue()), ""
            draft.edition += 1
        except SequenceFileError as error:
            draft.problem = _sentence(error)

    st.file_uploader(
        f"Or a file with your {what}",
        type=["txt", "csv"],
        key=key,
        on_change=brought,
        max_upload_size=MOST_TEXT >> 20,
        help="Plain text in UTF-8, .txt or .csv.",
    )


def _load(visit: Visit) -> None:
    """Turn to the same run on the visitor's own data, or note why that cannot be."""
    draft, knob = _draft(visit), KNOBS["material"]
    assert isinstance(knob, Material)
    try:
        if not draft.text.strip():
            raise SequenceError("there is nothing yet: write or paste something, or choose a file")
        if len(draft.text) > knob.longest:
            raise SequenceError(
                f"these are {len(draft.text):,} letters, at most {knob.longest:,} fit"
            )
        visit.turn(visit.config.changed(material=draft.text))
        draft.problem = ""
    except (SequenceError, ConfigError) as error:
        draft.problem = _sentence(error.__cause__ or error)


def _take_back(visit: Visit) -> None:
    """Turn to the same run on the task's own data; what was written stays in its place."""
    config = visit.config.changed(material=None)
    if config in RUNS.values():
        visit.open(config)
    else:
        visit.turn(config)


def _sentence(error: BaseException) -> str:
    """Write an error as a sentence."""
    told = str(error)
    return f"{told[:1].upper()}{told[1:]}."
