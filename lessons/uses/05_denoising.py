"""How does one hear a signal through noise?

A level jumps now and then, and every measurement of it is noisy. Averaging calms the noise and
blurs the jumps; see how a small LSTM does both better, and what its gates do meanwhile.
"""

from __future__ import annotations

import numpy as np
import streamlit as st

from lessons._shared.beside import beside_baselines
from lessons._shared.charts import chart
from lessons._shared.judging import another_task, unfit
from lessons._shared.knobs import choice, slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.story import origin
from lessons._shared.theme import mode
from lessons._shared.visit import Visit
from lstm_viz.family import CELLS
from lstm_viz.film import Film
from lstm_viz.measures.film import steps_with
from lstm_viz.measures.following import forget_gates, pull
from lstm_viz.tasks import Batch
from lstm_viz.tasks.uses.denoising import Denoising

CLEAR = 0.1
"""Forget gates that differ by less hardly differ."""


def knobs(visit: Visit) -> None:
    """Draw the cell, which may look ahead, its units, and the length of a signal."""
    choice(visit, "cell", "Cell", options=["lstm", "bilstm"], width=200)
    slider(visit, "hidden_size", "Units", 1, 16, width=110)
    slider(visit, "length", "Time steps", 20, 80, width=110)


def what_it_does(film: Film) -> Verdict:
    """Tell what the forget gates do at a jump, and how the answer follows all the same."""
    config = film.config
    if problem := unfit(film, RUNS["denoising"].task):
        return Verdict(None, problem)
    if config.cell != "lstm":
        return Verdict(None, "This model also looks ahead; the question is about the plain LSTM.")
    at, elsewhere = forget_gates(film, "jump")
    if at != at:
        return Verdict(None, "The level never jumps in this sequence. Choose another one.")
    task = config.the_task
    jump, plateau = pull(film, config.cell, task.test(config.length))
    told = (
        f"Over all units the [[forget gates|forget gate]] stand at {at:.2f} on average where the "
        f"level jumps, and at {elsewhere:.2f} elsewhere. But the answer knows the difference: on "
        f"test signals it goes **{jump:.0%}** of the way to the measured number at a large jump, "
        f"and **{plateau:.0%}** on a plateau. Exponential "
        "smoothing always goes the same share. So the mean of the forget gates does not tell where "
        "the pace changes; single units may go either way."
    )
    moved = at - elsewhere
    answer = "fall" if moved < -CLEAR else "rise" if moved > CLEAR else "same"
    return Verdict(answer, told)


QUESTION = Question(
    "at_jump",
    "The level jumps: what was true is false now. What do the forget gates of the trained LSTM do "
    "at that time step, on average over its units?",
    {
        "fall": "they fall: the old level is erased",
        "same": "they hardly change",
        "rise": "they rise",
    },
    what_it_does,
)


def halves_the_error(film: Film, _tried: Tried) -> Standing:
    """Tell whether the shown run has half the error of the best baseline, on the validation set."""
    config = film.config
    task = config.the_task
    if not isinstance(task, Denoising):
        return Standing(False, another_task(film))
    simple = task.baseline_scores(task.validation(config.length))
    title = min(simple, key=simple.__getitem__)
    score = film.snapshots[-1].models[config.cell].score
    return Standing(
        score <= simple[title] / 2,
        f"On the validation set the best baseline is {title}: {simple[title]:.3f}. Half of that is "
        f"{simple[title] / 2:.4f}; this {CELLS[config.cell].title} has {score:.4f} at update "
        f"{film.update}.",
    )


GOAL = Goal(
    "Get the [[mean squared error]] down to **half** of that of the best simple baseline.",
    halves_the_error,
    "An answer at once cannot know whether a strange number is a jump or just noise: the next "
    "numbers tell. A recording can be cleaned afterwards. Which cell reads it from its end, too?",
)


def heard(film: Film | None) -> None:
    """Draw what was measured, what is true, and what everybody says, over the shown sequence."""
    from lstm_viz.figures.signals import signals

    if film is None or not isinstance(film.config.the_task, Denoising):
        return
    probe, task = film.probe, film.config.the_task
    one = np.s_[:, None]
    batch = Batch(probe.x[one], probe.target[one], probe.mask[one], probe.content[one])
    said = film.snapshots[-1].models
    st.header("What everybody hears", anchor=False)
    chart(
        signals(
            np.arange(1, probe.steps + 1),
            {CELLS[name].title: said[name].prediction[:, 0] for name in film.config.cells},
            {each.title: each.predict(batch)[:, 0, 0] for each in task.baselines()[1:]},
            "time step",
            "level",
            mode(),
            truth={"the true level": probe.target[:, 0]},
            measured={"measured": probe.x[:, 0]},
        ),
        key="heard",
        alt="Measured numbers, the true level, two baselines and both models over the time steps",
    )
    st.caption(f"The sequence of the film above, after its last update. {origin(film)}")


lesson = Lesson.begin(
    __file__,
    RUNS["denoising"],
    Focus(
        models=("lstm", "bilstm", "rnn"),
        quantities=("forget_gate", "input_gate", "cell_state"),
        parts=("lines",),
    ),
)
with lesson.text:
    say(
        "A thermometer, a microphone, a heart monitor: what they measure is the truth plus noise. "
        "One calms noise by averaging over the past. But whoever averages over much hears a sudden "
        "change late."
    )
    say(
        "**The task.** A level stays for 16 [[time steps|time step]] on average, then jumps. Every "
        "step brings the level plus noise; at every step, say the level **at once**. The signals "
        "are made up, so that the truth is known."
    )
    say(
        "**In the picture** an [[LSTM]] and a [[vanilla RNN]] hear the same signal; every row is a "
        "[[unit]]. Below you see what they say beside a moving average."
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    jumps = steps_with(lesson.film, "jump") if lesson.film else []
    lesson.show(knobs, step=jumps[0] + 1 if jumps else None)
heard(lesson.film)
beside_baselines(lesson.film)
lesson.end(
    "An average has one pace: calm and late, or quick and nervous. The trained LSTM changes its "
    "pace with what it hears: it goes far along with a large surprise and hardly with a small one. "
    "In our runs the forget gates, on average, stood nearly as high at the jumps as elsewhere. And "
    "whoever may listen to the end before answering hears much more.",
    [
        "R. E. Kalman, [A new approach to linear filtering and prediction problems]"
        "(https://doi.org/10.1115/1.3662552), 1960",
        "M. Schuster, K. K. Paliwal, [Bidirectional recurrent neural networks]"
        "(https://doi.org/10.1109/78.650093), 1997",
        "J.-M. Valin, [A hybrid DSP/deep learning approach to real-time full-band speech "
        "enhancement](https://arxiv.org/abs/1709.08243), 2018",
    ],
)
