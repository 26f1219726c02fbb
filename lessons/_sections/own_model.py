"""The parts of the page "Your own model": weights, sequence, and the picture of both."""

from __future__ import annotations

import hashlib
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from typing import Any, Literal

import streamlit as st

from lessons._shared.own_files import OwnFiles, Shown, decoded, own_files, table_of, text_of
from lessons._shared.plain import plain
from lessons._shared.player import film_player
from lessons._shared.workers import local_workers, record_layer
from lstm_viz.recording_film import film_of, page_of
from lstm_viz.sequence_file import MOST_STEPS, ReadSequence, SequenceFileError, read_sequence
from lstm_viz.weights_file import (
    MOST_BYTES,
    MOST_UNITS,
    StoredLayer,
    WeightsError,
    stored_layers,
)

TITLES = {"lstm": "LSTM", "peephole": "Peephole LSTM", "gru": "GRU", "rnn": "RNN"}
WAIT_SECONDS = 120
Nonlinearity = Literal["tanh", "relu"]


def refuse(problem: object, icon: str) -> None:
    """Say what is wrong, in a sentence; a name that begins it stays as it is written in code."""
    sentence = str(problem)
    first, _, _ = sentence.partition(" ")
    begun = sentence if "_" in first else f"{sentence[:1].upper()}{sentence[1:]}"
    st.error(plain(f"{begun}."), icon=icon)


def weights_part(files: OwnFiles) -> tuple[StoredLayer, Nonlinearity] | None:
    """Ask for weights; return the layer that they are, once it is known."""
    st.file_uploader(
        "The weights: a .safetensors file with the state_dict of a recurrent layer",
        type=None,  # whatever comes is told in a sentence what it is not
        key="own_weights",
        on_change=_take_weights,
        max_upload_size=MOST_BYTES >> 20,
        help=f"At most {MOST_BYTES >> 20} MB, and {MOST_UNITS} units of all layers and directions. "
        "It is kept for this visit, and nowhere stored.",
    )
    if files.weights is None:
        return None
    try:
        layers = stored_layers(files.weights)
    except WeightsError as problem:
        refuse(problem, ":material/broken_image:")
        return None
    name = next(iter(layers))
    if len(layers) > 1:
        name = st.selectbox("Which layer", list(layers), key="own_layer")
    layer = layers[name]
    st.markdown(f"{plain(files.weights_name)}: **{in_words(layer)}**")
    squash: Nonlinearity = "tanh"
    if layer.kind == "rnn":
        chosen = st.radio(
            "What squashes? No file says.", ["tanh", "relu"], key="own_squash", horizontal=True
        )
        squash = "relu" if chosen == "relu" else "tanh"
    return layer, squash


def _take_weights() -> None:
    """Keep an uploaded file of weights; the cross beside its name takes only the name away."""
    files, upload = own_files(), st.session_state.own_weights
    if upload is not None:
        files.weights_name, files.weights = upload.name, upload.getvalue()


def in_words(layer: StoredLayer) -> str:
    """Return what a layer is, as it was told by names and shapes.

    Examples
    --------
    >>> from lstm_viz.weights_file import StoredLayer
    >>> in_words(StoredLayer("gru", False, 3, 8, 2, True, False, 0, {}))
    'GRU, 3 inputs, 8 units, 2 layers, both directions, no biases'
    """
    words = [
        TITLES[layer.kind] + (" cell" if layer.is_cell else ""),
        f"{layer.inputs} input{'s' * (layer.inputs != 1)}",
        f"{layer.units} unit{'s' * (layer.units != 1)}",
    ]
    words += [f"{layer.layers} layers"] * (layer.layers > 1)
    words += ["both directions"] * layer.bidirectional
    words += [f"projected to {layer.projection}"] * bool(layer.projection)
    return ", ".join(words + ["no biases"] * (not layer.bias))


