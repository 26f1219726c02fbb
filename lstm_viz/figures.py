"""Arrays to Plotly figures: what people read and zoom. The film itself is drawn by the player."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lstm_viz import palette
from lstm_viz.film import Film
from lstm_viz.run import MODELS, ModelName
from lstm_viz.tasks import Task

Mode = Literal["light", "dark"]
_DASH: dict[ModelName, str] = {"lstm": "solid", "rnn": "dash"}


class Outcome(NamedTuple):
    """What came out of one finished run, for the chart of score against gap."""

    length: int
    seed: int
    scores: Mapping[ModelName, float]


def learning_curves(film: Film, logarithmic: bool = True, mode: Mode = "light") -> go.Figure:
    """Draw score and training loss of both models against the update.

    Parameters
    ----------
    film : Film
    logarithmic : bool
        Whether errors and losses are on a logarithmic axis. Accuracies never are.
    mode : "light" or "dark"
    """
    task = film.config.the_task
    figure = make_subplots(
        rows=1, cols=2, subplot_titles=(f"Score: {task.score_name}", "Training loss")
    )
    updates = [snapshot.update for snapshot in film.snapshots]
    for name, title in MODELS.items():
        for column, number in enumerate(("score", "loss"), start=1):
            values = [getattr(snapshot.models[name], number) for snapshot in film.snapshots]
            figure.add_scatter(
                x=updates,
                y=values,
                name=title,
                legendgroup=name,
                showlegend=column == 1,
                mode="lines",
                line=_line(name, mode),
                hovertemplate="update %{x}: %{y:.4g}",
                row=1,
                col=column,
            )
    axis = "log" if logarithmic else "linear"
    figure.update_xaxes(title_text="training update")
    figure.update_yaxes(type="linear" if task.higher_is_better else axis, row=1, col=1)
    figure.update_yaxes(type=axis, row=1, col=2)
    _threshold(figure, task.chance(film.config.length), "chance")
    _threshold(figure, task.solved, "solved")
    return _laid_out(figure)


def gradient_profile(film: Film, snapshot: int = -1, mode: Mode = "light") -> go.Figure:
    """Draw how much of the last answer's loss reaches each time step, on a logarithmic axis.

    Parameters
    ----------
    film : Film
    snapshot : int
        Which snapshot, by its place in the film.
    mode : "light" or "dark"
    """
    chosen = film.snapshots[snapshot]
    figure = go.Figure()
    lines = (
        ("LSTM |dL/dc|, cell state", chosen.lstm.gradient_cell, "cell_state", "solid"),
        ("LSTM |dL/dh|, hidden state", chosen.lstm.gradient_hidden, "hidden_state", "solid"),
        ("Vanilla RNN |dL/dh|", chosen.rnn.gradient_hidden, "rnn", "dash"),
    )
    for title, values, colour, dash in lines:
        if values is None:
            continue
        code = getattr({**palette.QUANTITIES, **palette.MODELS}[colour], mode)
        figure.add_scatter(
            x=np.arange(len(values)) + 1,  # people count time steps from 1
            y=np.where(values > 0, values, np.nan),  # exact zeros have no place on a log axis
            name=title,
            mode="lines+markers",
            marker_size=4,
            line={"color": code, "dash": dash},
            hovertemplate="time step %{x}: %{y:.3g}",
        )
    figure.update_xaxes(title_text="time step")
    figure.update_yaxes(type="log", title_text="gradient norm", exponentformat="power")
    return _laid_out(figure)


def score_by_gap(outcomes: Iterable[Outcome], task: Task, mode: Mode = "light") -> go.Figure:
    """Draw the final score of each finished run against its gap."""
    figure = go.Figure()
    runs = sorted(outcomes, key=lambda outcome: outcome.length)
    for name, title in MODELS.items():
        figure.add_scatter(
            x=[run.length for run in runs],
            y=[run.scores[name] for run in runs],
            name=title,
            mode="lines+markers",
            marker={"size": 10, "symbol": "circle" if name == "lstm" else "square-open"},
            line=_line(name, mode),
            customdata=[run.seed for run in runs],
            hovertemplate=f"{task.length_name} %{{x}}, seed %{{customdata}}: %{{y:.4g}}",
        )
    figure.update_xaxes(title_text=f"gap: {task.length_name}")
    figure.update_yaxes(
        type="linear" if task.higher_is_better else "log", title_text=task.score_name
    )
    _threshold(figure, task.solved, "solved")
    return _laid_out(figure)


def _threshold(figure: go.Figure, value: float, words: str) -> None:
    """Draw a labelled line across the first panel at a score."""
    is_log = figure.layout.yaxis.type == "log"
    figure.add_shape(
        type="line",
        **{"xref": "x domain", "x0": 0, "x1": 1, "yref": "y", "y0": value, "y1": value},
        line={"dash": "dot", "width": 1},
        opacity=0.6,
    )
    # Unlike a shape, an annotation on a logarithmic axis is placed by the exponent.
    figure.add_annotation(
        text=words,
        **{"xref": "x domain", "x": 1, "xanchor": "right", "yref": "y", "yanchor": "bottom"},
        y=math.log10(value) if is_log and value > 0 else value,
        showarrow=False,
    )


def _line(name: ModelName, mode: Mode) -> dict[str, str | float]:
    """Return the line style of a model."""
    return {"color": getattr(palette.MODELS[name], mode), "dash": _DASH[name], "width": 2.5}


def _laid_out(figure: go.Figure) -> go.Figure:
    """Give a figure the margins and the legend that all share."""
    return figure.update_layout(
        height=380,
        margin={"l": 10, "r": 10, "t": 40, "b": 10},
        legend={"orientation": "h", "y": -0.22, "yanchor": "top"},
        hovermode="x unified",
    )
