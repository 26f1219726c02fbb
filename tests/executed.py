"""A generated script, executed as a module would be imported."""

from __future__ import annotations

import sys
import types
from typing import Any


def executed(text: str) -> dict[str, Any]:
    """Return the names that a script defines."""
    module = types.ModuleType("script")
    sys.modules["script"] = module  # dataclasses look their module up there
    exec(compile(text, "script.py", "exec"), vars(module))
    return vars(module)
