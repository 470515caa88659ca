"""Reach into objects of generated classes by the paths of the schema."""

from __future__ import annotations

import dataclasses
import sys
import types
import typing
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from dpkit.binding.nil import no_value

__all__ = ["assign", "blank", "children", "fetch", "has_default", "unwrapped"]

T = TypeVar("T")

_ATTRIBUTES: dict[type[Any], dict[str, str]] = {}
_CHILDREN: dict[type[Any], dict[str, type[Any]]] = {}
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
        inner = [_inner(arg) for arg in get_args(hint) if arg is not type(None)]
        several = len(inner) > 1 and any(map(dataclasses.is_dataclass, inner))
        return object if several else inner[0]
    found: type[Any] = hint
    return found


def children(cls: type[Any]) -> dict[str, type[Any]]:
    """Return the class of each element below an element of a class, by its name.

    Names have their namespace in braces. The members of a choice are among them. A plain value has
    none; ``object`` stands for an element that may be of several classes.
    """
    known = _CHILDREN.get(cls)
    if known is not None or not dataclasses.is_dataclass(cls):
        return known or {}
    found: dict[str, type[Any]] = {}
    for field in dataclasses.fields(cls):
        if field.metadata.get("type") == "Element":
            found[_tag(cls, field, field.metadata)] = attribute_class(cls, field.name)
        for choice in field.metadata.get("choices", ()):
            if "name" in choice:
                kind = choice.get("type", object)
                if isinstance(kind, typing.ForwardRef):
                    kind = getattr(sys.modules[cls.__module__], kind.__forward_arg__)
                found[_tag(cls, field, choice)] = _inner(kind)
    _CHILDREN[cls] = found
    return found


def _tag(cls: type[Any], field: dataclasses.Field[Any], said: typing.Mapping[str, Any]) -> str:
    """Return the name of an element; its namespace is said, or that of the declaring class."""
    name = said.get("name", field.name)
    owners = [base for base in cls.__mro__ if field.name in vars(base).get("__annotations__", {})]
    own = getattr(vars(owners[-1]).get("Meta"), "namespace", None)
    namespace = said.get("namespace", own)
    return f"{{{namespace}}}{name}" if namespace else str(name)


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
    value = unwrapped(value)
    cls = type(value)
    if not dataclasses.is_dataclass(cls):
        return [value] if step == "text()" else []
    attribute, chosen = attributes(cls).get(step), None
    if attribute is None:
        chosen = _choices(cls)
        attribute = chosen.get(step, (None, ""))[0]
    inner = None if attribute is None else getattr(value, attribute)
    values = inner if isinstance(inner, list) else [] if no_value(inner) else [inner]
    if chosen is None:
        return values
    kinds = {kind: name for name, (shared, kind) in chosen.items() if shared == attribute}
    return [one for one in values if _chosen(one, kinds) == step]


def _chosen(value: Any, kinds: dict[str, str]) -> str | None:
    """Return the element of a choice that a value is of, given the name of that of each class."""
    if (element := unwrapped(value)) is not value:
        return str(value.qname).rpartition("}")[2]
    # One of a class that is made from that of the element has another type than the declared one.
    found = (kinds[base.__name__] for base in type(element).__mro__ if base.__name__ in kinds)
    return next(found, None)


def unwrapped(value: Any) -> Any:
    """Return what an element holds that xsdata has put into an object with its name.

    It does so where the element is of another type than its class has.
    """
    generics = sys.modules.get("xsdata.formats.dataclass.models.generics")
    wrapped = generics is not None and isinstance(value, generics.DerivedElement)
    return value.value if wrapped else value


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

    content = unwrapped(content)
    *parents, last = path.split("/")
    if last == "text()" and parents and not _has_text(type(content), parents):
        *parents, last = parents  # the element is a plain value
    for step in parents:
        attribute = attributes(type(content))[step]
        inner = getattr(content, attribute)
        if inner is None:
            inner = blank(attribute_class(type(content), attribute))
            setattr(content, attribute, inner)
        content = unwrapped(inner)
    attribute = attributes(type(content))[last]
    cls = attribute_class(type(content), attribute)
    setattr(content, attribute, converter.deserialize(text, [cls]))
