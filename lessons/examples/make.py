"""Make the example of the page "Your own model": ``python -m lessons.examples.make``.

Its weights are those of the trained LSTM in the shipped film of the task Adding, its sequence is
the one that this film shows. A test compares them.
"""

from __future__ import annotations

from safetensors.numpy import save

from lessons._shared.own_files import EXAMPLE_SEQUENCE, EXAMPLE_WEIGHTS
from lessons._shared.shipped import path_of
from lstm_viz.film import Film


def weights(film: Film) -> bytes:
    """Return the recurrent layer of a film's LSTM after its last update, as a file."""
    learned = film.snapshots[-1].lstm.weights
    recurrent = {name: values for name, values in learned.items() if "recurrence" in name}
    return save({name.removeprefix("recurrence."): recurrent[name] for name in recurrent})


def sequence(film: Film) -> str:
    """Return a film's probe sequence as text, a row for each time step."""
    rows = [
        film.config.the_task.inputs,
        *([f"{number:.6g}" for number in row] for row in film.probe.x),
    ]
    return "\n".join(",".join(row) for row in rows) + "\n"


if __name__ == "__main__":
    shown = Film.load(path_of("adding"))
    EXAMPLE_WEIGHTS.write_bytes(weights(shown))
    EXAMPLE_SEQUENCE.write_text(sequence(shown), "utf-8")
