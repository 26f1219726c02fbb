"""Moving dot: tiny video frames; which way did the dot go last? One frame does not tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from lstm_viz.tasks.base import Array, Batch, Defaults, Lengths, Part, SequenceError
from lstm_viz.tasks.uses.base import Baseline, Use
from lstm_viz.tasks.uses.linear import Seen, fitted

SIDE = 5
COLUMNS, ROWS = "abcde", "12345"
PIXELS = tuple(f"{column}{row}" for row in ROWS for column in COLUMNS)
"""Pixel names, row by row from the top, as the inputs are ordered."""

DIRECTIONS = ("right", "up", "down", "left")
MOVES = np.array([(0, 1), (-1, 0), (1, 0), (0, -1)])
"""(rows, columns) per frame, by direction."""
CODE = np.linspace(1, -1, len(DIRECTIONS)).astype(np.float32)

FAINT, FLICKER = 0.5, 0.04
"""How bright a flickering pixel is, where the dot is 1, and how often each pixel flickers."""
FEWEST_MOVES, MOST_MOVES, LONGEST_PAUSE = 2, 4, 5
BASELINE_SEQUENCES = 2048

_DIAGONAL = (np.arange(SIDE)[:, None] + 2 * np.arange(SIDE)).ravel() % SIDE
STARTS: dict[Part, NDArray[np.intp]] = {
    "training": np.flatnonzero(_DIAGONAL < 3),
    "validation": np.flatnonzero(_DIAGONAL == 3),
    "test": np.flatnonzero(_DIAGONAL == 4),
}
"""Pixels at which the videos of each part begin: a video is never in two of them."""

_HIDDEN = -1
_MOVE, _REST, _HIDE = range(3)


class MovingDot(Use):
    """Say after every frame of a tiny video which way a dot moved last.

    The dot moves 2 to 4 pixels in one direction, one per frame; then it rests, or it is hidden, for
    1 to 5 frames; a hidden dot comes back anywhere. About 4 in 100 pixels flicker, half as bright.
    """

    name = "moving_dot"
    title = "Moving dot"
    summary = (
        "Each time step brings the 25 pixels of a video frame. A dot moves, rests or is hidden; "
        "after every frame, say which way it moved last."
    )
    inputs = PIXELS
    outputs = DIRECTIONS
    target_kind = "class"
    solved = 0.9
    lengths = Lengths(8, 40, 16)
    length_name = "frames"
    defaults = Defaults(hidden_size=10, forget_bias=1.0, learning_rate=0.015, updates=1200)
    grammar = (
        "write where the dot is in each frame, column a to e and row 1 to 5, or - where it is "
        "hidden; ~ adds pixels that flicker: b3 c3 d3 - -~a1~e5 a2 a3"
    )
    today = (
        "Video models split frames into patches and let a transformer attend to all of "
        "them, or convolve over space and time; a recurrent network over frames is still used "
        "where each frame has to be answered as it comes, on little hardware."
    )

    def draw(self, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw videos that are trained on."""
        return self.draw_from("training", rng, length, size)

    def draw_from(self, part: Part, rng: np.random.Generator, length: int, size: int) -> Batch:
        """Draw videos of moves and pauses, with flickering pixels; each part begins elsewhere."""
        place = _journeys(rng, length, rng.choice(STARTS[part], size))
        pixels = SIDE * SIDE
        flickers = rng.random((length, size, pixels)) < FLICKER
        x = np.where(flickers, np.float32(FAINT), np.float32(0))
        x[place[..., None] == np.arange(pixels)] = 1
        return _batch(x, place)

    def label(self, x: Array) -> tuple[Batch, tuple[str, ...]]:
        """Find the dot in every frame of one sequence, and which way it went."""
        place = _find(x)[:, None]
        batch, now = _batch(x[:, None], place), place[:, 0]
        events = []
        for t, here in enumerate(now):
            before = now[t - 1] if t else _HIDDEN
            is_first = before == _HIDDEN
            seen = "appears" if is_first else "rests" if here == before else "moves"
            events.append("hidden" if here == _HIDDEN else seen)
        return batch, tuple(events)

    def say_content(self, content: Array) -> tuple[str, ...]:
        """Say which direction the number stands for."""
        return tuple(
            "" if np.isnan(c) else DIRECTIONS[int(np.abs(CODE - c).argmin())] for c in content
        )

    def probe_texts(self, length: int) -> Sequence[tuple[str, str, str]]:
        """Return the probe sequences: turns and pauses, a long hiding, a rest, the way back."""
        turns = "b2 c2~a5 d2 - -~b4 - - c4 c3~e1 c2 c2~a3 c2 b2 a2~d5 - -"
        hidden = "a3 b3 c3~e5 d3" + " - -~c1 -" * length
        rest = "d5 d4 d3~a1 d2" + " d2 d2~b5 d2" * length
        back = "a1~c4 b1 c1 d1 e1 d1 c1 b1 a1 -~d4"
        return (
            ("turns", "Right, hidden; up, a rest; left, hidden.", _cut(turns, length)),
            ("long hidden", "It goes right, and is not seen again.", _cut(hidden, length)),
            ("long rest", "It goes up, and then stays where it is.", _cut(rest, length)),
            ("there and back", "The same pixels, to the right and to the left.", back),
        )

    def parse(self, tokens: Sequence[str]) -> Array:
        """Read tokens such as ``b3``, ``-`` and ``b3~a1~e5``."""
        x = np.zeros((len(tokens), SIDE * SIDE), np.float32)
        for t, token in enumerate(tokens):
            dot, *faint = token.split("~")
            for name in faint:
                x[t, _pixel(name, t, token)] = FAINT
            if dot != "-":
                x[t, _pixel(dot, t, token)] = 1
        return x

    def baselines(self) -> Sequence[Baseline]:
        """Return the last frame, and the last two, each through a linear readout."""
        return (
            Baseline(
                "last_frame",
                "the last frame alone",
                "answers from the pixels of one frame, faint ones wiped out, by a linear readout "
                f"fitted to {BASELINE_SEQUENCES} training sequences in closed form.",
                lambda batch: _readout(last_frame)(batch),
            ),
            Baseline(
                "difference",
                "the last two frames",
                "does the same with the difference of the last two frames: it sees a movement, "
                "and remembers none.",
                lambda batch: _readout(difference)(batch),
            ),
        )


