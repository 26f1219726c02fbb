"""What lesson 8 shows below its run: two runs compared, learning rates, and learning by heart."""

from __future__ import annotations

import streamlit as st

from lessons._shared.charts import chart, constant
from lessons._shared.lesson import say
from lessons._shared.shipped import RUNS, film_named
from lessons._shared.story import origin
from lessons._shared.studies import study
from lessons._shared.study_words import study_origin
from lessons._shared.theme import mode
from lessons._shared.visit import Visit
from lstm_viz.config import TrainConfig
from lstm_viz.film import Film
from lstm_viz.knobs import labels
from lstm_viz.measures.learning import has_courses, parted_at
from lstm_viz.run import best, solved_at
from lstm_viz.study import Study

OPTIMISERS = labels("optimiser")


def good_and_bad(film: Film | None) -> None:
    """Draw how the gates develop in the run that solves it, and in the run that is shown."""
    from lstm_viz.figures.learning import gates_in_training

    good = film_named("memory_cell")
    if film is None or film.update == 0 or not has_courses(film):
        film = film_named("memory_cell_sgd")
    st.header("A good run and this one", anchor=False)
    text, picture = st.columns([5, 9], gap="medium")
    films = {_words(good.config): good}
    if film.config != good.config:
        words = _words(film.config)
        films[f"{words}, this run" if words in films else words] = film
    with text:
        say(
            "Each line is one gate of the unit that follows the stored value best, averaged over "
            "the [[time steps|time step]] at which the same thing happens. Gates have parted when "
            "they are on their own sides of a half: the forget gate high on hold and low on erase, "
            "the output gate high on read and low on hold."
        )
        say(" ".join(_course_in_words(words, one) for words, one in films.items()))
    with picture:
        chart(
            gates_in_training(films, mode()),
            key="gates",
            alt="Mean forget and output gate at hold, erase and read against the training update, "
            "for the run that solves the task and the run that is shown",
        )
        st.caption(" ".join(origin(one, ("lstm",)) for one in films.values()))


def _words(config: TrainConfig) -> str:
    """Name a run by how it is trained."""
    return f"{OPTIMISERS[config.optimiser]}, learning rate {config.learning_rate:g}"


def _course_in_words(words: str, film: Film) -> str:
    """Tell when the gates of a film part and when it solves its task."""
    parted = parted_at(film)
    first = solved_at(film.snapshots, "lstm", film.config.the_task)
    gates = f"the gates have parted by update {parted}" if parted else "the gates never part"
    solves = f"the task is solved by update {first}" if first else "the task is not solved"
    joint = "and" if bool(parted) == bool(first) else "but"
    return f"**{words}:** {gates}, {joint} {solves}."


def rates() -> None:
    """Draw of how many seeds the task is solved, by optimiser and learning rate."""
    from lstm_viz.figures.learning import solved_by_rate

    runs = study("learning_rates")
    st.header("How far per update?", anchor=False)
    text, picture = st.columns([5, 9], gap="medium")
    with text:
        seeds = len(runs.values("seed"))
        say(
            f"Every point is the same LSTM trained from {seeds} [[seeds|seed]]. With updates too "
            "small it is not there yet, with updates too large it jumps about. What lies between "
            "is a window, and its place depends on the [[optimiser]]."
        )
        say(" ".join(_window_in_words(runs, name) for name in OPTIMISERS))
    with picture:
        chart(
            constant("rates", lambda: solved_by_rate(runs, mode=mode())),
            key="rates",
            alt="Number of seeds that solve the task against the learning rate, one line per "
            "optimiser",
        )
        config, made = runs.results[0].config, runs.provenance
        st.caption(
            f"{config.the_task.title}, {config.length} time steps, LSTM with {config.hidden_size} "
            f"units, {len(runs.results)} runs of {config.updates} updates, gradients clipped at "
            f"{config.clip_norm:g}. Measured {made['date']} with PyTorch {made['torch']}."
        )


