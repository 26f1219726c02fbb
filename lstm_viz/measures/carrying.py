"""Who carries a word past others: the verb that belongs to an animal, six letters after it."""

from __future__ import annotations

import numpy as np

from lstm_viz.film import Film
from lstm_viz.interfering import answers_to
from lstm_viz.run import ModelName
from lstm_viz.tasks.uses.characters import LETTERS, SPACE

_VERBS = {"malt": "lay", "rat": "ate", "cat": "killed", "dog": "worried"}
_LEADS = ("this is the ", "that kissed the ", "that milked the ")
ASKED = len(_VERBS) * len(_LEADS)
"""In how many places the first letter of a verb is asked for."""


def carried(film: Film, model: ModelName, snapshot: int = -1) -> int:
    """Return how often a model says the first letter of the verb that belongs to its noun.

    After *the malt that*, *the rat that*, *the cat that* and *the dog that*, each in three places
    of "The House That Jack Built". The six letters before the verb are the same, and so are the
    answers of a table that counts what follows them: at most a quarter of these can be right.
    """
    right, config = 0, film.config
    weights = film.snapshots[snapshot].models[model].weights
    for noun, verb in _VERBS.items():
        for lead in _LEADS:
            text = f"{lead}{noun} that ".replace(" ", SPACE)
            x = config.the_task.parse(text)[:, None]
            said = answers_to(config, model, weights, x)[-1, 0]
            right += LETTERS[int(np.argmax(said))] == verb[0]
    return right
