"""What happens while it learns?

Watch gates part, update by update. The optimiser and its learning rate decide whether they do, and
the amount of data whether it is understood or learned by heart.
"""

from __future__ import annotations

import streamlit as st

from lessons._sections.learning import by_heart, good_and_bad, rates, sizes
from lessons._shared.judging import level, unfinished
from lessons._shared.knobs import choice, number, slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.knobs import labels
from lstm_viz.run import solved_at

QUICK = 150
"""Updates that the goal allows."""


def knobs(visit: Visit) -> None:
    """Draw what decides how it learns; what is turned less often is folded away."""
    choice(visit, "optimiser", "Optimiser", width=115)
    number(visit, "learning_rate", "Learning rate", step=0.01, format="%.5g", width=120)
    slider(visit, "hidden_size", "Units", 1, 16, width=90)
    with st.popover("More", icon=":material/tune:"):
        number(visit, "batch_size", "Batch size", step=32)
        number(
            visit,
            "training_sequences",
            "Training sequences",
            step=8,
            placeholder="fresh every update",
            help="Empty: every update draws fresh sequences.",
        )
        number(visit, "dropout", "Dropout", step=0.1)
        choice(
            visit, "initialisation", "Initialisation", options=["pytorch", "glorot", "orthogonal"]
        )
        number(visit, "forget_bias", "Forget bias", step=0.5)


def how_far(film: Film) -> Verdict:
    """Tell how far the LSTM of a film has come by its last update."""
    config = film.config
    who = f"{labels('optimiser')[config.optimiser]} at a learning rate of {config.learning_rate:g}"
    if config.optimiser != "sgd":
        return Verdict(None, f"This run is trained with {who}. With SGD it will answer.")
    if problem := unfinished(film):
        return Verdict(None, problem)
    task, score = config.the_task, film.snapshots[-1].lstm.score
    told = (
        f"With {who} the {task.score_name} after {film.update} updates is {score:.2g}; solved is "
        f"{task.solved:g}, chance {task.chance(config.length):.2g}."
    )
    answers = {"solved": "solved", "between": "on_the_way", "chance": "chance"}
    return Verdict(answers[level(film, "lstm")], told)


QUESTION = Question(
    "with_sgd",
    f"Adam solved it. Now [[SGD]] trains the same LSTM from the same first weights, on the same "
    f"batches, with the same learning rate. Where is it after "
    f"{RUNS['memory_cell_sgd'].updates} updates?",
    {
        "solved": "it has solved the task",
        "on_the_way": "on the way, but slower",
        "chance": "still at chance, or worse",
    },
    how_far,
    opens=RUNS["memory_cell_sgd"],
)


def solves_quickly(film: Film, _tried: Tried) -> Standing:
    """Tell whether the LSTM has solved the task within the updates that the goal allows."""
    task = film.config.the_task
    first = solved_at(film.snapshots, "lstm", task)
    if first is None:
        score = film.snapshots[-1].lstm.score
        return Standing(False, f"This run has not solved it by update {film.update}: {score:.2g}.")
    return Standing(first <= QUICK, f"This run had solved it by update {first}.")


GOAL = Goal(
    f"Find a training with which the LSTM solves the task within {QUICK} updates. Turn the knobs, "
    "press **Train**, and watch the gates part earlier.",
    solves_quickly,
    "The [[learning rate]] is the knob to try first: it sets how far one update goes. Too small, "
    "and 800 updates get nowhere; too large, and they jump about. With Adam, try two to five times "
    "as much. More units help, too.",
)

LSTM_ONLY = Focus(
    models=("lstm",),
    quantities=("forget_gate", "input_gate", "output_gate", "cell_state"),
    parts=("curves",),
)

lesson = Lesson.begin(__file__, RUNS["memory_cell"], LSTM_ONLY)
# The picture before the question: so it plays the training at once, there is nothing to hide.
with lesson.picture:
    lesson.show(knobs, hides=True)
with lesson.text:
    say(
        "Nobody tells an [[LSTM]] what its gates are for. It starts with random "
        "[[weights|weight]]; after each [[batch]] of sequences an [[optimiser]] moves every weight "
        "a little, against its [[gradient]]. One such move is an [[update]]."
    )
    say(
        "The film plays the training: every row is a unit, every column a [[time step]], every "
        "picture a later [[snapshot]]. At first all gates stand somewhere in the middle. Then they "
        "part: the [[forget gate]] goes near 1 on hold and near 0 on erase, the [[output gate]] "
        "near 1 on read and near 0 elsewhere."
    )
    say(
        "[[SGD]] moves by the gradient itself: "
        r"$\theta \leftarrow \theta - \eta\,\nabla L$, with the [[learning rate]] $\eta$. "
        "[[RMSprop]] and [[Adam]] divide by the gradient's usual size, one by one for every weight."
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
if QUESTION.key in lesson.visit.answers:
    good_and_bad(lesson.stage.film if lesson.stage.is_resting else None)
    rates()
    sizes()
by_heart(lesson.visit, lesson.film)
lesson.end(
    "Learning is many small moves, and for a while nothing seems to happen; then the gates part, "
    "and the error falls. Whether they part depends on the size of the moves as much as on the "
    "cell. And a falling training error says little by itself: on too few sequences it falls even "
    "further, because the network learns them by heart. Look at data that it has not seen.",
    [
        "X. Glorot, Y. Bengio, [Understanding the difficulty of training deep feedforward neural "
        "networks](https://proceedings.mlr.press/v9/glorot10a.html), 2010",
        "D. P. Kingma, J. Ba, [Adam: a method for stochastic optimization]"
        "(https://arxiv.org/abs/1412.6980), 2015",
        "N. Srivastava and others, [Dropout: a simple way to prevent neural networks from "
        "overfitting](https://jmlr.org/papers/v15/srivastava14a.html), 2014",
    ],
)
