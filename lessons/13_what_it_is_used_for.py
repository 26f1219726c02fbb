"""What are recurrent networks used for?

Nine small uses, each trained on the spot, each beside a simple baseline, and each with a word on
what one would use for it today.
"""

from __future__ import annotations

import streamlit as st

from lessons._sections.all_uses import contests, gallery
from lessons._shared.judging import unfinished
from lessons._shared.knobs import number, slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.studies import study
from lessons._shared.study_words import study_origin
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.measures.contest import CLOSE_ERROR, CLOSE_SHARE, contest
from lstm_viz.tasks import USES

RUN = RUNS["moving_dot"]
FEW = 3
"""Units that the goal allows."""


def knobs(visit: Visit) -> None:
    """Draw how many units and updates there are, and the seed."""
    slider(visit, "hidden_size", "Units", 1, 16, width=120)
    number(visit, "updates", "Updates", step=200, width=120)
    number(visit, "seed", "Seed", step=1, width=110)


def how_often_simple_will_do(_film: Film) -> Verdict:
    """Tell in how many uses a simple baseline is as good as the LSTM, over several seeds."""
    stands = contests()
    simple = [USES[name].title for name, each in stands.items() if each.winner != "model"]
    share = len(simple) / len(stands)
    named = f": {', '.join(simple)}" if simple else ""
    told = (
        f"On test data the best baseline wins or ties with the middle one of "
        f"{len(study('uses').values('seed'))} runs in **{len(simple)} of {len(stands)}** uses"
        f"{named}. (A tie: within {CLOSE_SHARE * 100:.0f} points of accuracy, or "
        f"{CLOSE_ERROR:.0%} of the error.) The cards further down have all scores."
    )
    return Verdict("none" if not simple else "some" if share < 0.5 else "most", told)


QUESTION = Question(
    "simple",
    "Beside each use stands a simple baseline: the last value, a linear readout, a count of words. "
    "In how many of the uses is the best of these as good as the trained LSTM, on data new to "
    "both?",
    {"none": "in none of them", "some": "in some, fewer than half", "most": "in half or more"},
    how_often_simple_will_do,
    where="Over all seeds",
)


def wins_with_few(film: Film, _tried: Tried) -> Standing:
    """Tell whether a small LSTM still beats the best baseline."""
    config, task = film.config, film.config.the_task
    if config.task not in USES:
        return Standing(False, f"*{task.title}* has no baseline to beat.")
    if problem := unfinished(film):
        return Standing(False, problem)
    found, units = contest(film), config.size_of(config.lstm)
    return Standing(
        found.winner == "model" and units <= FEW,
        f"With {units} unit{'s' * (units > 1)}: {task.score_name} "
        f"{found.models[config.lstm][0]:.3g} on test data, {found.baseline} {found.score:.3g}.",
    )


GOAL = Goal(
    "The run in the picture watches a moving dot. How little memory is enough? With at most "
    f"**{FEW} units**, train an LSTM that still beats the best baseline by more than a tie.",
    wins_with_few,
    "One unit holds one number, and there are four directions to tell apart. Fewer units learn "
    "more slowly: give them more [[updates|update]], and try another [[seed]].",
)

lesson = Lesson.begin(
    __file__, RUN, Focus(quantities=("forget_gate", "input_gate", "cell_state"), parts=("curves",))
)
with lesson.text:
    say(
        "For two decades, wherever something came in one piece after the other, an [[LSTM]] was "
        "what one tried: speech, handwriting, translation, prices, music. The pages of this "
        "section show such uses in small, trained in seconds, with the gates in view."
    )
    say(
        "**Beside each stands something simple.** A network is worth its trouble only where it "
        "beats a line of arithmetic, on data that are new to both. And each page says what one "
        "would use today, often a transformer."
    )
    say(
        "**In the picture** is one of them: a dot moves over tiny video frames, and after every "
        "frame the models say which way it went last."
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs)
st.header("The uses", anchor=False)
is_told = QUESTION.key in lesson.visit.answers
gallery(contests() if is_told else {})
if is_told:
    st.caption(
        "Every page's run from several seeds, on 256 test sequences of each use: the middle score, "
        f"and the lowest and highest. {study_origin(study('uses'))}"
    )
lesson.end(
    "A recurrent network reads one piece at a time and carries a state along: that fits whatever "
    "comes in order. Whether it is worth it, a baseline tells. Today transformers have most of "
    "these uses, where there are data and machines enough; recurrent networks remain where each "
    "piece must be answered as it comes, with little memory.",
    [
        "A. Graves, A. Mohamed, G. Hinton, [Speech recognition with deep recurrent neural networks]"
        "(https://arxiv.org/abs/1303.5778), 2013",
        "I. Sutskever, O. Vinyals, Q. V. Le, [Sequence to sequence learning with neural networks]"
        "(https://arxiv.org/abs/1409.3215), 2014",
        "A. Vaswani et al., [Attention is all you need](https://arxiv.org/abs/1706.03762), 2017",
        "M. Beck et al., [xLSTM: extended long short-term memory]"
        "(https://arxiv.org/abs/2405.04517), 2024",
    ],
)
