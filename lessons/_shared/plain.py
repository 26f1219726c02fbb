"""Words from outside as plain text: what a stranger wrote must not become a link or a picture."""

from __future__ import annotations

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+~|$:!&-])")


def plain(text: str) -> str:
    """Escape everything that Streamlit's Markdown would take as more than a letter."""
    return _MARKDOWN.sub(r"\\\1", text)
