"""Names in source code: which ones a statement binds, and which ones it needs from outside."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_Scope = ast.FunctionDef | ast.Lambda


def assigned(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds, or whose content it changes.

    Examples
    --------
    >>> sorted(assigned(ast.parse("for n in range(3): table[n] = n").body[0]))
    ['n', 'table']
    """
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name for alias in statement.names}
    return {
        name
        for node in ast.walk(statement)
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript)
        and isinstance(node.ctx, ast.Store)
        and (name := _owner(node))
    }


def _owner(node: ast.expr) -> str:
    """Return the name at the root of ``name``, ``name.attribute`` or ``name[index]``."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def loaded(statement: ast.AST) -> set[str]:
    r"""Return the names that a statement needs from outside, those of its annotations left out.

    Examples
    --------
    >>> code = "def twice(x: Array) -> Array:\n    y = FACTOR * x\n    return helper(y)"
    >>> sorted(loaded(ast.parse(code).body[0]))
    ['FACTOR', 'helper']
    """
    is_scope = isinstance(statement, _Scope)
    inside = {name for child in _children(statement) for name in loaded(child)}
    if isinstance(statement, ast.Name):
        return {statement.id} if isinstance(statement.ctx, ast.Load) else set()
    return inside - _local(statement) if is_scope else inside


def _local(function: ast.AST) -> set[str]:
    """Return the parameters of a function and the names that it binds itself."""
    bound = set()
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, ast.FunctionDef) and node is not function:
            bound.add(node.name)
    return bound - {"self"}  # whoever asks wants to know whether it is used


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node that are run: annotations are not."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AST):
                yield each


def docstring_after(body: list[ast.stmt], statement: ast.stmt) -> ast.stmt | None:
    """Return the text that explains an assignment, if it stands right below it."""
    following = body[body.index(statement) + 1 :][:1]
    for each in following:
        is_text = isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)
        if is_text and isinstance(statement, ast.Assign | ast.AnnAssign):
            return each
    return None
