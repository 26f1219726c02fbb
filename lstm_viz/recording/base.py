"""Recording: every activation of a recurrent layer over one sequence, named and shape-checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from lstm_viz.recording.parts import Array, Kind, Lane, PreActivation

if TYPE_CHECKING:
    from typing import Self

    import pandas as pd


@dataclass(frozen=True, eq=False, kw_only=True)
class Recording:
    """What every cell's recording has; T time steps, F inputs, H units, K pre-activations.

    Where several layers or both directions were recorded, their units stand side by side on the
    unit axis, lane after lane: `lane` gives one of them.

    Attributes
    ----------
    x : (T, F)
        The sequence that was recorded.
    from_input, from_past : (K, T, H)
        The parts W x_t + b and U h_{t-1} of each pre-activation, in the order of ``squashed``.
        Biases are effective: PyTorch's two bias vectors are added up.
    initial_hidden : (H,)
        The hidden state before the first time step; in a backward lane, behind the last.
    hidden_state : (T, H), in (-1, 1) unless it is rectified
    lanes : tuple of Lane
        By default one, forward.
    provenance : mapping of str to str
        What was recorded, when, and the versions of what computed it; of a recording made while
        training nothing, because there the film has it.

    Raises
    ------
    ValueError
        If an array's shape does not fit; the message names it.
    """

    x: Array
    from_input: Array
    from_past: Array
    initial_hidden: Array
    hidden_state: Array
    lanes: tuple[Lane, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)

    kind: ClassVar[Kind]
    """Which equations it follows."""
    squashed: ClassVar[tuple[str, ...]]
    """The quantities that are a squashed pre-activation, in the order of ``from_input``."""
    quantities: ClassVar[tuple[str, ...]]
    """All quantities of shape (T, H), in the order in which a person reads them."""

    def __post_init__(self) -> None:
        steps, units = len(self.x), self.units
        if not self.lanes:
            object.__setattr__(self, "lanes", (Lane(0, backward=False, units=units),))
        if sum(lane.units for lane in self.lanes) != units:
            raise ValueError(f"lanes have {[n.units for n in self.lanes]} units, expected {units}")
        for name, (axes, expected) in self._shapes(steps, units).items():
            array = getattr(self, name)
            if array.shape != expected:
                raise ValueError(f"{name} has shape {array.shape}, expected {axes} = {expected}")
            view = array.view()  # whose array it is, x above all, may still write to it
            view.setflags(write=False)
            object.__setattr__(self, name, view)

    def _shapes(self, steps: int, units: int) -> dict[str, tuple[str, tuple[int, ...]]]:
        """Return the axes and the expected shape of every array."""
        shapes: dict[str, tuple[str, tuple[int, ...]]] = {
            "x": ("(T, F)", (steps, self.x.shape[-1]))
        }
        shapes |= dict.fromkeys(
            ("from_input", "from_past"), ("(K, T, H)", (len(self.squashed), steps, units))
        )
        shapes |= {
            f.name: ("(H,)", (units,)) for f in fields(self) if f.name.startswith("initial_")
        }
        return shapes | dict.fromkeys(self.quantities, ("(T, H)", (steps, units)))

    @property
    def steps(self) -> int:
        """Return the number of time steps T."""
        return len(self.x)

    @property
    def units(self) -> int:
        """Return the number of units H, of all lanes."""
        return int(self.hidden_state.shape[-1])

    @property
    def memory(self) -> Array:
        """Return the quantity (T, H) that carries content from step to step."""
        return self.hidden_state

    @property
    def places(self) -> tuple[slice, ...]:
        """Return where on the unit axis each lane's units are."""
        ends = np.cumsum([lane.units for lane in self.lanes]).tolist()
        return tuple(
            slice(end - lane.units, end) for lane, end in zip(self.lanes, ends, strict=True)
        )

    def places_in(self, _name: str) -> tuple[slice, ...]:
        """Return where on the last axis of an array each lane's numbers are."""
        return self.places

    def lane(self, layer: int = 0, backward: bool = False) -> Self:
        """Return the recording of one lane alone.

        Raises
        ------
        KeyError
            If there is no such lane.
        """
        for number, lane in enumerate(self.lanes):
            if (lane.layer, lane.backward) == (layer, backward):
                arrays = {
                    name: getattr(self, name)[..., self.places_in(name)[number]]
                    for name in self._shapes(self.steps, self.units)
                    if name != "x"
                }
                return replace(self, lanes=(lane,), **arrays)
        raise KeyError(f"no lane has layer={layer}, backward={backward}; there are {self.lanes}")

    def before(self, state: str) -> Array:
        """Return a state one step earlier, as each lane runs; (T, H).

        Parameters
        ----------
        state : "hidden_state" or "cell_state"
        """
        now: Array = getattr(self, state)
        earlier = np.empty_like(now)
        initial = getattr(self, f"initial_{state.removesuffix('_state')}")
        for lane, units in zip(self.lanes, self.places_in(state), strict=True):
            first, later, source = (
                (-1, np.s_[:-1], np.s_[1:]) if lane.backward else (0, np.s_[1:], np.s_[:-1])
            )
            earlier[first, units] = initial[units]
            earlier[later, units] = now[source, units]
        return earlier

    def pre_activation(self, quantity: str) -> PreActivation:
        """Return what went into ``quantity`` before it was squashed.

        Raises
        ------
        KeyError
            If the quantity is not a squashed pre-activation of this cell.
        """
        if quantity not in self.squashed:
            raise KeyError(f"{quantity} has no pre-activation, expected one of {self.squashed}")
        k = self.squashed.index(quantity)
        return PreActivation(self.from_input[k], self.from_past[k])

    def arrays(self) -> dict[str, Array]:
        """Return every array by the name under which it was given."""
        return {name: getattr(self, name) for name in self._shapes(self.steps, self.units)}

    def __iter__(self) -> Iterator[tuple[str, Array]]:
        """Iterate over (name, (T, H) array) in reading order."""
        return ((name, getattr(self, name)) for name in self.quantities)

    def to_frame(self) -> pd.DataFrame:
        """Return a tidy table with columns time_step, unit, quantity, value.

        Pre-activations follow the quantities, as ``forget_gate.from_input`` and
        ``forget_gate.from_past``. Time steps and units count from 0. Where there are several lanes,
        columns layer (from 0) and direction say which one a unit belongs to.
        """
        from lstm_viz.recording.table import tidy  # pandas is slow to import, a film needs none

        return tidy(self)

    def to_bytes(self) -> bytes:
        """Encode the recording exactly; `lstm_viz.recording.keeping` says how."""
        from lstm_viz.recording.keeping import encoded

        return encoded(self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Decode a recording, which may come from a stranger.

        Raises
        ------
        RecordingError
            If the bytes are not a recording of this class, are cut short, too large, or do not fit
            together.
        """
        from lstm_viz.recording.keeping import RecordingError, decoded

        recording = decoded(data)
        if not isinstance(recording, cls):
            found = type(recording).__name__
            raise RecordingError(f"the file holds a {found}, expected a {cls.__name__}")
        return recording

    def save(self, path: str | Path) -> None:
        """Write the recording to a file."""
        Path(path).write_bytes(self.to_bytes())

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a recording from a file; raises RecordingError as `from_bytes` does.

        `Recording.load` reads a recording of any kind.
        """
        return cls.from_bytes(Path(path).read_bytes())

    def to_html(
        self,
        path: str | Path,
        title: str = "",
        tokens: Sequence[str] = (),
        inputs: Sequence[str] = (),
    ) -> None:
        """Write one web page that plays the recording in any browser, without a network.

        Parameters
        ----------
        path : str or Path
        title : str
            By default what was recorded.
        tokens : sequence of str
            A word for each time step; by default what can be read off the inputs.
        inputs : sequence of str
            A name for each input.

        Raises
        ------
        ValueError
            If there is not one token for each time step, or not one name for each input.
        """
        from lstm_viz.recording_film import page_of

        Path(path).write_text(page_of(self, title, tokens, inputs), "utf-8")

    def _repr_html_(self) -> str:
        """Return the player in a frame, as notebooks show it."""
        from lstm_viz.recording_film import frame_of

        return frame_of(self)
