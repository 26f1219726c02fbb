"""Runs as figures: learning curves, gradient profiles, scores against the gap, overfitting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.figures.frame import Mode, framed
from lstm_viz.film import Film
from lstm_viz.run import Array, ModelName, ModelSnapshot
from lstm_viz.tasks import Task

_DASHES = ("solid", "dash")
_MARKERS = ("circle", "square-open")


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
            "name": CELLS[name].title,
            "legendgroup": name,
            "showlegend": panel == "",
            "mode": "lines",
            "line": _line(place, mode),
            "hovertemplate": "update %{x}: %{y:.4g}",
            "xaxis": f"x{panel}",
            "yaxis": f"y{panel}",
        }
        for place, name in enumerate(film.config.cells)
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
    task, title = film.config.the_task, CELLS[model].title
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
            "line": {**_line(film.config.cells.index(model), mode), "dash": dash},
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
    lines = [
        line
        for place, name in enumerate(film.config.cells)
        for line in _profiles(CELLS[name].title, place, chosen.models[name])
    ]
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
    ]
    return framed(
        traces,
        xaxis={"title": "time step"},
        yaxis={"type": "log", "title": "gradient norm", "exponentformat": "power"},
    )


def _profiles(title: str, place: int, side: ModelSnapshot) -> list[tuple[str, Array, str, str]]:
    """Return title, values, colour and dash of a model's lines, as the film player draws them."""
    its = list(palette.MODELS)[place]
    if side.gradient_cell is None:
        return [(f"{title} |dL/dh|", side.gradient_hidden, its, _DASHES[place])]
    # The first model's lines wear the colours of the two states; the second's its own.
    cell, hidden = ("cell_state", "hidden_state") if place == 0 else (its, its)
    return [
        (f"{title} |dL/dc|, cell state", side.gradient_cell, cell, _DASHES[place]),
        (f"{title} |dL/dh|, hidden state", side.gradient_hidden, hidden, "dot"),
    ]


def score_by_gap(outcomes: Iterable[Outcome], task: Task, mode: Mode = "light") -> go.Figure:
    """Draw the final score of each finished run against its gap."""
    runs = sorted(outcomes, key=lambda outcome: outcome.config.length)
    drawn = {name: place for run in runs for place, name in enumerate(run.config.cells)}
    traces = [_scores(name, place, runs, task, mode) for name, place in drawn.items()]
    scale = "linear" if task.higher_is_better else "log"
    return framed(
        traces,
        xaxis={"title": f"gap: {task.length_name}", "tickformat": "d"},
        yaxis={"type": scale, "title": task.score_name, "exponentformat": "power"},
        thresholds=((task.solved, "solved"),),
    )


def _scores(
    name: ModelName, place: int, runs: list[Outcome], task: Task, mode: Mode
) -> dict[str, object]:
    """Return the trace of one cell: a marker for each run that trained it."""
    its = [run for run in runs if name in run.scores]
    return {
        "type": "scatter",
        "x": [run.config.length for run in its],
        "y": [run.scores[name] for run in its],
        "name": CELLS[name].title,
        "mode": "markers",  # no line: the runs may differ in more than their gap
        "marker": {"size": 12, "color": _colour(place, mode), "symbol": _MARKERS[place]},
        "customdata": [_settings(run.config) for run in its],
        "hovertemplate": f"{task.length_name} %{{x}}, %{{customdata}}: %{{y:.4g}}",
    }


def _settings(config: TrainConfig) -> str:
    """Return the settings that tell two runs of a task apart, apart from their gap."""
    units = f"{config.hidden_size} and {config.size_of(config.against)} units"
    return f"{units}, forget bias {config.forget_bias:g}, seed {config.seed}"


def _line(place: int, mode: Mode) -> dict[str, str | float]:
    """Return the line style of the first or the second model."""
    return {"color": _colour(place, mode), "dash": _DASHES[place], "width": 2.5}


def _colour(place: int, mode: Mode) -> str:
    """Return the colour of the first or the second model."""
    return str(getattr(list(palette.MODELS.values())[place], mode))
