"""Expand the paths of a product from the types that its schema declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpkit.errors import SchemaError
from dpkit.schema.xsd.declaration import (
    XS,
    ComplexType,
    Entry,
    Field,
    Particle,
    QName,
    SchemaSet,
    SimpleType,
)
from dpkit.schema.xsd.particle import in_sequence, simplified

if TYPE_CHECKING:
    from dpkit.schema.annotation.derivation import Derivation

__all__ = [
    "Node",
    "content_of",
    "expand",
    "fields_of",
    "heads_of",
    "is_list",
    "node_below",
    "primitive",
    "text_of",
]


@dataclass(frozen=True, slots=True)
class Node:
    """One place of a product: the fields that lead to it from below the root."""

    steps: tuple[Field, ...]

    @property
    def field(self) -> Field:
        """The element or attribute itself."""
        return self.steps[-1]

    @property
    def path(self) -> str:
        """XPath from the root element, such as ``Data/DataStorage/@format``."""
        return "/".join(f"@{step.name}" if step.attribute else step.name for step in self.steps)

    @property
    def repeated(self) -> bool:
        """Whether a document may hold several values at this place."""
        return any(step.repeated for step in self.steps)

    @property
    def optional(self) -> bool:
        """Whether a document may lack the place."""
        return any(step.minimum == 0 for step in self.steps)

    def entries(self, name: str) -> Iterator[Entry]:
        """Yield the appinfo entries of one kind."""
        return (entry for entry in self.field.entries if entry.name == name)


def fields_of(schemas: SchemaSet, type_name: QName) -> list[Field]:
    """Return the fields of a type, those of its base first."""
    return [field for field in _fields(schemas, type_name) if field.maximum != 0]


def _fields(schemas: SchemaSet, type_name: QName) -> list[Field]:
    declared = schemas.types.get(type_name)
    if not isinstance(declared, ComplexType):
        return []
    inherited = [] if declared.base is None else _fields(schemas, declared.base)
    if declared.restricts:
        own = {(field.name, field.namespace) for field in declared.fields if field.attribute}
        kept = [f for f in inherited if f.attribute and (f.name, f.namespace) not in own]
        return [*declared.fields, *kept]
    return in_sequence([inherited, declared.fields])


def content_of(schemas: SchemaSet, type_name: QName) -> Particle | None:
    """Return the content model of a type, that of its base first; None without elements."""
    declared = schemas.types.get(type_name)
    if not isinstance(declared, ComplexType):
        return None
    extends = declared.base is not None and not declared.restricts
    base = content_of(schemas, declared.base) if declared.base and extends else None
    parts = tuple(part for part in (base, declared.content) if part is not None)
    whole = simplified(Particle(kind="sequence", parts=parts))
    return whole if whole.parts or whole.field else None


def heads_of(schemas: SchemaSet, type_name: QName) -> dict[str, list[str]]:
    """Return the elements that stand for another, by its name, those of the base first."""
    declared = schemas.types.get(type_name)
    if not isinstance(declared, ComplexType):
        return {}
    extends = declared.base is not None and not declared.restricts
    found = heads_of(schemas, declared.base) if declared.base and extends else {}
    waiting = [] if declared.content is None else [declared.content]
    for particle in waiting:
        waiting += particle.parts
        if particle.head:
            found[particle.head] = [part.field.name for part in particle.parts if part.field]
    return found


def text_of(schemas: SchemaSet, name: QName) -> QName | None:
    """Return the simple type of the text of an element; None when it has elements only."""
    declared = schemas.types.get(name)
    if not isinstance(declared, ComplexType):
        return None if name.name == "anyType" else name
    if declared.text is not None:
        return declared.text
    return None if declared.base is None else text_of(schemas, declared.base)


def is_list(schemas: SchemaSet, name: QName) -> bool:
    """Tell whether the text of a type is several values, separated by blanks."""
    declared = schemas.types.get(name)
    if isinstance(declared, SimpleType) and declared.item is not None:
        return True
    inner = declared.base if isinstance(declared, SimpleType) else text_of(schemas, name)
    return inner is not None and inner != name and is_list(schemas, inner)


def expand(derivation: Derivation, root: Field) -> Iterator[Node]:
    """Yield every place below a root element, in document order.

    A type that contains itself is expanded once; its recursion is left out. What only types have
    that a document may name instead of the declared one is among the places.

    Raises
    ------
    SchemaError
        A field has a type that no schema declares.
    """
    yield from _expand(derivation, root, (), frozenset())


def _expand(
    derivation: Derivation, above: Field, steps: tuple[Field, ...], open_types: frozenset[QName]
) -> Iterator[Node]:
    for _, field in derivation.fields(above):
        if not field.type.builtin and field.type not in derivation.schemas.types:
            raise SchemaError(
                f"type {field.type.name!r} of {field.name!r} is not declared", place=field.place
            )
        node = Node((*steps, field))
        yield node
        if field.type not in open_types:
            yield from _expand(derivation, field, node.steps, open_types | {field.type})


def primitive(schemas: SchemaSet, type_name: QName) -> str:
    """Return the built-in type that the values of a type are written as.

    Returns
    -------
    str
        Such as ``xs:double``; ``xs:string`` for unions; empty for a type without text.
    """
    if type_name.namespace == XS:
        return f"xs:{type_name.name}"
    declared = schemas.types[type_name]
    if isinstance(declared, SimpleType):
        inner = declared.base or declared.item
        return "xs:string" if inner is None else primitive(schemas, inner)
    inner = declared.text or declared.base
    return "" if inner is None else primitive(schemas, inner)


def node_below(by_path: Mapping[str, Node], node: Node, entry: Entry) -> Node:
    """Return the place that an entry speaks of: its own, or that of its ``path`` below.

    Raises
    ------
    SchemaError
        There is no such place.
    """
    below = entry.attributes.get("path")
    path = node.path if below is None else f"{node.path}/{below}"
    if path not in by_path:
        raise SchemaError(f"{entry.name} path {path!r} does not exist", place=entry.place)
    return by_path[path]
