"""Is an LSTM better than an RNN?

Both get the same task, the same batches and as many updates. Race them under a fair rule, and see
where the LSTM wins, where it is a tie, and where it loses.
"""

from __future__ import annotations

from lessons._sections.horizon import horizon
from lessons._sections.races import comparison, races
from lessons._shared.judging import unfinished
from lessons._shared.knobs import RACES, choice, slider, task_choice
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.config import TrainConfig
from lstm_viz.film import Film
from lstm_viz.run import ModelName, solved_at


def knobs(visit: Visit) -> None:
    """Draw the task, which keeps the rule, the gap, and the rule."""

    def turn_to(name: str) -> None:
        visit.turn(TrainConfig.of_task(name, fairness=visit.config.fairness))

    task = visit.config.the_task
    task_choice(visit, "race_task", RACES, turn_to, width=150)
    low, high = task.lengths.low, task.lengths.high
    slider(visit, "length", f"Gap: {task.length_name}", low, high, width=120)
    choice(visit, "fairness", "RNN gets", width=160)


def first_solved(film: Film) -> dict[ModelName, int | None]:
    """Return at which update each model was first seen to have solved the task."""
    return {
        name: solved_at(film.snapshots, name, film.config.the_task) for name in film.config.cells
    }


def how_it_went(film: Film) -> str:
    """Tell the race that is shown: rule, sizes, and who solved the task at which update."""
    config, first = film.config, first_solved(film)
    told = [
        f"the {'LSTM' if name == 'lstm' else 'vanilla RNN'} ({config.size_of(name)} units, "
        f"{config.parameters(name)} parameters) "
        + (f"solved it by update {first[name]}" if first[name] is not None else "did not solve it")
        for name in config.cells
    ]
    where = f"{config.the_task.title}, {config.length} {config.the_task.length_name}"
    return f"{where}: {told[0]}, {told[1]}."


def who_learns(film: Film) -> Verdict:
    """Tell which of the two learned the task of the run that is shown."""
    if problem := unfinished(film):
        return Verdict(None, problem)
    first = first_solved(film)
    answers = {(0, 0): "neither", (1, 0): "lstm", (0, 1): "rnn", (1, 1): "both"}
    solved = (first["lstm"] is not None, first["rnn"] is not None)
    return Verdict(answers[solved], how_it_went(film))


LATCH = RUNS["race_latch"]
QUESTION = Question(
    "learns",
    "The next race is the latch: the first symbol is one of two cues; then come "
    f"{LATCH.length - 2} other symbols; at the end, say which cue it was. Both have about equally "
    f"many parameters and get {LATCH.updates} updates. Who learns it?",
    {
        "lstm": "the LSTM only",
        "rnn": "the vanilla RNN only",
        "both": "both",
        "neither": "neither",
    },
    who_learns,
    opens=LATCH,
)


def is_won_by_the_rnn(film: Film, _tried: Tried) -> Standing:
    """Tell whether the vanilla RNN solved the task of the shown run before the LSTM did."""
    first = first_solved(film)
    lstm, rnn = first["lstm"], first["rnn"]
    if film.update < film.config.updates and rnn is None:
        return Standing(False, "Train the run, and it will tell.")
    return Standing(rnn is not None and (lstm is None or rnn < lstm), how_it_went(film))


GOAL = Goal(
    "Find a race that the vanilla RNN wins: it solves the task, and the LSTM does so later or not "
    "at all.",
    is_won_by_the_rnn,
    "What costs the RNN the long races is the [[gap]]. Where there is little to bridge, its simple "
    "rule is quickly learned. If it is close, another [[seed]] may decide otherwise.",
)

lesson = Lesson.begin(
    __file__, RUNS["race_store"], Focus(quantities=("cell_state",), parts=("curves",))
)
with lesson.text:
    say(
        "You have seen what a [[vanilla RNN]] loses and what an [[LSTM]] keeps. So is the LSTM "
        "better? That depends on the task, and on what one calls fair."
    )
    say(
        "**A [[fair race]].** Both learn from the same [[batches|batch]], for as many "
        "[[updates|update]]. But a [[unit]] of an LSTM has four times the weights of an RNN's. So "
        "the RNN gets either as many units, or as many units as make its number of [[parameters]] "
        "about equal. You choose."
    )
    say(
        "**In the picture** both first try to store a number for "
        f"{RUNS['race_store'].length} steps; later it shows whichever race you choose. First the "
        "curves of both; below, what each of them carries along: the LSTM its "
        "[[cell state]], the RNN its [[hidden state]]."
    )
    say("One [[seed]] is one race. Further down there are more.")
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs)
comparison()
races()
horizon()
lesson.end(
    "Over long gaps the LSTM, if its forget gate began near 1, learned what the vanilla RNN did "
    "not: it keeps and adds where the RNN writes anew. Over 5 steps the RNN was usually quicker. A "
    "single bit over 30 steps it learned with most seeds, though later, when it had as many "
    "parameters. None of this is a law: other first weights, more units or more updates move the "
    "border, and whoever compares must say what was equal.",
    [
        "S. Hochreiter, J. Schmidhuber, [Long short-term memory]"
        "(https://doi.org/10.1162/neco.1997.9.8.1735), 1997",
        "R. Jozefowicz, W. Zaremba, I. Sutskever, [An empirical exploration of recurrent network "
        "architectures](https://proceedings.mlr.press/v37/jozefowicz15.html), 2015",
        "Q. V. Le, N. Jaitly, G. E. Hinton, [A simple way to initialize recurrent networks of "
        "rectified linear units](https://arxiv.org/abs/1504.00941), 2015",
    ],
)
