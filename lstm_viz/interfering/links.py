"""Interventions as text: short, readable in a link, and refused in a sentence where wrong.

One word per intervention; its parts are joined by underscores, and everything counts from 1::

    hold_f_1            hold the forget gate of all units at 1
    hold_g_-0.5_u2_t5-9 hold the candidate of unit 2 at -0.5 in time steps 5 to 9
    hold_i_0_t12        hold the input gates at 0 in time step 12
    silence_u2          silence unit 2
    bias_f_3            add 3 to the bias of every forget gate
    set_0_u1_t12        erase what unit 1 remembers after time step 12
    negate_u1_t12       turn it into minus itself
    swap_u1_u2_t12      exchange what units 1 and 2 remember
    flip_4_t7           flip the fourth input at time step 7
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lstm_viz.interfering.base import (
    LONGEST,
    MOST_INTERVENTIONS,
    Intervention,
    InterventionError,
)
from lstm_viz.interfering.interventions import (
    Bias,
    Flip,
    Hold,
    Negate,
    Replace,
    Silence,
    Swap,
)

SYMBOLS = {
    "forget_gate": "f",
    "input_gate": "i",
    "output_gate": "o",
    "candidate": "g",
    "reset_gate": "r",
    "update_gate": "z",
}
"""The letter of everything that can be held, as in the equations."""
_NAMES = {symbol: name for name, symbol in SYMBOLS.items()}

_NUMBER = r"(?P<value>-?\d{1,4}(?:\.\d{1,9})?)"
_GATE = rf"(?P<quantity>[{''.join(_NAMES)}])"
_UNIT = r"_u(?P<unit>\d{1,4})"
_STEP = r"_t(?P<step>\d{1,4})"
_STEPS = r"_t(?P<first>\d{1,4})(?P<to>-(?P<last>\d{1,4})?)?"


def _place(text: str | None) -> int | None:
    """Read a number that counts from 1."""
    if text is None:
        return None
    if not 1 <= int(text) <= LONGEST:
        raise InterventionError(f"{text} is out of range, expected 1 to {LONGEST}")
    return int(text) - 1


Parts = dict[str, str | None]


def _read_hold(parts: Parts) -> Intervention:
    first = _place(parts["first"]) or 0
    last = _place(parts["last"]) if parts["to"] else _place(parts["first"])
    return Hold(_NAMES[str(parts["quantity"])], _value(parts), _place(parts["unit"]), first, last)


def _value(parts: Parts) -> float:
    return float(parts["value"] or 0)


def _step(parts: Parts) -> int:
    return _place(parts["step"]) or 0


_READERS: dict[str, tuple[str, Callable[[Parts], Intervention]]] = {
    "hold": (rf"hold_{_GATE}_{_NUMBER}(?:{_UNIT})?(?:{_STEPS})?", _read_hold),
    "silence": (rf"silence{_UNIT}", lambda p: Silence(_place(p["unit"]) or 0)),
    "bias": (
        rf"bias_{_GATE}_{_NUMBER}(?:{_UNIT})?",
        lambda p: Bias(_NAMES[str(p["quantity"])], _value(p), _place(p["unit"])),
    ),
    "set": (
        rf"set_{_NUMBER}(?:{_UNIT})?{_STEP}",
        lambda p: Replace(_step(p), _place(p["unit"]), _value(p)),
    ),
    "negate": (rf"negate(?:{_UNIT})?{_STEP}", lambda p: Negate(_step(p), _place(p["unit"]))),
    "swap": (
        rf"swap{_UNIT}_u(?P<other>\d{{1,4}}){_STEP}",
        lambda p: Swap(_step(p), _place(p["unit"]), _place(p["other"]) or 0),
    ),
    "flip": (
        rf"flip_(?P<input>\d{{1,4}}){_STEP}",
        lambda p: Flip(_step(p), _place(p["input"]) or 0),
    ),
}

_EXAMPLES = {
    "hold": "hold_f_1_u2_t5-9",
    "silence": "silence_u2",
    "bias": "bias_f_3",
    "set": "set_0_u1_t12",
    "negate": "negate_u1_t12",
    "swap": "swap_u1_u2_t12",
    "flip": "flip_4_t7",
}


def read_interventions(text: str) -> tuple[Intervention, ...]:
    """Read interventions from a link, which may come from a stranger.

    Parameters
    ----------
    text : str
        Words as above, with spaces between them.

    Raises
    ------
    InterventionError
        If a word is none, or asks for what cannot be.

    Examples
    --------
    >>> read_interventions("hold_f_1_u2 silence_u1")
    (Hold(quantity='forget_gate', value=1.0, unit=1, first=0, last=None), Silence(unit=0))
    """
    words = text.split()
    if len(words) > MOST_INTERVENTIONS:
        raise InterventionError(
            f"there are {len(words)} interventions, at most {MOST_INTERVENTIONS} fit"
        )
    return tuple(_read(word) for word in words)


def _read(word: str) -> Intervention:
    verb = word.partition("_")[0]
    if verb not in _READERS:
        raise InterventionError(f"{word[:40]!r} is no intervention, expected {', '.join(_READERS)}")
    pattern, reader = _READERS[verb]
    found = re.fullmatch(pattern, word, re.ASCII)
    if found is None:
        raise InterventionError(f"{word[:40]!r} cannot be read, expected {_EXAMPLES[verb]}")
    return reader(found.groupdict())


def write_interventions(interventions: Iterable[Intervention]) -> str:
    """Write interventions for a link; `read_interventions` gives the same back.

    Examples
    --------
    >>> write_interventions([Hold("forget_gate", 1), Swap(11, 0, other=1)])
    'hold_f_1 swap_u1_u2_t12'
    """
    return " ".join(_write(each) for each in interventions)


def _write(each: Intervention) -> str:
    unit = "".join(f"_u{unit + 1}" for unit in each.units())
    step = "".join(f"_t{step + 1}" for step in each.moments())
    match each:
        case Hold():
            return f"hold_{SYMBOLS[each.quantity]}_{_text(each.value)}{unit}{_span(each)}"
        case Silence():
            return f"silence{unit}"
        case Bias():
            return f"bias_{SYMBOLS[each.quantity]}_{_text(each.added)}{unit}"
        case Replace():
            return f"set_{_text(each.value)}{unit}{step}"
        case Negate():
            return f"negate{unit}{step}"
        case Swap():
            return f"swap{unit}{step}"
        case Flip():
            return f"flip_{each.input + 1}{step}"
        case _:
            raise TypeError(f"a {type(each).__name__} cannot be written, expected {_EXAMPLES}")


def _span(hold: Hold) -> str:
    """Write from when to when; nothing if it is always."""
    if hold.last is None:
        return f"_t{hold.first + 1}-" if hold.first else ""
    if hold.last == hold.first:
        return f"_t{hold.first + 1}"
    return f"_t{hold.first + 1}-{hold.last + 1}"


def _text(number: float) -> str:
    """Write a number in few digits: nobody sets more than six decimals."""
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
