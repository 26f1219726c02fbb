"""Figures on gradients that fade or explode: one factor per time step, and norms in training."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.figures.frame import Mode, framed
from lstm_viz.film import Film
from lstm_viz.measures.fading import share_left
from lstm_viz.run import ModelName

STEPS_BACK = 50
_PLAIN = {"light": "#5F6672", "dark": "#A7AFBC"}


def fading(film: Film, gain: float, snapshot: int = 0, mode: Mode = "light") -> go.Figure:
    """Draw a gain raised to the number of steps, beside what both models of a film do.

    Parameters
    ----------
    film : Film
    gain : float
        The share that one step back leaves of the error signal; its powers are exact.
    snapshot : int
        Whose gradients, by its place in the film: |dL/dh_t| of the vanilla RNN and |dL/dc_t| of the
        LSTM, relative to the answering step's.
    mode : "light" or "dark"
    """
    seen = film.snapshots[snapshot]
    colours = {**palette.QUANTITIES, **palette.MODELS}
    traces: list[dict[str, Any]] = [
        {
            "x": np.arange(STEPS_BACK + 1),
            "y": gain ** np.arange(STEPS_BACK + 1.0),
            "name": f"{gain:g} at every step",
            "mode": "lines",
            "line": {"color": _PLAIN[mode], "width": 2.5},
        }
    ]
    measured = (
        ("Vanilla RNN |dL/dh|, measured", seen.rnn.gradient_hidden, "second", "dash"),
        ("LSTM |dL/dc|, measured", seen.lstm.gradient_cell, "cell_state", "dot"),
    )
    for title, profile, colour, dash in measured:
        if profile is None:
            continue
        share = share_left(profile)
        traces.append(
            {
                "x": np.arange(len(share)),
                "y": np.where(share > 0, share, np.nan),  # a zero has no place on a log axis
                "name": title,
                "mode": "lines+markers",
                "marker": {"size": 4},
                "line": {"color": getattr(colours[colour], mode), "dash": dash, "width": 2},
            }
        )
    for trace in traces:
        trace |= {"type": "scatter", "hovertemplate": "%{x} steps back: %{y:.2g}"}
    return framed(
        traces,
        xaxis={"title": "time steps back from the answer", "range": [0, STEPS_BACK]},
        yaxis={"type": "log", "title": "share that is left", "exponentformat": "power"},
    )


def gradient_norms(
    films: Mapping[str, Film], model: ModelName = "rnn", mode: Mode = "light"
) -> go.Figure:
    """Draw the gradient norm before clipping at every snapshot, one line per film.

    Parameters
    ----------
    films : mapping of str to Film
        By the words of the legend. A line whose run ended early stops there, at a cross.
    model : "lstm" or "rnn"
    mode : "light" or "dark"
    """
    looks = (
        {"color": _PLAIN[mode], "dash": "dot", "width": 2},
        {
            "color": getattr(palette.MODELS["first" if model == "lstm" else "second"], mode),
            "dash": "solid",
            "width": 2.5,
        },
    )
    traces = []
    for place, (words, film) in enumerate(films.items()):
        norms = _norms(film, model)
        symbols = ["circle"] * len(norms)
        if film.ended[model]:
            symbols[-1] = "x"
        traces.append(
            {
                "type": "scatter",
                "x": list(norms),
                "y": list(norms.values()),
                "name": words,
                "mode": "lines+markers",
                "marker": {
                    "symbol": symbols,
                    "size": [6 if s == "circle" else 13 for s in symbols],
                },
                "line": looks[place % len(looks)],
                "hovertemplate": "update %{x}: %{y:.3g}",
            }
        )
    return framed(
        traces,
        xaxis={"title": "training update"},
        yaxis={"type": "log", "title": "gradient norm", "exponentformat": "power"},
    )


def _norms(film: Film, model: ModelName) -> dict[int, float]:
    """Return the gradient norm by the update that it was met at, as far as the model came."""
    ended = film.ended[model]
    last = ended.update - 1 if ended else film.update
    norms = {min(s.update, last): s.models[model].gradient_norm for s in film.snapshots}
    return {update: norm for update, norm in norms.items() if update}  # update 0 has none
