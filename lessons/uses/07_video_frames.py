"""Which way did it go, when no single frame tells?

A dot moves over tiny video frames, rests, hides and comes back. What moves is only seen from frame
to frame, and has to be remembered while nothing is seen.
"""

from __future__ import annotations

from lessons._sections.watching import watching
from lessons._shared.beside import beside_baselines
from lessons._shared.judging import unfit
from lessons._shared.knobs import number, slider
from lessons._shared.lesson import Lesson, say
from lessons._shared.player import Focus
from lessons._shared.questions import Goal, Question, Standing, Tried, Verdict
from lessons._shared.shipped import RUNS
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.measures.by_event import sizes_by_event
from lstm_viz.tasks.uses.moving_dot import DIRECTIONS, LONGEST_PAUSE

RUN = RUNS["moving_dot"]
HIDDEN = 4 * LONGEST_PAUSE
"""The goal: frames in a row that show no dot."""


def knobs(visit: Visit) -> None:
    """Draw how many frames a video has, how many units there are, and the seed."""
    lengths = visit.config.the_task.lengths
    slider(visit, "length", "Frames", lengths.low, lengths.high, width=120)
    slider(visit, "hidden_size", "Units", 2, 16, width=110)
    number(visit, "seed", "Seed", step=1, width=110)


def where_it_writes_least(film: Film) -> Verdict:
    """Tell after which kind of frame the LSTM adds least to its cell state."""
    if problem := unfit(film, RUN.task):
        return Verdict(None, problem)
    written = sizes_by_event(film, "written_amount")
    among = {name: written[name] for name in QUESTION.options if name in written}
    if len(among) < len(QUESTION.options):
        return Verdict(None, "In this video the dot does not move, rest and hide: take *turns*.")
    gate = sizes_by_event(film, "input_gate")
    told = "; ".join(
        f"**{name}** {among[name]:.2f} (input gate {gate[name]:.2f})" for name in among
    )
    return Verdict(
        min(among, key=among.__getitem__),
        f"Mean size of the [[written amount]] $i\\,g$ over all units: {told}. An empty frame "
        "brings nothing to write. A resting dot is written anew in every frame: where it "
        "is has to be known if it is to be seen moving on.",
    )


QUESTION = Question(
    "least",
    "The dot moves, rests or is hidden. In which of these frames does the trained LSTM write least "
    "into its cell state?",
    {
        "moves": "while the dot moves",
        "rests": "while it rests: nothing changes",
        "hidden": "while it is hidden: nothing is seen",
    },
    where_it_writes_least,
)


def longest_hiding(film: Film) -> int:
    """Return how many frames at the end of the probe sequence show no dot."""
    seen = [t for t, event in enumerate(film.probe.events) if event != "hidden"]
    return film.probe.steps - 1 - (seen[-1] if seen else -1)


def remembers_long(film: Film, _tried: Tried) -> Standing:
    """Tell whether the LSTM still knows the direction after a long hiding."""
    if problem := unfit(film, RUN.task):
        return Standing(False, problem)
    hidden, probe = longest_hiding(film), film.probe
    if not probe.mask[-1]:
        return Standing(False, "In this video nothing has moved by the last frame.")
    wanted = DIRECTIONS[int(probe.target[-1].argmax())]
    said = DIRECTIONS[int(film.snapshots[-1].lstm.prediction[-1].argmax())]
    return Standing(
        hidden >= HIDDEN and said == wanted,
        f"This video ends with {hidden} frames without the dot, which had gone {wanted}. In the "
        f"last of them the LSTM says {said}.",
    )


GOAL = Goal(
    f"In training the dot is hidden for at most {LONGEST_PAUSE} frames. Write a video, further "
    f"down, that ends with **{HIDDEN}** frames without it, and in the last of which the LSTM still "
    "says which way it went.",
    remembers_long,
    "Begin with `a3 b3 c3 d3` and then write `-`, one per frame, "
    f"{HIDDEN} times. If one direction is lost, try another, `d3 c3 b3 a3` say: each is remembered "
    "in its own way, and not all equally long.",
)

lesson = Lesson.begin(
    __file__, RUN, Focus(quantities=("input_gate", "candidate", "forget_gate", "cell_state"))
)
with lesson.text:
    say(
        "A film is a [[sequence]] of pictures. In one frame a dot is somewhere; that it moves, and "
        "where to, shows only when one frame is compared with what is known of those before."
    )
    say(
        "**The task.** Each [[time step]] brings a frame of 5 times 5 pixels, some of which "
        "flicker faintly. After each frame: which way did the dot move last? It may "
        "have been hidden since."
    )
    say(
        "**In the picture** the input is where the dot was, `c2`, `-` where it is hidden; behind "
        "`~` stand pixels that flicker. Further down you see the frames themselves."
    )
    lesson.predict(QUESTION)
    lesson.goal(GOAL)
with lesson.picture:
    lesson.show(knobs)
watching(lesson)
beside_baselines(lesson.film)
lesson.end(
    "One frame tells where, two tell which way, and only a memory tells it once nothing is seen. "
    "The LSTM and the RNN both learned that from right answers alone. In empty frames the LSTM "
    "wrote least: what it knew stayed in the [[cell state]].",
    [
        "J. L. Elman, [Finding structure in time]"
        "(https://doi.org/10.1207/s15516709cog1402_1), 1990",
        "J. Donahue et al., [Long-term recurrent convolutional networks for visual recognition and "
        "description](https://arxiv.org/abs/1411.4389), 2015",
        "N. Srivastava, E. Mansimov, R. Salakhutdinov, [Unsupervised learning of video "
        "representations using LSTMs](https://arxiv.org/abs/1502.04681), 2015",
        "G. Bertasius, H. Wang, L. Torresani, [Is space-time attention all you need for video "
        "understanding?](https://arxiv.org/abs/2102.05095), 2021",
    ],
)
