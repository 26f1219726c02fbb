"""Runs as figures: learning curves, gradient profiles, scores against the gap, overfitting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.config import TrainConfig
from lstm_viz.figures.frame import Mode, framed
from lstm_viz.film import Film
from lstm_viz.run import MODELS, ModelName
from lstm_viz.tasks import Task

# A model's looks go by its place in the run, as in the film player: the second one is dashed.
_COLOUR = dict(zip(MODELS, palette.MODELS.values(), strict=True))
_DASH: dict[ModelName, str] = dict(zip(MODELS, ("solid", "dash"), strict=True))


class Outcome(NamedTuple):
    """What came out of one finished run, for the chart of score against gap."""

    config: TrainConfig
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
    updates = [snapshot.update for snapshot in film.snapshots]
    traces = [
        {
            "type": "scatter",
            "x": updates,
            "y": [getattr(snapshot.models[name], number) for snapshot in film.snapshots],
            "name": title,
            "legendgroup": name,
            "showlegend": panel == "",
            "mode": "lines",
            "line": _line(name, mode),
            "hovertemplate": "update %{x}: %{y:.4g}",
            "xaxis": f"x{panel}",
            "yaxis": f"y{panel}",
        }
        for name, title in MODELS.items()
        for panel, number in (("", "score"), ("2", "loss"))
    ]
    scale = "log" if logarithmic else "linear"
    score_scale = "linear" if task.higher_is_better else scale
    levels = ((task.chance(film.config.length), "chance"), (task.solved, "solved"))
    titles = ((0, f"Score: {task.score_name}"), (0.55, "Training loss"))
    return framed(
        traces,
        xaxis={"domain": [0, 0.45], "title": "training update"},
        xaxis2={"domain": [0.55, 1], "title": "training update", "anchor": "y2"},
        yaxis={"type": score_scale, "exponentformat": "power"},
        yaxis2={"type": scale, "anchor": "x2", "exponentformat": "power"},
        thresholds=levels,
        titles=titles,
    )


def overfitting(film: Film, model: ModelName, mode: Mode = "light") -> go.Figure:
    """Draw the score of one model on training, validation and test sequences against the update.

    Where the curves part, the model has learnt its training set by heart. A run that drew fresh
    sequences at every update has a validation score only.

    Parameters
    ----------
    film : Film
    model : "lstm" or "rnn"
    mode : "light" or "dark"
    """
    task, title = film.config.the_task, MODELS[model]
    lines = (
        ("training set", "train_score", "dot"),
        ("validation set", "score", "solid"),
        ("test set", "test_score", "dash"),
    )
    traces = [
        {
            "type": "scatter",
            "x": [snapshot.update for snapshot in film.snapshots],
            "y": scores,
            "name": f"{title}, {words}",
            "mode": "lines",
            "line": {**_line(model, mode), "dash": dash},
            "hovertemplate": "update %{x}: %{y:.4g}",
        }
        for words, number, dash in lines
        if np.isfinite(scores := [getattr(s.models[model], number) for s in film.snapshots]).any()
    ]
    return framed(
        traces,
        xaxis={"title": "training update"},
        yaxis={
            "type": "linear" if task.higher_is_better else "log",
            "title": task.score_name,
            "exponentformat": "power",
        },
        thresholds=((task.chance(film.config.length), "chance"), (task.solved, "solved")),
    )


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
    colours = {**palette.QUANTITIES, **palette.MODELS}
    lines = (
        ("LSTM |dL/dc|, cell state", chosen.lstm.gradient_cell, "cell_state", "solid"),
        ("LSTM |dL/dh|, hidden state", chosen.lstm.gradient_hidden, "hidden_state", "dot"),
        ("Vanilla RNN |dL/dh|", chosen.rnn.gradient_hidden, "second", "dash"),
    )
    traces = [
        {
            "type": "scatter",
            "x": np.arange(len(values)) + 1,  # people count time steps from 1
            "y": np.where(values > 0, values, np.nan),  # exact zeros have no place on a log axis
            "name": title,
            "mode": "lines+markers",
            "marker": {"size": 4},
            "line": {"color": getattr(colours[colour], mode), "dash": dash},
            "hovertemplate": "time step %{x}: %{y:.3g}",
        }
        for title, values, colour, dash in lines
        if values is not None
    ]
    return framed(
        traces,
        xaxis={"title": "time step"},
        yaxis={"type": "log", "title": "gradient norm", "exponentformat": "power"},
    )


def score_by_gap(outcomes: Iterable[Outcome], task: Task, mode: Mode = "light") -> go.Figure:
    """Draw the final score of each finished run against its gap."""
    runs = sorted(outcomes, key=lambda outcome: outcome.config.length)
    traces = [
        {
            "type": "scatter",
            "x": [run.config.length for run in runs],
            "y": [run.scores[name] for run in runs],
            "name": title,
            "mode": "markers",  # no line: the runs may differ in more than their gap
            "marker": {
                "size": 12,
                "color": getattr(_COLOUR[name], mode),
                "symbol": "circle" if name == "lstm" else "square-open",
            },
            "customdata": [_settings(run.config) for run in runs],
            "hovertemplate": f"{task.length_name} %{{x}}, %{{customdata}}: %{{y:.4g}}",
        }
        for name, title in MODELS.items()
    ]
    scale = "linear" if task.higher_is_better else "log"
    return framed(
        traces,
        xaxis={"title": f"gap: {task.length_name}", "tickformat": "d"},
        yaxis={"type": scale, "title": task.score_name, "exponentformat": "power"},
        thresholds=((task.solved, "solved"),),
    )


def _settings(config: TrainConfig) -> str:
    """Return the settings that tell two runs of a task apart, apart from their gap."""
    units = f"{config.hidden_size} and {config.rnn_hidden_size} units"
    return f"{units}, forget bias {config.forget_bias:g}, seed {config.seed}"


def _line(name: ModelName, mode: Mode) -> dict[str, str | float]:
    """Return the line style of a model."""
    return {"color": getattr(_COLOUR[name], mode), "dash": _DASH[name], "width": 2.5}
