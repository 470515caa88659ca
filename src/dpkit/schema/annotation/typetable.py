"""Describe the types that a product reaches, for the data dictionary."""

from __future__ import annotations

from typing import Any

from dpkit.schema.annotation.expansion import fields_of, primitive
from dpkit.schema.xsd.declaration import ComplexType, Field, QName, SchemaSet, SimpleType

__all__ = ["compile_types", "type_id"]

Json = dict[str, Any]


def type_id(schemas: SchemaSet, name: QName) -> str:
    """Return the id of a type in the dictionary, such as ``bas.img:pointing``."""
    if name.builtin:
        return f"xs:{name.name}"
    return f"{schemas.schemas[name.namespace].module}:{name.name}"


def compile_types(schemas: SchemaSet, root: QName) -> Json:
    """Describe every type that a root type reaches, each once."""
    types: Json = {}
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
            types[identifier] = _complex(schemas, declared)
            waiting += [field.type for field in fields_of(schemas, name)]
    return types


def _simple(schemas: SchemaSet, declared: SimpleType) -> Json:
    return {
        "documentation": declared.documentation,
        "primitive": primitive(schemas, declared.name),
        "list": declared.item is not None,
        "enumeration": declared.enumeration,
        "facets": declared.facets,
    }


def _complex(schemas: SchemaSet, declared: ComplexType) -> Json:
    return {
        "documentation": declared.documentation,
        "primitive": primitive(schemas, declared.name),
        "fields": [_field(schemas, field) for field in fields_of(schemas, declared.name)],
    }


def _field(schemas: SchemaSet, field: Field) -> Json:
    said = {entry.name: entry.attributes.get("name") for entry in field.entries}
    described: Json = {
        "name": field.name,
        "type": type_id(schemas, field.type),
        "minimum": field.minimum,
        "maximum": field.maximum,
        "documentation": field.documentation,
    }
    optional = {
        "attribute": field.attribute or None,
        "namespace": field.namespace or None,
        "default": field.default,
        "fixed": field.fixed,
        "unit": said.get("unit"),
        "ucd": said.get("ucd"),
        "convention": said.get("convention"),
    }
    return described | {key: value for key, value in optional.items() if value is not None}
