"""Training in Keras: the loss, the updates, and what is printed on the way."""

from __future__ import annotations

from lstm_viz.config import TrainConfig
from lstm_viz.scripts.telling import PROGRESS, main

SAME = (
    "Written by LSTM Viz: the batches of its run, and the same model. Keras draws other initial "
    "weights from the same distributions, and an LSTM or RNN has one bias where PyTorch, which we "
    "use, adds up two that both learn. So the losses resemble those of the run, but are not "
    "the same. It needs NumPy, Keras 3, and one of PyTorch, TensorFlow or JAX for Keras to run on."
)

_LOSSES = {
    "value": "MeanSquaredError(",
    "class": "CategoricalCrossentropy(from_logits=True, ",
    "set": "BinaryCrossentropy(from_logits=True, ",
}
_OPTIMISERS = {  # with the constants that PyTorch has
    "adam": ("Adam", "epsilon=1e-8"),
    "rmsprop": ("RMSprop", "rho=0.99, epsilon=1e-16"),
    "sgd": ("SGD", ""),
}


def parts(config: TrainConfig, _cell: str) -> list[str]:
    """Return the functions that train, and the lines that run when the file is run."""
    return [_validation(), _train(config), main(config)]


def _validation() -> str:
    """Write what scores the model; Keras has the batch first, our batches have the time first."""
    return '''\
def validation_score(model):
    """Return the score on sequences that it never learns from."""
    output = model(VALIDATION.x.swapaxes(0, 1), training=False)  # Keras has the batch first
    return score(keras.ops.convert_to_numpy(output).swapaxes(0, 1), VALIDATION)'''


def _train(config: TrainConfig) -> str:
    """Write the loop over updates."""
    name, constants = _OPTIMISERS[config.optimiser]
    clip = "" if config.clip_norm is None else "global_clipnorm=CLIP_NORM"
    options = ", ".join(filter(None, ["LEARNING_RATE", constants, clip]))
    loss = f'{_LOSSES[config.the_task.target_kind]}reduction="mean_with_sample_weight")'
    return f'''\
def train(model, updates=UPDATES):
    """Train, print how it goes, and return the loss of every update."""
    optimiser = keras.optimizers.{name}({options})
    # The mask weighs the time steps: the loss is the mean over those that have a target.
    model.compile(
        optimiser,
        keras.losses.{loss},
    )
    losses = []
    for update in range(1, updates + 1):
        x, target, mask, _ = (part.swapaxes(0, 1) for part in batch_of(update))
        losses.append(float(model.train_on_batch(x, target, sample_weight=mask.astype("float32"))))
        if not losses[-1] < 1e8:
            print(f"update {{update}}: the loss is too large, the run ends here")
            break
{PROGRESS}'''
