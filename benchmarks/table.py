"""Table: figures with their targets beside them, aligned for a terminal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np


@dataclass(frozen=True)
class Target:
    """What a figure should be.

    Attributes
    ----------
    sense : "at most" or "at least"
    value : float
    """

    sense: Literal["at most", "at least"]
    value: float

    def is_met(self, figure: float) -> bool:
        """Tell whether a figure is good enough; NaN never is."""
        return figure <= self.value if self.sense == "at most" else figure >= self.value


@dataclass
class Table:
    """Rows of figures under a title; printing it gives aligned text.

    Examples
    --------
    >>> table = Table("A film", "its size")
    >>> table.add("default", 321.4, "kB", Target("at most", 400))
    >>> print(table)
    A film                                                          its size
      default                                                    321 kB       at most 400: met
    """

    title: str
    note: str = ""
    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, name: str, figure: float, unit: str = "", target: Target | None = None) -> None:
        """Add a figure, and whether it meets its target."""
        said = ""
        if target:
            verdict = "met" if target.is_met(figure) else "MISSED"
            said = f"{target.sense} {target.value:g}: {verdict}"
        self.rows.append((name, f"{digits(figure)} {unit}", said))

    def say(self, name: str, words: str) -> None:
        """Add a row of words."""
        self.rows.append((name, words, ""))

    def __str__(self) -> str:
        lines = [f"{self.title:64}{self.note}".rstrip()]
        for name, figure, target in self.rows:
            number, _, unit = figure.partition(" ")
            lines.append(f"  {name:54}{number:>8} {unit:9} {target}".rstrip())
        return "\n".join(lines)


def digits(figure: float) -> str:
    """Write a number with three digits that count.

    Examples
    --------
    >>> digits(0.012345), digits(3.14159), digits(1234.5)
    ('0.0123', '3.14', '1234')
    """
    if not np.isfinite(figure):
        return "none"
    whole = len(f"{abs(figure):.0f}")
    if abs(figure) < 0.1 and figure:
        return f"{figure:.3g}"
    return f"{figure:.{max(0, 3 - whole)}f}"
