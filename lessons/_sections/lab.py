"""The sections under the film; only the chosen one is drawn, so the first view stays light."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lessons._sections.flow import gradients
from lessons._sections.many_runs import many_runs
from lessons._shared.films import encoded
from lessons._shared.plain import plain
from lessons._shared.run_store import RunStore
from lessons._shared.show_code import code_of
from lessons._shared.story import origin
from lessons._shared.theme import mode
from lessons._shared.visit import Visit, find_probe
from lstm_viz import player
from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.figures.runs import learning_curves, score_by_gap
from lstm_viz.film import Film
from lstm_viz.film_bytes import FilmError
from lstm_viz.palette import player_palette
from lstm_viz.tasks import SequenceError

OWN = "your own"


def sections(visit: Visit, store: RunStore, film: Film) -> None:
    """Draw the choice of sections and the chosen one."""
    chosen = st.segmented_control(
        "Look closer",
        list(_SECTIONS),
        key="section",
        default=next(iter(_SECTIONS)),
        required=True,
        label_visibility="collapsed",
        bind="query-params",
    )
    _SECTIONS[chosen or next(iter(_SECTIONS))](visit, store, film)


def own_sequence(visit: Visit, _store: RunStore, film: Film) -> None:
    """Choose a named probe sequence, or write one's own."""
    named = {p.name: p for p in visit.config.the_task.probes(visit.config.length)}
    is_named = any(probe.text == visit.probe.text for probe in named.values())

    def choose() -> None:
        name = st.session_state.probe_name
        if name in named:
            _watch(visit, named[name].text)

    def write() -> None:
        _watch(visit, st.session_state.probe_text)

    st.session_state.probe_name = film.probe.name if is_named else OWN
    if "sequence_problem" not in st.session_state:
        st.session_state.probe_text = visit.probe.text
    choice, text = st.columns([1, 3])
    choice.selectbox("Sequence", [*named, OWN], key="probe_name", on_change=choose)
    text.text_input(
        "One token per time step: change it and press Enter", key="probe_text", on_change=write
    )
    if problem := st.session_state.pop("sequence_problem", None):
        st.error(plain(f"{problem[0].upper()}{problem[1:]}."), icon=":material/edit_off:")
    grammar = visit.config.the_task.grammar
    st.caption(plain(f"{film.probe.description} To make your own, {grammar}."))


def _watch(visit: Visit, text: str) -> None:
    """Watch another sequence, or say what is wrong with it."""
    try:
        visit.probe = find_probe(visit.config, text)
        visit.opened = None
    except SequenceError as error:
        st.session_state.sequence_problem = str(error)


def _both(config: TrainConfig) -> str:
    """Name the two cells."""
    return " and ".join(CELLS[name].title for name in config.cells)


def curves(_visit: Visit, _store: RunStore, film: Film) -> None:
    """Draw score and loss, to zoom into and to download."""
    logarithmic = st.toggle("Logarithmic", value=True, key="log", bind="query-params")
    st.plotly_chart(
        learning_curves(film, logarithmic, mode()),
        key="curves",
        alt=f"Score and training loss of {_both(film.config)} against the training update",
    )
    st.caption(origin(film))


def gaps(visit: Visit, _store: RunStore, _film: Film) -> None:
    """Draw the outcome of this visit's runs against their gap."""
    task = visit.config.the_task
    runs = [outcome for config, outcome in visit.outcomes.items() if config.task == task.name]
    if not runs:
        st.info("Move the gap dial, train to the end, and every finished run appears here.")
        return
    st.plotly_chart(
        score_by_gap(runs, task, mode()),
        key="gaps",
        alt="Final score of both cells against the gap, one point per cell and finished run",
    )
    count = f"{len(runs)} finished run{'s' if len(runs) > 1 else ''}"
    st.caption(f"{task.title}: {count} of this visit, each after its last update.")


def files(visit: Visit, store: RunStore, film: Film) -> None:
    """Download the film, or open one from a file."""
    data = encoded(store, visit, film)
    title = f"{film.config.the_task.title}, seed {film.config.seed}"
    stem = f"{film.config.task}_T{film.config.length}_seed{film.config.seed}"
    left, right = st.columns(2)
    with left:
        st.download_button(
            "Download as a web page",
            player.page(data, title, player_palette()).encode(),
            f"{stem}.html",
            "text/html",
            key="download_page",
            on_click="ignore",
            help="One file that plays this film in any browser, without a network.",
        )
        st.download_button(
            "Download the film",
            data,
            f"{stem}.film",
            "application/octet-stream",
            key="download_film",
            on_click="ignore",
            help="For `lstm_viz.Film.load` in a notebook, or to open it here again.",
        )
        st.caption(origin(film))
    with right:
        st.file_uploader("Open a film", type=["film"], key="upload", on_change=_open, args=(visit,))
        if problem := st.session_state.pop("film_problem", None):
            st.error(plain(f"{problem[0].upper()}{problem[1:]}."), icon=":material/broken_image:")


def _open(visit: Visit) -> None:
    """Show a film from a file, or say what is wrong with it."""
    upload = st.session_state.upload
    if upload is None:
        return
    try:
        film = Film.from_bytes(upload.getvalue())
    except FilmError as error:
        st.session_state.film_problem = str(error)
        return
    visit.turn(film.config)
    visit.opened, visit.probe, visit.until = film, film.probe, film.update


def as_code(visit: Visit, _store: RunStore, _film: Film) -> None:
    """Show the run as a script that stands alone."""
    code_of(visit.config)


_SECTIONS: dict[str, Callable[[Visit, RunStore, Film], None]] = {
    "Your own sequence": own_sequence,
    "Learning curves": curves,
    "Gradients": gradients,
    "Score by gap": gaps,
    "Many runs": many_runs,
    "Keep or open a film": files,
    "Show me the code": as_code,
}
