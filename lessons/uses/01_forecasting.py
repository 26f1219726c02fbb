"""How warm will it be tomorrow?

A real series: four years of temperatures in Seattle. See whether an LSTM forecasts better than
saying that tomorrow will be as today, for how many days, and what its memory is worth.
"""

from __future__ import annotations

from lessons._sections.forecasting import ahead, task_of, unit_of
from lessons._shared.beside import beside_baselines
from lessons._shared.judging import another_task, unfinished
from lessons._shared.knobs import slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.material import own_material
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.measures.film import half_life, lstm_of
from lstm_viz.measures.horizon import DAYS, errors, forecasts, starts, useful_days

FEW = 3
"""Days up to which a forecast counts as short."""
SMALL = 2
"""Units of a small model."""


def knobs(visit: Visit) -> None:
    """Draw the number of units, the days that a window has, and the place for own data."""
    slider(visit, "hidden_size", "Units", 1, 16, width=110)
    slider(visit, "length", "Days in a window", 10, 40, width=130)
    own_material(visit, "series", "day,value\n2024-01-01,12.5\n2024-01-02,11.8\n…")


def how_far(film: Film) -> Verdict:
    """Tell for how many days the LSTM of the shown run beats every baseline."""
    task = task_of(film)
    if task is None:
        return Verdict(None, another_task(film))
    if problem := unfinished(film):
        return Verdict(None, problem)
    seen = forecasts(film, starts(task))
    days, wrong = useful_days(seen, film.config.lstm), errors(seen)
    best = min(seen.baselines, key=lambda title: wrong[title][0])
    told = (
        f"Its error is the smallest for **{days} of {DAYS} days**. For tomorrow it is "
        f"{wrong[film.config.lstm][0]:.3g}, that of {best} {wrong[best][0]:.3g} {unit_of(task)}: "
        f"{1 - wrong[film.config.lstm][0] / wrong[best][0]:.0%} less."
    )
    if days < DAYS:
        winner = min(seen.baselines, key=lambda title: wrong[title][days])
        told += f" On day {days + 1} {winner} is better."
    gate = lstm_of(film).forget_gate
    low, high = gate.mean(0).min(), gate.mean(0).max()
    told += (
        f" Look at the [[forget gates|forget gate]]: each stands nearly still, at {low:.2f} to "
        f"{high:.2f} on average. The longest memory has a [[half-life]] of "
        f"{half_life(float(high)):.1f} days, if nothing else carries it."
    )
    answer = "none" if days == 0 else "few" if days <= FEW else "many" if days < DAYS else "all"
    return Verdict(answer, told)


QUESTION = Question(
    "how_far",
    "The trained LSTM forecasts two weeks of a year that it has never seen, by reading its own "
    "forecasts. From tomorrow on, for how many days in a row is it better than **every** simple "
    "baseline?",
    {
        "none": "for none",
        "few": f"for 1 to {FEW} days",
        "many": f"for {FEW + 1} to {DAYS - 1} days",
        "all": f"for all {DAYS} days",
    },
    how_far,
)


def small_and_better(film: Film, _tried: Tried) -> Standing:
    """Tell whether a small LSTM beats every baseline on the validation set."""
    config, task = film.config, task_of(film)
    if task is None:
        return Standing(False, another_task(film))
    simple = task.baseline_scores(task.validation(config.length))
    title = min(simple, key=simple.__getitem__)
    score = film.snapshots[-1].lstm.score
    units = f"{config.size_of(config.lstm)} unit" + "s" * (config.size_of(config.lstm) > 1)
    return Standing(
        config.size_of(config.lstm) <= SMALL and score < simple[title],
        f"On the validation set the best baseline is {title}: {simple[title]:.4f}. This LSTM of "
        f"{units} has {score:.4f} at update {film.update}.",
    )


GOAL = Goal(
    f"How little does it take? Find an LSTM of at most **{SMALL} units** that beats every "
    "baseline on the [[validation set]].",
    small_and_better,
    "The number of units stands above the picture. With so few of them a run may need more than "
    "one try: another [[seed]], or longer windows.",
)

lesson = Lesson.begin(
    __file__,
    RUNS["forecasting"],
    Focus(
        models=("lstm", "rnn"),
        quantities=("forget_gate", "input_gate", "cell_state"),
        parts=("lines",),
    ),
)
with lesson.text:
    say(
        "Sales, power, water, weather: to plan, one needs tomorrow's number. An [[LSTM]] reads a "
        "series day by day and says the next value. But much of that is easy: tomorrow is mostly "
        "like today, and July like last July. Whoever learns has to beat that."
    )
    say(
        "**The task.** The highest temperature of each day in Seattle; say tomorrow's. The LSTM "
        "learns from 2012 and 2013; 2014 is the [[validation set]], 2015 the test. The numbers are "
        "standardised by the training years only. Or bring a series of your own."
    )
    say(
        "**In the picture** is the beginning of the test year, day by day. Every row is a "
        "[[unit]]. Further down the models run on by themselves."
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs)
ahead(lesson)
beside_baselines(lesson.film)
lesson.end(
    "Tomorrow is mostly as today, so a simple forecast is hard to beat: in our runs the LSTM's "
    "error was smaller by less than a tenth. It made use of about ten days, with forget gates that "
    "hardly move; what it had read before made no difference. Further ahead its own forecasts are "
    "all it reads; after two weeks the usual value for the date, which needs no network, was "
    "better.",
    [
        "NOAA, daily weather in Seattle, as shipped in [vega_datasets]"
        "(https://github.com/altair-viz/vega_datasets)",
        "R. J. Hyndman, G. Athanasopoulos, [Forecasting: principles and practice]"
        "(https://otexts.com/fpp3/), 2021",
        "S. Makridakis, E. Spiliotis, V. Assimakopoulos, [The M4 competition]"
        "(https://doi.org/10.1016/j.ijforecast.2019.04.014), 2020",
    ],
)
