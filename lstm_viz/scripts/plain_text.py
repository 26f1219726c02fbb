"""Source code as a beginner reads it: without annotations, and without notes to our linters."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

WIDTH = 100
_NOTE = re.compile(r"  # (noqa|type:).*$", re.MULTILINE)


class _Change(NamedTuple):
    """Bytes from ``begin`` to ``end`` that give way to others."""

    begin: int
    end: int
    instead: bytes


def plain(code: str) -> str:
    r"""Return code without annotations, notes to linters, and line breaks no longer needed.

    Fields of a class keep their annotations: they are what makes them fields.

    Examples
    --------
    >>> print(plain("def half(\n    x: Array,\n) -> Array:\n    y: int = x / 2\n    return y"))
    def half(x):
        y = x / 2
        return y
    """
    data = _NOTE.sub("", code).encode()
    for change in sorted(_changes(data), reverse=True):
        data = data[: change.begin] + change.instead + data[change.end :]
    return data.decode()


def _changes(data: bytes) -> Iterator[_Change]:
    """Yield what takes the annotations away; places in a syntax tree count bytes."""
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def begin(node: ast.expr | ast.stmt | ast.arg) -> int:
        return starts[node.lineno - 1] + node.col_offset

    def end(node: ast.expr | ast.stmt | ast.arg) -> int:
        return starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)

    tree = ast.parse(data)
    fields = {id(s) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for s in node.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) and id(node) not in fields and node.value:
            yield _Change(end(node.target), end(node.annotation), b"")
        if isinstance(node, ast.FunctionDef):
            given = [*ast.walk(node.args), *filter(None, [node.returns])]
            ends = [end(each) for each in given if isinstance(each, ast.expr | ast.arg)]
            colon = data.index(b":", max(ends, default=begin(node)))
            yield _Change(begin(node), colon, _header(node).encode())


def _header(function: ast.FunctionDef) -> str:
    """Write the first line of a function without annotations, on one line if it fits."""
    for each in ast.walk(function.args):
        if isinstance(each, ast.arg):
            each.annotation = None
    arguments = ast.unparse(function.args)
    told = f"def {function.name}({arguments})"
    if len(told) + function.col_offset < WIDTH:
        return told
    inner = " " * (function.col_offset + 4)
    lines = textwrap.fill(arguments, WIDTH, initial_indent=inner, subsequent_indent=inner)
    return f"def {function.name}(\n{lines}\n{' ' * function.col_offset})"


def spaced(statements: Sequence[str]) -> str:
    r"""Join statements as one writes them: two empty lines around what is defined.

    Examples
    --------
    >>> spaced(["A = 1", "B = 2", "def f():\n    return A"])
    'A = 1\nB = 2\n\n\ndef f():\n    return A'
    """
    text = ""
    for before, each in zip(["", *statements], statements, strict=False):
        is_apart = any(
            line.startswith(("def ", "class ", "@")) for line in f"{before}\n{each}".splitlines()
        )
        gap = "\n\n\n" if is_apart else "\n\n" if each.startswith("#") else "\n"
        text += (gap if text else "") + each
    return text
