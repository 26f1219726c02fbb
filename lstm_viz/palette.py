"""The one table of colours: every quantity and both models of a run, in light and in dark mode.

The hues are those of Okabe and Ito (2008), which people with any kind of colour vision can tell
apart, and two more for the gates of the GRU; each is darkened for white pages or lightened for dark
ones until text in it is legible (at least 4.5 to 1). A colour always means the same quantity: in
the film, in a figure, in a lesson.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["MODELS", "QUANTITIES", "Colour", "player_palette"]


class Colour(NamedTuple):
    """One meaning, two hex codes.

    Attributes
    ----------
    light : str
        The colour on a light page.
    dark : str
        The colour on a dark page.
    """

    light: str
    dark: str


QUANTITIES: Mapping[str, Colour] = MappingProxyType(
    {
        "forget_gate": Colour("#BF4C00", "#F58A45"),  # vermillion
        "input_gate": Colour("#007A5A", "#2FC79B"),  # bluish green
        "output_gate": Colour("#AE4486", "#E08FBF"),  # reddish purple
        "candidate": Colour("#946300", "#EDB12F"),  # orange
        "cell_state": Colour("#0059A3", "#5A9DF5"),  # blue
        "hidden_state": Colour("#1878B0", "#7CCBF2"),  # sky blue
        "reset_gate": Colour("#6B4FC4", "#B3A1F7"),  # violet
        "update_gate": Colour("#C42B3A", "#FF8F8F"),  # red: kin to the forget gate, it keeps
    }
)
"""Colour of each recorded quantity, by its field name."""

MODELS: Mapping[str, Colour] = MappingProxyType(
    {
        "first": Colour("#1B2130", "#F4F5F7"),  # black
        "second": Colour("#7D6B00", "#E6D84A"),  # yellow
    }
)
"""Colour of each model of a run, by its place. Never the only sign: the second is dashed too."""


def player_palette() -> dict[str, str]:
    """Return all colours as the film player takes them: ``name.light`` and ``name.dark``.

    Returns
    -------
    dict of str to str
        Hex codes by field name or model's place, a dot, and the mode.

    Examples
    --------
    >>> player_palette()["forget_gate.light"]
    '#BF4C00'
    """
    return {
        f"{name}.{mode}": code
        for table in (QUANTITIES, MODELS)
        for name, colour in table.items()
        for mode, code in colour._asdict().items()
    }
