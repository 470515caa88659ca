"""Follow the paths that a side file names through the declared types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dpkit.errors import SchemaError
from dpkit.schema.annotation.derivation import Derivation
from dpkit.schema.dictionary import near_names
from dpkit.schema.xsd.declaration import ComplexType, Entry, Field, QName, SchemaSet

__all__ = ["annotate", "follow"]


def follow(schemas: SchemaSet, root: Field, path: str, place: str) -> tuple[Field, ...]:
    """Return the fields that a path leads through, from below the root element.

    Raises
    ------
    SchemaError
        A step does not exist or is not unique; says which steps there are.
    """
    derivation = Derivation(schemas)
    fields = [root]
    for step in path.split("/"):
        above, below = fields[-1], list(derivation.fields(fields[-1]))
        having = [(owner, field) for owner, field in below if _step(field) == step]
        # What other types than the declared one say of its own is about the same place.
        own = [field for owner, field in having if owner == above.type]
        found = own or [field for _, field in having]
        if not found:
            raise SchemaError(
                f"the path {path!r} does not exist: {above.name} has no {step!r}",
                place=place,
                remedy=near_names(step, (_step(field) for _, field in below), "step"),
            )
        if len(found) > 1:
            raise SchemaError(
                f"the path {path!r} is not unique: {above.name} has {step!r} in several "
                "namespaces, or of several types",
                place=place,
                remedy="choose another path",
            )
        fields += found
    return tuple(fields[1:])


def _step(field: Field) -> str:
    return f"@{field.name}" if field.attribute else field.name


def annotate(schemas: SchemaSet, owner: Field, field: Field, entry: Entry) -> None:
    """Add an entry to a field where its type declares it, for every place of that type.

    The owner is the field of the element that has it.

    Raises
    ------
    SchemaError
        The field has another entry of the kind already.
    """
    for declared in _declaring(schemas, owner, field):
        for known in declared.fields:
            if _same(known, field):
                _check_same(known, entry)
                fields = tuple(
                    replace(f, entries=(*f.entries, entry)) if f is known else f
                    for f in declared.fields
                )
                schemas.types[declared.name] = replace(declared, fields=fields)
                return


def _declaring(schemas: SchemaSet, owner: Field, field: Field) -> Iterator[ComplexType]:
    """Yield the types that may have declared a field: that which has it, then its bases."""
    below = Derivation(schemas).fields(owner)
    owners = [name for name, one in below if _same(one, field) and one.type == field.type]
    for name in owners or [owner.type]:
        yield from _chain(schemas, name)


def _chain(schemas: SchemaSet, name: QName) -> Iterator[ComplexType]:
    declared = schemas.types.get(name)
    while isinstance(declared, ComplexType):
        yield declared
        declared = None if declared.base is None else schemas.types.get(declared.base)


def _same(one: Field, other: Field) -> bool:
    names = [(f.name, f.namespace, f.attribute) for f in (one, other)]
    return names[0] == names[1]


def _check_same(field: Field, entry: Entry) -> None:
    for known in field.entries:
        if known.name == entry.name and known.attributes != entry.attributes:
            raise SchemaError(
                f"{field.name} has {known.name} {known.attributes.get('name')!r} already, "
                f"not {entry.attributes.get('name')!r}",
                place=entry.place,
                remedy=f"both paths lead to the same declaration, {field.place}",
            )
