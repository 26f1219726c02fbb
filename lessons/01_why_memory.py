"""Why does a network need memory?

A vanilla RNN carries one hidden state from step to step. See what it holds over 5 steps, and what
is left after 30.
"""

from __future__ import annotations

from lessons._shared.judging import another_task, level, unfinished
from lessons._shared.knobs import choice, slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.measures.film import last_answer

FAR = 20
"""Time steps that the goal asks for."""


def knobs(visit: Visit) -> None:
    """Draw what matters here: how long to remember, and the RNN's size and beginning."""
    slider(visit, "length", "Time steps", 5, 30, width=140)
    slider(visit, "hidden_size", "Units", 2, 32, width=120)
    choice(visit, "initialisation", "Initialisation", options=["pytorch", "orthogonal"], width=170)


def what_it_says(film: Film) -> Verdict:
    """Tell whether the RNN reports the flagged number, or guesses."""
    task, steps = film.config.the_task, film.config.length
    if task.name != RUNS["long_memory"].task:
        return Verdict(None, another_task(film))
    said, wanted = (float(answer[0]) for answer in last_answer(film, "rnn"))
    score = film.snapshots[-1].rnn.score
    measured = (
        f"Over {steps} steps the RNN says {said:.2f} where {wanted:.2f} was flagged. On 256 other "
        f"sequences its mean squared error is {score:.2g}; always saying 0 would give "
        f"{task.chance(steps):.2f}."
    )
    if problem := unfinished(film):
        return Verdict(None, problem)
    verdicts = {
        "solved": Verdict("flagged", f"{measured} It remembers."),
        "between": Verdict("vague", f"{measured} Something of the number is left, but not enough."),
        "chance": Verdict(
            "guess",
            f"{measured} Nothing of the number shows in its answers: it makes the safest guess, "
            "the middle.",
        ),
    }
    return verdicts[level(film, "rnn")]


QUESTION = Question(
    "after_30",
    f"Over {RUNS['short_memory'].length} steps it works. Now an RNN of the same size starts "
    f"afresh, and trains for as many updates on sequences of {RUNS['long_memory'].length} steps. "
    "What will it say at the end?",
    {
        "flagged": "the flagged number, as before",
        "vague": "roughly the flagged number",
        "guess": "about 0, whatever was flagged",
    },
    what_it_says,
    opens=RUNS["long_memory"],
)


def remembers_far(film: Film, _tried: Tried) -> Standing:
    """Tell whether an RNN has solved the task over 20 steps or more."""
    score, steps = film.snapshots[-1].rnn.score, film.config.length
    if film.config.task != RUNS["long_memory"].task:
        return Standing(False, another_task(film))
    tells = f"This run: {steps} steps, mean squared error {score:.2g}"
    solved = film.config.the_task.solved
    if film.config.the_task.is_solved(score):
        return Standing(steps >= FAR, f"{tells}: solved.")
    return Standing(False, f"{tells}; solved is {solved:g} or less.")


GOAL = Goal(
    f"Make the RNN remember {FAR} steps. Set the time steps to {FAR}, turn the other knobs and "
    "press **Train**.",
    remembers_far,
    "An [[orthogonal|orthogonal initialisation]] recurrent matrix keeps the length of what it "
    "multiplies, so at first the state fades far more slowly; only tanh still shrinks it. More "
    "units help, too. And if one seed fails, try another: that also happens to researchers.",
)

lesson = Lesson.begin(__file__, RUNS["short_memory"], Focus(models=("rnn",), parts=()))
with lesson.text:
    say(
        "Whoever reads a sentence, hears a tune or follows a price has to remember what came "
        "before. A [[vanilla RNN]] reads a [[sequence]] one [[time step]] at a time and carries "
        "one thing along: its [[hidden state]] $h$, a short list of numbers, one per [[unit]]. "
        "Each step mixes the new input with the old state:"
    )
    say(r"$$h_t = \tanh(W x_t + b + U h_{t-1})$$")
    say(
        "**The task.** Every step brings a number; one of the first is flagged. At the end, say "
        "the flagged number. All others are there to distract."
    )
    say(
        "**In the picture** every row is a unit, every column a time step. Press play, or point "
        "anywhere: what the RNN knows at a step is one column, and nothing else."
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs)
lesson.end(
    "A recurrent network has no memory but its state. A vanilla RNN rewrites the whole state at "
    "every step, and what it holds tends to fade. Over 5 steps enough was left, over 30 almost "
    "nothing. That is not a law: other first weights and more units carry such an RNN further. "
    "[[Why it fades|vanishing gradient]] is the next question.",
    [
        "J. L. Elman, [Finding structure in time]"
        "(https://doi.org/10.1207/s15516709cog1402_1), 1990",
        "A. M. Saxe, J. L. McClelland, S. Ganguli, [Exact solutions to the nonlinear dynamics of "
        "learning in deep linear neural networks](https://arxiv.org/abs/1312.6120), 2014",
    ],
)
