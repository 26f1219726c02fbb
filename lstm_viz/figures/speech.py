"""A spectrogram, and under it, frame by frame, what was spoken and what each model heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from lstm_viz import palette
from lstm_viz.figures.frame import Mode
from lstm_viz.recording import Array

_PAPER = {"light": "#FFFFFF", "dark": "#0E1117"}
_SILENT = {"light": "#E6E8ED", "dark": "#2B3240"}
_SOUNDING = {"light": "#BBD9EA", "dark": "#245470"}
_TOP, _SPECTRUM, _ROW, _BOTTOM = 20, 230, 34, 50
_QUIET, _RIGHT, _WRONG = 0, 1, 2


def spectrogram(
    energies: Array,
    bands: Sequence[str],
    truth: Sequence[str],
    heard: Mapping[str, Sequence[str]],
    silence: str,
    mode: Mode = "light",
) -> go.Figure:
    """Draw the energy of each band in each frame, and a row of labels per listener, aligned.

    A label stands once for all frames in a row that have it. Wrong frames have the colour of the
    ink, as a gap between the labels that are right.

    Parameters
    ----------
    energies : (T, F)
        On a logarithmic scale; the darker (on dark pages, lighter), the more.
    bands : sequence of str, length F
        From low to high.
    truth : sequence of str, length T
        What is spoken.
    heard : mapping of str to sequence of str, each of length T
        What each model says, by the model's short name.
    silence : str
        The label that stands for no sound.
    mode : "light" or "dark"
    """
    ink, paper = getattr(palette.MODELS["first"], mode), _PAPER[mode]
    rows = {"spoken": truth, **heard}
    frames = list(range(1, len(truth) + 1))
    spectrum = {
        "type": "heatmap",
        "x": frames,
        "z": energies.T,
        "customdata": [[band] * len(frames) for band in bands],
        "hovertemplate": "frame %{x}, %{customdata}: %{z:.2f}<extra></extra>",
        "colorscale": [[0, paper], [1, ink]],
        "showscale": False,
    }
    labels = {
        "type": "heatmap",
        "x": frames,
        "y": list(rows),
        "z": [_marks(said, truth, silence) for said in rows.values()],
        "customdata": [list(said) for said in rows.values()],
        "hovertemplate": "frame %{x}, %{y}: %{customdata}<extra></extra>",
        "colorscale": [[0, _SILENT[mode]], [0.5, _SOUNDING[mode]], [1, ink]],
        "zmin": _QUIET,
        "zmax": _WRONG,
        "showscale": False,
        "xgap": 1,
        "ygap": 6,
        "yaxis": "y2",
    }
    words = [
        _word(place, name, word, paper if is_wrong else ink)
        for name, said in rows.items()
        for place, word, is_wrong in _runs(said, truth)
    ]
    layout = {**_axes(bands, _ROW * len(rows)), "annotations": words}
    return go.Figure({"data": [spectrum, labels], "layout": layout})


def _axes(bands: Sequence[str], labels: int) -> dict[str, Any]:
    """Lay out the spectrum above so many pixels of labels, over the same frames."""
    share = labels / (_SPECTRUM + labels)
    still = {"fixedrange": True, "showgrid": False, "zeroline": False, "ticks": ""}
    across = {**still, "ticksuffix": " ", "automargin": True}
    shown = list(range(1, len(bands), 3))
    return {
        "height": _TOP + _SPECTRUM + labels + _BOTTOM,
        "margin": {"l": 10, "r": 10, "t": _TOP, "b": _BOTTOM},
        "xaxis": {**still, "title": "frame of 20 ms", "anchor": "y2"},
        "yaxis": {
            **across,
            "domain": [share + 0.02, 1],
            "tickvals": shown,
            "ticktext": [bands[band] for band in shown],
        },
        "yaxis2": {**across, "domain": [0, share], "autorange": "reversed"},
    }


def _marks(said: Sequence[str], truth: Sequence[str], silence: str) -> list[int]:
    """Tell of each frame whether its label is wrong, and if not, whether it is silence."""
    return [
        _WRONG if word != right else _QUIET if word == silence else _RIGHT
        for word, right in zip(said, truth, strict=True)
    ]


def _runs(said: Sequence[str], truth: Sequence[str]) -> list[tuple[float, str, bool]]:
    """Return where each run of equal labels has its middle, its label, and whether it is wrong."""
    numbered = enumerate(zip(said, truth, strict=True), start=1)
    runs = []
    for (word, is_wrong), frames in groupby(
        numbered, lambda one: (one[1][0], one[1][0] != one[1][1])
    ):
        places = [number for number, _ in frames]
        runs.append(((places[0] + places[-1]) / 2, word, is_wrong))
    return runs


def _word(place: float, row: str, word: str, colour: str) -> dict[str, Any]:
    """Write a label into its row."""
    at = {"x": place, "y": row, "yref": "y2", "showarrow": False}
    return {**at, "text": word, "font": {"color": colour, "size": 13}}
