"""Every colour can be read as text, in light and in dark mode, and has one meaning."""

from __future__ import annotations

import pytest

from lstm_viz.palette import MODELS, QUANTITIES, Colour, player_palette
from lstm_viz.recording import RECORDINGS

PAGES = Colour("#FFFFFF", "#0E1117")


def luminance(code: str) -> float:
    """Return the relative luminance of a hex code (WCAG 2)."""
    levels = (int(code[k : k + 2], 16) / 255 for k in (1, 3, 5))
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", Colour._fields)
@pytest.mark.parametrize("name", [*QUANTITIES, *MODELS])
def test_text_in_every_colour_is_legible(name: str, mode: str) -> None:
    colour = getattr({**QUANTITIES, **MODELS}[name], mode)
    levels = sorted(luminance(code) for code in (colour, getattr(PAGES, mode)))
    assert (levels[1] + 0.05) / (levels[0] + 0.05) >= 4.5


def test_every_recorded_quantity_has_a_colour_of_its_own() -> None:
    recorded = {name for kind in RECORDINGS.values() for name in kind.quantities}
    assert set(QUANTITIES) == recorded
    codes = list(player_palette().values())
    assert len(set(codes)) == len(codes) == 2 * (len(QUANTITIES) + 2)
