"""How does a machine play on?

It says which note comes next, plays it, hears it, and says the next. Hear a tune that it has
learned, and the same tune in another key.
"""

from __future__ import annotations

from lessons._sections.playing_on import playing_on
from lessons._shared.beside import beside_baselines
from lessons._shared.judging import ahead, unfit
from lessons._shared.knobs import slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.measures.forks import FORKS, right_at_forks, table_at_forks
from lstm_viz.measures.unseen import unseen_scores

RUN = RUNS["melody"]
COUNTS = "after one note"
WANTED = 74


def knobs(visit: Visit) -> None:
    """Draw the size and the length of training."""
    slider(visit, "hidden_size", "Units", 2, 32, width=110)
    slider(visit, "updates", "Updates", 100, 1500, step=100, width=140)


def who_is_right(film: Film) -> Verdict:
    """Tell who says the next note best in a key that the tune was never heard in."""
    if problem := unfit(film, RUN.task):
        return Verdict(None, problem)
    scores, simple = unseen_scores(film)
    lstm, rnn, counts = scores["lstm"], scores["rnn"], simple[COUNTS]
    told = (
        f"Of the notes of a tune in a key that it was never trained in, the LSTM says {lstm:.0%} "
        f"rightly, the vanilla RNN {rnn:.0%}, the table {counts:.0%}."
    )
    answer = ahead(max(lstm, rnn), counts)
    if answer == "network":
        return Verdict(answer, f"{told} Something of the tune has come along.")
    return Verdict(
        answer,
        f"{told} You hear steps between notes, which are the same in every key. The models get "
        "each note as a symbol of its own, and learned tunes by heart: they [[overfit|overfitting]]"
        ".",
    )


QUESTION = Question(
    "another_key",
    "Each tune was trained in two keys. Played in a third one, who says the next note best: a "
    "network that knows the tune, or a table that counts which note follows which?",
    {"network": "a network", "equal": "about equal", "counts": "the table"},
    who_is_right,
)


def remembers_the_place(film: Film, _tried: Tried) -> Standing:
    """Tell how often the LSTM knows the way where four notes leave it open."""
    if film.config.task != RUN.task:
        return Standing(False, "This is asked about the four tunes: go back to this page's run.")
    lstm, rnn = (right_at_forks(film, name) for name in ("lstm", "rnn"))
    units = film.config.size_of("rnn")
    return Standing(
        lstm >= WANTED,
        f"In {lstm} of {FORKS} such places the LSTM says the right note; the vanilla RNN, with "
        f"{units} units, in {rnn}; a table of the last four notes in {table_at_forks(film)}.",
    )


GOAL = Goal(
    "*Frère Jacques* in C plays C D E C, again C D E C, and goes on to E: only who remembers the "
    f"first time can tell. In the keys trained on there are {FORKS} places that the last four "
    f"notes leave open. Make the LSTM right in {WANTED} of them.",
    remembers_the_place,
    "More [[units|unit]] carry more; more [[updates|update]] use them better.",
)

focus = Focus(
    quantities=("forget_gate", "input_gate", "cell_state", "hidden_state"), parts=("curves",)
)
lesson = Lesson.begin(__file__, RUN, focus)
with lesson.text:
    say(
        "Whoever can say how a tune goes on can play one. An [[LSTM]] and a [[vanilla RNN]] hear "
        "four old tunes note by note, and after each note they say how likely every note is next."
    )
    say(
        "**The data** are few: *Frère Jacques*, *Ode to Joy*, *Ah ! vous dirai-je, maman*, *Au "
        "clair de la lune*, 180 notes in all, each tune in four keys. Two keys of each train, one "
        "validates, one tests: all test sequences are stretches of just four performances."
    )
    say(
        "**In the picture** they hear a tune that was trained on. At each note the [[forget gate]] "
        "says what stays, the [[input gate]] what is written."
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs)
playing_on(lesson)
beside_baselines(lesson.film)
lesson.end(
    "A tune is played by drawing each note from the prediction and hearing it. A dozen units learn "
    "four tunes nearly by heart, and remember where in a tune they are; the vanilla RNN, with more "
    "units for as many parameters, does so even better at these distances. Moved to a key that was "
    "not trained, a tune is new to both: so one trains on far more music, in all keys.",
    [
        "M. C. Mozer, [Neural network music composition by prediction]"
        "(https://doi.org/10.1080/09540099408915726), 1994",
        "D. Eck, J. Schmidhuber, [Finding temporal structure in music: blues improvisation with "
        "LSTM recurrent networks](https://doi.org/10.1109/NNSP.2002.1030094), 2002",
        "C.-Z. A. Huang et al., [Music Transformer](https://arxiv.org/abs/1809.04281), 2018",
        "the tunes: J. J. Fuld, *The Book of World-Famous Music*, 5th ed., Dover, 2000",
    ],
)
