"""Whether the visitor's page is light or dark, which figures must know."""

from __future__ import annotations

from typing import Literal

import streamlit as st


def mode() -> Literal["light", "dark"]:
    """Return the mode of the visitor's page."""
    return "dark" if st.context.theme.type == "dark" else "light"
