"""Which types may stand for another: those that a document may name in ``xsi:type``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dpkit.schema.annotation.expansion import fields_of
from dpkit.schema.xsd.declaration import ComplexType, Field, QName, SchemaSet

__all__ = ["Derivation"]


class Derivation:
    """The types of a schema set by those that they are derived from.

    In schemas of the house style an element has the type that is declared, unless that is abstract.

    Parameters
    ----------
    schemas : SchemaSet
        The declarations.
    """

    def __init__(self, schemas: SchemaSet) -> None:
        self.schemas = schemas
        self._by_base: dict[QName, list[ComplexType]] = {}
        for declared in schemas.types.values():
            if isinstance(declared, ComplexType) and declared.base is not None:
                self._by_base.setdefault(declared.base, []).append(declared)

    def of(self, name: QName, blocked: frozenset[str] = frozenset()) -> list[QName]:
        """Return the types that a document may name in place of a type, bases first.

        Parameters
        ----------
        name : QName
            The declared type.
        blocked : frozenset of str
            Ways of derivation that an element blocks; the type may block others.
        """
        declared = self.schemas.types.get(name)
        if not isinstance(declared, ComplexType):
            return []
        if self.schemas.strict and not declared.abstract:
            return []
        found = self._below(name, blocked | declared.blocked)
        return [one.name for one in found if one.named and not one.abstract]

    def _below(self, name: QName, blocked: frozenset[str]) -> Iterator[ComplexType]:
        for declared in self._by_base.get(name, ()):
            if ("restriction" if declared.restricts else "extension") not in blocked:
                yield declared
                yield from self._below(declared.name, blocked)

    def fields(self, field: Field) -> Iterator[tuple[QName, Field]]:
        """Yield what an element may have below it, with the type that has it.

        What only types have that may stand for its own follows what its own has, and is optional.
        """
        own = fields_of(self.schemas, field.type)
        yield from ((field.type, below) for below in own)
        seen = set(map(_key, own))
        for name in self.of(field.type, field.blocked):
            for below in fields_of(self.schemas, name):
                if (key := _key(below)) not in seen:
                    seen.add(key)
                    yield name, replace(below, minimum=0)


def _key(field: Field) -> tuple[object, ...]:
    return field.name, field.namespace, field.attribute, field.type
