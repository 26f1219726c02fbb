"""What lesson 2 shows of real runs that explode: one in its course, and many by gap and limit."""

from __future__ import annotations

import streamlit as st

from lessons._shared.charts import chart, constant
from lessons._shared.lesson import say
from lessons._shared.shipped import film_named
from lessons._shared.story import origin
from lessons._shared.studies import study
from lessons._shared.study_words import grid_in_words, study_origin
from lessons._shared.theme import mode
from lstm_viz.study import Count, Study

LIMITS: dict[float | None, str] = {
    None: "not clipped",
    5.0: "clipped at 5",
    1.0: "clipped at 1",
}
"""The limits of the gradient norm that are compared, and their words."""


def clipping() -> None:
    """Draw a real run with and without clipping, and say what became of other seeds."""
    from lstm_viz.figures.fading import gradient_norms

    free, clipped = film_named("exploding"), film_named("clipped")
    st.header("A real run explodes", anchor=False)
    text, picture = st.columns([5, 9], gap="medium")
    with text:
        say(
            "The same happens to a [[vanilla RNN]] that [[SGD]] trains in steps that are a little "
            "too large. Both lines begin with the same weights and learn from the same batches; "
            "the cross is where one run ended, because its loss had become too large to go on."
        )
        say(_seeds_in_words(study("clipping")))
        say(
            "This is about the size of steps as much as about time. "
            "[[Adam]] hides it: it divides each step by the usual size of its gradient."
        )
    with picture:
        chart(
            constant(
                "norms",
                lambda: gradient_norms({"not clipped": free, "clipped at 5": clipped}, mode=mode()),
            ),
            key="norms",
            alt="Gradient norm of a vanilla RNN against the training update, clipped and not",
        )
        made = study("clipping").provenance
        st.caption(
            f"Both lines: {origin(clipped, ('rnn',))} The six seeds were measured {made['date']} "
            f"with PyTorch {made['torch']}."
        )


def _seeds_in_words(runs: Study) -> str:
    """Tell, for every limit, how many seeds ended early and what the others reached."""
    told = []
    for clip, words in LIMITS.items():
        some = runs.where(clip_norm=clip)
        ended = [int(r.rnn.ended.split()[-1]) for r in some if r.rnn.ended]
        scores = sorted(r.rnn.score for r in some if not r.rnn.ended)
        said = f"{words}, **{len(ended)} of {len(some)}** ended early"
        if ended:
            said += f" (at update {', '.join(map(str, sorted(ended)))})"
        if len(scores) == 1:
            said += f", the one that is left has an error of {scores[0]:.2g}"
        elif scores:
            said += f", and the errors are {scores[0]:.2g} to {scores[-1]:.2g}"
        told.append(said)
    config = runs.results[0].config
    chance = config.the_task.chance(config.length)
    return (
        f"Six seeds, {config.updates} updates each: {'; '.join(told)}. Chance is {chance:.2g}, "
        f"solved would be {config.the_task.solved:g}."
    )


def longer_gaps() -> None:
    """Draw over which gap an RNN that begins as the identity explodes, by the limit."""
    from lstm_viz.figures.grid import counts_grid

    runs = study("exploding")
    rows, gaps = survivors(runs), runs.values("length")
    config = runs.results[0].config
    st.header("The same steps, longer gaps", anchor=False)
    text, picture = st.columns([5, 9], gap="medium")
    with text:
        say(
            "An [[IRNN]] is an RNN of rectified [[units|unit]] whose [[recurrent weights|recurrent "
            "weight]] begin as the identity: at first, each step back multiplies the error signal "
            "by 1 or, where a unit is at 0, by 0. One update of [[SGD]] changes that by a little. "
            "Over a few steps it does not matter. Over many it is multiplied by itself again and "
            "again."
        )
        say(gaps_in_words(runs))
        say(still_to_learn(runs))
    with picture:
        told = grid_in_words(rows, [f"{gap} steps" for gap in gaps])
        chart(
            constant(
                "exploding",
                lambda: counts_grid(
                    rows, [f"{gap}" for gap in gaps], mode(), above="gap in time steps"
                ),
            ),
            key="exploding",
            alt=f"Runs that went on to the end, by gap and limit. {told}",
            config={"displayModeBar": False},
        )
        st.caption(
            f"How many runs went on to the end. Adding, IRNN {config.size_of('irnn')} units, SGD "
            f"with learning rate {config.learning_rate:g}, {config.updates} updates. "
            f"{study_origin(runs)}"
        )


def survivors(runs: Study) -> dict[str, list[Count]]:
    """Return, for every limit, how many runs went on to the end over each gap."""
    return {
        words: [
            (sum(r.models["irnn"].ended is None for r in some), len(some))
            for gap in runs.values("length")
            for some in (runs.where(length=gap, clip_norm=limit),)
        ]
        for limit, words in LIMITS.items()
    }


def gaps_in_words(runs: Study) -> str:
    """Tell how many runs that were not clipped ended early over each gap."""
    counts = dict(zip(runs.values("length"), survivors(runs)[LIMITS[None]], strict=True))
    told = [f"over {gap} steps **{n - k} of {n}**" for gap, (k, n) in counts.items()]
    clipped = [k == n for limit in (5.0, 1.0) for k, n in survivors(runs)[LIMITS[limit]]]
    rest = "Clipped, all went on." if all(clipped) else "Clipped, not all went on either."
    return (
        "Everything else was equal, the size of the steps too. Not clipped, so many seeds ended "
        f"early: {', '.join(told)}. {rest}"
    )


def still_to_learn(runs: Study) -> str:
    """Tell that who goes on has not learned yet: the errors over the longest gap."""
    gap = max(runs.values("length"))
    some = runs.where(length=gap, clip_norm=1.0)
    scores = sorted(r.models["irnn"].best for r in some)
    chance = some[0].config.the_task.chance(gap)
    return (
        f"To go on is not to learn: over {gap} steps the best errors of those clipped at 1 are "
        f"{scores[0]:.2g} to {scores[-1]:.2g}; chance is {chance:.2g}."
    )
