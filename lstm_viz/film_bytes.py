"""The bytes of a film: a magic word, a JSON header, and deflated arrays. Nothing is ever unpickled.

    8 bytes   LSTMFILM
    4 bytes   length n of the header, little-endian
    n bytes   header, UTF-8 JSON; its ``arrays`` list says what follows
    rest      all arrays, one after the other, little-endian, row by row, deflated (zlib)

An array is either exact (``f4``: float32) or quantised (``u2``: 16-bit q for the value
low + (high - low) q / 65535).
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]

MAGIC = b"LSTMFILM"
FORMAT, VERSION = "lstm-viz film", 2
LARGEST_HEADER = 1 << 20
LARGEST_FILM = 256 << 20
MOST_AXES = 4
LARGEST_NUMBER = float(np.finfo(np.float32).max)
_STEPS = 65535
_DTYPES: dict[str, np.dtype[Any]] = {"f4": np.dtype("<f4"), "u2": np.dtype("<u2")}


class FilmError(ValueError):
    """Bytes that are not a film that this version can show, said in one sentence."""


class ArrayWriter:
    """Collects named arrays and describes each for the header."""

    def __init__(self) -> None:
        self.described: list[dict[str, Any]] = []
        self.chunks: list[bytes] = []

    def exact(self, name: str, values: NDArray[Any]) -> None:
        """Add an array as float32; its limits say how far it reaches."""
        largest = _largest(values)
        self._add(name, "f4", values, -largest, largest)

    def quantised(
        self, name: str, values: Array, limits: tuple[float, float] | None = None
    ) -> None:
        """Add an array as 16-bit steps from ``limits[0]`` to ``limits[1]``.

        Without limits the range is symmetric about 0 and reaches to the largest finite magnitude.
        Infinities, which only a diverging run has, are stored as the end of the range, NaN as 0.
        """
        largest = _largest(values) or 1.0
        low, high = limits or (-largest, largest)
        clean = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=high, neginf=low)
        steps = np.rint((clean.clip(low, high) - low) / (high - low) * _STEPS)
        self._add(name, "u2", steps, low, high)

    def _add(self, name: str, dtype: str, values: NDArray[Any], low: float, high: float) -> None:
        self.described.append(
            {"name": name, "dtype": dtype, "shape": list(values.shape), "low": low, "high": high}
        )
        self.chunks.append(values.astype(_DTYPES[dtype]).tobytes())


def _largest(values: NDArray[Any]) -> float:
    """Return the largest finite magnitude."""
    return float(np.abs(values[np.isfinite(values)]).max(initial=0.0))


class ArrayReader:
    """Decoded arrays by name; a missing name is a FilmError."""

    def __init__(self, arrays: dict[str, Array]) -> None:
        self._arrays = arrays

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all arrays."""
        return tuple(self._arrays)

    def __getitem__(self, name: str) -> Array:
        """Return an array by its name."""
        if name not in self._arrays:
            raise FilmError(f"the film has no array called {name}")
        return self._arrays[name]


def pack(header: Mapping[str, Any], arrays: ArrayWriter) -> bytes:
    """Put header and arrays together."""
    described = {"format": FORMAT, "version": VERSION, **header, "arrays": arrays.described}
    text = json.dumps(described, allow_nan=False, separators=(",", ":")).encode()
    body = zlib.compress(b"".join(arrays.chunks), level=6)
    return MAGIC + len(text).to_bytes(4, "little") + text + body


def unpack(data: bytes) -> tuple[dict[str, Any], ArrayReader]:
    """Take header and arrays apart; raises FilmError for anything that `pack` did not write."""
    if data[: len(MAGIC)] != MAGIC:
        raise FilmError("this is not an LSTM Viz film: the first bytes are not LSTMFILM")
    begin = len(MAGIC) + 4
    length = int.from_bytes(data[len(MAGIC) : begin], "little")
    if length > LARGEST_HEADER or len(data) < begin + length:
        raise FilmError("the film is cut short, or its header is too long")
    try:
        header = json.loads(data[begin : begin + length])
    except (ValueError, RecursionError) as error:
        raise FilmError("the film's header cannot be read") from error
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise FilmError("the film's header does not say that it is a film")
    if header.get("version") != VERSION:
        raise FilmError(
            f"the film has version {header.get('version')!r}, this program reads {VERSION}"
        )
    return header, ArrayReader(_arrays(header.get("arrays"), data[begin + length :]))


def _arrays(described: Any, body: bytes) -> dict[str, Array]:
    """Cut the body into arrays, after checking that sizes add up."""
    try:
        layout = [
            (
                str(entry["name"]),
                _DTYPES[entry["dtype"]],
                _shape(entry["shape"]),
                _limit(entry["low"]),
                _limit(entry["high"]),
            )
            for entry in described
        ]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise FilmError("the film's list of arrays cannot be read") from error
    expected = sum(math.prod(shape) * dtype.itemsize for _, dtype, shape, _, _ in layout)
    if expected > LARGEST_FILM:
        raise FilmError(f"the film is too large: more than {LARGEST_FILM >> 20} MB")
    inflate = zlib.decompressobj()
    try:
        raw = inflate.decompress(body, expected + 1)
    except zlib.error as error:
        raise FilmError("the film's arrays are damaged") from error
    if len(raw) != expected or not inflate.eof or inflate.unused_data:
        raise FilmError("the film's arrays are cut short, or longer than its header says")
    arrays, place = {}, 0
    for name, dtype, shape, low, high in layout:
        count = math.prod(shape)
        values = np.frombuffer(raw, dtype, count, place).reshape(shape)
        place += count * dtype.itemsize
        if dtype == _DTYPES["u2"]:
            values = (low + (high - low) / _STEPS * values).astype(np.float32)
        arrays[name] = values.astype(np.float32)
    return arrays


def _shape(sizes: Any) -> tuple[int, ...]:
    """Check a shape: a few axes, none of them empty."""
    if not isinstance(sizes, list) or len(sizes) > MOST_AXES:
        raise ValueError("no shape of a film's array")
    for size in sizes:
        if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= LARGEST_FILM:
            raise ValueError(f"{size!r} is no size")
    return tuple(sizes)


def _limit(number: Any) -> float:
    """Check one end of a range of values."""
    limit = float(number)
    if not abs(limit) <= LARGEST_NUMBER:  # NaN is not either
        raise ValueError(f"{limit} is no limit")
    return limit
