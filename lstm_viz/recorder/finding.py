"""Finding the layer to record within a module, by its name or because there is only one."""

from __future__ import annotations

from torch import nn

from lstm_viz.recorder.layers import RECORDABLE, Recordable, checked, is_recordable


def layer_in(module: nn.Module, name: str | None) -> tuple[str, Recordable]:
    """Return a module's recurrent layer and its name.

    Raises
    ------
    TypeError
        If the module contains nothing that can be recorded.
    ValueError
        If there is no such name, or no name where there are several layers.
    """
    layers = {
        path: part
        for path, part in module.named_modules(remove_duplicate=False)
        if path and is_recordable(part)
    }
    known = ", ".join(map(repr, layers))
    title = type(module).__name__
    if not layers:
        raise TypeError(
            f"cannot record a {title}, expected {RECORDABLE}, or a module that contains one"
        )
    if name is None:
        if len({id(part) for part in layers.values()}) > 1:
            raise ValueError(f"{title} has several recurrent layers: say layer=, one of {known}")
        name = next(iter(layers))
    elif name not in layers:
        parts = dict(module.named_modules(remove_duplicate=False))
        what = f"is a {type(parts[name]).__name__}" if name in parts else "is not there"
        raise ValueError(f"layer {name!r} of {title} {what}, expected one of {known}")
    return name, checked(layers[name])
