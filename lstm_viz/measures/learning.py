"""When in training something happens: the gates of a memory cell part, and it is solved."""

from __future__ import annotations

from typing import NamedTuple

from lstm_viz.film import Film
from lstm_viz.measures.film import at_event, steps_with

MIDDLE = 0.5


class GateCourse(NamedTuple):
    """A gate's mean over the time steps of one event, at every snapshot of a film."""

    quantity: str
    event: str
    means: tuple[float, ...]


_COURSES = (
    ("forget_gate", "hold"),
    ("forget_gate", "erase"),
    ("output_gate", "read"),
    ("output_gate", "hold"),
)


def has_courses(film: Film) -> bool:
    """Tell whether the film's sequence holds, erases and reads, as a memory cell's does."""
    return all(steps_with(film, event) for _, event in _COURSES)


def gate_courses(film: Film) -> tuple[GateCourse, ...]:
    """Return how the forget and output gates of a memory cell develop, in its telling unit.

    Raises
    ------
    ValueError
        If the film's sequence does not hold, erase and read.
    """
    return tuple(
        GateCourse(
            quantity,
            event,
            tuple(
                float(at_event(film, quantity, event, snapshot).mean())
                for snapshot in range(len(film.snapshots))
            ),
        )
        for quantity, event in _COURSES
    )


def parted_at(film: Film) -> int | None:
    """Return the first snapshot's update at which the gates keep, erase and read out apart.

    That is: the forget gate above a half on hold and below on erase, the output gate above a half
    on read and below on hold. None if that never happens.
    """
    keep, erase, read, hide = (course.means for course in gate_courses(film))
    for snapshot, *values in zip(film.snapshots, keep, erase, read, hide, strict=True):
        kept, erased, said, hidden = values
        if min(kept, said) > MIDDLE > max(erased, hidden):
            return snapshot.update
    return None
