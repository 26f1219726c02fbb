"""Film: the snapshots of a run with their provenance; compact bytes that a browser reads too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lstm_viz.config import TrainConfig
from lstm_viz.film_bytes import FilmError, pack, unpack
from lstm_viz.film_reading import fields_of_film
from lstm_viz.film_writing import arrays_of, header_of
from lstm_viz.provenance import provenance
from lstm_viz.run import Array, Ended, Learner, ModelName, Snapshot, TrainingRun, shown
from lstm_viz.tasks import Probe


@dataclass(frozen=True, eq=False)
class Film:
    """The snapshots of a run, ready to be shown, saved and sent.

    Attributes
    ----------
    config : TrainConfig
    probe : Probe
        The sequence that was watched.
    snapshots : tuple of Snapshot
        In order of their updates.
    ended : mapping of ModelName to Ended or None
        Whose run ended early, when and why.
    follows : mapping of ModelName to (H,)
        Per unit, |correlation| of its memory with the stored content.
    seconds : mapping of ModelName to float
        Measured seconds that one update took, on the machine that trained.
    provenance : mapping of str to str
        Date of the run and the versions of what made it.
    """

    config: TrainConfig
    probe: Probe
    snapshots: tuple[Snapshot, ...]
    ended: Mapping[ModelName, Ended | None]
    follows: Mapping[ModelName, Array]
    seconds: Mapping[ModelName, float]
    provenance: Mapping[str, str]

    @classmethod
    def of(cls, run: TrainingRun) -> Film:
        """Return the film of a run as far as it has come."""
        return cls(
            run.config,
            run.probe,
            shown(run),
            {name: learner.ended for name, learner in run.learners.items()},
            run.follows,
            {name: _seconds(learner, run.update) for name, learner in run.learners.items()},
            provenance(),
        )

    def to_run(self) -> TrainingRun:
        """Return the run that the film shows, to be watched on another sequence.

        It has the weights of every snapshot, but not what an optimiser remembers: from a film no
        run can be trained on.
        """
        last = self.snapshots[-1]
        learners = {
            name: Learner(
                side.weights,
                {},
                (0.0, 0),
                side.gradient_norm,
                self.ended[name],
                self.seconds[name] * _made(self.ended[name], self.update),
            )
            for name, side in last.models.items()
        }
        return TrainingRun(
            self.config, self.probe, self.update, learners, self.snapshots, last, self.follows
        )

    @property
    def update(self) -> int:
        """Return the update of the last snapshot."""
        return self.snapshots[-1].update

    def part(self, first: int) -> Film:
        """Return the same film with only the snapshots from an update on (at least the last)."""
        kept = tuple(s for s in self.snapshots[:-1] if s.update >= first)
        return replace(self, snapshots=(*kept, self.snapshots[-1]))

    def to_bytes(self) -> bytes:
        """Encode the film.

        Gates are stored as 16-bit steps of [0, 1] (an error of at most 8e-6), candidates and hidden
        states of [-1, 1] (1.6e-5), and pre-activations of their own largest magnitude m in the film
        (1.6e-5 m). So what a person reads, to four decimals and to three for pre-activations up to
        30, is right to the last digit or rounded to its neighbour. Everything else is stored as
        float32, exactly: cell states, losses, scores, gradients, predictions, inputs and weights.
        """
        return pack(header_of(self), arrays_of(self))

    @classmethod
    def from_bytes(cls, data: bytes) -> Film:
        """Decode a film, which may come from a stranger.

        Raises
        ------
        FilmError
            If the bytes are not a film, are cut short, too large, or do not fit together.
        """
        header, arrays = unpack(data)
        try:
            return cls(**fields_of_film(header, arrays))
        except FilmError:
            raise
        except (LookupError, TypeError, ValueError, OverflowError, AttributeError) as error:
            what = (
                f"it lacks {error}" if isinstance(error, KeyError) else "it is laid out otherwise"
            )
            raise FilmError(f"the film's header cannot be understood: {what}") from error

    def save(self, path: str | Path) -> None:
        """Write the film to a file."""
        Path(path).write_bytes(self.to_bytes())

    @classmethod
    def load(cls, path: str | Path) -> Film:
        """Read a film from a file; raises FilmError as `from_bytes` does."""
        return cls.from_bytes(Path(path).read_bytes())


def _seconds(learner: Learner, update: int) -> float:
    """Return the seconds per update that a model made; it may have ended before the run."""
    return learner.seconds / max(_made(learner.ended, update), 1)


def _made(ended: Ended | None, update: int) -> int:
    """Return how many updates a model made of a run's."""
    return ended.update if ended else update
