"""Links into the Lab: a run, and a place in it, behind a few words."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from lstm_viz.config import TrainConfig


def lab_link(words: str, config: TrainConfig, **place: object) -> str:
    """Return Markdown that opens a run in the Lab, in another tab.

    The address is relative, so that it holds under any base path. It names only the knobs that
    differ from the task's own, and leaves the spacing of snapshots, which changes no run, to the
    Lab.

    Parameters
    ----------
    words : str
        Markdown to click on.
    config : TrainConfig
        The run, trained to its end unless ``until`` says otherwise.
    **place
        Further parameters of the Lab's link: ``until``, ``step``, ``at``, ``view``, ``section``.

    Examples
    --------
    >>> lab_link("this run", TrainConfig.of_task("latch", seed=2), step=30)
    '[this run](./?task=latch&seed=2&until=300&step=30)'
    """
    usual, knobs = TrainConfig.of_task(config.task).to_query(), config.to_query()
    differing = {
        name: text
        for name, text in knobs.items()
        if text != usual.get(name) and name != "snapshot_every"
    }
    parameters = {"task": config.task, **differing, "until": config.updates, **place}
    return f"[{words}](./?{urlencode(parameters, quote_via=quote)})"
