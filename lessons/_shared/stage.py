"""Stage: one run on a page, with the controls that train it and the player that shows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lessons._shared.films import encoded, film_now, has_arrived, is_finished, run_store
from lessons._shared.lab_knobs import more_knobs
from lessons._shared.live import follow
from lessons._shared.plain import plain
from lessons._shared.player import Focus, film_player
from lessons._shared.run_store import RunStore
from lessons._shared.story import headline
from lessons._shared.training_controls import small_steps, start_over, train_button
from lessons._shared.visit import Visit, current_visit, note_outcome
from lstm_viz.config import TrainConfig
from lstm_viz.film import Film
from lstm_viz.run import ModelName


@dataclass(frozen=True)
class Stage:
    """The run that a page shows, at this moment.

    Attributes
    ----------
    visit : Visit
    store : RunStore
    film : Film or None
        As far as it has been computed; None before the first snapshot.
    is_resting : bool
        Whether nothing trains for this visitor.
    is_finished : bool
        Whether no update is left to make.
    """

    visit: Visit
    store: RunStore
    film: Film | None
    is_resting: bool
    is_finished: bool

    @classmethod
    def of(cls, page: str, config: TrainConfig, about: Collection[str] | None = None) -> Stage:
        """Open the stage of a page; ``config`` is what it shows, trained, without a link.

        ``about`` names the cells that the page speaks of; without it, all.
        """
        store, visit = run_store(), current_visit(page, config, about)
        film = film_now(store, visit)
        arrived, finished = has_arrived(visit, film), is_finished(film)
        return cls(visit, store, film, arrived, finished)

    def controls(self, knobs: Callable[[Visit], None], has_fine: bool = False) -> None:
        """Draw a page's knobs and the buttons that train.

        ``has_fine`` adds what a lesson can do without: single updates, and all other knobs.
        """
        visit, store = self.visit, self.store
        shown = self.film.update if self.film else 0
        first = _row()
        with first:
            knobs(visit)
        with _row() if has_fine else first:
            train_button(visit, store, shown, self.is_resting, self.is_finished)
            if has_fine:
                small_steps(visit, shown, self.is_resting and not self.is_finished)
            start_over(visit, store)
            if has_fine:
                # So many more widgets on every page run would be a fifth of the server's work.
                more = st.popover("More", icon=":material/tune:", key="more", on_change="rerun")
                if more.open:
                    with more:
                        more_knobs(visit)
        self.problems()

    def problems(self) -> None:
        """Tell what was wrong with the link."""
        for problem in self.visit.problems:
            st.warning(plain(problem), icon=":material/warning:")

    def story(self, models: Iterable[ModelName] = ()) -> None:
        """Tell how training goes, or what came out for some models."""
        with st.container(key="story"):
            if not self.is_resting:
                follow(self.visit, self.store)
            elif self.film:
                st.markdown(headline(self.film, models))

    def player(
        self, position: Mapping[str, int | str] | None = None, focus: Focus | None = None
    ) -> None:
        """Draw the film player; while something trains, its film grows without being redrawn.

        ``position`` and ``focus`` are as in `film_player`.
        """
        if self.is_resting and self.film:
            self.visit.rest(encoded(self.store, self.visit, self.film))
            note_outcome(self.visit, self.film, self.is_finished)
        if self.visit.screen:
            film_player(self.visit.screen, self.visit.serial, "film", position, focus)


def _row() -> DeltaGenerator:
    """Begin a row of widgets."""
    return st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall")
