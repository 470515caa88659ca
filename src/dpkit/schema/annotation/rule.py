"""Compile rules and quality flags, and check that their XPaths lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from dpkit.binding.xpath import compile_test
from dpkit.errors import SchemaError
from dpkit.schema.annotation.expansion import Node, fields_of
from dpkit.schema.annotation.location import check_locations
from dpkit.schema.xsd.declaration import ComplexType, Entry, Field, QName, SchemaSet

__all__ = ["compile_flags", "compile_rules"]

Json = dict[str, Any]

_FLAG = {"xpath", "flagged"}


def compile_rules(schemas: SchemaSet, root: Field, nodes: Iterable[Node]) -> list[Json]:
    """Collect the rules of a product and of every type that it reaches, where each stands.

    Raises
    ------
    SchemaError
        A rule stands on an element, does not compile, names a path that does not exist, or has the
        id of another.
    """
    rules, declared = [], dict[str, str]()
    for steps, entry in _rule_entries(schemas, root, nodes):
        rule = _rule(Node(steps).path, entry)
        # One declaration counts wherever its type stands.
        if (first := declared.setdefault(rule["id"], entry.place)) != entry.place:
            raise SchemaError(
                f"two rules of the product have the id {rule['id']!r}, the other at {first}",
                place=entry.place,
                remedy="findings and settings name a rule by its id: give each its own",
            )
        check_locations(schemas, root, rule["test"], steps, place=entry.place)
        rules.append(rule)
    return rules


def compile_flags(schemas: SchemaSet, root: Field, nodes: Iterable[Node]) -> dict[str, list[str]]:
    """Collect quality flags: elements that carry their own xpath and verdict.

    Returns
    -------
    dict
        ``flags``: those whose xpath the schema fixes; ``openFlags``: those whose xpath only the
        document gives, so that a new product cannot be given them unasked.

    Raises
    ------
    SchemaError
        A fixed xpath does not compile or names a path that does not exist.
    """
    found: dict[str, list[str]] = {"flags": [], "openFlags": []}
    for node in nodes:
        attributes = {f.name: f for f in fields_of(schemas, node.field.type) if f.attribute}
        if not attributes.keys() >= _FLAG:
            continue
        xpath = attributes["xpath"]
        if xpath.fixed is None:
            found["openFlags"].append(node.path)
            continue
        _compile(xpath.fixed, f"the xpath of {node.field.name}", xpath.place)
        check_locations(schemas, root, xpath.fixed, (), place=xpath.place)
        found["flags"].append(node.path)
    return found


def _rule_entries(
    schemas: SchemaSet, root: Field, nodes: Iterable[Node]
) -> Iterator[tuple[tuple[Field, ...], Entry]]:
    for entry in (*root.entries, *_type_entries(schemas, root.type)):
        if entry.name == "rule":
            yield (), entry
    for node in nodes:
        for entry in node.entries("rule"):
            raise SchemaError(
                f"rule {entry.attributes['id']!r} stands on an element",
                place=entry.place,
                remedy="declare it on the type of the element, or on the product",
            )
        for entry in _type_entries(schemas, node.field.type):
            yield node.steps, entry


def _type_entries(schemas: SchemaSet, name: QName) -> list[Entry]:
    declared = schemas.types.get(name)
    if declared is None:
        return []
    entries = [entry for entry in declared.entries if entry.name == "rule"]
    if isinstance(declared, ComplexType) and declared.base is not None:
        entries = _type_entries(schemas, declared.base) + entries
    return entries


def _rule(context: str, entry: Entry) -> Json:
    said = entry.attributes
    _compile(said["test"], f"rule {said['id']!r}", entry.place)
    return {
        "context": context,
        "id": said["id"],
        "severity": said.get("severity", "error"),
        "test": said["test"],
        "message": entry.text,
        "repair": said.get("repair"),
    }


def _compile(xpath: str, noun: str, place: str) -> None:
    try:
        # Functions and prefixes that do not exist show only when the test is run.
        compile_test(xpath)(etree.Element("nothing"))
    except (etree.XPathError, TypeError) as error:
        raise SchemaError(f"{noun} is not XPath 1.0: {error}", place=place) from None
