"""The task of a run as code: what draws its batches, taken from our own files, and its score."""

from __future__ import annotations

from typing import NamedTuple

from lstm_viz.config import TrainConfig
from lstm_viz.scripts.source import Gathering
from lstm_viz.tasks import Task

_BATCH = '''\
class Batch(NamedTuple):
    """Sequences of one length with their targets, time first."""

    x: np.ndarray  # inputs (T, B, F)
    target: np.ndarray  # what the model should say (T, B, O)
    mask: np.ndarray  # which time steps have a target (T, B)
    content: np.ndarray  # what has to be remembered (T, B); LSTM Viz shows it, training does not'''

_SCORES = {
    "value": '''\
def score(output, batch):
    """Return the mean squared error over the time steps that have a target."""
    return np.mean((output - batch.target)[batch.mask] ** 2)''',
    "class": '''\
def score(output, batch):
    """Return the share of the time steps with a target whose highest output is the right one."""
    right = output.argmax(-1) == batch.target.argmax(-1)
    return right[batch.mask].mean()''',
    "set": '''\
def score(output, batch):
    """Return the share of the sequences that are right at every time step."""
    right = ((output > 0) == (batch.target > 0.5)).all(-1) | ~batch.mask
    return right.all(0).mean()''',
}


class TaskCode(NamedTuple):
    """A task as code: what it imports beside NumPy, and the rest."""

    imports: list[str]
    text: str


def task_code(config: TrainConfig) -> TaskCode:
    """Return the code that draws the batches of a run and scores its answers."""
    task = config.the_task
    owner = type(task)
    gathered = Gathering(given=frozenset({"Batch"}))
    draw = "draw" if owner.draw_from is Task.draw_from else "draw_from"
    gathered.need_methods(owner, draw)
    if has_own_score := owner.score is not Task.score:
        gathered.need_methods(owner, "score")
    if config.material is not None:
        gathered.need_methods(owner, "with_material")
    is_class = gathered.uses_itself(owner)
    own = gathered.as_class(owner) if is_class else gathered.as_functions(owner)
    parts = [_BATCH, gathered.helpers(), own]
    if is_class:
        made = f"TASK = {owner.__name__}()"
        with_own = "" if config.material is None else f".with_material({config.material!r})"
        parts.append(made + with_own)
    call = f"{'TASK.' if is_class else ''}{draw}"
    parts += [_batches(config, call)]
    parts += ["score = TASK.score" if is_class else ""] if has_own_score else []
    parts += [] if has_own_score else [_SCORES[task.target_kind]]
    return TaskCode(gathered.imports(), "\n\n\n".join(filter(None, parts)))


def _batches(config: TrainConfig, draw: str) -> str:
    """Write what draws training batches and validation sequences, with our streams of numbers."""
    train, validate = ('"training", ', '"validation", ') if draw.endswith("_from") else ("", "")
    validation = f"VALIDATION = {draw}({validate}np.random.default_rng(2), LENGTH, 256)"
    if config.training_sequences is None:
        return f'''\
def batch_of(update):
    """Draw the batch of an update: the same one whenever it is asked for."""
    return {draw}({train}np.random.default_rng((SEED, update, 1)), LENGTH, BATCH_SIZE)


{validation}'''
    return f'''\
def training_set():
    """Draw all sequences that the model ever learns from."""
    rng = np.random.default_rng((SEED, TRAINING_SEQUENCES, 4))
    return {draw}({train}rng, LENGTH, TRAINING_SEQUENCES)


TRAINING_SET = training_set()
{validation}


def batch_of(update):
    """Take the batch of an update from the training set, no sequence twice."""
    shuffled = np.random.default_rng((SEED, update, 6)).permutation(TRAINING_SEQUENCES)
    return Batch(*(part[:, shuffled[:BATCH_SIZE]] for part in TRAINING_SET))'''
