"""What a visitor has brought to the page "Your own model", kept for as long as the visit lasts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st

from lstm_viz.recording import Recording
from lstm_viz.sequence_file import MOST_STEPS, SequenceFileError, read_sequence

EXAMPLES = Path(__file__).parent.parent / "examples"
EXAMPLE_WEIGHTS = EXAMPLES / "adding.safetensors"
EXAMPLE_SEQUENCE = EXAMPLES / "adding.csv"

MOST_TEXT = 2 << 20
EMPTY_STEPS = 10


@dataclass
class Shown:
    """A recording as the page shows it: its film and what it was made from."""

    fingerprint: str
    recording: Recording
    film: bytes
    names: tuple[str, ...]


@dataclass
class OwnFiles:
    """The weights and the sequence of one visitor, whether or not they can be shown.

    Attributes
    ----------
    weights_name, sequence_name : str
        Names of the files, or how else they came.
    weights : bytes or None
        None before there is a file.
    text : str
        The sequence, a row for each time step.
    edition : int
        Another one for each text that did not come from the widget that shows it.
    table : (str, DataFrame) or None
        From what the table's edits count, and the key of its widget.
    shown : Shown or None
        The last recording that could be made.
    """

    weights_name: str = ""
    weights: bytes | None = None
    sequence_name: str = ""
    text: str = ""
    edition: int = 0
    table: tuple[str, pd.DataFrame] | None = None
    shown: Shown | None = None

    def replace_text(self, name: str, text: str) -> None:
        """Take another text, which the widgets have to show."""
        self.sequence_name, self.text = name, text
        self.edition += 1

    def open_example(self) -> None:
        """Take the pair that ships with the app."""
        self.weights_name, self.weights = EXAMPLE_WEIGHTS.name, EXAMPLE_WEIGHTS.read_bytes()
        self.replace_text(EXAMPLE_SEQUENCE.name, EXAMPLE_SEQUENCE.read_text("utf-8"))


def own_files() -> OwnFiles:
    """Return what this visitor has brought."""
    if "own_files" not in st.session_state:
        st.session_state.own_files = OwnFiles()
    files: OwnFiles = st.session_state.own_files
    return files


def decoded(data: bytes) -> str:
    """Return the text of a file.

    Raises
    ------
    SequenceFileError
        If it is too large, or no text.
    """
    if len(data) > MOST_TEXT:
        raise SequenceFileError(f"the file is larger than {MOST_TEXT >> 20} MB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SequenceFileError("the file is no text in UTF-8, expected plain text") from error


def table_of(text: str, inputs: int) -> pd.DataFrame:
    """Return a sequence as a table to edit; without any text, a few time steps of zeros.

    Raises
    ------
    SequenceFileError
        If the text is no sequence.
    """
    if not text.strip():
        names = [f"x{n + 1}" for n in range(inputs)]
        return pd.DataFrame(0.0, index=range(EMPTY_STEPS), columns=names)
    read = read_sequence(text, inputs)
    names = list(read.names) or [f"x{n + 1}" for n in range(inputs)]
    return pd.DataFrame(read.x, columns=_apart(names))


def _apart(names: list[str]) -> list[str]:
    """Tell equal names apart, as the columns of a table need it."""
    return [f"{name} ({n + 1})" if names.count(name) > 1 else name for n, name in enumerate(names)]


def text_of(table: pd.DataFrame) -> str:
    """Return an edited table as text; cells that nobody has filled are 0."""
    filled: str = table.fillna(0.0).head(MOST_STEPS + 1).to_csv(index=False)
    return filled
