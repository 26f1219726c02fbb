"""The film player: plain browser code, joined from small files, for Streamlit and for one page."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

__all__ = ["module", "page", "style"]

_HERE = Path(__file__).parent

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body class="film-page">
<h1>{title}</h1>
<p id="summary"></p>
<main id="player"></main>
<footer id="provenance"></footer>
<script type="application/octet-stream" id="film">{film}</script>
<script type="module">
{module}
const byId = (id) => document.getElementById(id);
const player = mountFilm(byId("player"), {{ palette: {palette} }});
const {{ task, probe, provenance }} = await player.show(bytesFromBase64(byId("film").textContent));
const here = probe.description ? ` Here: ${{probe.description}}` : "";
byId("summary").textContent = `${{task.summary}}${{here}}`;
const made = Object.entries(provenance).map(([what, value]) => `${{what}} ${{value}}`).join(", ");
byId("provenance").textContent = `Every number was computed by a model that ran: ${{made}}.`;
</script>
</body>
</html>
"""


@cache
def module() -> str:
    """Return the player's one ES module: the files of ``parts/``, joined in name order.

    Returns
    -------
    str
        JavaScript with the exports ``mountFilm`` and ``default`` (for Streamlit).
    """
    return "\n".join(path.read_text("utf-8") for path in sorted(_HERE.glob("parts/*.js")))


@cache
def style() -> str:
    """Return the player's style sheet.

    Returns
    -------
    str
        CSS that takes its colours from Streamlit's variables or, alone, from the system.
    """
    return (_HERE / "film.css").read_text("utf-8")


def page(film: bytes, title: str, palette: Mapping[str, str]) -> str:
    """Return one HTML page that shows a film, offline and without any other file.

    Parameters
    ----------
    film : bytes
        An encoded film.
    title : str
        The page's title, plain text.
    palette : mapping of str to str
        Colours as from `lstm_viz.palette.player_palette`.

    Returns
    -------
    str
        The page.
    """
    colours = json.dumps(dict(palette)).replace("<", "\\u003c")
    return _PAGE.format(
        title=html.escape(title),
        style=style(),
        module=module(),
        film=base64.b64encode(film).decode("ascii"),
        palette=colours,
    )
