"""How does a network translate a sentence that it has to read to its end first?

One LSTM reads, another says what it makes of it. With attention the second one looks back at each
word; without, all it has is what the first one handed over.
"""

from __future__ import annotations

import streamlit as st

from lessons._sections.translating import translating
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
from lstm_viz.measures.translating import word_scores
from lstm_viz.measures.unseen import unseen_scores

RUN = RUNS["translation"]
WITH, WITHOUT = RUN.cells
ENOUGH = 0.9


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


def on_its_own(film: Film) -> Verdict:
    """Tell how many unseen numbers the model without attention translates on its own."""
    if problem := is_other(film.config) or unfinished(film):
        return Verdict(None, problem)
    alone, given = unseen_scores(film)[0], word_scores(film)
    told = (
        f"Given the right words so far, it says {given[WITHOUT]:.0%} of the words right. On its "
        f"own it gets {alone[WITHOUT]:.0%} of the numbers right: one wrong word is enough. With "
        f"attention it is {given[WITH]:.0%} of the words and **{alone[WITH]:.0%}** of the numbers."
    )
    share = alone[WITHOUT]
    return Verdict("most" if share >= 0.7 else "some" if share >= 0.1 else "few", told)


QUESTION = Question(
    "alone",
    "Take the network **without** attention. In training a teacher gives it the right German word "
    "before each one that it has to say, and so it learns to say more than half of the words "
    "right. On its own, how many of 100 unseen numbers does it get right from the first word to "
    "the last?",
    {"most": "70 or more", "some": "10 to 69", "few": "fewer than 10"},
    on_its_own,
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
    "mark. Fewer digits need less room there. More [[units|unit]] give more room, and more "
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
    __file__, RUN, Focus(quantities=("forget_gate", "input_gate", "cell_state", "hidden_state"))
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
        "**In the picture** both have about equally many [[parameters]]. From *go* on, where the "
        "columns are tinted, the gates are the decoder's. The map of attention has a row for each "
        "time step: where does it jump?"
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs)
if lesson.film and lesson.film.config.task == RUN.task:
    translating(lesson.visit, lesson.film)
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