def last_frame(x: Array) -> Array:
    """Return the dot alone, in each frame of x (T, B, F)."""
    return np.asarray(x == 1, np.float32)


def difference(x: Array) -> Array:
    """Return the dot alone less the dot in the frame before, (T, B, F)."""
    dot = last_frame(x)
    return np.diff(dot, axis=0, prepend=dot[:1])


@lru_cache(maxsize=2)
def _readout(seen: Seen) -> Callable[[Batch], Array]:
    """Fit a baseline, once in a process."""
    task = MovingDot()
    return fitted(task.batch(0, 0, task.lengths.default, BASELINE_SEQUENCES), seen)


def _journeys(rng: np.random.Generator, length: int, starts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Draw where the dot is in each frame, (T, B): the number of its pixel, or -1."""
    size = len(starts)
    begins = np.stack(np.divmod(starts, SIDE), 1)
    at = begins
    way = np.zeros(size, np.intp)
    phase, left = np.full(size, _HIDE), np.zeros(size, np.intp)
    place = np.empty((length, size), np.intp)
    for t in range(length):
        ends = left == 0
        pauses, comes = ends & (phase == _MOVE), ends & (phase == _HIDE)
        goes = ends & ~pauses
        back_at = rng.integers(0, SIDE, (size, 2)) if t else begins
        at = np.where(comes[:, None], back_at, at)
        room = np.stack([SIDE - 1 - at[:, 1], at[:, 0], SIDE - 1 - at[:, 0], at[:, 1]], 1)
        towards = (rng.random((size, 4)) * (room >= FEWEST_MOVES)).argmax(1)
        way = np.where(goes, towards, way)
        most = room[np.arange(size), way].clip(FEWEST_MOVES, MOST_MOVES)
        left = np.where(goes, rng.integers(FEWEST_MOVES, most + 1), left)
        left = np.where(pauses, rng.integers(1, LONGEST_PAUSE + 1, size), left)
        phase = np.where(pauses, rng.integers(_REST, _HIDE + 1, size), np.where(goes, _MOVE, phase))
        # A dot that comes back is first seen where it is, and moves from the next frame on.
        steps = (phase == _MOVE) & ~comes
        at = at + np.where(steps[:, None], MOVES[way], 0)
        left = left - (~comes).astype(int)
        place[t] = np.where(phase == _HIDE, _HIDDEN, at[:, 0] * SIDE + at[:, 1])
    return place


def _batch(x: Array, place: NDArray[np.intp]) -> Batch:
    """Ask, from the first movement on, for the direction of the last."""
    is_seen = place != _HIDDEN
    moves = np.zeros(place.shape, bool)
    moves[1:] = is_seen[1:] & is_seen[:-1] & (place[1:] != place[:-1])
    step = np.diff(place, axis=0, prepend=place[:1])
    shifts = MOVES @ (SIDE, 1)
    way = (step[..., None] == shifts).argmax(-1)
    t = np.arange(len(place))[:, None]
    last = np.maximum.accumulate(np.where(moves, t, -1), 0)
    mask = last >= 0
    way = np.take_along_axis(way, np.maximum(last, 0), 0)
    target = np.eye(len(DIRECTIONS), dtype=np.float32)[way] * mask[..., None]
    return Batch(x, target, mask, np.where(mask, CODE[way], np.float32(np.nan)))


def _find(x: Array) -> NDArray[np.intp]:
    """Return where the dot is in each frame of x (T, F), -1 if hidden; raises SequenceError."""
    for t, frame in enumerate(x):
        if not np.isin(frame, (0, FAINT, 1)).all() or (frame == 1).sum() > 1:
            raise SequenceError(
                f"frame {t + 1} is none: one pixel at most may be 1, the others 0 or {FAINT}"
            )
    place = np.where((x == 1).any(1), x.argmax(1), _HIDDEN)
    for t, (before, here) in enumerate(pairwise(place)):
        if _HIDDEN in (before, here):
            continue
        (row, column), (next_row, next_column) = divmod(before, SIDE), divmod(here, SIDE)
        if abs(row - next_row) + abs(column - next_column) > 1:
            raise SequenceError(
                f"from time step {t + 1} to {t + 2} the dot jumps from {PIXELS[before]} to "
                f"{PIXELS[here]}, expected at most one pixel to the side, up or down"
            )
    return np.asarray(place)


def _pixel(name: str, t: int, token: str) -> int:
    """Return the number of a pixel, given its name."""
    if name not in PIXELS:
        raise SequenceError(
            f"time step {t + 1} is {token[:20]!r}, expected a pixel such as b3 (columns a to e, "
            "rows 1 to 5) or -, and flickering pixels behind ~, such as b3~a1"
        )
    return PIXELS.index(name)


def _cut(text: str, length: int) -> str:
    """Write a sequence over and over, with the dot hidden between, up to a length."""
    tokens = text.split()
    again = [*tokens, "-"] * (length // len(tokens) + 1)
    return " ".join(again[:length])
