"""The page's link, written without a trace in the browser's history: back leaves the page."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

_address = st.components.v2.component(
    "page_address",
    js="""
    let written = []; // what it set last: of that, whatever is no longer wanted has to go
    export default function ({ data }) {
      const address = new URL(window.location.href);
      for (const name of written) {
        if (!(name in data.address)) address.searchParams.delete(name);
      }
      written = Object.keys(data.address);
      for (const [name, value] of Object.entries(data.address)) {
        address.searchParams.set(name, value);
      }
      if (address.href !== window.location.href) {
        history.replaceState(history.state, "", address);
      }
    }
    """,
)


def write_address(parameters: Mapping[str, str]) -> None:
    """Set parameters of the page's link, in place of those that it set before; all others stay.

    Nothing is asked of the server.
    """
    _address(data={"address": dict(parameters)}, key="address")
