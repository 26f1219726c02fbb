"""What a recording is made of: lanes, and what went into a squashing function."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Kind = Literal["lstm", "peephole", "gru", "rnn"]


class PreActivation(NamedTuple):
    """What goes into one squashing function, split by where it came from; each (T, H).

    Attributes
    ----------
    from_input : ndarray
        W x_t + b.
    from_past : ndarray
        U h_{t-1}.
    from_cell : ndarray or None
        What a peephole adds.
    """

    from_input: Array
    from_past: Array
    from_cell: Array | None = None

    @property
    def total(self) -> Array:
        """Return the sum of the parts."""
        both = self.from_input + self.from_past
        return both if self.from_cell is None else both + self.from_cell


class Lane(NamedTuple):
    """One layer in one direction.

    Attributes
    ----------
    layer : int
        From 0, the layer that reads the sequence itself.
    backward : bool
        Whether it runs from the last time step to the first.
    units : int
        How many units it has.
    """

    layer: int
    backward: bool
    units: int

    @property
    def suffix(self) -> str:
        """Return how PyTorch's names of its weights end.

        Examples
        --------
        >>> Lane(layer=1, backward=True, units=4).suffix
        'l1_reverse'
        """
        return f"l{self.layer}" + "_reverse" * self.backward
