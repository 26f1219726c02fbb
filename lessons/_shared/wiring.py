"""The wiring puzzle as a component: one LSTM unit whose weights the student sets by hand.

It is computed in the browser, so that a slider answers within the frame; the server only hands over
the validation set and the solution, and never learns what was tried.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from lstm_viz.palette import QUANTITIES
from lstm_viz.tasks import TASKS
from lstm_viz.wired import wired

__all__ = ["PARTS", "Stage", "wiring", "wiring_data", "wiring_module", "wiring_style"]

PARTS = ("input_gate", "forget_gate", "candidate", "output_gate", "readout")
"""What can be wired; the first four in PyTorch's order."""

_BROWSER = Path(__file__).parent / "browser"
_BELOW_THE_HEADER = ".wiring { --page-top: 3.75rem }\n"


@dataclass(frozen=True)
class Stage:
    """A step of the puzzle.

    Attributes
    ----------
    key : str
        Its name in the link.
    title, task : str
    parts : tuple of str
        What the student sets, some of `PARTS`; everything else is given.
    hints : tuple of str
        One after the other.
    won, answer : str
        What is told when it is solved, and when the answer was shown instead.
    """

    key: str
    title: str
    task: str
    parts: tuple[str, ...]
    hints: tuple[str, ...]
    won: str
    answer: str


def wiring_module() -> str:
    """Return the ES module that the browser runs."""
    parts = sorted((_BROWSER / "wiring").glob("*.js"))
    sources = [_BROWSER / "progress_store.js", *parts]
    return "\n".join(source.read_text(encoding="utf-8") for source in sources)


def wiring_style() -> str:
    """Return its style; a quantity has the colour that it has everywhere."""
    colours = "".join(
        f"--{name.replace('_', '-')}: light-dark({colour.light}, {colour.dark});"
        for name, colour in QUANTITIES.items()
    )
    style = (_BROWSER / "wiring" / "wiring.css").read_text(encoding="utf-8")
    return f".wiring {{ {colours} }}\n{_BELOW_THE_HEADER}{style}"


def wiring_data(stages: Sequence[Stage], after: str) -> dict[str, Any]:
    """Return what the browser is given: stages, solution, sequences and what counts as solved.

    Parameters
    ----------
    stages : sequence of Stage
    after : str
        What is told when the last stage is solved.
    """
    task = TASKS["memory_cell"]
    length = task.lengths.default
    x = task.validation(length).x
    commands = x[..., 1:].astype(np.uint8) @ np.array([1, 2, 4], np.uint8)
    return {
        "stages": [asdict(stage) for stage in stages],
        "after": after,
        "answer": _weights(wired("memory_cell")),
        "batch": {
            "values": _packed(x[..., 0].astype("<f4")),
            "commands": _packed(commands.astype(np.uint8)),
            "steps": x.shape[0],
            "count": x.shape[1],
        },
        "sequence": task.probes(length)[0].text,
        "solved": task.solved,
        "chance": task.chance(length),
    }


def _packed(array: Any) -> str:
    return base64.b64encode(array.tobytes()).decode()


def _weights(weights: Mapping[str, Any]) -> dict[str, list[float]]:
    """Return the weights of one unit as the browser has them: W, U and b of each gate."""
    columns = np.concatenate(
        [
            weights["recurrence.weight_ih_l0"],
            weights["recurrence.weight_hh_l0"],
            (weights["recurrence.bias_ih_l0"] + weights["recurrence.bias_hh_l0"])[:, None],
        ],
        axis=1,
    )
    readout = [*weights["readout.weight"][0], *weights["readout.bias"]]
    rows = [*columns.tolist(), [round(float(number), 4) for number in readout]]
    return dict(zip(PARTS, rows, strict=True))


_wiring = st.components.v2.component("wiring", js=wiring_module(), css=wiring_style())


def wiring(stages: Sequence[Stage], after: str) -> None:
    """Draw the puzzle; where the student is, the browser keeps in the page's link by itself."""
    _wiring(data=wiring_data(stages, after), key="wiring")
