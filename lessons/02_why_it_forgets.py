"""Why does it forget?

A network learns by sending an error back through time. Every step multiplies it by a factor:
measure how little of it arrives, or how much too much.
"""

from __future__ import annotations

import math
from dataclasses import replace

from lessons._sections.clipping import clipping, longer_gaps
from lessons._sections.gradients import again_and_again, cliff, one_in
from lessons._shared.knobs import choice, slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.measures.fading import flagged_share
from lstm_viz.measures.film import per_step_ratio

OPENS = RUNS["long_memory"]
STEPS, ENOUGH = OPENS.length, 0.01


def knobs(visit: Visit) -> None:
    """Draw what decides the factor: how many steps, how many units, and the first weights."""
    slider(visit, "length", "Time steps", 5, 30, width=140)
    slider(visit, "hidden_size", "Units", 2, 32, width=120)
    choice(
        visit,
        "initialisation",
        "Initialisation",
        options=["pytorch", "glorot", "orthogonal"],
        width=180,
    )


def before_training(film: Film) -> tuple[int, float]:
    """Return how far back the flagged step is, and which share of the signal arrives there."""
    if film.config.task != OPENS.task:
        return 0, math.nan
    return flagged_share(film, "rnn", 0)


def what_arrives(film: Film) -> Verdict:
    """Tell how much of the last answer's error signal reaches the flagged step at update 0."""
    back, share = before_training(film)
    if not share > 0:
        return Verdict(None, "Show a run that stores a value, and it will answer.")
    ratio = per_step_ratio(film.snapshots[0].rnn.gradient_hidden)
    told = (
        f"Before training, {back} steps back at the flagged number, {one_in(share)} of the error "
        f"signal is left. On average each step multiplies it by {ratio:.2f}."
    )
    if film.update:
        trained = flagged_share(film, "rnn", -1)[1]
        if trained > 0:
            told += f" After {film.update} updates of training it is {one_in(trained)}."
    nearest = min(SHARES, key=lambda name: abs(math.log10(share / SHARES[name])))
    return Verdict(nearest, told)


SHARES = {"tenth": 1e-1, "thousandth": 1e-3, "millionth": 1e-6}
QUESTION = Question(
    "arrives",
    "Before training, how much of the last answer's error signal reaches the flagged number?",
    {
        "tenth": "about a tenth, or more",
        "thousandth": "about a thousandth",
        "millionth": "about a millionth, or less",
    },
    what_arrives,
)


def enough_arrives(film: Film, _tried: Tried) -> Standing:
    """Tell whether a hundredth of the signal reaches the flagged step of a long sequence."""
    back, share = before_training(film)
    if not share > 0:
        return Standing(False, "This run does not store a value.")
    tells = f"Before training, {one_in(share)} arrives, {back} steps back."
    if film.config.length < STEPS:
        return Standing(False, f"{tells} But these sequences have {film.config.length} steps.")
    return Standing(share >= ENOUGH, tells)


def not_yet(_film: Film, _tried: Tried) -> Standing:
    """Say nothing that would give the answer away."""
    return Standing(False, "First predict: what you would measure here is the answer.")


GOAL = Goal(
    f"Find first weights with which at least a hundredth of the signal arrives over {STEPS} "
    "steps. No training is needed to see it: turn the knobs and look.",
    enough_arrives,
    "Multiplying by an [[orthogonal|orthogonal initialisation]] matrix turns a vector and keeps "
    "its length; then only the slopes of tanh are left to shrink it. Glorot's rule draws larger "
    "weights than PyTorch's; with many units it comes close. Seeds differ: try several.",
)


lesson = Lesson.begin(__file__, OPENS, Focus(models=("rnn",), parts=()))
with lesson.text:
    say(
        "To learn, a network asks of every [[hidden state]]: had it been a little different, how "
        "would the last answer's [[loss]] change? That derivative is the error signal. "
        "[[Backpropagation through time]] computes it from the end to the beginning, one "
        "[[time step]] at a time:"
    )
    say(
        r"$$\frac{\partial L}{\partial h_{t}} = U^{\top}\,\mathrm{diag}(1-h_{t+1}^2)\,"
        r"\frac{\partial L}{\partial h_{t+1}}$$"
    )
    say(
        "Each step back multiplies by the [[recurrent weights|recurrent weight]] $U$ and by the "
        "slopes of [[tanh]]. If a step leaves a share $r$, then 29 steps leave $r^{29}$. Where "
        "almost nothing arrives, almost nothing is learned: this is the RNN of lesson 1, which "
        "forgot its flagged number."
    )
    lesson.predict(QUESTION)
    has_answered = QUESTION.key in lesson.visit.answers
    lesson.goal(GOAL if has_answered else replace(GOAL, judge=not_yet))
if has_answered:
    lesson.focus = Focus(models=("rnn",), parts=("gradients",))
with lesson.picture:
    lesson.show(knobs, step=4, hides=True)
if has_answered and lesson.stage.film:
    again_and_again(lesson.visit, lesson.stage.film)
cliff(lesson.visit)
clipping()
longer_gaps()
lesson.end(
    "An error signal goes back through time as a product with one factor per step. Factors below "
    "1 make it vanish, and what happened long ago is hardly learned from the answer; factors "
    "above 1 make it explode, and one update can undo hundreds of others. Clipping tames the "
    "second and does nothing for the first. There better first weights help, as you saw, or a "
    "state that carries the signal better: the next lesson.",
    [
        "S. Hochreiter, Untersuchungen zu dynamischen neuronalen Netzen, 1991",
        "Y. Bengio, P. Simard, P. Frasconi, [Learning long-term dependencies with gradient descent "
        "is difficult](https://doi.org/10.1109/72.279181), 1994",
        "R. Pascanu, T. Mikolov, Y. Bengio, [On the difficulty of training recurrent neural "
        "networks](https://arxiv.org/abs/1211.5063), 2013",
        "A. M. Saxe, J. L. McClelland, S. Ganguli, [Exact solutions to the nonlinear dynamics of "
        "learning in deep linear neural networks](https://arxiv.org/abs/1312.6120), 2014",
        "Q. V. Le, N. Jaitly, G. E. Hinton, [A simple way to initialize recurrent networks of "
        "rectified linear units](https://arxiv.org/abs/1504.00941), 2015",
    ],
)
