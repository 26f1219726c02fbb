"""The examiner's papers: which films they ask about, where one stands, and what came of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import streamlit as st

from lessons._shared.catalogue import lessons
from lessons._shared.films import film_now, has_arrived, run_store
from lessons._shared.link import take
from lessons._shared.questions import Question, Verdict
from lessons._shared.shipped import film_named
from lessons._shared.terms import linked
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.quiz import Asked, paper

SHIPPED = (
    *("memory_cell", "count_since_reset", "race_store", "adding", "race_latch", "few_sequences"),
    *("no_forget_gate", "long_memory", "memory_cell_sgd"),
)
"""The films that are asked about where a student has trained too little."""
ROUNDS = 10_000
MOST_OWN = 6
LETTERS = "abcd"
PAGE = "be_the_examiner"


class Own(NamedTuple):
    """A run that was trained in this session, and its film."""

    visit: Visit
    film: Film


@dataclass(frozen=True)
class Paper:
    """A round of questions on some films.

    Attributes
    ----------
    number : int
        Of the round: its seed.
    films : tuple of Film
        The student's own first.
    own : tuple of Own
    asked : tuple of Asked
    """

    number: int
    films: tuple[Film, ...]
    own: tuple[Own, ...]
    asked: tuple[Asked, ...]

    @property
    def about(self) -> str:
        """Return a few letters that tell which runs it asks about."""
        told = repr([(film.config.to_query(), film.probe.text) for film in self.films])
        return hashlib.sha256(told.encode()).hexdigest()[:8]

    def film(self, place: int) -> Film:
        """Return the film of a question."""
        return self.films[self.asked[place].film]

    def question(self, place: int) -> Question:
        """Return a question as a lesson asks it."""
        item = self.asked[place].item
        options = dict(zip(LETTERS, item.options, strict=False))
        verdict = Verdict(LETTERS[item.right], item.because)
        return Question(
            key(place),
            f"*Question {place + 1} of {len(self.asked)}.* {item.ask}",
            options,
            lambda _film: verdict,
            where="It is",
            is_final=True,
        )

    def is_right(self, place: int, answers: Mapping[str, str]) -> bool:
        """Whether a question was answered, and rightly."""
        return answers.get(key(place)) == LETTERS[self.asked[place].item.right]

    def answered(self, answers: Mapping[str, str]) -> int:
        """Return how many questions have been answered."""
        return sum(key(place) in answers for place in range(len(self.asked)))

    def right(self, answers: Mapping[str, str]) -> int:
        """Return how many were answered rightly."""
        return sum(self.is_right(place, answers) for place in range(len(self.asked)))


def key(place: int) -> str:
    """Return the name of a question in the page's link, given its place from 0."""
    return f"q{place + 1}"


def paper_of(said: Mapping[str, str]) -> Paper:
    """Return the round that a link or a visit names, made once in a session."""
    number = said.get("round", "0")
    number = number if _is_round(number) else "0"
    made: dict[str, Paper] = st.session_state.setdefault("papers", {})
    if number not in made:
        own = tuple(_own_runs())
        films = (*(each.film for each in own), *map(film_named, SHIPPED))
        made[number] = Paper(int(number), films, own, paper(films, int(number), own=len(own)))
    return made[number]


def _is_round(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5


def _own_runs() -> list[Own]:
    """Return what was trained in this session and can still be seen, the latest page first."""
    found: list[Own] = []
    for name, visit in reversed(list(st.session_state.items())):
        if not str(name).startswith("visit_") or not isinstance(visit, Visit) or not visit.trains:
            continue
        film = film_now(run_store(), visit)
        is_told = film is not None and film.update and has_arrived(visit, film)
        if film is not None and is_told and len(film.snapshots) > 1:
            found.append(Own(visit, film))
    return found[:MOST_OWN]


def place_of(said: Mapping[str, str], paper: Paper) -> int:
    """Return the place, from 0, of the question that is shown."""
    number = said.get("question", "1")
    is_there = _is_round(number) and 1 <= int(number) <= len(paper.asked)
    return int(number) - 1 if is_there else 0


def take_answers(visit: Visit, paper: Paper) -> None:
    """Take round, question and answers out of the link; answers on other runs are told."""
    count = len(paper.asked)
    take(visit, "round", _is_round, f"a whole number below {ROUNDS}. Using 0 instead")
    at = f"a number from 1 to {count}. Using 1 instead"
    take(visit, "question", lambda said: said == str(place_of({"question": said}, paper) + 1), at)
    about = visit.link.pop("runs", None)
    for place in range(count):
        if about not in (None, paper.about):
            visit.link.pop(key(place), None)
            continue
        options = paper.question(place).options
        take(visit, key(place), options.__contains__, f"one of {', '.join(options)}")
    if about not in (None, paper.about):
        st.warning(
            "The link has answers to questions on other runs than are here. These are new ones.",
            icon=":material/warning:",
        )
    visit.answers["runs"] = paper.about


def shows(visit: Visit, paper: Paper, place: int) -> bool:
    """Turn to the run that a question is about; return whether it was there already."""
    film, chosen = paper.film(place), paper.asked[place].film
    if (visit.config, visit.probe.text, visit.until) == (film.config, film.probe.text, film.update):
        return True
    visit.turn(film.config)
    visit.probe, visit.until = film.probe, film.update
    if chosen < len(paper.own):
        visit.take, visit.trains = paper.own[chosen].visit.take, True
    return False


def go_to(visit: Visit, place: int) -> None:
    """Turn to another question."""
    visit.answers["question"] = str(place + 1)


def new_round(visit: Visit, paper: Paper) -> None:
    """Begin another round, on what has been trained by now."""
    following = str((paper.number + 1) % ROUNDS)
    st.session_state.papers.pop(following, None)
    for name in [*map(key, range(len(paper.asked))), "question", "runs"]:
        visit.answers.pop(name, None)
    visit.answers["round"], visit.reached = following, False


def outcome(visit: Visit, paper: Paper) -> None:
    """Tell, idea by idea, what was right, and where another look is worth while."""
    st.header("Idea by idea", anchor=False)
    if paper.answered(visit.answers) < len(paper.asked):
        st.caption("When all questions are answered, this says which ideas need another look.")
        return
    for lesson in lessons():
        places = [p for p, each in enumerate(paper.asked) if each.item.idea == lesson.name]
        if not places:
            continue
        right = sum(paper.is_right(place, visit.answers) for place in places)
        told, score, link = st.columns([6, 3, 4], vertical_alignment="center")
        told.markdown(lesson.question)
        is_good = right == len(places)
        icon = ":material/check:" if is_good else ":material/replay:"
        words = "" if is_good else " · needs another look"
        score.markdown(f"{icon} {right} of {len(places)}{words}")
        link.page_link(lesson.page, label=lesson.title)


def where_from(paper: Paper, place: int) -> str:
    """Say which run a question is about."""
    config = paper.film(place).config
    whose = "A run of yours" if paper.asked[place].film < len(paper.own) else "A run of this course"
    return linked(f"**{whose}:** {config.the_task.title}, seed {config.seed}.")
