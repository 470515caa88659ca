"""Codecs with one statement less, and whether documents tell."""

from __future__ import annotations

import ast
import copy
import dataclasses
import importlib
import inspect
import sys
import typing
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

from lxml import etree

__all__ = ["Document", "classes_below", "survivors"]


@dataclasses.dataclass
class Document:
    """A document, what its root element is, and what the whole codec makes of it."""

    cls: type[Any]
    root: etree._Element

    def __post_init__(self) -> None:
        self.content = self.codec.READERS[self.cls.__name__](self.root)
        self.said, self.written = repr(self.content), self.write()

    @property
    def codec(self) -> ModuleType:
        package, _, module = self.cls.__module__.partition(".")
        return importlib.import_module(f"{package}.codec.{module}")

    def write(self) -> str:
        pieces: list[str] = []
        tag, extra = self.codec.ROOTS[self.cls.__name__]
        self.codec.WRITERS[self.cls.__name__](self.content, tag, pieces.append, "\n", extra)
        return "".join(pieces)

    def tells(self) -> bool:
        """Return whether the codec as it is now reads or writes something else, or fails."""
        try:
            read = self.codec.READERS[self.cls.__name__](self.root)
            return repr(read) != self.said or self.write() != self.written
        except (AttributeError, LookupError, NameError, TypeError, ValueError):
            return True


def classes_below(cls: type[Any]) -> set[type[Any]]:
    """Return the generated classes that a document of a class may have, by their annotations."""
    found, waiting = set[type[Any]](), [cls]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            hints = typing.get_type_hints(one)
            waiting += [kind for hint in hints.values() for kind in _classes(hint)]
    return found


def _classes(hint: Any) -> Iterator[type[Any]]:
    for one in typing.get_args(hint) or (hint,):
        if typing.get_args(one):
            yield from _classes(one)
        elif dataclasses.is_dataclass(one) and isinstance(one, type):
            yield one


def survivors(function: FunctionType, documents: list[Document]) -> tuple[int, list[str]]:
    """Drop the statements of a codec's function, one after the other.

    Returns
    -------
    tuple
        How many were dropped, and those that no document misses.
    """
    tree = ast.parse(inspect.getsource(function))
    places = [i for i, node in enumerate(ast.walk(tree)) if _matters(node)]
    left = []
    for place in places:
        mutant = copy.deepcopy(tree)
        dropped = _drop(mutant, place)
        if not _is_missed(function, mutant, documents):
            left.append(f"{function.__name__}: {ast.unparse(dropped)}")
    return len(places), left


def _matters(node: ast.AST) -> bool:
    """Tell whether a statement stores a part of an object, or writes one."""
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Attribute) for target in node.targets)
    if isinstance(node, ast.AugAssign):
        return True
    return isinstance(node, ast.Expr) and isinstance(node.value, (ast.Call, ast.IfExp))


def _drop(tree: ast.Module, place: int) -> ast.stmt:
    dropped = list(ast.walk(tree))[place]
    assert isinstance(dropped, ast.stmt)
    for node in ast.walk(tree):
        for name in ("body", "orelse"):
            body = getattr(node, name, None)
            if isinstance(body, list) and dropped in body:
                body[body.index(dropped)] = ast.Pass()
    ast.fix_missing_locations(tree)
    return dropped


def _is_missed(function: FunctionType, mutant: ast.Module, documents: list[Document]) -> bool:
    module = sys.modules[function.__module__]
    space = vars(module)
    names = {"read": "READERS", "write": "WRITERS"}
    verb, _, cls = function.__name__.partition("_")
    table = space[names[verb]]
    exec(compile(mutant, str(module.__file__), "exec"), space)
    table[cls] = space[function.__name__]
    try:
        return any(document.tells() for document in documents)
    finally:
        space[function.__name__] = table[cls] = function