def _window_in_words(runs: Study, optimiser: str) -> str:
    """Tell which learning rates solve the task with most of the seeds."""
    counts = {
        rate: runs.count("lstm", optimiser=optimiser, learning_rate=rate)[0]
        for rate in sorted(runs.values("learning_rate", optimiser=optimiser))
    }
    seeds = len(runs.values("seed", optimiser=optimiser))
    good = [rate for rate, count in counts.items() if 2 * count > seeds]
    name = OPTIMISERS[optimiser]
    if not good:
        most = max(counts.values())
        least = f"at most {most} of {seeds} seeds" if most else "no seed"
        return f"**{name}** solves it with {least} at any of these rates, in so few updates."
    if len(good) == 1:
        return f"**{name}** solves it with most seeds at {good[0]:g} only."
    return f"**{name}** solves it with most seeds from {good[0]:g} to {good[-1]:g}."


def sizes() -> None:
    """Draw of how many seeds the task is solved, by batch size and number of units."""
    from lstm_viz.figures.grid import counts_grid

    runs = study("batch_sizes")
    units = sorted(runs.values("hidden_size"))
    counts = {
        batch: [runs.count("lstm", batch_size=batch, hidden_size=size) for size in units]
        for batch in sorted(runs.values("batch_size"))
    }
    st.header("How many units, how large a batch?", anchor=False)
    text, picture = st.columns([5, 9], gap="medium")
    with text:
        fewest = [
            next((size for size, (k, n) in zip(units, row, strict=True) if 2 * k > n), None)
            for row in counts.values()
        ]
        say(
            "A larger [[batch]] makes each [[gradient]] less noisy, and each update dearer. A "
            "[[unit]] more is one more number that can be held."
        )
        if len(set(fewest)) == 1 and fewest[0]:
            say(
                f"Here most seeds solve the task from {fewest[0]} unit{'s' * (fewest[0] > 1)} on, "
                "whatever the batch: the size of the cell decides, the size of the batch does not."
            )
        else:
            say("How many units are needed depends on the batch here: see the rows.")
    with picture:
        chart(
            constant(
                "sizes",
                lambda: counts_grid(
                    {f"batches of {batch}": row for batch, row in counts.items()},
                    [str(size) for size in units],
                    mode(),
                    above="units of the LSTM",
                ),
            ),
            key="sizes",
            alt="Number of seeds that solve the task, by batch size and number of units",
        )
        config = runs.results[0].config
        st.caption(
            f"{config.the_task.title}, {config.length} time steps, LSTM, {config.updates} updates. "
            f"{study_origin(runs)}"
        )


def by_heart(visit: Visit, film: Film | None) -> None:
    """Draw training, validation and test error of a run that has a small training set."""
    from lstm_viz.figures.runs import overfitting

    few = RUNS["few_sequences"]
    if film is None or film.config.training_sequences is None or film.update == 0:
        film = film_named("few_sequences")
    st.header("Understood, or learned by heart?", anchor=False)
    text, picture = st.columns([5, 9], gap="medium")
    with text:
        say(
            "So far every update drew fresh sequences. Here the LSTM gets a "
            f"[[training set]] of only {film.config.training_sequences}, again and again. The "
            "[[validation set]] and the [[test set]] are sequences that it never learns from."
        )
        say(_gap_in_words(film))
        say(
            "Two remedies are among the knobs, under More: more training sequences cure it, "
            "[[dropout]] eases it. The curves here follow the run that you train. (The test curve "
            "is drawn all along only for you to look at; nothing is chosen by it.)"
        )
        st.button(
            "Open this run above",
            key="open_few",
            on_click=visit.open,
            args=(few,),
            type="secondary",
        )
    with picture:
        chart(
            overfitting(film, "lstm", mode()),
            key="by_heart",
            alt="Error on training, validation and test set against the training update",
        )
        st.caption(origin(film, ("lstm",)))


def _gap_in_words(film: Film) -> str:
    """Tell how far training and validation error are apart at the end, and which way it goes."""
    last, task = film.snapshots[-1].lstm, film.config.the_task
    if film.ended["lstm"]:
        return "This run has ended early."
    top = best(film.snapshots, "lstm", task)
    told = (
        f"After {film.update} updates the error is {last.train_score:.2g} on the sequences that it "
        f"has learned from, {last.score:.2g} on the validation set and {last.test_score:.2g} on "
        "the test set"
    )
    ratio = last.score / last.train_score if last.train_score > 0 else float("inf")
    if not task.higher_is_better and ratio > 2:
        told += f": {ratio:,.0f} times as much where it counts. That is [[overfitting]]."
    else:
        told += ": about the same. Nothing here is learned by heart."
    if top.update < film.update:
        told += f" On the validation set it was best at update {top.update}."
    return told
