"""Wildcards that became less strict: what they let a document hold, they let it hold still."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from dpkit.schema.diff.content import renamed, symbols_of
from dpkit.schema.diff.shape import Shape
from dpkit.schema.xsd.declaration import QName

__all__ = ["compare_wildcards", "relaxed"]

_STRICT, _LAX = "any (strict)", "any (lax)"

Row = tuple[str, str, str, str]
"""Kind, old, new, and the reason why it breaks; an empty reason is no break."""


def relaxed(old: Shape, new: Shape) -> Shape:
    """Return a shape with the wildcards of the new one where these are lax and were strict.

    A document that is valid by the one is valid by the other: all that stands there is declared,
    and a lax wildcard reads what is declared as a strict one does.
    """
    names, attributes = _pairs(old, new)
    if not names and not attributes:
        return old
    return replace(
        old,
        content=renamed(old.content, names),
        attributes={attributes.get(name, name): leaf for name, leaf in old.attributes.items()},
    )


def compare_wildcards(old: Shape, new: Shape) -> Iterator[Row]:
    """Yield the wildcards that are lax and were strict."""
    for names in _pairs(old, new):
        for name in sorted(names, key=lambda one: one.namespace):
            yield "content", f"{_STRICT} of {name.namespace}", f"{_LAX} of {name.namespace}", ""


def _pairs(old: Shape, new: Shape) -> tuple[dict[QName, QName], dict[QName, QName]]:
    """Return the wildcards that are lax now, of elements and of attributes."""
    elements = symbols_of(old.content), symbols_of(new.content)
    return _lax(*elements), _lax(old.attributes, new.attributes)


def _lax(old: Collection[QName], new: Collection[QName]) -> dict[QName, QName]:
    pairs = {name: QName(name.namespace, _LAX) for name in old if name.name == _STRICT}
    return {name: lax for name, lax in pairs.items() if lax in new and name not in new}
