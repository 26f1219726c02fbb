"""The time of an update of the cells that PyTorch does not have, against its LSTM."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import torch
from torch import Tensor, nn

from benchmarks.clock import median, ratio, side_by_side
from benchmarks.plain_loops import learn
from benchmarks.table import Table, Target
from lstm_viz import TrainConfig
from lstm_viz.cells import peephole_step
from lstm_viz.peephole import PeepholeLSTM
from lstm_viz.weights import initial_model

UPDATES, LOOP_UPDATES, REPETITIONS = 50, 10, 7


def tables() -> Iterator[Table]:
    """Yield the table of this part."""
    torch.set_num_threads(1)  # as in the app's workers
    table = Table("An update of one model, against PyTorch's LSTM", "B = 32, no recordings")
    for hidden_size in (8, 16):
        for length in (20, 50):
            _add(table, length, hidden_size)
    yield table


def _add(table: Table, length: int, hidden_size: int) -> None:
    """Measure at one length and size."""
    config = TrainConfig.of_task(length=length, hidden_size=hidden_size, fairness="hidden_size")
    task = config.the_task
    sizes = len(task.inputs), hidden_size
    held = initial_model(config.changed(cell="no_forget_gate"), "no_forget_gate").recurrence
    runs = {
        "torch.nn.LSTM": partial(_train, config, nn.LSTM(*sizes), UPDATES),
        "gate held at 1": partial(_train, config, held, UPDATES),
        "PeepholeLSTM": partial(_train, config, PeepholeLSTM(*sizes), UPDATES),
        "peepholes step by step": partial(_train, config, StepByStep(*sizes), LOOP_UPDATES),
    }
    times = side_by_side(runs, REPETITIONS)
    more, at = UPDATES / LOOP_UPDATES, f"T = {length}, H = {hidden_size}"
    figure = ratio(times, "PeepholeLSTM", "torch.nn.LSTM")
    table.add(f"PeepholeLSTM, {at}", figure, "times", Target("at most", 1.75))
    figure = ratio(times, "gate held at 1", "torch.nn.LSTM")
    table.add("  an LSTM with a gate held at 1", figure, "times", Target("at most", 1.1))
    figure = more * ratio(times, "peepholes step by step", "PeepholeLSTM")
    table.add("  faster than peepholes step by step", figure, "times", Target("at least", 4))
    for name in runs:
        count = LOOP_UPDATES if name == "peepholes step by step" else UPDATES
        table.add(f"  {name}", 1000 * median(times, name) / count, "ms")


class StepByStep(nn.Module):
    """A layer as a person would write it: one time step after the other, by autograd."""

    def __init__(self, inputs: int, hidden_size: int) -> None:
        super().__init__()
        self.layer = PeepholeLSTM(inputs, hidden_size)

    def forward(self, x: Tensor) -> tuple[Tensor, None]:
        """Run the cell's equations once per time step."""
        W, U, b_input, b_past, p = self.layer.parameters()
        b = b_input + b_past
        hidden = cell = x.new_zeros(x.shape[1], self.layer.hidden_size)
        states = []
        for now in x:
            step = peephole_step(now, (hidden, cell), W, U, b, p)
            hidden, cell = step.hidden_state, step.cell_state
            states.append(hidden)
        return torch.stack(states), None


def _train(config: TrainConfig, layer: nn.Module, updates: int) -> None:
    """Train a layer and a readout from where the layer is."""
    task = config.the_task
    readout = nn.Linear(config.hidden_size, len(task.outputs))
    parameters = [*layer.parameters(), *readout.parameters()]
    optimiser = torch.optim.Adam(parameters, config.learning_rate, fused=True)
    for update in range(updates):
        batch = task.batch(config.seed, update + 1, config.length, config.batch_size)
        learn(config, batch, readout(layer(torch.from_numpy(batch.x))[0]), optimiser)
