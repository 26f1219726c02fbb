"""Video frames as a strip of small pictures, and what was said after each of them."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from lstm_viz.recording import Array

_PIXEL = 13
ASKED_NOTHING = ""
"""Stands for the truth where nothing is asked."""

_STYLE = (
    "display:flex;flex-wrap:wrap;gap:10px 8px;font-size:13px;line-height:1.45;"
    "font-variant-numeric:tabular-nums"
)


def video_strip(
    frames: Array, truth: Sequence[str], said: Mapping[str, Sequence[str]], signs: Mapping[str, str]
) -> str:
    """Draw frames side by side as HTML, which wraps where a page is narrow.

    Below each stand what is right and what each model says, wrong answers framed and crossed.

    Parameters
    ----------
    frames : (T, N, N)
        Brightness, 0 to 1.
    truth : sequence of str, length T
        What is right after each frame; ``""`` where nothing is asked.
    said : mapping of str to sequence of str
        What each model says after each frame, by the model's short name.
    signs : mapping of str to str
        How an answer is drawn.

    Returns
    -------
    str
        HTML in the colour of the text around it, for light pages and dark ones.
    """
    figures = []
    for t, (frame, right) in enumerate(zip(frames, truth, strict=True)):
        answers = {name: words[t] for name, words in said.items()}
        lines = [_line("is", signs.get(right, "–"), is_wrong=False, faint=True)]
        lines += [
            _line(
                name, signs.get(word, word), is_wrong=bool(right) and word != right, faint=not right
            )
            for name, word in answers.items()
        ]
        told = ", ".join(f"{name} says {word}" for name, word in answers.items())
        alt = html.escape(f"Frame {t + 1}: {right or 'nothing to say yet'}; {told}", quote=True)
        figures.append(
            f'<figure role="img" aria-label="{alt}" style="margin:0;width:72px">'
            f'<div style="opacity:.65">{t + 1}</div>{_picture(frame)}{"".join(lines)}</figure>'
        )
    return f'<div class="video-strip" style="{_STYLE}">{"".join(figures)}</div>'


def _picture(frame: Array) -> str:
    """Draw one frame as a grid of boxes; Streamlit would take SVG out."""
    pixels = "".join(
        f'<i style="background:currentColor;border-radius:2px;opacity:{_opacity(value)}"></i>'
        for value in frame.ravel().tolist()
    )
    grid = f"display:grid;gap:1px;grid:repeat({len(frame)},{_PIXEL}px)/repeat({len(frame)},1fr)"
    return f'<div aria-hidden="true" style="{grid}">{pixels}</div>'


def _opacity(brightness: float) -> str:
    """Return how much of a pixel shows: a dark one a little, so that one sees the grid."""
    return f"{0.08 + 0.92 * brightness**1.5:.2f}"


def _line(name: str, sign: str, *, is_wrong: bool, faint: bool) -> str:
    """Write one answer below a frame."""
    edge = "currentColor" if is_wrong else "transparent"
    style = f"border:1px solid {edge};border-radius:4px;padding:0 3px;margin:1px 0;"
    style += "opacity:.6" if faint else "font-weight:600"
    mark = " ✗" if is_wrong else ""
    return (
        f'<div style="display:flex;justify-content:space-between;{style}">'
        f"<span>{html.escape(name)}</span><span>{html.escape(sign)}{mark}</span></div>"
    )
