"""Lesson: the frame that all lessons share: a question, text beside a real run, and what follows.

A lesson reads from top to bottom as its page does. Text stands beside the picture; the student
predicts, then the run that is shown gives the answer; then there is a goal to reach by turning
knobs; at the end a recap, the sources and the way to the next lesson.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lessons._shared.address import write_address
from lessons._shared.catalogue import Entry, entry_of, next_after
from lessons._shared.link import take
from lessons._shared.plain import plain
from lessons._shared.player import Focus
from lessons._shared.progress import note_progress
from lessons._shared.questions import Goal, Question
from lessons._shared.show_code import show_code
from lessons._shared.stage import Stage
from lessons._shared.story import origin
from lessons._shared.terms import linked
from lessons._shared.visit import Visit
from lstm_viz.config import TrainConfig
from lstm_viz.film import Film


def say(markdown: str) -> None:
    """Write a paragraph in which every ``[[term]]`` links to the glossary."""
    st.markdown(linked(markdown))


@dataclass
class Lesson:
    """One lesson's page.

    Attributes
    ----------
    entry : Entry
    stage : Stage
        The run that it shows.
    focus : Focus
        Which parts of the film matter here; the player can show the others.
    text, picture : DeltaGenerator
        The two columns.
    """

    entry: Entry
    stage: Stage
    focus: Focus
    text: DeltaGenerator
    picture: DeltaGenerator
    _opens: TrainConfig
    _asked: list[Question] = field(default_factory=list)

    @classmethod
    def begin(cls, file: str, config: TrainConfig, focus: Focus | None = None) -> Lesson:
        """Draw the title of a page, given its ``__file__``, and open its columns.

        ``config`` is what the page shows, trained, without a link.
        """
        entry = entry_of(file)
        focus = focus or Focus()
        stage = Stage.of(entry.name, config, {config.cell, *focus.models})
        st.caption(entry.place)
        st.title(entry.question, anchor=False)
        with st.container(key="lesson"):
            text, picture = st.columns([5, 9], gap="medium")
        return cls(entry, stage, focus, text, picture, config)

    @property
    def visit(self) -> Visit:
        """Return what the visitor looks at."""
        return self.stage.visit

    @property
    def film(self) -> Film | None:
        """Return the film that is shown, unless it still grows."""
        return self.stage.film if self.stage.is_resting else None

    def predict(self, question: Question) -> None:
        """Ask, and once the student has committed to an answer, let the run give its own."""
        visit, name = self.visit, question.key
        self._asked.append(question)
        expected = f"one of {', '.join(question.options)}"
        if take(visit, name, question.options.__contains__, expected) and question.opens:
            prepared = {"until", *self._opens.to_dict()}
            if not prepared & visit.link.keys():
                visit.open(question.opens)
                st.rerun()
        key = f"predict_{name}"

        def commit() -> None:
            is_first = name not in visit.answers
            visit.answers[name] = st.session_state[key]
            if is_first and question.opens:
                visit.open(question.opens)

        st.session_state[key] = visit.answers.get(name)
        with st.container(border=True):
            say(f"**Predict first.** {question.ask}")
            st.radio(
                "Your prediction",
                list(question.options),
                key=key,
                format_func=lambda option: question.options[option],
                on_change=commit,
                label_visibility="collapsed",
                disabled=question.is_final and name in visit.answers,
            )
            if name in visit.answers:
                self._reveal(question, visit.answers[name])

    def _reveal(self, question: Question, said: str) -> None:
        """Let the run answer."""
        if self.film is None:
            st.caption("The answer comes when the run has been trained.")
            return
        if ended := self._ended(self.film):
            st.info(ended, icon=":material/hourglass_empty:")
            return
        answer, because = question.judge(self.film)
        if answer is None:
            st.info(linked(because), icon=":material/hourglass_empty:")
        elif not question.is_about(self.film.config):
            here = f"**Here it is another run than was asked about: {question.options[answer]}.**"
            st.info(f"{here} {linked(because)}", icon=":material/tune:")
        elif answer == said:
            st.success(f"**Right.** {linked(because)}", icon=":material/check:")
        else:
            in_fact = f"**{question.where}: {question.options[answer]}.**"
            st.info(f"{in_fact} {linked(because)}", icon=":material/lightbulb:")

    def _ended(self, film: Film) -> str:
        """Say why a run that broke off cannot be judged; nothing if it did not."""
        ended = (film.ended[name] for name in film.config.cells if name in self.focus.models)
        reason = next((each.reason for each in ended if each), None)
        return f"This run ended early: {plain(reason)}. Other settings will tell." if reason else ""

    def goal(self, goal: Goal) -> None:
        """Set a goal, and tell how far the student is from it."""
        with st.container(border=True, key="goal"):
            st.markdown(f"**Your turn.** {linked(goal.text)}")
            if self.film and (ended := self._ended(self.film)):
                st.markdown(ended)
            elif self.film:
                reached, tells = goal.judge(self.film, self.visit.outcomes)
                self.visit.reached |= reached
                if reached:
                    st.success(f"**Reached.** {linked(tells)}", icon=":material/flag:")
                else:
                    st.markdown(linked(tells))
            if self.visit.reached:
                st.caption("You have reached this goal.")
            with st.expander("A hint", icon=":material/help:"):
                say(goal.hint)

    def show(
        self,
        knobs: Callable[[Visit], None],
        step: int | None = None,
        hides: bool = False,
        unit: int | None = None,
    ) -> None:
        """Draw the run: the lesson's knobs, the buttons that train, the film and its provenance.

        Parameters
        ----------
        knobs : callable
            Draws the widgets of the knobs that matter here.
        step : int, optional
            The time step, from 1, where the film opens.
        hides : bool
            Whether the film opens before training, and shows the training when all questions above
            have been answered.
        unit : int, optional
            The LSTM's unit, from 1, at which the film opens; by default the one whose memory
            follows the stored content most closely.
        """
        stage = self.stage
        stage.controls(knobs)
        task = self.visit.config.the_task
        if task.name != self._opens.task:  # of its own task the lesson's text speaks
            st.markdown(f"**{task.title}.** {task.summary}")
        stage.story(self.focus.models)
        self.watch(step, hides, unit)

    def watch(
        self,
        step: int | None = None,
        hides: bool = False,
        unit: int | None = None,
        plays: bool = True,
    ) -> None:
        """Draw the film, its provenance, its link into the Lab and its code; as `show` has them.

        ``plays`` tells whether a film that was hidden goes through its training when it opens, or
        stands at its end.
        """
        position = self._position(step, unit, hides)
        if not plays:
            position.pop("play", None)
        self.stage.player(position, self.focus)
        if self.film:  # while it trains, its numbers stand above
            st.caption(origin(self.film, self.focus.models))
        st.page_link(
            "lessons/00_lab.py",
            label="Open this run in the Lab",
            icon=":material/science:",
            query_params=self.visit.to_query() | ({} if step is None else {"step": str(step)}),
        )
        show_code(self.visit.config)

    def _position(self, step: int | None, unit: int | None, hides: bool) -> dict[str, int | str]:
        """Return where in the film the page points: the beginning of training, or its end."""
        places = {"step": step, "unit": unit}
        position: dict[str, int | str] = {name: n for name, n in places.items() if n is not None}
        if hides and self.film:
            is_open = all(question.key in self.visit.answers for question in self._asked)
            position |= {"at": self.film.update, "play": "training"} if is_open else {"at": 0}
        return position

    def end(self, recap: str, sources: Sequence[str]) -> None:
        """Close the lesson: what to take away, where it is from, and where it goes on."""
        st.header("To take away", anchor=False)
        say(recap)
        st.caption("Sources: " + " · ".join(sources))
        following = next_after(self.entry)
        if following:
            st.page_link(
                following.page,
                label=f"Next: {following.question}",
                icon=":material/arrow_forward:",
            )
        else:
            st.page_link("lessons/course.py", label="All lessons", icon=":material/list:")
        note_progress(self.entry.name, self._marks())
        write_address(self.visit.to_query())

    def _marks(self) -> list[str]:
        """Return what the student has done here."""
        has_predicted = self._asked and all(q.key in self.visit.answers for q in self._asked)
        return [
            "opened",
            *(["predicted"] if has_predicted else []),
            *(["reached"] if self.visit.reached else []),
        ]
