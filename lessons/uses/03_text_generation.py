"""How does a machine write?

It says which letter comes next, draws one, reads it, and says which comes next. Let one write
before, early in and after its training.
"""

from __future__ import annotations

from lessons._sections.writing_on import writing_on
from lessons._shared.beside import beside_baselines
from lessons._shared.judging import ahead, unfit
from lessons._shared.knobs import slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.material import own_material
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.measures.carrying import ASKED, carried
from lstm_viz.measures.unseen import unseen_scores

COUNTS = "after four letters"


def knobs(visit: Visit) -> None:
    """Draw the size, the length of training, and the place for a text of one's own."""
    slider(visit, "hidden_size", "Units", 2, 32, width=110)
    slider(visit, "updates", "Updates", 100, 2000, step=100, width=140)
    own_material(visit, "text", "Once upon a time …")


def who_is_right(film: Film) -> Verdict:
    """Tell who says the next letter best where nothing was trained."""
    if problem := unfit(film, RUNS["characters"].task):
        return Verdict(None, problem)
    scores, simple = unseen_scores(film)
    lstm, rnn, counts = scores["lstm"], scores["rnn"], simple[COUNTS]
    told = (
        f"Of the next letters in the last part of the text the LSTM says {lstm:.0%} rightly, the "
        f"vanilla RNN {rnn:.0%}, the table {counts:.0%}."
    )
    why = {
        "network": " There is more in the text than four letters hold.",
        "equal": "",
        "counts": " A text this short teaches a network its own words, and little of other words: "
        "it [[overfits|overfitting]].",
    }
    answer = ahead(max(lstm, rnn), counts)
    return Verdict(answer, told + why[answer])


QUESTION = Question(
    "unseen",
    "The last part of the rhyme was never trained on. Who is right most often there: a network, or "
    "a table that counts, in the training part, what follows every four letters?",
    {"network": "a network", "equal": "about equal", "counts": "the table"},
    who_is_right,
)


def remembers_the_animal(film: Film, _tried: Tried) -> Standing:
    """Tell whether the LSTM says the right verb after every animal."""
    if film.config.task != RUNS["characters"].task or film.config.material is not None:
        return Standing(False, "This is asked about the rhyme: go back to the built-in data.")
    lstm, rnn = (carried(film, name) for name in ("lstm", "rnn"))
    return Standing(
        lstm == ASKED,
        f"In {lstm} of {ASKED} places the LSTM says the first letter of the right verb; the "
        f"vanilla RNN does in {rnn}.",
    )


GOAL = Goal(
    "*The cat that* **k**illed, *the dog that* **w**orried: the six letters before the verb are "
    f"the same. Make the LSTM right in all {ASKED} places, three for each of malt, rat, cat, dog.",
    remembers_the_animal,
    "No table of the last six letters can tell the verb; something has to be carried past *that*. "
    "More [[units|unit]] carry more, more [[updates|update]] use them better, and another [[seed]] "
    "may do as well.",
)

focus = Focus(
    quantities=("forget_gate", "input_gate", "cell_state", "hidden_state"), parts=("curves",)
)
lesson = Lesson.begin(__file__, RUNS["characters"], focus)
with lesson.text:
    say(
        "Whoever can say how a text goes on can write one. An [[LSTM]] and a [[vanilla RNN]] read "
        "a nursery rhyme letter by letter, and after each one they say how likely every letter is "
        "to come next. That is all they learn."
    )
    say(
        "**The text** is *The House That Jack Built*. The first two thirds train; the last third "
        "brings a farmer and a horse that neither model has met."
    )
    say(
        "**In the picture** they read such a place, ␣ is a space. At each letter the "
        "[[forget gate]] says what stays, the [[input gate]] what is written."
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs)
writing_on(lesson)
beside_baselines(lesson.film)
lesson.end(
    "Writing is prediction, fed with its own output. Trained on a page, a network of a dozen units "
    "learns to spell and even which verb belongs to which animal, which no short table of letters "
    "can. On new words it does no better than a table of counts: for those it takes more text, not "
    "another cell.",
    [
        "I. Sutskever, J. Martens, G. E. Hinton, [Generating text with recurrent neural networks]"
        "(https://www.cs.toronto.edu/~jmartens/docs/RNN_Language.pdf), 2011",
        "A. Graves, [Generating sequences with recurrent neural networks]"
        "(https://arxiv.org/abs/1308.0850), 2013",
        "I. H. Witten, T. C. Bell, [The zero-frequency problem]"
        "(https://doi.org/10.1109/18.87000), 1991",
    ],
)
