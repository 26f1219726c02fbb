"""The bytes of a film: a container that begins with LSTMFILM, of float32 and quantised arrays."""

from __future__ import annotations

from lstm_viz.container import LARGEST_BODY, LARGEST_HEADER, ArrayReader, ArrayWriter, Container

__all__ = [
    "LARGEST_FILM",
    "LARGEST_HEADER",
    "MAGIC",
    "VERSION",
    "ArrayReader",
    "ArrayWriter",
    "FilmError",
    "pack",
    "unpack",
]

MAGIC, VERSION = b"LSTMFILM", 2
LARGEST_FILM = LARGEST_BODY


class FilmError(ValueError):
    """Bytes that are not a film that this version can show, said in one sentence."""


_FILM = Container(MAGIC, "film", VERSION, FilmError, precisions=("f4", "u2"))
pack = _FILM.pack
unpack = _FILM.unpack
