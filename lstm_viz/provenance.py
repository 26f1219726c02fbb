"""Provenance: when numbers were computed, and by which versions of what."""

from __future__ import annotations

import platform
from datetime import date
from functools import lru_cache
from importlib.metadata import version

from lstm_viz._version import __version__


def provenance() -> dict[str, str]:
    """Return today's date and the versions of what computes here."""
    return {"date": date.today().isoformat(), "lstm_viz": __version__, **_versions()}


@lru_cache
def _versions() -> dict[str, str]:
    """Look up the installed packages, which takes a millisecond each."""
    return {
        "torch": version("torch"),
        "numpy": version("numpy"),
        "python": platform.python_version(),
    }
