"""Lenient reading: elements that the schema does not know are left out with a warning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from dpkit.binding.door import Violation, line_of, validate
from dpkit.schema.dictionary import ProductEntry
from dpkit.schema.upgrade.change import Change
from dpkit.schema.upgrade.step import shapes_for

__all__ = ["Leniency", "clear_shape", "drop_unknown"]

_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leniency:
    """What lenient reading left out, and what is wrong nevertheless, where that was asked."""

    violations: tuple[Violation, ...] = ()
    warnings: tuple[Violation, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(slots=True, kw_only=True, eq=False)
class _Unknown:
    node: etree._Element
    parent: etree._Element
    before: etree._Element | None
    """The known or unknown element before it, when there is one."""
    path: str
    """Below the root and without positions: counting siblings would take quadratic time."""
    line: int


def drop_unknown(root: etree._Element, entry: ProductEntry) -> Leniency:
    """Leave out the elements whose name the schema does not know where they stand.

    Where the rest does not validate without such an element, it stays, and stays an error: it
    may be a required element whose name is wrong.

    Parameters
    ----------
    root : lxml.etree._Element
        A document that breaks its schema; is changed.
    entry : ProductEntry
        What the data dictionary says of the product.

    Returns
    -------
    Leniency
        All violations that remain; the document is valid when there are none.
    """
    unknown = list(_find_unknown(root, entry))
    for one in unknown:
        one.parent.remove(one.node)
    violations = validate(root, entry.schema, etree.tostring(root))
    kept = _needed(root, unknown, violations)
    for one in kept:
        _restore(one)
    if kept:
        violations = validate(root, entry.schema, etree.tostring(root))
    dropped = [one for one in unknown if one.node.getparent() is None]
    return replace(_left_out(dropped, root), violations=tuple(violations))


def clear_shape(root: etree._Element) -> Leniency:
    """Leave out what alone keeps a document from having an older shape.

    The steps of shapes ask for exactly the elements of theirs, and the schema knows but those of
    the present one: neither could tell what is known to no generation.

    Parameters
    ----------
    root : lxml.etree._Element
        A document that breaks its schema; is changed.

    Returns
    -------
    Leniency
        Nothing where the document has an older shape as it is, or has none either way.
    """
    steps = shapes_for(root)
    if any(step.applies(root) for step in steps):
        return Leniency()
    for step in steps:
        unknown = [_found(node) for node in step.unknown(root) if _stands_alone(node)]
        for one in unknown:
            one.parent.remove(one.node)
        if step.applies(root):
            return _left_out(unknown, root)
        for one in unknown:
            _restore(one)
    return Leniency()


def _left_out(dropped: list[_Unknown], root: etree._Element) -> Leniency:
    return Leniency(
        warnings=tuple(_warning(one, root) for one in dropped),
        changes=tuple(_change(one) for one in dropped),
    )


def _find_unknown(root: etree._Element, entry: ProductEntry) -> Iterator[_Unknown]:
    """Walk a document along the types of the dictionary."""
    known = _FieldTypes(entry.types)
    waiting = [(root, entry.root_type, "")]
    while waiting:
        parent, type_, path = waiting.pop()
        fields = known.of(type_)
        # What a type names itself (xsi:type) or one of text has inside is no optional element.
        if not fields or parent.get(_XSI_TYPE) is not None:
            continue
        for node in parent.iterchildren("*"):
            if node.tag in fields:
                waiting.append((node, fields[node.tag], f"{path}{node.tag}/"))
            elif _stands_alone(node):
                yield _noted(node, parent, path)


def _stands_alone(node: etree._Element) -> bool:
    """Tell whether no text follows an element, which would be lost with it."""
    return not (node.tail or "").strip()


def _found(node: etree._Element) -> _Unknown:
    """Note an element that a step found somewhere below the root."""
    parent, *above = node.iterancestors()
    names = [etree.QName(one).localname for one in (parent, *above)][-2::-1]
    return _noted(node, parent, "".join(f"{name}/" for name in names))


def _noted(node: etree._Element, parent: etree._Element, path: str) -> _Unknown:
    return _Unknown(
        node=node,
        parent=parent,
        before=node.getprevious(),
        path=path + etree.QName(node).localname,
        line=line_of(node),
    )


def _needed(
    root: etree._Element, unknown: list[_Unknown], violations: list[Violation]
) -> list[_Unknown]:
    """Return what was left out where the rest is not valid without it."""
    if any(not violation.path for violation in violations):
        return unknown  # large documents are told no paths
    spoilt = _parents(root, violations)
    return [one for one in unknown if one.parent in spoilt]


class _FieldTypes:
    """Types of the child elements of each type, by name."""

    def __init__(self, types: Mapping[str, Any]) -> None:
        self.types = types
        self.found: dict[str, dict[str, str]] = {}

    def of(self, type_: str) -> dict[str, str]:
        if type_ not in self.found:
            fields = self.types.get(type_, {}).get("fields", ())
            self.found[type_] = {
                field["name"]: field["type"] for field in fields if not field.get("attribute")
            }
        return self.found[type_]


def _parents(root: etree._Element, violations: list[Violation]) -> set[etree._Element]:
    """Return the elements whose content is not valid."""
    found: set[etree._Element] = set()
    tree = root.getroottree()
    for violation in violations:
        nodes = tree.xpath(violation.path, namespaces=_prefixes(root))
        for node in nodes if isinstance(nodes, list) else []:
            if isinstance(node, etree._Element):
                found |= _spoilt(node, violation.message)
    return found


def _spoilt(node: etree._Element, message: str) -> set[etree._Element]:
    """Return the elements whose content a violation at a node spoils."""
    parent = node.getparent()
    if parent is None or "Missing child element" in message:
        return {node}
    return {parent} if "This element is not expected" in message else {node, parent}


def _prefixes(root: etree._Element) -> dict[str, str]:
    return {prefix: space for prefix, space in root.nsmap.items() if prefix}


def _restore(one: _Unknown) -> None:
    if one.before is None:
        one.parent.insert(0, one.node)
    else:
        one.before.addnext(one.node)


def _warning(one: _Unknown, root: etree._Element) -> Violation:
    name = etree.QName(one.node).localname
    return Violation(
        line=one.line,
        path=f"{root.getroottree().getpath(root)}/{one.path}",
        message=f"Element '{name}': the schema does not know it; it was left out.",
    )


def _change(one: _Unknown) -> Change:
    said = one.node.text or ""
    if len(one.node) or one.node.attrib:
        said = etree.tostring(one.node, encoding="unicode", with_tail=False)
    return Change(kind="removed", path=one.path, old=said, new="", step="lenient reading")
