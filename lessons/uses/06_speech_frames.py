"""Which vowel is this, if one frame of sound is mostly noise?

Speech comes in frames of 20 milliseconds, and noise spoils each of them. A network that remembers
the frames before hears more; see how few of them it takes.
"""

from __future__ import annotations

from lessons._sections.hearing import CONTEXTS, contexts_of, hearing, how_far_back
from lessons._shared.beside import beside_baselines
from lessons._shared.judging import unfit
from lessons._shared.knobs import choice, number, slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.family import CELLS
from lstm_viz.film import Film
from lstm_viz.measures.context import context_needed

RUN = RUNS["vowels"]
WANTED = 0.87
"""The goal: the share of frames named right, of the validation speakers."""
FEW = 6
"""Frames that still are a few."""


def knobs(visit: Visit) -> None:
    """Draw the cell, which may listen ahead, how many units there are, and the seed."""
    choice(visit, "cell", "Cell", options=["lstm", "bilstm"], width=200)
    slider(visit, "hidden_size", "Units", 2, 16, width=110)
    number(visit, "seed", "Seed", step=1, width=110)


def how_many_frames(film: Film) -> Verdict:
    """Tell with how few frames the trained LSTM does as well as with all of them."""
    if problem := unfit(film, RUN.task):
        return Verdict(None, problem)
    if film.config.cell != "lstm":
        return Verdict(None, "This cell also listens ahead; the question is about the plain LSTM.")
    scores = contexts_of(film.config, film.update, film.config.cell, film)
    needed, everything = context_needed(scores), scores[film.config.length]
    told = (
        f"Hearing one frame only, the LSTM names {scores[1]:.1%} of the test speakers' frames "
        f"right; with everything before it, {everything:.1%}. "
    )
    told += (
        f"With **{needed}** frames, {20 * needed} ms, it has {scores[needed]:.1%}."
        if needed < film.config.length
        else f"With {CONTEXTS[-1]} frames it has {scores[CONTEXTS[-1]]:.1%}: still less."
    )
    answer = "one" if needed == 1 else "few" if needed <= FEW else "many"
    return Verdict(answer, f"{told} The chart further down shows all of it, for both models.")


QUESTION = Question(
    "frames",
    "The trained LSTM is made to forget: for each answer it begins anew a few frames back. How "
    "many frames does it have to hear to do as well as with everything, within one point?",
    {
        "one": "one: the present frame has it all",
        "few": f"two to {FEW}",
        "many": f"more than {FEW}: it puts whole words together",
    },
    how_many_frames,
)


def hears_well(film: Film, _tried: Tried) -> Standing:
    """Tell whether the first model of the run names enough frames of the validation speakers."""
    if problem := unfit(film, RUN.task):
        return Standing(False, problem)
    score = film.snapshots[-1].models[film.config.cell].score
    return Standing(
        score >= WANTED,
        f"This {CELLS[film.config.cell].title} names {score:.1%} of the validation speakers' "
        f"frames right.",
    )


GOAL = Goal(
    f"Name **{WANTED:.0%}** of the frames of the validation speakers right.",
    hears_well,
    "Where a vowel begins, the past says nothing about it yet: the next frames do. A recording can "
    "be read from its end as well. Which cell does that?",
)

lesson = Lesson.begin(
    __file__,
    RUN,
    Focus(
        models=("lstm", "bilstm", "rnn"),
        quantities=("input_gate", "forget_gate", "cell_state"),
    ),
)
with lesson.text:
    say(
        "A vowel is a shape of the mouth, and its resonances, the **formants**, show as bands of "
        "energy. Noise hides them, and every speaker has them elsewhere."
    )
    say(
        "**The task.** Each [[time step]] brings a frame of 20 ms: its energy in 12 bands. Say "
        "which of five vowels is spoken, or `-` for silence. The voices are synthetic; their "
        "formants are averages that were measured of men and women who said *hod* (a), *head* (e), "
        "*heed* (i), *hawed* (o), *who'd* (u)."
    )
    say(
        "**In the picture** an [[LSTM]] and a [[vanilla RNN]] hear the same sequence. Further down "
        "you can listen to it."
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs)
hearing(lesson)
if QUESTION.key in lesson.visit.answers:
    how_far_back(lesson)
beside_baselines(lesson.film)
lesson.end(
    "Frames of noisy speech say more together than alone, and in our runs three to five of them "
    "said nearly all. So short a past an RNN holds as well as an LSTM: in our runs they tied. "
    "To hear what comes after, too, helped once more.",
    [
        "G. E. Peterson, H. L. Barney, [Control methods used in a study of the vowels]"
        "(https://doi.org/10.1121/1.1906875), 1952",
        "D. H. Klatt, [Software for a cascade/parallel formant synthesizer]"
        "(https://doi.org/10.1121/1.383940), 1980",
        "A. Graves, A. Mohamed, G. Hinton, [Speech recognition with deep recurrent neural networks]"
        "(https://arxiv.org/abs/1303.5778), 2013",
    ],
)
