"""Describe the types that a product reaches, for the data dictionary.

What is not said is the usual: a type that restricts a built-in one has no ``base``, a type whose
elements all follow each other in the order of its fields has no ``content``. ``derived`` are the
types that a document may name in ``xsi:type`` instead, which have their ``namespace`` with them;
one on a field is for that alone. ``heads`` are elements that others stand for, with these. A part
of a content is the number of a field, ``{"field": NUMBER}`` or ``{"kind": ..., "parts": [...]}``,
the latter two with ``minimum`` and ``maximum`` where they do not occur exactly once.
"""

from __future__ import annotations

from typing import Any

from dpkit.schema.annotation.derivation import Derivation
from dpkit.schema.annotation.expansion import (
    content_of,
    fields_of,
    heads_of,
    is_list,
    primitive,
    text_of,
)
from dpkit.schema.xsd.declaration import (
    ComplexType,
    Field,
    Particle,
    QName,
    SchemaSet,
    SimpleType,
)

__all__ = ["compile_types", "type_id"]

Json = dict[str, Any]


def type_id(schemas: SchemaSet, name: QName) -> str:
    """Return the id of a type in the dictionary, such as ``bas.img:pointing``."""
    if name.builtin:
        return f"xs:{name.name}"
    return f"{schemas.schemas[name.namespace].module}:{name.name}"


def compile_types(schemas: SchemaSet, root: QName) -> Json:
    """Describe every type that a root type reaches, each once, also by ``xsi:type``."""
    derivation = Derivation(schemas)
    types: Json = {}
    standing: set[QName] = set()
    waiting = [root]
    while waiting:
        name = waiting.pop()
        if name.builtin or (identifier := type_id(schemas, name)) in types:
            continue
        declared = schemas.types[name]
        if isinstance(declared, SimpleType):
            types[identifier] = _simple(schemas, declared)
            waiting += [t for t in (declared.base, declared.item, *declared.members) if t]
        else:
            types[identifier] = _complex(derivation, declared)
            waiting += [field.type for field in fields_of(schemas, name)]
            standing.update(derivation.of(name))
            waiting += derivation.of(name)
            if (text := text_of(schemas, name)) is not None:
                waiting.append(text)
    for name in standing:
        types[type_id(schemas, name)]["namespace"] = name.namespace
    return types


def _simple(schemas: SchemaSet, declared: SimpleType) -> Json:
    members = [type_id(schemas, member) for member in declared.members]
    return {
        "documentation": declared.documentation,
        "primitive": primitive(schemas, declared.name),
        "list": is_list(schemas, declared.name),
        "enumeration": declared.enumeration,
        "facets": declared.facets,
        **_declared(schemas, "base", declared.base),
        **_declared(schemas, "item", declared.item),
        **({"members": members} if members else {}),
    }


def _declared(schemas: SchemaSet, key: str, name: QName | None) -> Json:
    """Return the id of a type under a key; nothing where the primitive tells it already."""
    return {} if name is None or name.builtin else {key: type_id(schemas, name)}


def _complex(derivation: Derivation, declared: ComplexType) -> Json:
    schemas = derivation.schemas
    fields = fields_of(schemas, declared.name)
    heads = heads_of(schemas, declared.name)
    return {
        "documentation": declared.documentation,
        "primitive": primitive(schemas, declared.name),
        **_standing(derivation, declared),
        **({"list": True} if is_list(schemas, declared.name) else {}),
        **_declared(schemas, "text", text_of(schemas, declared.name)),
        "fields": [_field(derivation, field) for field in fields],
        **({"heads": heads} if heads else {}),
        **_content(content_of(schemas, declared.name), fields),
    }


def _standing(derivation: Derivation, declared: ComplexType) -> Json:
    """Say which types may stand for a type, and how it is named where it stands for another."""
    said: Json = {"abstract": True} if declared.abstract else {}
    if derived := derivation.of(declared.name):
        said["derived"] = [type_id(derivation.schemas, name) for name in derived]
    return said


def _content(content: Particle | None, fields: list[Field]) -> Json:
    """Describe the groups that fields are in; nothing where they only follow each other."""
    elements = [field for field in fields if not field.attribute]
    if content is None or _follows(content, elements):
        return {}
    numbers = {(f.name, f.namespace): n for n, f in enumerate(fields) if not f.attribute}
    return {"content": _particle(content, numbers)}


def _follows(content: Particle, elements: list[Field]) -> bool:
    parts = (content,) if content.field is not None else content.parts
    named = [(p.field.name, p.field.namespace) for p in parts if p.field is not None]
    flat = content.field is not None or (content.kind == "sequence" and content.once)
    return flat and named == [(f.name, f.namespace) for f in elements] and len(named) == len(parts)


def _particle(particle: Particle, numbers: dict[tuple[str, str], int]) -> Json | int:
    often: Json = {} if particle.minimum == 1 else {"minimum": particle.minimum}
    if particle.maximum != 1:
        often["maximum"] = particle.maximum
    if (field := particle.field) is not None:
        number = numbers[field.name, field.namespace]
        return {"field": number, **often} if often else number
    parts = [_particle(part, numbers) for part in particle.parts]
    return {"kind": particle.kind, **often, "parts": parts}


def _field(derivation: Derivation, field: Field) -> Json:
    schemas = derivation.schemas
    said = {entry.name: entry.attributes.get("name") for entry in field.entries}
    described: Json = {
        "name": field.name,
        "type": type_id(schemas, field.type),
        "minimum": field.minimum,
        "maximum": field.maximum,
        "documentation": field.documentation,
    }
    optional: Json = {
        "attribute": field.attribute or None,
        "namespace": field.namespace or None,
        "default": field.default,
        "fixed": field.fixed,
        "nillable": field.nillable or None,
        "unit": said.get("unit"),
        "ucd": said.get("ucd"),
        "convention": said.get("convention"),
    }
    if field.blocked and not field.type.builtin:
        derived = derivation.of(field.type, field.blocked)
        optional["derived"] = [type_id(schemas, name) for name in derived]
    return described | {key: value for key, value in optional.items() if value is not None}
