"""Seen: what one visitor has noted, for the figures of a crowd."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Seen:
    """What a visitor has noted, with times from ``time.perf_counter()``.

    Attributes
    ----------
    first_page : float
        Seconds from connecting to the whole page.
    clicks : list of (section, seconds)
        Round trips: from a click to the end of the page's run; infinite if there was no answer.
    updates : list of (time, update)
        How far training was, whenever the page said so.
    received : int
        Bytes.
    failures : int
        Exceptions that the page showed.
    """

    first_page: float = float("inf")
    clicks: list[tuple[str, float]] = field(default_factory=list)
    updates: list[tuple[float, int]] = field(default_factory=list)
    received: int = 0
    failures: int = 0

    def pace(self, least_seconds: float) -> float | None:
        """Return the updates per second, or None if training was not seen for long enough."""
        if len(self.updates) < 2:
            return None
        (began, first), (ended, last) = self.updates[0], self.updates[-1]
        return (last - first) / (ended - began) if ended - began >= least_seconds else None
