"""What lesson 2 shows below its run: powers of one number, and the cliff."""

from __future__ import annotations

import math
from dataclasses import replace

import streamlit as st

from lessons._shared.charts import chart, constant
from lessons._shared.dials import dial
from lessons._shared.lesson import say
from lessons._shared.picks import pick
from lessons._shared.story import origin
from lessons._shared.theme import mode
from lessons._shared.visit import Visit
from lstm_viz.film import Film
from lstm_viz.measures.cliff import Stop, descend, farthest
from lstm_viz.measures.film import per_step_ratio

WALK = {"weight": 5.0, "bias": -2.51, "rate": 0.05}
WALKS = 30
CLIPS = {"none": "none", "5": "5", "1": "1", "0.5": "0.5", "0.1": "0.1"}


def one_in(share: float) -> str:
    """Write a share in words: small ones as one part in so many."""
    if share > 1:
        return f"{share:.3g} times as much"
    if share > 0.3:
        return f"{share:.0%}"
    parts = 1 / share
    digits = max(0, int(math.log10(parts)) - 1)
    return f"one part in {round(parts, -digits):,.0f}"


def again_and_again(visit: Visit, film: Film) -> None:
    """Draw the powers of one number beside what the run measures."""
    from lstm_viz.figures.fading import fading

    st.header("One number, again and again", anchor=False)
    text, picture = st.columns([5, 9], gap="medium")
    with text:
        gain = dial(visit, "gain", "A factor for every step", 0.5, 1.2, 0.9, 0.05)
        ratio = per_step_ratio(film.snapshots[0].rnn.gradient_hidden)
        say(
            f"After 30 steps a factor of {gain:g} leaves {one_in(gain**30)}; after 50, "
            f"{one_in(gain**50)}. Only 1 keeps: a little less [[vanishes|vanishing gradient]], a "
            "little more [[explodes|exploding gradient]]."
        )
        if ratio > 0:
            say(
                f"The dashed line is measured on the run above, before training. It is not quite "
                f"straight, but it falls like a factor of **{ratio:.2f}**. The dotted line belongs "
                "to the [[cell state]] of an LSTM beside it. Why it fares better is what the next "
                "lessons are about."
            )
    with picture:
        chart(
            fading(film, gain, mode=mode()),
            key="fading",
            alt="Share of the error signal that is left, against time steps back: powers of one "
            "factor, and measured for vanilla RNN and LSTM",
        )
        st.caption(f"{origin(replace(film, snapshots=film.snapshots[:1]))} The powers are exact.")


def cliff(visit: Visit) -> None:
    """Draw gradient descent over the landscape with the wall, free and clipped."""
    from lstm_viz.figures.cliff import cliff_walks

    st.header("The cliff", anchor=False)
    text, picture = st.columns([5, 9], gap="medium")
    with text:
        say(
            "One unit, fed its own output for 50 steps, has two [[parameters|parameter]]: "
            r"$x_t = w\,\sigma(x_{t-1}) + b$. So its whole error "
            r"$E = (\sigma(x_{50}) - 0.7)^2$ is a landscape that one can walk: plains, and a wall "
            "where the 50 factors multiply to something huge. [[Clipping]] shortens every "
            "update whose [[gradient norm]] is above a limit, and keeps its direction."
        )
        clip = pick(visit, "clip_walk", "Clip the norm at", CLIPS, "1")
        free, held = _walk("none"), _walk(clip)
        say(_walks_in_words(free, held, clip))
    with picture:
        chart(
            constant(
                f"cliff {clip}", lambda: cliff_walks(free, held, f"clipped at {clip}", mode())
            ),
            key="cliff",
            alt="The error over weight and bias as a landscape with a steep wall, two walks of "
            "gradient descent over it, and the error along each walk",
        )
        st.caption(
            f"One unit, gradient descent with learning rate {WALK['rate']:g} from w = "
            f"{WALK['weight']:g}, b = {WALK['bias']:g}: a start from which the walk meets the "
            "wall. Computed on this page, with exact gradients, after Pascanu, Mikolov and Bengio."
        )


@st.cache_resource(max_entries=len(CLIPS), show_spinner=False)
def _walk(clip: str) -> tuple[Stop, ...]:
    """Return a walk of gradient descent, made once."""
    limit = None if clip == "none" else float(clip)
    return descend(**WALK, clip_norm=limit, updates=WALKS)


def _walks_in_words(free: tuple[Stop, ...], held: tuple[Stop, ...], clip: str) -> str:
    """Tell where the walks land."""
    at, far = farthest(free)
    told = (
        f"Not clipped, the walk is down at {free[at].error:.3f} after {at} updates. There the "
        f"norm is {free[at].norm:.0f}, the next update is {far:.1f} long, and it lands at "
        f"**{free[at + 1].error:.3f}**; it began at {free[0].error:.3f}."
    )
    if held == free:
        return told
    lowest = min(stop.error for stop in held[at + 1 :])
    return told + (
        f" Clipped at {clip}, no update is longer than {farthest(held)[1]:.2g}: the walk stays "
        f"near, and its lowest error after that is **{lowest:.3f}**. It hops about the foot of the "
        "wall; clipping makes the wall no flatter."
    )
