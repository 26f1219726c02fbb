"""Which library multiplies two matrices: the one that is faster at this size."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from lstm_viz.recording import Array

LARGEST_FOR_NUMPY = 2**18  # multiplications; above, OpenBLAS wakes a thread on every core


def product(rows: int, inner: int, columns: int) -> Callable[[Array, Array, Array], object]:
    """Return what writes the product of two matrices of this size into a third one.

    NumPy is called faster. But its OpenBLAS spreads larger products over all cores, whatever
    `torch.set_num_threads` says; where other workers use these cores, that can take many times as
    long as PyTorch.

    Examples
    --------
    >>> into = np.empty((1, 1))
    >>> product(1, 2, 1)(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), into)
    array([[11.]])
    """
    return np.dot if rows * inner * columns <= LARGEST_FOR_NUMPY else _torch_product


def _torch_product(left: Array, right: Array, into: Array) -> None:
    """Multiply in as many threads as PyTorch may use."""
    torch.mm(torch.from_numpy(left), torch.from_numpy(right), out=torch.from_numpy(into))
