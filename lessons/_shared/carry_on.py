"""A link to another page that goes on with what this one shows, the place in the film included.

The server knows the run, but where in it the viewer is stands only in the page's address, where the
player writes it.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_BROWSER = Path(__file__).parent / "browser"
_HTML = """<a href="" class="carry-on"><svg viewBox="0 0 24 24" aria-hidden="true">
<path d="M7 11V6a1.5 1.5 0 0 1 3 0v4m0-1V4.5a1.5 1.5 0 0 1 3 0V9m0 0V5.5a1.5 1.5 0 0 1 3 0V11
m0-2a1.5 1.5 0 0 1 3 0v5a7 7 0 0 1-7 7c-3 0-4.5-1.5-6-4l-2-3.5c-.8-1.6 1.2-2.6 2.2-1.4L7 14z"/>
</svg><span></span></a>"""
_STYLE = """
.carry-on { display: inline-flex; align-items: center; gap: 8px; padding: 4px 8px;
  border-radius: 8px; color: var(--st-text-color); font: 14px var(--st-font);
  text-decoration: none }
.carry-on:hover { background: color-mix(in srgb, currentcolor 8%, transparent) }
.carry-on:focus-visible { outline: 2px solid var(--st-primary-color) }
.carry-on svg { width: 18px; fill: none; stroke: currentColor; stroke-width: 1.8;
  stroke-linejoin: round }
"""

_carry_on = st.components.v2.component(
    "carry_on", html=_HTML, css=_STYLE, js=(_BROWSER / "carry_on.js").read_text(encoding="utf-8")
)


def carry_on(page: str, label: str, key: str) -> None:
    """Draw the link.

    Parameters
    ----------
    page : str
        The page's address, relative to the app's; its file is ``lessons/PAGE.py``.
    label : str
    key : str
    """
    clicked = _carry_on(data={"page": page, "label": label}, key=key, on_query_change=lambda: None)
    if isinstance(clicked.query, dict):
        query = {str(name): str(value) for name, value in clicked.query.items()}
        st.switch_page(f"lessons/{page}.py", query_params=query)
