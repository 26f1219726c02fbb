"""PeepholeLSTM: an LSTM whose gates see the cell state, as a layer that trains fast."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from lstm_viz.peephole.through_time import through_time, weight_gradients
from lstm_viz.peephole.unrolling import Unrolled, unroll

State = tuple[Tensor, Tensor]


class PeepholeLSTM(nn.Module):
    """One layer of an LSTM with peepholes, in one direction; called like `torch.nn.LSTM`.

    The equations are those of `lstm_viz.cells.peephole_step`. Both directions of the loop over time
    are written by hand, on the CPU, and gradients of gradients are refused with a RuntimeError.

    Parameters
    ----------
    input_size, hidden_size : int
        F and H.

    Attributes
    ----------
    weight_ih_l0 : (4 H, F)
    weight_hh_l0 : (4 H, H)
    bias_ih_l0, bias_hh_l0 : (4 H,)
        In PyTorch's order: input gate, forget gate, candidate, output gate.
    weight_ch_l0 : (3 H,)
        Peepholes of the input gate, the forget gate and the output gate.

    Notes
    -----
    Gers & Schmidhuber (2000).

    Examples
    --------
    >>> hidden, (last_hidden, last_cell) = PeepholeLSTM(3, 5)(torch.zeros(7, 2, 3))
    >>> hidden.shape, last_cell.shape
    (torch.Size([7, 2, 5]), torch.Size([1, 2, 5]))
    """

    def __init__(self, input_size: int, hidden_size: int) -> None:
        super().__init__()
        self.input_size, self.hidden_size = input_size, hidden_size
        self.weight_ih_l0 = nn.Parameter(torch.empty(4 * hidden_size, input_size))
        self.weight_hh_l0 = nn.Parameter(torch.empty(4 * hidden_size, hidden_size))
        self.bias_ih_l0 = nn.Parameter(torch.empty(4 * hidden_size))
        self.bias_hh_l0 = nn.Parameter(torch.empty(4 * hidden_size))
        self.weight_ch_l0 = nn.Parameter(torch.empty(3 * hidden_size))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw all weights from U(-1 / sqrt(H), 1 / sqrt(H)), as `torch.nn.LSTM` does.

        The peepholes come last: with the same seed the other weights are those of `torch.nn.LSTM`.
        """
        bound = self.hidden_size**-0.5
        for weight in self.parameters():
            nn.init.uniform_(weight, -bound, bound)

    def forward(self, x: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """Run the layer over a batch of sequences.

        Parameters
        ----------
        x : (T, B, F)
        state : (hidden, cell), each (1, B, H), optional
            State before the first time step; zeros if not given.

        Returns
        -------
        hidden : (T, B, H)
        last : (hidden, cell), each (1, B, H)
            State after the last time step.

        Raises
        ------
        TypeError
            If x or state has another dtype than the weights.
        ValueError
            If x or state has the wrong shape.
        """
        self._check("x", x, "(T, B, F)", (len(x) or 1, *x.shape[1:2], self.input_size))
        initial = (1, x.shape[1], self.hidden_size)
        if state is None:
            state = x.new_zeros(initial), x.new_zeros(initial)
        for name, part in zip(("hidden", "cell"), state, strict=True):
            self._check(f"initial {name} state", part, "(1, B, H)", initial)
        hidden, cell = _Recurrence.apply(x, *state, *self.parameters())  # type: ignore[no-untyped-call]
        return hidden, (hidden[-1:], cell)

    def extra_repr(self) -> str:
        """Return the sizes, for ``repr``."""
        return f"{self.input_size}, {self.hidden_size}"

    def _check(self, name: str, given: Tensor, letters: str, shape: tuple[int, ...]) -> None:
        """Refuse a tensor of another shape or dtype, by name."""
        if given.shape != shape:
            raise ValueError(f"{name} has shape {tuple(given.shape)}, expected {letters} = {shape}")
        if given.dtype != self.weight_ih_l0.dtype:
            raise TypeError(f"{name} is {given.dtype}, expected {self.weight_ih_l0.dtype}")


class _Recurrence(torch.autograd.Function):
    """The loops over time, as one operation to autograd."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, hidden: Tensor, cell: Tensor, *weights: Tensor) -> State:
        """Return all hidden states (T, B, H) and the last cell state (1, B, H)."""
        W, U, b_input, b_past, p = (weight.detach().numpy() for weight in weights)
        initial = hidden.detach().numpy()[0], cell.detach().numpy()[0]
        run = unroll(x.detach().numpy(), initial, W, U, b_input + b_past, p)
        ctx.save_for_backward(*weights, *(torch.from_numpy(array) for array in run))
        H = U.shape[1]
        states = torch.from_numpy(run.begins)[1:].transpose(1, 2)
        return states[..., H : 2 * H].contiguous(), states[-1:, :, :H].contiguous()

    @staticmethod
    def backward(ctx: Any, hidden: Tensor, cell: Tensor) -> tuple[Tensor | None, ...]:
        """Return the gradients by all that `forward` was given."""
        if torch.is_grad_enabled():
            raise RuntimeError(
                "a PeepholeLSTM has no gradients of gradients, because its way back through time "
                "is written by hand: expected create_graph=False"
            )
        W, U, _, _, p, *run = (tensor.detach().numpy() for tensor in ctx.saved_tensors)
        unrolled = Unrolled(*run)
        past = through_time(unrolled, U, p, hidden.numpy(), cell.numpy()[0])
        by = weight_gradients(unrolled, past.pre_activations)
        x = None
        if ctx.needs_input_grad[0]:
            x = torch.from_numpy(past.pre_activations).transpose(1, 2) @ torch.from_numpy(W)
        state = (torch.from_numpy(part.T[None].copy()) for part in (past.hidden, past.cell))
        W_, U_, b_, p_ = (torch.from_numpy(gradient) for gradient in by)
        return x, *state, W_, U_, b_, b_.clone(), p_
