"""Is a review friendly, if it says "not bad"?

A network reads a review word by word. See which words it writes into its memory, and how a
negation turns the next one round.
"""

from __future__ import annotations

from lessons._sections.own_sentence import own_sentence
from lessons._shared.beside import beside_baselines
from lessons._shared.judging import another_task, unfit
from lessons._shared.knobs import slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.measures.unseen import unseen_scores

TIE = 0.02
"""Shares of right answers that differ by less are called a tie."""
FEW = 2
"""Units that the goal allows."""


def knobs(visit: Visit) -> None:
    """Draw the size and the length of training."""
    slider(visit, "hidden_size", "Units", 1, 8, width=140)
    slider(visit, "updates", "Updates", 50, 1000, step=50, width=160)


def who_is_right(film: Film) -> Verdict:
    """Tell who judges unseen sentences best."""
    if problem := unfit(film, RUNS["sentiment"].task):
        return Verdict(None, problem)
    scores, simple = unseen_scores(film)
    lstm, rnn, bag = scores["lstm"], scores["rnn"], simple["a bag of words"]
    told = (
        f"On sentences that nothing was trained on, the LSTM is right after {lstm:.1%} of the "
        f"words, the vanilla RNN after {rnn:.1%}, the bag of words after {bag:.1%}."
    )
    if max(lstm, rnn) - bag < TIE:
        return Verdict("none", f"{told} So far neither network has found the order of words.")
    if abs(lstm - rnn) < TIE:
        return Verdict(
            "both",
            f"{told} A negation and its word are close together: that takes memory, but no long "
            "one, and so it is a tie.",
        )
    return Verdict("lstm" if lstm > rnn else "rnn", told)


QUESTION = Question(
    "reads_best",
    "*Not good* and *not bad* are mixed with *good* and *bad*. On new sentences, who does best: "
    "the LSTM, the vanilla RNN, or do they do no better than counting words in any order?",
    {
        "lstm": "the LSTM, clearly",
        "rnn": "the vanilla RNN, clearly",
        "both": "both alike, and better than counting",
        "none": "no better than counting",
    },
    who_is_right,
)


def does_with_few(film: Film, _tried: Tried) -> Standing:
    """Tell whether a small LSTM judges unseen sentences well."""
    task, units = film.config.the_task, film.config.hidden_size
    if task.name != RUNS["sentiment"].task:
        return Standing(False, another_task(film))
    score = unseen_scores(film)[0]["lstm"]
    tells = f"{units} unit{'s' * (units > 1)}: the LSTM is right after {score:.1%} of the words."
    return Standing(units <= FEW and task.is_solved(score), tells)


GOAL = Goal(
    f"How little memory is enough? Make an LSTM of at most {FEW} units right after "
    f"{RUNS['sentiment'].the_task.solved:.0%} of the words of new sentences.",
    does_with_few,
    "Think: what has to be kept between two words? The side so far, and whether a negation waits. "
    "Few units need more [[updates|update]], and some [[seeds|seed]] take longer than others.",
)

focus = Focus(quantities=("forget_gate", "input_gate", "cell_state"), parts=("curves",))
lesson = Lesson.begin(__file__, RUNS["sentiment"], focus)
with lesson.text:
    say(
        "*Not bad* is praise, *never good* is blame. Whoever only counts words cannot know it; "
        "whoever reads in order can, if a memory carries the *not* to the word that it turns round."
    )
    say(
        "**The task.** Short reviews come from a small grammar, a word at each [[time step]]. "
        "After every word, from the first that judges, say whether the review is positive or "
        "negative so far. After *but*, what follows counts. Every second clause has a negation: "
        "far more than in real reviews, and so counting does worse here than there."
    )
    say(
        "**In the picture** the networks read a sentence that is turned round twice. Which words "
        "change the [[cell state]], and which leave it?"
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs)
own_sentence(lesson)
beside_baselines(lesson.film)
lesson.end(
    "The order of words matters, and a recurrent network reads in order. A negation is written "
    "into the memory and waits for its word. Over so short a wait the vanilla RNN does it as well "
    "as the LSTM.",
    [
        "R. Socher et al., [Recursive deep models for semantic compositionality over a sentiment "
        "treebank](https://aclanthology.org/D13-1170/), 2013",
        "J. L. Elman, [Finding structure in time]"
        "(https://doi.org/10.1207/s15516709cog1402_1), 1990",
    ],
)
