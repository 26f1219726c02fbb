"""Figures on training: when the gates part, and which learning rates solve a task."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.figures.frame import Mode, framed
from lstm_viz.film import Film
from lstm_viz.knobs import labels
from lstm_viz.measures.learning import gate_courses, parted_at
from lstm_viz.run import ModelName, solved_at
from lstm_viz.study import Study

_NAMES = {"forget_gate": "forget gate", "output_gate": "output gate"}
_INK = {"light": "#1B2130", "dark": "#F4F5F7"}
_LOOKS = {"adam": ("circle", "solid"), "rmsprop": ("square-open", "dash"), "sgd": ("x", "dot")}
"""Marker and dash of an optimiser's line."""


def gates_in_training(films: dict[str, Film], mode: Mode = "light") -> go.Figure:
    """Draw when the gates of a memory cell part, for one or two runs side by side.

    Parameters
    ----------
    films : dict of str to Film
        One or two, by the title of their panel. Marked are the update at which the gates have
        parted and the one at which the task is solved, if there are such.
    mode : "light" or "dark"
    """
    traces: list[dict[str, Any]] = []
    marks: list[dict[str, Any]] = []
    for place, film in enumerate(films.values()):
        panel = "" if place == 0 else "2"
        traces += _course_lines(film, panel, mode)
        marks += _marks(film, panel, mode)
    domains = [[0.0, 1.0]] if len(films) == 1 else [[0.0, 0.46], [0.54, 1.0]]
    axes: dict[str, Any] = {}
    for place, domain in enumerate(domains):
        panel = "" if place == 0 else "2"
        axes[f"xaxis{panel}"] = {"domain": domain, "title": "training update"}
        axes[f"yaxis{panel}"] = {"range": [-0.03, 1.03], "anchor": f"x{panel}"}
        axes[f"xaxis{panel}"]["anchor"] = f"y{panel}"
    axes["yaxis"]["title"] = "mean gate value"
    titles = [(domain[0], title) for domain, title in zip(domains, films, strict=True)]
    figure = framed(traces, (), titles, **axes)
    return figure.update_layout(annotations=[*figure.layout.annotations, *marks])


def _course_lines(film: Film, panel: str, mode: Mode) -> list[dict[str, Any]]:
    """Return the four lines of one run."""
    return [
        {
            "type": "scatter",
            "x": [snapshot.update for snapshot in film.snapshots],
            "y": course.means,
            "name": f"{_NAMES[course.quantity]}, {course.event}",
            "legendgroup": f"{course.quantity} {course.event}",
            "showlegend": panel == "",
            "mode": "lines",
            "line": {
                "color": getattr(palette.QUANTITIES[course.quantity], mode),
                "dash": "solid" if place % 2 == 0 else "dot",
                "width": 2.5,
            },
            "hovertemplate": "%{y:.2f}",
            "xaxis": f"x{panel}",
            "yaxis": f"y{panel}",
        }
        for place, course in enumerate(gate_courses(film))
    ]


def _marks(film: Film, panel: str, mode: Mode) -> list[dict[str, Any]]:
    """Return arrows at what happens in one run."""
    happens = (
        ("gates have parted", parted_at(film), 0.5),
        ("solved", solved_at(film.snapshots, film.config.lstm, film.config.the_task), 0.3),
    )
    arrow = {"showarrow": True, "arrowcolor": _INK[mode], "ax": 45, "ay": 0, "xanchor": "left"}
    place = {"xref": f"x{panel}", "yref": f"y{panel}"}
    return [
        {**place, **arrow, "x": update, "y": y, "text": f"{words}: {update}"}
        for words, update, y in happens
        if update is not None
    ]


def solved_by_rate(study: Study, model: ModelName = "lstm", mode: Mode = "light") -> go.Figure:
    """Draw of how many seeds a task is solved against the learning rate, a line per optimiser.

    Parameters
    ----------
    study : Study
        Whose runs differ in optimiser, learning rate and seed.
    model : "lstm" or "rnn"
    mode : "light" or "dark"
    """
    traces = []
    for name, (symbol, dash) in _LOOKS.items():
        rates = sorted(study.values("learning_rate", optimiser=name))
        counts = [study.count(model, optimiser=name, learning_rate=rate)[0] for rate in rates]
        traces.append(
            {
                "type": "scatter",
                "x": rates,
                "y": counts,
                "name": labels("optimiser")[name],
                "mode": "lines+markers",
                "marker": {"symbol": symbol, "size": 11},
                "line": {"color": _INK[mode], "dash": dash, "width": 1.5},
                "hovertemplate": "learning rate %{x:g}: solved on %{y} seeds",
            }
        )
    seeds = len(study.values("seed"))
    return framed(
        traces,
        xaxis={"type": "log", "title": "learning rate", "exponentformat": "power", "dtick": 1},
        yaxis={"title": f"solved, of {seeds} seeds", "range": [-0.3, seeds + 0.3], "dtick": 1},
    ).update_layout(hovermode="closest")
