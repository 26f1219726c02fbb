"""Questions on whole runs: who solved the task, what guessing gives, whose gradient reaches far."""

from __future__ import annotations

import numpy as np

from lstm_viz.family import CELLS
from lstm_viz.film import Film
from lstm_viz.quiz.item import Item, shuffled, table
from lstm_viz.run import ModelName, solved_at


def who_solved(film: Film, rng: np.random.Generator) -> Item | None:
    """Ask which of two models has solved its task at the end, from scores and threshold."""
    del rng
    task, names = film.config.the_task, film.config.cells
    scores = [film.snapshots[-1].models[name].score for name in names]
    if film.update < film.config.updates or np.isnan(scores).any():
        return None
    shown = [float(f"{score:.3g}") for score in scores]
    if [task.is_solved(score) for score in shown] != [task.is_solved(score) for score in scores]:
        return None  # too near the threshold to be told from three digits
    first, second = (CELLS[name].title for name in names)
    options = (f"Only the {first}", f"Only the {second}", "Both", "Neither")
    has = [task.is_solved(score) for score in scores]
    right = {(True, False): 0, (False, True): 1, (True, True): 2, (False, False): 3}
    bound = "at least" if task.higher_is_better else "at most"
    told = ", ".join(
        f"the {CELLS[name].title} by update {when}"
        if when is not None
        else f"the {CELLS[name].title} not in this run"
        for name in names
        for when in [solved_at(film.snapshots, name, task)]
    )
    return Item(
        "who_solved",
        "lstm_against_rnn",
        f"After {film.update} updates the {task.score_name} is {scores[0]:.3g} for the {first} and "
        f"{scores[1]:.3g} for the {second}. The task counts as solved at {bound} "
        f"{task.solved:g}. Who has solved it now?",
        options,
        right[has[0], has[1]],
        f"{'Higher' if task.higher_is_better else 'Lower'} is better here, and {task.solved:g} is "
        f"the threshold. First reached: {told}.",
    )


def chance(film: Film, rng: np.random.Generator) -> Item | None:
    """Ask which score comes without any memory, by always guessing as well as one can."""
    task, length = film.config.the_task, film.config.length
    level = task.chance(length)
    perfect = float(task.higher_is_better)
    wrong = [perfect, task.solved, 1 - perfect, level / 4, (level + perfect) / 2, 4 * level]
    if not 0.02 < level < 0.9:
        return None
    kept = [level]
    for each in wrong:
        is_apart = all(abs(each - other) > max(0.2 * level, 0.003) for other in kept)
        if len(kept) < 4 and is_apart and 0 <= each <= 1:
            kept.append(each)
    if len(kept) < 3:
        return None
    return Item(
        "chance",
        "why_memory",
        f"**{task.title}**: {task.summary} Somebody never looks at the input and always guesses as "
        f"well as one can. Which {task.score_name} does that give?",
        *shuffled(rng, f"{level:.3f}", [f"{each:.3f}" for each in kept[1:]]),
        f"Guessing gives **{level:.3f}**, the [[chance]] level; perfect is {perfect:g}, and solved "
        f"is {task.solved:g}. A run at chance has learned nothing that helps.",
    )


def reaches_further(film: Film, rng: np.random.Generator) -> Item | None:
    """Ask whose error signal arrives at the first time step, from its first and last size."""
    del rng
    shares = {name: _share(film, name) for name in film.config.cells}
    if any(share is None for share in shares.values()):
        return None
    (a, (_, _, first)), (b, (_, _, second)) = ((n, s) for n, s in shares.items() if s is not None)
    if max(first, second) < 20 * min(first, second):
        return None
    rows = [
        [CELLS[name].title, f"{share[0]:.1e}", f"{share[1]:.1e}"]
        for name, share in shares.items()
        if share is not None
    ]
    head = ["model", "at the last answer", "at time step 1"]
    titles = [CELLS[name].title for name in (a, b)]
    longer = "first" if first > second else "second"
    return Item(
        "reaches_further",
        "why_it_forgets",
        "The gradient of the last answer's loss, by the memory at two time steps:\n\n"
        f"{table(head, rows)}\n\nWhose error signal "
        "reaches further back?",
        (f"That of the {titles[0]}", f"That of the {titles[1]}", "Both reach as far"),
        int(longer == "second"),
        f"What counts is the share that is left: {first:.1e} for the {titles[0]}, {second:.1e} for "
        f"the {titles[1]}. Where almost nothing arrives, nothing can be learned from it.",
    )


def _share(film: Film, name: ModelName) -> tuple[float, float, float] | None:
    """Return a model's gradient at the last answer, at the first step, and their ratio."""
    side = film.snapshots[-1].models[name]
    profile = side.gradient_hidden if side.gradient_cell is None else side.gradient_cell
    last = int(np.flatnonzero(film.probe.mask)[-1])
    ends = float(profile[last]), float(profile[0])
    if not np.isfinite(ends).all() or ends[0] <= 0 or ends[1] <= 0 or last < 5:
        return None
    return *ends, ends[1] / ends[0]
