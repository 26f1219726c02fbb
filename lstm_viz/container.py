"""A container: a magic word, a JSON header, and deflated arrays. Nothing is ever unpickled.

    8 bytes   magic word
    4 bytes   length n of the header, little-endian
    n bytes   header, UTF-8 JSON; its ``arrays`` list says what follows
    rest      all arrays, one after the other, little-endian, row by row, deflated (zlib)

An array is either exact (``f4``: float32, ``f8``: float64) or quantised (``u2``: 16-bit q for the
value low + (high - low) q / 65535). Films and recordings are such containers.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]

LARGEST_HEADER = 1 << 20
LARGEST_BODY = 256 << 20
MOST_AXES = 4
LARGEST_NUMBER = float(np.finfo(np.float32).max)
_STEPS = 65535
_DTYPES: dict[str, np.dtype[Any]] = {
    "f4": np.dtype("<f4"),
    "f8": np.dtype("<f8"),
    "u2": np.dtype("<u2"),
}


class ArrayWriter:
    """Collects named arrays and describes each for the header."""

    def __init__(self) -> None:
        self.described: list[dict[str, Any]] = []
        self.chunks: list[bytes] = []

    def exact(self, name: str, values: NDArray[Any]) -> None:
        """Add an array as float32; its limits say how far it reaches."""
        largest = _largest(values)
        self._add(name, "f4", values, -largest, largest)

    def native(self, name: str, values: NDArray[Any]) -> None:
        """Add an array in its own precision, float32 or float64."""
        largest = min(_largest(values), LARGEST_NUMBER)
        dtype = "f8" if values.dtype == np.float64 else "f4"
        self._add(name, dtype, values, -largest, largest)

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
    """Decoded arrays by name; a missing name is an error of the container's own kind."""

    def __init__(self, arrays: dict[str, Array], container: Container) -> None:
        self._arrays = arrays
        self._container = container

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all arrays."""
        return tuple(self._arrays)

    def __getitem__(self, name: str) -> Array:
        """Return an array by its name."""
        if name not in self._arrays:
            raise self._container.error(f"the {self._container.what} has no array called {name}")
        return self._arrays[name]


@dataclass(frozen=True)
class Container:
    """One kind of file.

    Attributes
    ----------
    magic : bytes
        The eight bytes with which it begins.
    what : str
        What it holds, in a word: "film".
    version : int
        Which version of it this program reads and writes.
    error : type of ValueError
        What bytes of another kind raise, said in one sentence.
    precisions : tuple of str
        Which kinds of arrays it may hold.
    """

    magic: bytes
    what: str
    version: int
    error: type[ValueError]
    precisions: tuple[str, ...]

    @property
    def format(self) -> str:
        """Return how the header says what the file is."""
        return f"lstm-viz {self.what}"

    def pack(self, header: Mapping[str, Any], arrays: ArrayWriter) -> bytes:
        """Put header and arrays together."""
        described = {"format": self.format, "version": self.version}
        described |= {**header, "arrays": arrays.described}
        text = json.dumps(described, allow_nan=False, separators=(",", ":")).encode()
        body = zlib.compress(b"".join(arrays.chunks), level=6)
        return self.magic + len(text).to_bytes(4, "little") + text + body

    def unpack(self, data: bytes) -> tuple[dict[str, Any], ArrayReader]:
        """Take header and arrays apart; raises `error` for anything that `pack` did not write."""
        what, magic = self.what, self.magic
        if data[: len(magic)] != magic:
            raise self.error(
                f"this is not an LSTM Viz {what}: the first bytes are not {magic.decode()}"
            )
        begin = len(magic) + 4
        length = int.from_bytes(data[len(magic) : begin], "little")
        if length > LARGEST_HEADER or len(data) < begin + length:
            raise self.error(f"the {what} is cut short, or its header is too long")
        try:
            header = json.loads(data[begin : begin + length])
        except (ValueError, RecursionError) as error:
            raise self.error(f"the {what}'s header cannot be read") from error
        if not isinstance(header, dict) or header.get("format") != self.format:
            raise self.error(f"the {what}'s header does not say that it is a {what}")
        if header.get("version") != self.version:
            raise self.error(
                f"the {what} has version {header.get('version')!r}, this program reads "
                f"{self.version}"
            )
        arrays = self._arrays(header.get("arrays"), data[begin + length :])
        return header, ArrayReader(arrays, self)

    def _arrays(self, described: Any, body: bytes) -> dict[str, Array]:
        """Cut the body into arrays, after checking that sizes add up."""
        layout = self._layout(described)
        expected = sum(math.prod(shape) * dtype.itemsize for _, dtype, shape, _, _ in layout)
        if expected > LARGEST_BODY:
            raise self.error(f"the {self.what} is too large: more than {LARGEST_BODY >> 20} MB")
        inflate = zlib.decompressobj()
        try:
            raw = inflate.decompress(body, expected + 1)
        except zlib.error as error:
            raise self.error(f"the {self.what}'s arrays are damaged") from error
        if len(raw) != expected or not inflate.eof or inflate.unused_data:
            raise self.error(
                f"the {self.what}'s arrays are cut short, or longer than its header says"
            )
        arrays, place = {}, 0
        for name, dtype, shape, low, high in layout:
            count = math.prod(shape)
            values = np.frombuffer(raw, dtype, count, place).reshape(shape)
            place += count * dtype.itemsize
            if dtype == _DTYPES["u2"]:
                values = (low + (high - low) / _STEPS * values).astype(np.float32)
            arrays[name] = values.astype(values.dtype.newbyteorder("="))
        return arrays

    def _layout(self, described: Any) -> list[_Place]:
        """Check the list of arrays."""
        try:
            return [
                _Place(
                    str(entry["name"]),
                    {each: _DTYPES[each] for each in self.precisions}[entry["dtype"]],
                    _shape(entry["shape"]),
                    _limit(entry["low"]),
                    _limit(entry["high"]),
                )
                for entry in described
            ]
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise self.error(f"the {self.what}'s list of arrays cannot be read") from error


class _Place(NamedTuple):
    """One array, as the header describes it."""

    name: str
    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    low: float
    high: float


def _shape(sizes: Any) -> tuple[int, ...]:
    """Check a shape: a few axes, none of them empty."""
    if not isinstance(sizes, list) or len(sizes) > MOST_AXES:
        raise ValueError("no shape of an array")
    for size in sizes:
        if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= LARGEST_BODY:
            raise ValueError(f"{size!r} is no size")
    return tuple(sizes)


def _limit(number: Any) -> float:
    """Check one end of a range of values."""
    limit = float(number)
    if not abs(limit) <= LARGEST_NUMBER:  # NaN is not either
        raise ValueError(f"{limit} is no limit")
    return limit
