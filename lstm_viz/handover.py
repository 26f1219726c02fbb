"""Handover: an encoder reads up to the go mark, and from there on a decoder has its weights.

A task with a go mark has it as its last input, at the same time step in every sequence of a batch.
Nothing else tells which weights hold when: every other part of the library asks here.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Part = tuple[str, slice]
"""Whose weights, by the beginning of their names, and the time steps at which they hold."""


def parts(x: NDArray[Any], has_decoder: bool) -> tuple[Part, ...]:
    """Return which weights read which time steps, in their order; none of them is empty.

    Parameters
    ----------
    x : (T, F) or (T, B, F)
        One sequence, or a batch; its last input is the go mark, if there is a decoder.
    has_decoder : bool
        Whether a decoder takes over at the go mark. Without one, or where no go mark comes, the
        same weights read all.

    Raises
    ------
    ValueError
        If the sequences of a batch have their go marks at different time steps.

    Notes
    -----
    Sutskever, Vinyals & Le (2014); Cho et al. (2014).

    Examples
    --------
    >>> x = np.array([[1, 0], [1, 0], [0, 1], [1, 0]])
    >>> parts(x, has_decoder=True)
    (('recurrence', slice(0, 2, None)), ('decoder', slice(2, 4, None)))
    >>> parts(x, has_decoder=False)
    (('recurrence', slice(0, 4, None)),)
    """
    steps = len(x)
    if not has_decoder:
        return (("recurrence", slice(0, steps)),)
    marks = x[..., -1].reshape(steps, -1) == 1
    begins = {int(row.argmax()) if row.any() else steps for row in marks.T}
    if len(begins) > 1:
        raise ValueError(
            f"the go mark is at the time steps {sorted(begins)} of different sequences of a batch, "
            "expected the same one in all"
        )
    (go,) = begins
    both = (("recurrence", slice(0, go)), ("decoder", slice(go, steps)))
    return tuple((name, where) for name, where in both if where.start < where.stop)


def visible(x: NDArray[Any], has_decoder: bool) -> NDArray[np.bool_]:
    """Return which time steps attention can look at: row t, column s; (T, T).

    It looks at what has been so far and, if there is a decoder, at what the encoder has read.

    Examples
    --------
    >>> visible(np.array([[0], [0], [1], [0]]), has_decoder=True).astype(int)
    array([[1, 0, 0, 0],
           [1, 1, 0, 0],
           [1, 1, 0, 0],
           [1, 1, 0, 0]])
    """
    read = parts(x, has_decoder)[0][1].stop
    return np.asarray(np.tri(len(x), dtype=bool) & (np.arange(len(x)) < read))