def sequence_part(files: OwnFiles, layer: StoredLayer | None) -> ReadSequence | None:
    """Ask for a sequence; return it, once it fits the layer."""
    st.file_uploader(
        "The sequence: a CSV file, a row for each time step, a column for each input",
        type=["csv", "txt", "tsv"],
        key="own_csv",
        on_change=_take_csv,
        max_upload_size=2,
        help=f"At most {MOST_STEPS} time steps. A first row may name the inputs.",
    )
    if problem := st.session_state.pop("own_csv_problem", None):
        refuse(problem, ":material/broken_image:")
    as_table = st.toggle("Edit as a table", key="own_as_table", on_change=_turn_over)
    if as_table and layer is None:
        st.caption("The table needs to know how many inputs there are: first the weights.")
        return None
    try:
        if as_table and layer is not None:
            _table(files, layer.inputs)
        else:
            _text(files)
        if layer is None or not files.text.strip():
            return None
        return read_sequence(files.text, layer.inputs)
    except SequenceFileError as problem:
        refuse(problem, ":material/edit_off:")
        return None


def _text(files: OwnFiles) -> None:
    """Show the sequence as text."""
    key = f"own_text_{files.edition}"

    def take() -> None:
        files.text, files.sequence_name = st.session_state[key], "typed here"

    st.text_area(
        "Or write it, or paste it, and press Ctrl and Enter",
        value=files.text,
        height=140,
        key=key,
        on_change=take,
        placeholder="0.5, 1\n0, 0\n-0.25, 1",
        max_chars=200_000,
    )


def _table(files: OwnFiles, inputs: int) -> None:
    """Show the sequence as a table whose cells can be edited."""
    key = f"own_table_{files.edition}_{inputs}"
    if files.table is None or files.table[0] != key:
        files.table = key, table_of(files.text, inputs)
    begun = files.table[1]
    numbers: Any = {name: st.column_config.NumberColumn(default=0.0) for name in begun.columns}
    edited = st.data_editor(
        begun, num_rows="dynamic", hide_index=True, height=210, key=key, column_config=numbers
    )
    if not edited.equals(begun):
        files.sequence_name = "typed here"
    files.text = text_of(edited)


def _take_csv() -> None:
    """Take the text of an uploaded file, or say why that cannot be."""
    upload = st.session_state.own_csv
    if upload is None:
        return
    try:
        text = decoded(upload.getvalue())
        if not text.strip():
            raise SequenceFileError("the file is empty, expected a row for each time step")
        own_files().replace_text(upload.name, text)
    except SequenceFileError as problem:
        st.session_state.own_csv_problem = str(problem)


def _turn_over() -> None:
    """Let the other widget begin with what this one has."""
    own_files().edition += 1


def look(files: OwnFiles, layer: StoredLayer, squash: Nonlinearity, sequence: ReadSequence) -> None:
    """Record the layer on the sequence, in a worker, unless what is shown is just that."""
    fingerprint = _fingerprint(layer, squash, sequence)
    if files.shown and files.shown.fingerprint == fingerprint:
        return
    with st.spinner("Running the model …"):
        job = local_workers().submit(record_layer, layer, sequence.x, squash)
        try:
            recording = job.result(WAIT_SECONDS)
        except (BrokenExecutor, TimeoutError):
            refuse("the model has not run: please try again in a moment", ":material/sync_problem:")
            return
    made = {"weights": files.weights_name, "sequence": files.sequence_name}
    recording = replace(recording, provenance={**made, **recording.provenance})
    film = film_of(recording, inputs=sequence.names)
    files.shown = Shown(fingerprint, recording, film, sequence.names)


def _fingerprint(layer: StoredLayer, squash: str, sequence: ReadSequence) -> str:
    """Return what tells one recording from all others."""
    seen = hashlib.sha256(f"{in_words(layer)} {squash} {sequence.names}".encode())
    for name in sorted(layer.weights):
        seen.update(layer.weights[name].tobytes())
    seen.update(sequence.x.tobytes())
    return seen.hexdigest()


def picture(shown: Shown) -> None:
    """Show the recording in the player, say where it comes from, and give it away."""
    film_player(shown.film, 0, "own_film")
    made = ", ".join(f"{what} {value}" for what, value in shown.recording.provenance.items())
    st.caption(plain(f"Every number was computed by the model: {made}."))
    with st.container(horizontal=True):
        st.download_button(
            "Download as a web page",
            lambda: page_of(shown.recording, inputs=shown.names).encode(),
            "recording.html",
            "text/html",
            key="own_page",
            on_click="ignore",
            help="One file that plays this recording in any browser, without a network.",
        )
        st.download_button(
            "Download the recording",
            lambda: shown.recording.to_bytes(),
            "model.recording",
            "application/octet-stream",
            key="own_recording",
            on_click="ignore",
            help="Every number, exactly: for `lstm_viz.Recording.load` in a notebook.",
        )
