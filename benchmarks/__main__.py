"""Run all benchmarks, or the named ones: ``python -m benchmarks training film``."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from importlib import import_module

from benchmarks.table import Table

PARTS = {
    "training": "advance() against plain loops, and how it grows",
    "cells": "an update of the cells that PyTorch does not have",
    "film": "bytes of a film, and the time to write and read it",
    "frames": "playback of the exported page in Chromium",
    "hands": "dragging in Be the LSTM",
    "cold_start": "from a command to a picture",
    "opening": "from a link to the picture of every lesson",
    "crowd": "clicks while many sessions train or watch",
}


def main() -> None:
    """Print the tables of the chosen parts."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:12}{what}" for name, what in PARTS.items()),
    )
    parser.add_argument("parts", nargs="*", metavar="part", help="all of them if none is named")
    chosen = parser.parse_args().parts or list(PARTS)
    if unknown := sorted(set(chosen) - set(PARTS)):
        parser.error(f"there is no part called {unknown[0]}; there are {', '.join(PARTS)}")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{os.cpu_count()} cores, load {load:.1f} before the start")
    for name in chosen:
        began = time.perf_counter()
        tables: Callable[[], Iterator[Table]] = import_module(f"benchmarks.{name}").tables
        for table in tables():
            print(f"\n{table}", flush=True)
        print(f"({name}: {time.perf_counter() - began:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
