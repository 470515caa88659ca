"""Reach into objects of generated classes by the paths of the schema."""

from __future__ import annotations

import dataclasses
import sys
import types
import typing
from typing import Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from dpkit.binding.nil import no_value

__all__ = ["Child", "assign", "blank", "children", "fetch", "has_default"]

T = TypeVar("T")

_ATTRIBUTES: dict[type[Any], dict[str, str]] = {}
_HINTS: dict[type[Any], dict[str, Any]] = {}


def attributes(cls: type[Any]) -> dict[str, str]:
    """Return the Python attribute of each XML name.

    Attributes of the document are written ``@name``, the text of an element ``text()``.
    """
    known = _ATTRIBUTES.get(cls)
    if known is not None:
        return known
    found = _ATTRIBUTES[cls] = {}
    for field in dataclasses.fields(cls):
        name, kind = field.metadata.get("name", field.name), field.metadata.get("type", "Text")
        found[{"Attribute": f"@{name}", "Text": "text()"}.get(kind, name)] = field.name
    return found


def attribute_class(cls: type[Any], attribute: str) -> type[Any]:
    """Return the class of an attribute's value, or of its items when it is a list."""
    if cls not in _HINTS:
        _HINTS[cls] = get_type_hints(cls)
    return _inner(_HINTS[cls][attribute])


def _inner(hint: Any) -> type[Any]:
    if get_origin(hint) in (list, typing.Union, types.UnionType):
        return _inner(next(arg for arg in get_args(hint) if arg is not type(None)))
    found: type[Any] = hint
    return found


class Child(NamedTuple):
    """An element that an object of a class may have below it."""

    tag: str
    """Its name, with its namespace in braces."""
    cls: type[Any]
    """The class of its value."""


def children(cls: type[Any]) -> dict[str, Child]:
    """Return the elements below an element of a class, by their names without namespaces.

    The members of a choice are among them. A plain value has none.
    """
    if not dataclasses.is_dataclass(cls):
        return {}
    found: dict[str, Child] = {}
    for field in dataclasses.fields(cls):
        if field.metadata.get("type") == "Element":
            name = field.metadata.get("name", field.name)
            found[name] = _child(cls, field, field.metadata, attribute_class(cls, field.name))
        for choice in field.metadata.get("choices", ()):
            if "name" in choice:
                kind = choice.get("type", object)
                if isinstance(kind, typing.ForwardRef):
                    kind = getattr(sys.modules[cls.__module__], kind.__forward_arg__)
                found[choice["name"]] = _child(cls, field, choice, _inner(kind))
    return found


def _child(
    cls: type[Any], field: dataclasses.Field[Any], said: typing.Mapping[str, Any], kind: type[Any]
) -> Child:
    """Describe an element; its namespace is that of the class that declares it, or said."""
    name = said.get("name", field.name)
    owners = [base for base in cls.__mro__ if field.name in vars(base).get("__annotations__", {})]
    own = getattr(vars(owners[-1]).get("Meta"), "namespace", None)
    namespace = said.get("namespace", own)
    return Child(f"{{{namespace}}}{name}" if namespace else name, kind)


def has_default(cls: type[Any], attribute: str) -> bool:
    """Tell whether an attribute of a class may be left out when an object is made."""
    field = cls.__dataclass_fields__[attribute]
    missing = field.default is dataclasses.MISSING
    return not (missing and field.default_factory is dataclasses.MISSING)


def blank(cls: type[T]) -> T:
    """Make an object whose required fields are None until they are assigned."""
    made = object.__new__(cls)
    for field in dataclasses.fields(cls):  # type: ignore[arg-type]
        value = None
        if field.default is not dataclasses.MISSING:
            value = field.default
        elif field.default_factory is not dataclasses.MISSING:
            value = field.default_factory()
        object.__setattr__(made, field.name, value)
    return made


def fetch(content: Any, path: str) -> list[Any]:
    """Return the values at a path below an object, in document order; none are left out.

    Examples
    --------
    ``fetch(content, "Data/DataStorage/@format")`` is a list of one text.
    """
    found = [content]
    for step in path.split("/"):
        found = [below for value in found for below in _step(value, step)]
    return found


def _step(value: Any, step: str) -> list[Any]:
    """Return the values of one name in an object; a plain value is its own text."""
    cls = type(value)
    if not dataclasses.is_dataclass(cls):
        return [value] if step == "text()" else []
    attribute, kind = attributes(cls).get(step), None
    if attribute is None:
        attribute, kind = _choices(cls).get(step, (None, None))
    inner = None if attribute is None else getattr(value, attribute)
    values = inner if isinstance(inner, list) else [] if no_value(inner) else [inner]
    return values if kind is None else [one for one in values if type(one).__name__ == kind]


def _choices(cls: type[Any]) -> dict[str, tuple[str, str]]:
    """Return, for each element of a choice, the attribute that it shares and its own class."""
    found: dict[str, tuple[str, str]] = {}
    for field in dataclasses.fields(cls):
        for choice in field.metadata.get("choices", ()):
            kind = choice.get("type", object)
            name = str(getattr(kind, "__forward_arg__", None) or getattr(kind, "__name__", ""))
            if "name" in choice:
                found[choice["name"]] = (field.name, "list" if choice.get("tokens") else name)
    return found


def _has_text(cls: type[Any], steps: list[str]) -> bool:
    """Tell whether a path leads to an object, whose text is one of its attributes."""
    for step in steps:
        cls = attribute_class(cls, attributes(cls)[step])
    return dataclasses.is_dataclass(cls)


def assign(content: Any, path: str, text: str) -> None:
    """Set the value at a path, converting from text; objects on the way are made as needed."""
    from xsdata.formats.converter import converter

    *parents, last = path.split("/")
    if last == "text()" and parents and not _has_text(type(content), parents):
        *parents, last = parents  # the element is a plain value
    for step in parents:
        attribute = attributes(type(content))[step]
        inner = getattr(content, attribute)
        if inner is None:
            inner = blank(attribute_class(type(content), attribute))
            setattr(content, attribute, inner)
        content = inner
    attribute = attributes(type(content))[last]
    cls = attribute_class(type(content), attribute)
    setattr(content, attribute, converter.deserialize(text, [cls]))
