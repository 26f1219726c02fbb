"""Writing in pictures: what a unit adds to its cell state, and what it would have added."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.figures.frame import Mode, framed
from lstm_viz.figures.lines import line_of
from lstm_viz.film import Film
from lstm_viz.measures.film import lstm_of, telling_unit
from lstm_viz.measures.what_if import Numbers, Written


def writing(
    film: Film,
    snapshot: int = -1,
    mode: Mode = "light",
    unit: int | None = None,
    bands: Iterable[int] = (),
) -> go.Figure:
    """Draw what a unit writes at every time step, and what its cell state then is.

    Bars are the written amount i g; marks are its two factors.

    Parameters
    ----------
    film : Film
    snapshot : int
        Which snapshot, by its place in the film.
    mode : "light" or "dark"
    unit : int, optional
        Which unit, from 0; by default the telling one.
    bands : iterable of int
        Time steps, from 0, that get a band behind them.
    """
    recording = lstm_of(film, snapshot)
    unit = telling_unit(film) if unit is None else unit
    step = np.arange(recording.steps) + 1  # people count time steps from 1
    words = [f"{number:g} {event}" for number, event in _inputs(film)]
    written = {
        "type": "bar",
        "name": "written amount i·g",
        "x": step,
        "y": recording.written_amount[:, unit],
        "marker": {"color": getattr(palette.QUANTITIES["cell_state"], mode), "opacity": 0.55},
        "customdata": words,
        "hovertemplate": "%{y:.3f} at %{customdata}",
    }
    marks = (("input_gate", "input gate i", "circle"), ("candidate", "candidate g", "diamond-open"))
    traces = [
        written,
        *(
            {
                **line_of(recording, name, unit, mode),
                "name": title,
                "mode": "markers",
                "marker": {
                    "symbol": symbol,
                    "size": 8,
                    "color": getattr(palette.QUANTITIES[name], mode),
                },
            }
            for name, title, symbol in marks
        ),
        {
            **line_of(recording, "cell_state", unit, mode),
            "name": "cell state c",
            "line": {"color": getattr(palette.QUANTITIES["cell_state"], mode), "shape": "hvh"},
        },
    ]
    figure = framed(
        traces,
        xaxis={"title": "time step"},
        yaxis={"title": f"unit {unit + 1}", "zeroline": True},
    )
    for t in bands:
        band = {"fillcolor": "#888888", "opacity": 0.2, "layer": "below", "line_width": 0}
        figure.add_vrect(t + 0.5, t + 1.5, **band)
    return figure.update_layout(height=360, margin={"t": 10})


def written_for(
    values: Numbers,
    written: Written,
    at: float | None = None,
    mode: Mode = "light",
    event: str = "write",
) -> go.Figure:
    """Draw input gate, candidate and written amount against the number that comes in.

    Parameters
    ----------
    values : (N,)
        The numbers.
    written : Written
        What a unit makes of each: see `lstm_viz.measures.what_if.written_if`.
    at : float, optional
        The number that did come in, to be marked.
    mode : "light" or "dark"
    event : str
        What the number comes with.
    """
    lines = (
        ("input gate i", written.input_gate, "input_gate", "solid"),
        ("candidate g", written.candidate, "candidate", "dash"),
        ("written amount i·g", written.written_amount, "cell_state", "solid"),
    )
    traces = [
        {
            "type": "scatter",
            "x": values,
            "y": numbers,
            "name": title,
            "mode": "lines",
            "line": {
                "color": getattr(palette.QUANTITIES[colour], mode),
                "dash": dash,
                "width": 3.5 if colour == "cell_state" else 2,
            },
            "hovertemplate": "%{y:.3f}",
        }
        for title, numbers, colour, dash in lines
    ]
    figure = framed(
        traces,
        xaxis={"title": f"number that comes with {event}"},
        yaxis={"range": [-1.05, 1.05], "zeroline": True},
    )
    if at is not None:
        figure.add_vline(at, line={"dash": "dot", "width": 1.5, "color": "#888888"})
    return figure.update_layout(height=330, margin={"t": 10})


def _inputs(film: Film) -> Iterable[tuple[float, str]]:
    """Return the first input and the event of every time step."""
    return zip(film.probe.x[:, 0].tolist(), film.probe.events, strict=True)
