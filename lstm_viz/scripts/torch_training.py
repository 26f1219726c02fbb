"""Training in PyTorch: the loss, the updates, and what is printed on the way."""

from __future__ import annotations

from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.scripts.telling import PROGRESS, main

SAME = (
    "Written by LSTM Viz, whose run it repeats: the same batches, initial weights and updates, and "
    "so the same losses. It needs NumPy and PyTorch."
)

_LOSSES = {
    "value": ("mean squared error", "mse_loss"),
    "class": ("cross-entropy", "cross_entropy"),
    "set": ("binary cross-entropy", "binary_cross_entropy_with_logits"),
}
_OPTIMISERS = {
    # Fused: one operation for all weights, which is faster where they are few.
    "adam": "torch.optim.Adam(model.parameters(), LEARNING_RATE, fused=True)",
    "rmsprop": "torch.optim.RMSprop(model.parameters(), LEARNING_RATE)",
    "sgd": "torch.optim.SGD(model.parameters(), LEARNING_RATE, fused=True)",
}


def parts(config: TrainConfig, cell: str) -> list[str]:
    """Return the functions that train, and the lines that run when the file is run."""
    drops = [_dropout(cell)] if config.dropout else []
    end = main(config, "torch.set_num_threads(1)  # so small a model gains nothing from more")
    return [_loss(config), *drops, _validation(config, cell), _train(config), end]


def _loss(config: TrainConfig) -> str:
    """Write the loss."""
    words, name = _LOSSES[config.the_task.target_kind]
    return f'''\
def loss_of(output, batch):
    """Return the mean {words.removeprefix("mean ")} over the time steps that have a target."""
    mask, target = torch.from_numpy(batch.mask), torch.from_numpy(batch.target)
    return functional.{name}(output[mask], target[mask])'''


def _dropout(cell: str) -> str:
    """Write what draws the hidden states that the readout does not see."""
    facts = CELLS[cell]
    width = "HIDDEN_SIZE" if not facts.bidirectional else "2 * HIDDEN_SIZE"
    between = ""
    if facts.layers > 1:
        between = (
            "    torch.manual_seed(int(rng.integers(2**63)))  # of what is hidden between layers\n"
        )
    return f'''\
def kept_in(update, batch):
    """Draw which hidden states the readout sees in an update; these are scaled up for the rest."""
    rng = np.random.default_rng((SEED, update, 7, {list(CELLS).index(cell)}))
{between}    is_kept = rng.random((*batch.mask.shape, {width}), np.float32) >= DROPOUT
    return torch.from_numpy(is_kept / np.float32(1 - DROPOUT))'''


def _validation(config: TrainConfig, cell: str) -> str:
    """Write what scores the model."""
    switches = config.dropout and CELLS[cell].layers > 1
    off, on = ("    model.eval()\n", "    model.train()\n") if switches else ("", "")
    return f'''\
def validation_score(model):
    """Return the score on sequences that it never learns from."""
{off}    with torch.no_grad():
        output = model(torch.from_numpy(VALIDATION.x)).numpy()
{on}    return score(output, VALIDATION)'''


def _train(config: TrainConfig) -> str:
    """Write the loop over updates."""
    given = "x, kept_in(update, batch)" if config.dropout else "x"
    finite = clip = ""
    if config.clip_norm is not None:
        clip = "        norm = nn.utils.clip_grad_norm_(model.parameters(), CLIP_NORM)\n"
        finite = " and norm.isfinite()"
    return f'''\
def train(model, updates=UPDATES):
    """Train, print how it goes, and return the loss of every update."""
    optimiser = {_OPTIMISERS[config.optimiser]}
    losses = []
    for update in range(1, updates + 1):
        batch = batch_of(update)
        x = torch.from_numpy(batch.x)
        optimiser.zero_grad()
        loss = loss_of(model({given}), batch)
        loss.backward()
{clip}        if not (loss < 1e8{finite}):
            print(f"update {{update}}: loss or gradient is too large, the run ends here")
            break
        optimiser.step()
        losses.append(loss.item())
{PROGRESS}'''
