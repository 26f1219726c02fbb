"""A sequence from text: a row for each time step, a column for each input, perhaps their names."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from lstm_viz.recording import Array

MOST_STEPS = 500
LARGEST = 1e6


class SequenceFileError(ValueError):
    """A text that is no sequence of numbers, said in one sentence."""


class ReadSequence(NamedTuple):
    """A sequence and the names of its inputs, if the text has any.

    Attributes
    ----------
    x : (T, F)
        float64.
    names : tuple of str
    """

    x: Array
    names: tuple[str, ...]


def read_sequence(text: str, inputs: int) -> ReadSequence:
    r"""Read numbers that commas, semicolons, tabs or spaces part; a first row of words names them.

    Between semicolons or tabs a comma is a decimal comma.

    Parameters
    ----------
    text : str
    inputs : int
        F, the columns that there must be.

    Raises
    ------
    SequenceFileError
        If there are no rows, too many, or one of another length; or if something is no finite
        number of a size that a model is likely to have seen.

    Examples
    --------
    >>> read_sequence("write,value\n1,0.5\n0,0", inputs=2).x.tolist()
    [[1.0, 0.5], [0.0, 0.0]]
    >>> read_sequence("0,5; 1", inputs=2).x.tolist()
    [[0.5, 1.0]]
    """
    lines = [(n + 1, line) for n, line in enumerate(text.splitlines()) if line.strip()]
    rows = [(number, _cells(line)) for number, line in lines]
    names: tuple[str, ...] = ()
    if rows and not any(_is_number(cell) for cell in rows[0][1]):
        names = tuple(cell[:40] for cell in rows.pop(0)[1])
    if not rows:
        raise SequenceFileError("there are no numbers: expected a row for each time step")
    if len(rows) > MOST_STEPS:
        raise SequenceFileError(f"the sequence has {len(rows)} time steps, at most {MOST_STEPS}")
    if len(names) not in (0, inputs):
        raise SequenceFileError(
            f"the first row names {len(names)} inputs, the layer reads {inputs}"
        )
    for number, cells in rows:
        if len(cells) != inputs:
            raise SequenceFileError(
                f"line {number} has {len(cells)} numbers, the layer reads {inputs} inputs"
            )
    x = [
        [_number(cell, number, column) for column, cell in enumerate(cells)]
        for number, cells in rows
    ]
    return ReadSequence(np.array(x, np.float64), names)


def _cells(line: str) -> list[str]:
    """Part a line."""
    for mark in (";", "\t"):
        if mark in line:
            return [cell.strip(' "').replace(",", ".") for cell in line.split(mark)]
    return [cell.strip(' "') for cell in (line.split(",") if "," in line else line.split())]


def _is_number(cell: str) -> bool:
    """Tell whether a cell is a number, finite or not."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _number(cell: str, line: int, column: int) -> float:
    """Read one number."""
    where = f"line {line}, column {column + 1}"
    if not _is_number(cell):
        raise SequenceFileError(f"{where} is {cell[:40]!r}, expected a number")
    value = float(cell)
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise SequenceFileError(f"{where} is {value:g}, expected a number up to {LARGEST:g}")
    return value
