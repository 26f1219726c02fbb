"""How does one notice what nobody has ever seen?

A model learns how a heartbeat goes on, from normal ones only. What comes otherwise than predicted
raises an alarm. You set the threshold: what is caught, and at what price?
"""

from __future__ import annotations

from lessons._sections.alarms import CAUGHT, FALSE, Chosen, alarm
from lessons._shared.beside import beside_baselines
from lessons._shared.judging import another_task, unfinished
from lessons._shared.knobs import slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.family import CELLS
from lstm_viz.film import Film
from lstm_viz.measures.alarms import by_kind, watch
from lstm_viz.measures.film import steps_with
from lstm_viz.measures.following import forget_gates
from lstm_viz.tasks.uses.anomaly import Anomalies

CLEAR = 0.1
"""Surprises that differ by less, as a share of the larger one, are about the same."""


def knobs(visit: Visit) -> None:
    """Draw the number of units, and the length of a sequence."""
    slider(visit, "hidden_size", "Units", 1, 16, width=110)
    slider(visit, "length", "Time steps", 50, 100, width=110)


def who_misses_it(film: Film) -> Verdict:
    """Tell whom a skipped beat surprises most, and what the forget gates do at a beat."""
    if not isinstance(film.config.the_task, Anomalies):
        return Verdict(None, another_task(film))
    if problem := unfinished(film):
        return Verdict(None, problem)
    seen = watch(film, "validation")
    first, second = (by_kind(seen.models[name], seen.seen)["skipped"] for name in film.config.cells)
    last = by_kind(seen.baselines["the last value"], seen.seen)["skipped"]
    one, other = (CELLS[name].title for name in film.config.cells)
    told = (
        f"The largest error at a skipped beat has a median of {first:.2f} for the {one}, "
        f"{second:.2f} for the {other} and {last:.2f} for the last value. A flat line is only "
        "strange to whoever knows how long ago the last beat was."
    )
    at, elsewhere = forget_gates(film, "beat")
    if at == at:
        told += (
            f" Over all units the [[forget gates|forget gate]] stand at {at:.2f} at a peak and at "
            f"{elsewhere:.2f} elsewhere, on average."
        )
    best = max(first, second, last)
    near = [each for each in (first, second, last) if each >= (1 - CLEAR) * best]
    if len(near) > 1:
        return Verdict("same", told)
    return Verdict("lstm" if first == best else "rnn" if second == best else "last", told)


QUESTION = Question(
    "skipped",
    "A beat is skipped: where a peak should be, the signal just stays low. Both models have "
    "only seen normal sequences. Whose prediction error is the largest there?",
    {
        "lstm": "that of the LSTM",
        "rnn": "that of the vanilla RNN",
        "last": "that of the simplest forecast: the next value is as the last one",
        "same": "at least two are about the same",
    },
    who_misses_it,
)


def goal_for(chosen: Chosen | None) -> Goal:
    """Return the goal, judged with the threshold that is chosen."""

    def is_low_and_late(film: Film, _tried: Tried) -> Standing:
        if chosen is None:
            return Standing(False, another_task(film))
        title = CELLS[film.config.cell].title
        seen = chosen.outcomes[title]
        return Standing(
            seen.caught >= CAUGHT * seen.anomalies and seen.false_rate <= FALSE,
            f"With the threshold at {chosen.threshold:g} the {title} catches {seen.caught} of "
            f"{seen.anomalies} anomalies, with {seen.false_rate:.1f} [[false alarms|false alarm]] "
            f"per 1000 time steps, at update {film.update}.",
        )

    return Goal(
        "Set the threshold below the film so that the LSTM catches at least **9 of 10** "
        f"[[anomalies|anomaly]] with at most **{FALSE} false alarms** per 1000 time steps, on the "
        "[[validation set]].",
        is_low_and_late,
        "A low threshold catches everything and cries wolf. Look where the error stands when all "
        "is normal, and where it stands in the shaded part. There is room between them.",
    )


lesson = Lesson.begin(
    __file__,
    RUNS["anomaly"],
    Focus(
        models=("lstm", "rnn"),
        quantities=("forget_gate", "input_gate", "cell_state"),
        parts=("lines",),
    ),
)
with lesson.text:
    say(
        "A heart, a pump, a bank account: nearly always all is well, and what goes wrong is "
        "different every time. So one learns what is **normal**, and listens for what is not."
    )
    say(
        "**The task.** A made-up heartbeat, about one beat in ten [[time steps|time step]]; at "
        "every step, say the next value. Rhythm, height and noise vary. No training sequence has "
        "an [[anomaly]]; later come a skipped beat, a spike, an early beat. The **prediction "
        "error** is the alarm signal."
    )
    say(
        "**In the picture** an [[LSTM]] and a [[vanilla RNN]] hear a sequence with a skipped beat; "
        "every row is a [[unit]]. Below it you set the threshold."
    )
    lesson.predict(QUESTION)
with lesson.picture:
    strange = steps_with(lesson.film, "strange") if lesson.film else []
    lesson.show(knobs, step=strange[0] + 1 if strange else None)
chosen = alarm(lesson)
with lesson.text:
    lesson.goal(goal_for(chosen))
beside_baselines(lesson.film)
lesson.end(
    "The alarm is the error of a forecast; the threshold trades catches for false alarms, and no "
    "choice is free. In our three runs the vanilla RNN forecast normal beats a little better. But "
    "when a beat was skipped the LSTM was the more surprised: it still expected the beat, without "
    "the small wave before it. So it needed fewer false alarms for the same catches. A better "
    "forecast need not be the better alarm.",
    [
        "P. Malhotra, L. Vig, G. Shroff, P. Agarwal, [Long short term memory networks for anomaly "
        "detection in time series]"
        "(https://www.esann.org/sites/default/files/proceedings/legacy/es2015-56.pdf), 2015",
        "S. Chauhan, L. Vig, [Anomaly detection in ECG time signals via deep LSTM networks]"
        "(https://doi.org/10.1109/DSAA.2015.7344872), 2015",
        "R. Wu, E. J. Keogh, [Current time series anomaly detection benchmarks are flawed]"
        "(https://arxiv.org/abs/2009.13807), 2021",
    ],
)
