"""An LSTM cell as a drawing (SVG) in which the numbers appear that are known so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from lstm_viz.palette import QUANTITIES, Colour

_GREY = Colour("#6B7280", "#9AA3B2")
_WIDTH, _HEIGHT = 524, 258
# Wires: the quantity that flows through, and a path. The cell state's belt runs at y = 52.
_WIRES = (
    ("cell_before", "M8 52H112"),
    ("kept", "M128 52H217"),
    ("cell_state", "M233 52H516M424 52V66"),
    ("before", "M8 196H372M92 240V196"),
    ("forget_gate", "M120 196V166M120 142V60"),
    ("input_gate", "M192 196V166M192 142V104H217"),
    ("candidate", "M258 196V166M258 142V104H233"),
    ("written", "M225 96V60"),
    ("output_gate", "M372 196V166M372 142V116H416"),
    ("squashed", "M424 90V108"),
    ("hidden_state", "M424 124V196H516"),
)
_BOXES = (
    ("forget_gate", 120, 154, "σ"),
    ("input_gate", 192, 154, "σ"),
    ("candidate", 258, 154, "tanh"),
    ("output_gate", 372, 154, "σ"),
    ("squashed", 424, 78, "tanh"),
)
_POINTS = ((120, 52, "×"), (225, 52, "+"), (225, 104, "×"), (424, 116, "×"))
# Where a number stands: x, y, its anchor, its symbol and the symbol's index.
_LABELS = (
    ("cell_before", 8, 40, "start", "c", "t−1"),
    ("hidden_before", 8, 184, "start", "h", "t−1"),
    ("input", 102, 240, "start", "x", "t"),
    ("forget_gate", 114, 116, "end", "f", ""),
    ("input_gate", 186, 126, "end", "i", ""),
    ("candidate", 266, 120, "start", "g", ""),
    ("output_gate", 364, 134, "end", "o", ""),
    ("cell_state", 516, 40, "end", "c", "t"),
    ("hidden_state", 516, 184, "end", "h", "t"),
)
_WORDS = {
    "cell_before": "cell state before",
    "hidden_before": "hidden state before",
    "input": "input",
}
_NEEDS = {
    "kept": ("forget_gate",),
    "written": ("input_gate", "candidate"),
    "squashed": ("cell_state",),
    "before": (),
    "cell_before": (),
}
_COLOUR_OF = {
    "cell_before": "cell_state",
    "kept": "cell_state",
    "written": "candidate",
    "squashed": "cell_state",
    "hidden_before": "hidden_state",
}


def cell_diagram(known: Mapping[str, float], mode: Literal["light", "dark"] = "light") -> str:
    """Draw an LSTM cell at one time step, with the numbers that are known.

    Parameters
    ----------
    known : mapping of str to float
        ``input``, ``hidden_before``, ``cell_before`` and any of the six quantities of
        `lstm_viz.palette.QUANTITIES`. What is not there is drawn as a grey question mark.
    mode : "light" or "dark"
        Of the page that it stands on.

    Returns
    -------
    str
        An ``svg`` element that is as wide as its place; texts have the colour of their place.
    """
    wires = "".join(
        f'<path d="{path}" fill="none" stroke="{_colour(name, known, mode)}" '
        f'stroke-width="{4 if _is_there(name, known) else 2}"/>'
        for name, path in _WIRES
    )
    boxes = "".join(
        f'<rect x="{x - 23}" y="{y - 12}" width="46" height="24" rx="6" '
        f'fill="{_colour(name, known, mode)}"/>'
        f'<text x="{x}" y="{y + 5}" text-anchor="middle" '
        f'fill="{"#FFFFFF" if mode == "light" else "#12161F"}">{word}</text>'
        for name, x, y, word in _BOXES
    )
    points = "".join(
        f'<circle cx="{x}" cy="{y}" r="8" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        f'<text x="{x}" y="{y + 5}" text-anchor="middle" fill="currentColor">{sign}</text>'
        for x, y, sign in _POINTS
    )
    labels = "".join(_label(label, known, mode) for label in _LABELS)
    told = ", ".join(
        f"{_WORDS.get(name, name.replace('_', ' '))} {_number(known, name)}"
        for name, *_ in _LABELS
        if name in known
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="100%" role="img" '
        f'aria-label="An LSTM cell: {told}" font-family="sans-serif" font-size="15">'
        f'<rect x="62" y="16" width="394" height="200" rx="14" fill="currentColor" opacity="0.05"/>'
        f"{wires}{boxes}{points}{labels}</svg>"
    )


def _label(
    label: tuple[str, int, int, str, str, str],
    known: Mapping[str, float],
    mode: Literal["light", "dark"],
) -> str:
    """Return a symbol and its number."""
    name, x, y, anchor, symbol, index = label
    below = f'<tspan font-size="10" dy="4">{index}</tspan><tspan dy="-4"> </tspan>' if index else ""
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{_colour(name, known, mode)}">'
        f'<tspan font-style="italic">{symbol}</tspan>{below} '
        f'<tspan font-weight="bold">{_number(known, name)}</tspan></text>'
    )


def _number(known: Mapping[str, float], name: str) -> str:
    """Write a number as it is shown, or that it is not known yet."""
    return f"{known[name]:.2f}".replace("-", "−") if name in known else "?"


def _is_there(name: str, known: Mapping[str, float]) -> bool:
    """Tell whether what flows through a wire is known."""
    return all(need in known for need in _NEEDS.get(name, (name,)))


def _colour(name: str, known: Mapping[str, float], mode: Literal["light", "dark"]) -> str:
    """Return the colour of a quantity: grey as long as it is not known."""
    colour = QUANTITIES.get(_COLOUR_OF.get(name, name), _GREY)
    return str(getattr(colour if _is_there(name, known) else _GREY, mode))
