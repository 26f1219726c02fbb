"""A visitor's own data in place of a task's own: loaded, refused in a sentence, never lost."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lessons._shared.lab_link import lab_link
from lessons._shared.story import unusual
from lessons._shared.visit import Visit
from lstm_viz.config import TrainConfig, fingerprint
from lstm_viz.knobs import KNOBS
from lstm_viz.tasks import TASKS, SequenceError, Task
from lstm_viz.tasks.latch import Latch

MOST = KNOBS["material"].longest  # type: ignore[union-attr]


class Borrowed(Latch):
    """A task that takes a visitor's own letters."""

    takes_material = "the letters l and a"

    def with_material(self, text: str) -> Task:
        if set(text) - set("la \n"):
            raise SequenceError(f"the text has <b>{text[:5]}</b>, expected l and a")
        made = Borrowed()
        made.material = text
        return made


def page() -> None:
    import streamlit as st

    from lessons._shared.material import own_material
    from lessons._shared.visit import Visit
    from lstm_viz.config import TrainConfig

    if "visit" not in st.session_state:
        st.session_state.visit = Visit.from_query({}, TrainConfig.of_task("latch"))
    own_material(st.session_state.visit, "song", "la la la")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setitem(TASKS, "latch", Borrowed())
    return AppTest.from_function(page).run()


def written(page: AppTest, text: str) -> AppTest:
    page.text_area[0].set_value(text).run()
    return sound(page.button(key="material_load").click().run())


def brought(page: AppTest, data: bytes) -> AppTest:
    return sound(page.file_uploader[0].set_value(("own.txt", data, "")).run())


def sound(page: AppTest) -> AppTest:
    assert not page.exception
    return page


def problems(page: AppTest) -> list[str]:
    return [error.value.replace("\\", "") for error in page.error]


def test_what_is_pasted_is_what_the_run_is_on_until_it_is_taken_back(opened: AppTest) -> None:
    visit: Visit = opened.session_state.visit
    assert opened.button(key="material_back").disabled
    written(opened, "la la la")
    assert visit.config.material == visit.config.the_task.material == "la la la"
    assert visit.until == 0
    assert not problems(opened)
    opened.button(key="material_back").click().run()
    assert visit.config == TrainConfig.of_task("latch")
    assert opened.text_area[0].value == "la la la"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "There is nothing yet"),
        (" \n ", "There is nothing yet"),
        ("do re", "The text has <b>do re</b>, expected l and a."),
        ("la " * MOST, f"These are {3 * MOST:,} letters, at most {MOST:,} fit."),
    ],
    ids=["empty", "blank", "wrong", "huge"],
)
def test_what_does_not_serve_is_told_and_stays(opened: AppTest, text: str, told: str) -> None:
    written(opened, text)
    assert problems(opened)[0].startswith(told)
    assert "<b>" not in opened.error[0].value.replace("\\<b\\>", "")
    assert opened.session_state.visit.config.material is None
    assert opened.text_area[0].value == text
    written(opened, "la")
    assert not problems(opened)


def test_a_file_is_shown_as_text_and_loaded_only_then(opened: AppTest) -> None:
    visit: Visit = opened.session_state.visit
    brought(opened, b"\xef\xbb\xbfla la")
    assert opened.text_area[0].value == "la la"
    assert visit.config.material is None
    opened.button(key="material_load").click().run()
    assert visit.config.material == "la la"


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"l\xff\xfea", "no text in UTF-8"), (b"l" * (2 << 20) + b"a", "larger than 2 MB")],
    ids=["latin", "huge"],
)
def test_a_file_that_is_no_text_is_told_and_loses_nothing(
    opened: AppTest, data: bytes, told: str
) -> None:
    opened.text_area[0].set_value("la la").run()
    brought(opened, data)
    assert told in problems(opened)[0]
    assert opened.text_area[0].value == "la la"


def test_a_task_that_takes_none_has_no_place_for_them() -> None:
    assert not AppTest.from_function(page).run().text_area


def test_links_and_provenance_tell_own_data_apart(opened: AppTest) -> None:
    config = TrainConfig.of_task("latch").changed(material="la")
    assert "own data" in unusual(config)[0]
    assert fingerprint("la") in lab_link("the Lab", config)
    told = Visit.from_query(config.to_query(), TrainConfig.of_task("latch")).problems
    assert "a link cannot carry" in told[0]


def test_other_material_brings_the_sequences_of_its_own(opened: AppTest) -> None:
    visit: Visit = opened.session_state.visit
    before = visit.probe
    written(opened, "la")
    assert visit.probe is not before
    assert visit.probe.text == visit.config.the_task.probes(visit.config.length)[0].text
