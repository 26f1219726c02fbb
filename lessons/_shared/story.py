"""What happened, in words: computed from the film that is shown, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from lessons._shared.plain import plain
from lstm_viz.config import TrainConfig
from lstm_viz.family import CELLS
from lstm_viz.film import Film
from lstm_viz.knobs import KNOBS, Choice
from lstm_viz.run import ModelName, best, solved_at
from lstm_viz.tasks import Task

_SUPERSCRIPTS = {**{ord(str(n)): c for n, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}, ord("-"): "⁻"}
NEAR_CHANCE = 0.15
"""A score counts as chance within this share of the way from chance to perfect."""


def among(film: Film, models: Iterable[ModelName]) -> tuple[ModelName, ...]:
    """Return those of some models that a film has; all of them, if none is named."""
    named = set(models)
    return tuple(name for name in film.config.cells if name in named) or film.config.cells


def headline(film: Film, models: Iterable[ModelName] = ()) -> str:
    """Return one line on who has solved the task, for the film as far as it goes."""
    models = among(film, models)
    if film.update == 0 and film.config.initialisation == "wired":
        return _wired_story(film, models)
    if film.update == 0:
        return "Before training: random weights. Press **Train** and watch what they learn."
    return " ".join(_model_story(film, name) for name in models)


def costs(film: Film) -> str:
    """Return sizes and measured cost per update, with the caveat that belongs to it."""
    names = film.config.cells
    sizes = [f"{CELLS[name].title} {_size(film, name)}" for name in names]
    if not film.update:
        return f"{', '.join(sizes)}."
    seconds = (film.seconds[name] for name in names)
    told = (f"{size}, {s * 1000:.2f} ms per update" for size, s in zip(sizes, seconds, strict=True))
    return (
        f"{', '.join(told)}. Time per update says little about the idea: PyTorch's kernel for the "
        "LSTM is fused, those for other cells are not. Compare at equal updates."
    )


def origin(film: Film, models: Iterable[ModelName] = ()) -> str:
    """Return the provenance of a film in one line.

    Task, cells, sizes, seed, update, every setting that is not the task's usual one, and versions.
    """
    config, made = film.config, film.provenance
    names = among(film, models)
    sizes = [f"{CELLS[name].title} {_size(film, name)}" for name in names]
    place = [f"seed {config.seed}", f"update {film.update} of {config.updates}"]
    return (
        f"{config.the_task.title}, {config.length} {config.the_task.length_name}: "
        f"{', '.join([*sizes, *unusual(config), *place])}. Computed {made['date']} "
        f"with PyTorch {made['torch']}, NumPy {made['numpy']}, LSTM Viz {made['lstm_viz']}."
    )


_SETTINGS: dict[str, str] = {
    "forget_bias": "forget bias {}",
    "initialisation": "initial weights {}",
    "optimiser": "{}",
    "learning_rate": "learning rate {}",
    "batch_size": "batches of {}",
    "clip_norm": "gradients clipped at {}",
    "dropout": "dropout {}",
    "training_sequences": "{} training sequences",
}


def unusual(config: TrainConfig) -> list[str]:
    """Return in words what differs from the usual settings of the task, sizes and seed apart."""
    usual = TrainConfig.of_task(config.task)
    told = [] if config.material is None else ["a visitor's own data"]
    for name, words in _SETTINGS.items():
        value, knob = getattr(config, name), KNOBS[name]
        if value == getattr(usual, name):
            continue
        if isinstance(knob, Choice):
            told.append(words.format(knob.labels[value]))
        else:
            told.append(words.format("none" if value is None else f"{value:g}"))
    return [each.replace("clipped at none", "not clipped") for each in told]


def _wired_story(film: Film, models: Iterable[ModelName]) -> str:
    """Return what holds before training, where weights were wired by hand."""
    config, task = film.config, film.config.the_task
    told = ["Before training."]
    for name in models:
        title = CELLS[name].title
        if not config.is_wired(name):
            told.append(f"The weights of the {title} are random.")
            continue
        score = film.snapshots[-1].models[name].score
        solves = "**solves the task as it is**" if task.is_solved(score) else "does not solve it"
        told.append(
            f"The weights of the **{title}** were wired by hand, and it {solves}: "
            f"{task.score_name} {_number(task, score)} on 256 sequences."
        )
    return " ".join(told)


def _model_story(film: Film, name: ModelName) -> str:
    """Return a sentence on one model."""
    task, title = film.config.the_task, CELLS[name].title
    who = f"**{title}** ({_size(film, name)})"
    ended = film.ended[name]
    if ended:
        return f"{who} ended early: {plain(ended.reason)}."
    score = film.snapshots[-1].models[name].score
    shown = f"{task.score_name} {_number(task, score)}"
    first = solved_at(film.snapshots, name, task)
    if first is not None and task.is_solved(score):
        return f"{who} **solved it by update {first}**: {shown}."
    if first is not None:
        peak = best(film.snapshots, name, task)
        return (
            f"{who} solved it by update {first}, was best at update {peak.update}, "
            f"and has left the solved state: {shown} now."
        )
    share = share_of_the_way(task, score, film.config.length)
    if share < -NEAR_CHANCE:
        return f"{who} is **worse than guessing**: {shown} (chance {_chance(film)})."
    if share < NEAR_CHANCE:
        return f"{who} is **at chance**: {shown} (chance {_chance(film)})."
    return (
        f"{who} has **not solved it**: {shown} "
        f"(solved {_number(task, task.solved)}, chance {_chance(film)})."
    )


def share_of_the_way(task: Task, score: float, length: int) -> float:
    """Return where a score is on the way from chance (0) to perfect (1); worse is negative."""
    chance, perfect = task.chance(length), float(task.higher_is_better)
    return (score - chance) / (perfect - chance)


def _size(film: Film, name: ModelName) -> str:
    """Return units and parameters."""
    cell, units = CELLS[name], film.config.size_of(name)
    told = f"{units} unit" + "s" * (units > 1)
    if cell.layers > 1:
        told = f"{cell.layers} times {told}"
    if cell.bidirectional:
        told += " in each direction"
    return f"{told}, {film.config.parameters(name)} parameters"


def _chance(film: Film) -> str:
    """Return the chance level as it is shown."""
    task = film.config.the_task
    return _number(task, task.chance(film.config.length))


def _number(task: Task, score: float) -> str:
    """Write a score as people read it: accuracies in percent, errors to two digits."""
    if task.higher_is_better:
        return f"{score:.1%}"
    digits, _, exponent = f"{score:.2g}".partition("e")
    return f"{digits}·10{str(int(exponent)).translate(_SUPERSCRIPTS)}" if exponent else digits


def short_scores(film: Film) -> str:
    """Return both models' present scores, for the line under the progress bar."""
    task = film.config.the_task
    return ", ".join(
        f"{CELLS[name].title} {_number(task, film.snapshots[-1].models[name].score)}"
        for name in film.config.cells
    )
