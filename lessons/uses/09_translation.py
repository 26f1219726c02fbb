"""How does a network translate whole sentences?

One LSTM reads, another says what it makes of it. With attention the second one looks back at each
word; without, all it has is what the first one handed over.
"""

from __future__ import annotations

import streamlit as st

from lessons._sections.translating import long_and_short, translating
from lessons._shared.beside import beside_baselines
from lessons._shared.judging import unfinished
from lessons._shared.knobs import number, slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.film import Film
from lstm_viz.measures.translating import shares_by_digits, word_scores
from lstm_viz.measures.unseen import unseen_scores

RUN = RUNS["translation"]
WITH, WITHOUT = RUN.cells
ENOUGH = 0.9
APART = 0.15
"""Two shares that differ by more are told apart."""


def knobs(visit: Visit) -> None:
    """Draw how long the numbers are, how many units and updates there are."""
    lengths = visit.config.the_task.lengths
    slider(visit, "length", "Digits at most", lengths.low, lengths.high, width=130)
    number(visit, "hidden_size", "Units", step=4, width=110)
    number(visit, "updates", "Updates", step=500, width=130)


def is_other(config: TrainConfig) -> str | None:
    """Say why a run is not the one that is spoken of here, or return None if it is."""
    if config.task != RUN.task or not {WITH, WITHOUT} <= set(config.cells):
        return "This run is not of a translator with attention and one without."
    return None


def where_it_fails(film: Film) -> Verdict:
    """Tell whether the model without attention fails on short numbers or on long ones."""
    if problem := is_other(film.config) or unfinished(film):
        return Verdict(None, problem)
    shares = shares_by_digits(film)
    (short, first), (long, last) = (
        (digits, shares.models[WITHOUT][digits])
        for digits in (min(shares.counts), film.config.length)
    )
    told = (
        f"Of unseen numbers with up to {short} digits it gets {first:.0%} right on its own, of "
        f"those with {long} digits **{last:.0%}**. With attention it is "
        f"{shares.models[WITH][short]:.0%} and **{shares.models[WITH][long]:.0%}**."
    )
    apart = first - last
    return Verdict("long" if apart > APART else "short" if apart < -APART else "alike", told)


QUESTION = Question(
    "fails",
    "Training brings short and long numbers equally often. On its own, without a teacher, which "
    "unseen numbers does the network **without** attention get wrong more often?",
    {
        "short": "short ones: there are few of them to learn from",
        "alike": "short and long ones about equally often",
        "long": "long ones: they do not fit through what is handed over",
    },
    where_it_fails,
)


def manages_without(film: Film, _tried: Tried) -> Standing:
    """Tell whether the model without attention translates unseen numbers, too."""
    config = film.config
    if problem := is_other(config) or unfinished(film):
        return Standing(False, problem)
    score = unseen_scores(film)[0][WITHOUT]
    return Standing(
        score >= ENOUGH,
        f"Up to {config.length} digits, {config.size_of(WITHOUT)} units, {config.updates} updates: "
        f"without attention {score:.0%} of unseen numbers are right.",
    )


GOAL = Goal(
    f"Get the encoder-decoder **without** attention to translate {ENOUGH:.0%} of unseen numbers. "
    "What has to change: the numbers, the network or the training?",
    manages_without,
    "Everything that the decoder knows of the number has passed through the two states at the go "
    "mark. Fewer digits need less room. More [[units|unit]] give more room, and more "
    "[[updates|update]] more time to learn to use it.",
)


def teacher_and_own(film: Film | None) -> None:
    """Say how far apart the two ways to count are, in this run."""
    if film is None or is_other(film.config):
        return
    alone, given = unseen_scores(film)[0], word_scores(film)
    counts = "; ".join(
        f"{CELLS[name].title}: {given[name]:.1%} of words, {alone[name]:.1%} of numbers"
        for name in film.config.cells
    )
    say(
        f"**Two ways to count.** {counts}. The first counts single words while a teacher gives the "
        "right one before ([[teacher forcing]]); no translator has such a teacher. The second, "
        "which all charts here show, counts numbers that are right to the last word. There, a "
        "model on its own gets the same words as with a teacher, because all its own are right."
    )


lesson = Lesson.begin(
    __file__,
    RUN,
    Focus(
        quantities=("forget_gate", "input_gate", "cell_state", "hidden_state"), parts=("curves",)
    ),
)
with lesson.text:
    say(
        "German says *two and forty* for forty two. Who translates word by word gets it wrong; one "
        "has to read on before one speaks. So an [[encoder-decoder]] reads first: the **encoder**, "
        "an [[LSTM]], reads to the *go* mark. There the **decoder**, an LSTM with weights of its "
        "own, takes over its [[hidden state]] and [[cell state]], and says one word per "
        "[[time step]]. Each word that it has said is its next input."
    )
    say(
        "Those two states are all that it gets: however long the sentence, the same few numbers. "
        "With [[attention]] the readout may also look back at every hidden state of the encoder."
    )
    say(
        "**In the picture** both have about equally many [[parameters]]. From *go* on, under the "
        "purple marks, the gates are the decoder's. The map of attention α has a row for each "
        "time step: where does it jump?"
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs)
if lesson.film and lesson.film.config.task == RUN.task:
    translating(lesson.visit, lesson.film)
    long_and_short(lesson.film)
else:
    st.caption("A place for a number of your own comes when a run of this task has been trained.")
beside_baselines(lesson.film)
teacher_and_own(lesson.film)
lesson.end(
    "An encoder reads a sequence into two states, a decoder unfolds them into another sequence, of "
    "another length and in another order. What is long does not fit through two small states. "
    "Attention lets the decoder look at what was read, word by word, and its map shows which word "
    "went where, although nobody ever told it.",
    [
        "I. Sutskever, O. Vinyals, Q. V. Le, [Sequence to sequence learning with neural networks]"
        "(https://arxiv.org/abs/1409.3215), 2014",
        "D. Bahdanau, K. Cho, Y. Bengio, [Neural machine translation by jointly learning to align "
        "and translate](https://arxiv.org/abs/1409.0473), 2015",
        "M.-T. Luong, H. Pham, C. D. Manning, [Effective approaches to attention-based neural "
        "machine translation](https://arxiv.org/abs/1508.04025), 2015",
        "A. Vaswani et al., [Attention is all you need](https://arxiv.org/abs/1706.03762), 2017",
    ],
)
