"""Our own source, as far as something needs it: a task's class, and all that it reaches.

A script has to stand alone, and still draw the very batches that our runs learn from. So it is
given the code that draws them here: found by walking from name to name through our modules.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from functools import lru_cache

from lstm_viz.scripts.names import assigned, docstring_after, loaded
from lstm_viz.scripts.plain_text import plain, spaced

OURS = "lstm_viz"


class Gathering:
    """What a script takes from our modules, statement by statement.

    Parameters
    ----------
    given : collection of str
        Names that the script itself defines, and that are therefore not taken along.
    """

    def __init__(self, given: frozenset[str] = frozenset()) -> None:
        self._given = given
        self._kept: dict[str, set[ast.stmt]] = {}
        self._classes: dict[type, set[str]] = {}
        self._imports: set[str] = set()

    def need(self, module: str, name: str) -> None:
        """Take along what a name means in one of our modules, and all that it reaches in turn."""
        if name in self._given:
            return
        for statement in tree_of(module).body:
            if name not in assigned(statement):
                continue
            if isinstance(statement, ast.Import | ast.ImportFrom):
                self._import(statement, name)
                continue
            kept = self._kept.setdefault(module, set())
            if statement in kept:
                continue
            kept.add(statement)
            for other in loaded(statement):
                self.need(module, other)

    def need_methods(self, owner: type, *names: str) -> None:
        """Take along methods of a class, wherever they are inherited from, and what they reach."""
        taken = self._classes.setdefault(owner, set())
        for name in names:
            if name in taken or (found := _member(owner, name)) is None:
                continue
            taken.add(name)
            base, statement = found
            for other in loaded(statement):
                if getattr(sys.modules[base.__module__], other, None) is owner:
                    self.need_methods(owner, "__init__")  # it makes another of its own kind
                else:
                    self.need(base.__module__, other)
            self.need_methods(owner, *_own_attributes(statement), "__init__")

    def _import(self, statement: ast.Import | ast.ImportFrom, name: str) -> None:
        """Follow an import into one of our modules, or take it along."""
        alias = next(a for a in statement.names if (a.asname or a.name) == name)
        if isinstance(statement, ast.ImportFrom) and str(statement.module).startswith(OURS):
            self.need(str(statement.module), alias.name)
            return
        only = ast.Import([alias])
        if isinstance(statement, ast.ImportFrom):
            only = ast.ImportFrom(statement.module, [alias], 0)  # type: ignore[assignment]
        self._imports.add(ast.unparse(only))

    def imports(self) -> list[str]:
        """Return the lines that import what is not ours."""
        return sorted(self._imports)

    def helpers(self) -> str:
        """Return everything but the classes of `need_methods`, in an order that can be run."""
        order: list[str] = []
        for module in self._kept:
            self._place(module, order)
        found = []
        for module in order:
            body = tree_of(module).body
            kept = [s for s in body if s in self._kept[module]]
            found += [_text(module, each, docstring_after(body, each)) for each in kept]
        return plain(spaced(found))

    def _place(self, module: str, order: list[str]) -> None:
        """Put a module behind those that it imports from."""
        for statement in tree_of(module).body:
            below = statement.module if isinstance(statement, ast.ImportFrom) else None
            if below in self._kept and below not in order:
                self._place(str(below), order)
        if module not in order:
            order.append(module)

    def uses_itself(self, owner: type) -> bool:
        """Tell whether the methods taken of a class are more than functions put in its room."""
        members = [_member(owner, name) for name in self._classes[owner]]
        return any(
            not isinstance(found[1], ast.FunctionDef) or "self" in loaded(found[1])
            for found in members
            if found
        )

    def as_class(self, owner: type) -> str:
        """Return a class with the members that were taken, those that hold values first."""
        found = [each for name in self._classes[owner] if (each := _member(owner, name))]

        def place(member: tuple[type, ast.stmt]) -> tuple[bool, bool, int, int]:
            base, statement = member
            is_method = isinstance(statement, ast.FunctionDef)
            is_first = "__init__" in assigned(statement)
            return is_method, not is_first, -owner.__mro__.index(base), statement.lineno

        texts = [_text(base.__module__, each) for base, each in sorted(found, key=place)]
        return plain(f"class {owner.__name__}:\n" + "\n\n".join(texts))

    def as_functions(self, owner: type) -> str:
        """Return the methods that were taken as functions, without ``self``."""
        found = (_member(owner, name) for name in sorted(self._classes[owner]))
        texts = (
            textwrap.dedent(_text(base.__module__, each)).replace("(self, ", "(", 1)
            for base, each in filter(None, found)
        )
        return plain("\n\n\n".join(texts))


def _member(owner: type, name: str) -> tuple[type, ast.stmt] | None:
    """Return the class that a member comes from, and the statement that says what it is."""
    for base in owner.__mro__:
        if name in vars(base) and base.__module__.startswith(OURS):
            body = _class_of(base).body
            return next(((base, s) for s in body if name in assigned(s)), None)
    return None


def _own_attributes(statement: ast.stmt) -> Iterator[str]:
    """Yield what a method looks up on itself or on its class."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("self", "cls"):
            yield node.attr


def _class_of(owner: type) -> ast.ClassDef:
    """Return the statement that defines a class of ours."""
    return next(
        node
        for node in tree_of(owner.__module__).body
        if isinstance(node, ast.ClassDef) and node.name == owner.__name__
    )


@lru_cache(maxsize=64)
def tree_of(module: str) -> ast.Module:
    """Return the parsed source of a module that has been imported."""
    return ast.parse(inspect.getsource(sys.modules[module]))


def _text(module: str, statement: ast.stmt, docstring: ast.stmt | None = None) -> str:
    """Return a statement as it stands in its file, with decorators and the comment above it."""
    lines = inspect.getsource(sys.modules[module]).splitlines()
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(each.lineno for each in decorators)]) - 1
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    last = (docstring or statement).end_lineno
    return "\n".join(lines[first:last])
