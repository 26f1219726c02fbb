"""A small sweep of a visitor's own: one run after the other, by the workers that serve everybody.

It claims its runs of the run store as any visitor does, so it gets as much of the workers as one
visitor more, and rests when nobody looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lessons._shared.run_store import RunStore
from lessons._shared.wish import Wish
from lstm_viz.config import TrainConfig
from lstm_viz.provenance import provenance
from lstm_viz.run import ModelName
from lstm_viz.study import Count, Outcome, Result, Study, outcomes_of

MOST_GAPS, MOST_SEEDS, MOST_UPDATES = 6, 5, 400
Plan = tuple[TrainConfig, ...]
LOOKS = 20
"""How many snapshots a run of a sweep keeps, from which its best score is taken."""


def plan(config: TrainConfig, gaps: tuple[int, ...], seeds: int, updates: int) -> Plan:
    """Return the runs of a sweep over some gaps and seeds, seed by seed; all else is as in config.

    Raises
    ------
    ValueError
        If it would be more than a page may ask of workers that others wait for.
    """
    bounds = (
        ("gaps", len(gaps), MOST_GAPS),
        ("seeds", seeds, MOST_SEEDS),
        ("updates", updates, MOST_UPDATES),
    )
    for name, number, most in bounds:
        if not 1 <= number <= most:
            raise ValueError(f"{name} is {number}, expected 1 to {most}")
    changes = {"updates": updates, "snapshot_every": max(1, updates // LOOKS)}
    return tuple(
        config.changed(length=gap, seed=seed, **changes) for seed in range(seeds) for gap in gaps
    )


@dataclass
class OwnSweep:
    """What a visitor has swept so far.

    Attributes
    ----------
    session : str
        Names the sweep to the run store.
    results : dict
        What became of every run that is finished, of any plan of this visit.
    running : tuple of TrainConfig
        The plan that is being run; empty while nothing is.
    """

    session: str
    results: dict[TrainConfig, Mapping[ModelName, Outcome]] = field(default_factory=dict)
    running: Plan = ()

    def missing(self, plan: Plan) -> list[TrainConfig]:
        """Return what is still to be run of a plan."""
        return [config for config in plan if config not in self.results]

    def look(self, store: RunStore) -> str | None:
        """Take in what is finished, ask for the next run, and return what is wrong, if anything."""
        while ahead := self.missing(self.running):
            wish = _whole(ahead[0])
            run = store.run(wish)
            if run is None or not run.is_finished:
                store.claim(self.session, wish)
                return store.problem(wish)
            self.results[ahead[0]] = outcomes_of(run)
        self.stop(store)
        return None

    def stop(self, store: RunStore) -> None:
        """Cancel what is not finished; what is, stays."""
        self.running = ()
        store.release(self.session)

    def share(self, store: RunStore) -> tuple[float, str]:
        """Return which share of the running plan is done, and where it stands in words."""
        ahead, of = self.missing(self.running), len(self.running)
        if not ahead:
            return 1.0, ""
        now, run = ahead[0], store.run(_whole(ahead[0]))
        update = run.update if run else 0
        done = of - len(ahead)
        told = (
            f"{done} of {of} runs are done. Now: gap {now.length}, seed {now.seed}, "
            f"update {update} of {now.updates}."
        )
        return (done + update / now.updates) / of, told

    def study(self, plan: Plan) -> Study:
        """Return what is known of a plan."""
        known = (Result(c, self.results[c]) for c in plan if c in self.results)
        return Study("own", "Over how long a gap does each cell learn?", tuple(known), provenance())


def counts(study: Study, plan: Plan) -> dict[ModelName, list[Count]]:
    """Return, for both cells and every gap of a plan, how many runs solved their task."""
    gaps = sorted({config.length for config in plan})
    return {name: [study.count(name, length=gap) for gap in gaps] for name in plan[0].cells}


def _whole(config: TrainConfig) -> Wish:
    """Return the wish for a whole run."""
    return Wish(config, config.the_task.probes(config.length)[0], config.updates)
