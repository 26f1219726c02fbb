"""Visit: what one visitor looks at, kept in step with the page's link."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import streamlit as st

from lessons._shared.shipped import RUNS, opens_at
from lessons._shared.wish import SHIPPED, Wish
from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.figures.runs import Outcome
from lstm_viz.film import Film
from lstm_viz.tasks import Probe, SequenceError


@dataclass
class Visit:
    """The state of one visitor's page.

    Attributes
    ----------
    session : str
        Names the visitor to the run store.
    config : TrainConfig
    until : int
        The update up to which the visitor wants to see the run. The page is a function of
        ``config``, ``until`` and ``probe``, and all three stand in its link.
    probe : Probe
        The sequence that is watched.
    take : int
        Which take of the run: a complete run can be trained once more, live.
    trains : bool
        Whether the visitor has asked for training, and so wants no shipped film.
    problems : tuple of str
        What was wrong with the link, one sentence each.
    screen : bytes or None
        The film that the player was given last; while training it is kept still.
    sent : list of int
        The updates up to which parts of one film were sent to the player, latest last.
    serial : int
        Rises when a whole film follows parts, so that the player notices that it is to be shown
        even if its bytes are those of the whole film before.
    outcomes : dict
        Finished runs of this visit, by configuration, for the chart of score against gap.
    opened : Film or None
        A film that the visitor opened from a file, shown instead of the run.
    answers : dict of str to str
        What a student has answered to a lesson's questions, by the question's name in the link.
    link : dict of str to str
        The parameters of the link that the visit began with; whoever reads one takes it out.
    reached : bool
        Whether a lesson's goal has been reached in this visit.
    """

    session: str
    config: TrainConfig
    until: int
    probe: Probe
    take: int = 0
    trains: bool = False
    problems: tuple[str, ...] = ()
    screen: bytes | None = None
    sent: list[int] = field(default_factory=list)
    sending: object = None
    serial: int = 0
    outcomes: dict[TrainConfig, Outcome] = field(default_factory=dict)
    opened: Film | None = None
    answers: dict[str, str] = field(default_factory=dict)
    link: dict[str, str] = field(default_factory=dict)
    reached: bool = False

    @classmethod
    def from_query(
        cls, query: Mapping[str, str], default: TrainConfig, about: Collection[str] | None = None
    ) -> Visit:
        """Begin a visit from a link.

        A page that speaks of some cells only names them in ``about``: a link to another one, or to
        another opponent, gets the page's own cells and a sentence that says so.

        What the link leaves out is as in ``default``, the page's own configuration, which is shown
        trained to its end, or, if it is wired by hand, before training. Any other configuration is
        shown untrained, unless the link says how far (``until``).
        """
        config, problems = TrainConfig.from_query(query, default)
        if about is not None and (config.cell not in about or config.against != default.against):
            asked = " against ".join(CELLS[name].title for name in config.cells)
            config = config.changed(cell=default.cell, against=default.against)
            problems += (f"The link compares {asked}, which the Lab does; this page does not.",)
        probe, until = config.the_task.probes(config.length)[0], 0
        if config == default:
            until = opens_at(config)
        if "until" in query:
            text = query["until"]
            if text.isascii() and text.isdigit() and len(text) < 9:
                until = min(int(text), config.updates)
            else:
                problems += (f"The link says until={text[:40]}: expected a number of updates.",)
        if "sequence" in query:
            try:
                probe = find_probe(config, query["sequence"])
            except SequenceError as error:
                problems += (f"The link's sequence does not fit the task: {error}.",)
        problems += _position_problems(query)
        # As far as the film of a run ships, nobody has to train it again for a link.
        is_there = config in RUNS.values() and until <= opens_at(config)
        trains = "until" in query and not is_there
        session = uuid.uuid4().hex
        return cls(
            session, config, until, probe, trains=trains, problems=problems, link=dict(query)
        )

    @property
    def wish(self) -> Wish:
        """Return what the visitor wants of the run store."""
        return Wish(self.config, self.probe, self.until, SHIPPED if self.ships else self.take)

    @property
    def ships(self) -> bool:
        """Whether the film of this run ships, complete, and the visitor has not pressed Train."""
        is_whole = self.until >= self.config.updates
        return is_whole and not self.trains and self.config in RUNS.values()

    def parts_sent(self) -> list[int]:
        """Return which parts of the present run's film were sent; none of a run that is new."""
        film = (self.config, self.probe.text, self.take)
        if self.sending != film:
            self.sending, self.sent = film, []
        return self.sent

    def rest(self, screen: bytes) -> None:
        """Give the player a whole film, in place of the parts that it may have been sent."""
        if self.sending is not None:
            self.serial += 1
        self.sending, self.screen = None, screen

    def to_query(self) -> dict[str, str]:
        """Return the URL parameters that reproduce this page, but for the player's position."""
        return {
            **self.config.to_query(),
            "until": str(self.until),
            "sequence": self.probe.text,
            **self.answers,
        }

    def turn(self, config: TrainConfig) -> None:
        """Look at another configuration, untrained, on its first probe sequence."""
        on = [(each.task, each.length, each.material) for each in (config, self.config)]
        if on[0] != on[1]:
            self.probe = config.the_task.probes(config.length)[0]
        self.config, self.until, self.take, self.trains = config, 0, 0, False
        self.opened, self.problems = None, ()

    def open(self, config: TrainConfig) -> None:
        """Look at another configuration as far as trained as a page opens with its own."""
        self.turn(config)
        self.until = opens_at(config)


def _position_problems(query: Mapping[str, str]) -> tuple[str, ...]:
    """Say what is wrong with the place in the film that a link names; the player ignores it."""
    problems = [
        f"The link says {name}={query[name][:40]}: expected a whole number."
        for name in ("step", "at", "unit")
        if name in query and not (query[name].isascii() and query[name].isdigit())
    ]
    if query.get("view", "heat") not in ("heat", "lines", "difference"):
        expected = "expected heat, lines or difference"
        problems.append(f"The link says view={query['view'][:40]}: {expected}.")
    return tuple(problems)


def find_probe(config: TrainConfig, text: str) -> Probe:
    """Return the named probe sequence with this text, or the text read as one's own sequence."""
    text = " ".join(text.replace(",", " ").split())
    for probe in config.the_task.probes(config.length):
        if probe.text == text:
            return probe
    return config.the_task.read_sequence(text)


def current_visit(page: str, config: TrainConfig, about: Collection[str] | None = None) -> Visit:
    """Return this browser session's visit to a page, begun from its link.

    Whoever comes back to a page finds it as it was left. A link that prepares another run, followed
    from another page, begins anew; what has been tried and reached stays.
    """
    key, query = f"visit_{page}", st.query_params.to_dict()
    arrives = st.session_state.get("page") != page
    st.session_state.page = page
    before: Visit | None = st.session_state.get(key)
    if before and not (arrives and query.keys() & config.to_dict().keys()):
        return before
    if before and before.to_query().items() <= query.items():
        return before
    visit = Visit.from_query(query, config, about)
    if before:
        visit.outcomes, visit.reached = before.outcomes, before.reached
    st.session_state[key] = visit
    return visit


def note_outcome(visit: Visit, film: Film, is_finished: bool) -> None:
    """Remember a finished run that was trained here, for the chart of score against gap."""
    if visit.trains and is_finished:
        last = film.snapshots[-1].models
        scores = {name: model.score for name, model in last.items()}
        visit.outcomes[film.config] = Outcome(film.config, scores)
