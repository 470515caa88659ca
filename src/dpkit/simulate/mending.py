"""Mend a document by what the validator finds wrong in it.

The data dictionary flattens groups: which elements are alternatives, or come only together, shows
in the messages of libxml2 alone. What they name is removed, grown, or drawn anew.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from dpkit.binding.door import Violation, validate
from dpkit.simulate.chooser import chance, pick
from dpkit.simulate.error import SampleError
from dpkit.simulate.growth import Growth
from dpkit.simulate.spot import Spot, path_of

__all__ = ["mend"]

_TRIES = 300
_EXPECTED = re.compile(r"Expected is (?:one of )?\( ([^)]*) \)")
_ATTRIBUTE = re.compile(r"attribute '([^']+)'")


def mend(growth: Growth, root: etree._Element) -> bool:
    """Change a document until its schema allows it; tells whether anything was changed.

    Raises
    ------
    SampleError
        It is not valid after a bounded number of changes; names path and message.
    """
    schema = growth.model.entry.schema
    grown: list[etree._Element] = []
    for count in range(_TRIES):
        violations = validate(root, schema)
        if not violations:
            _prune(root, schema, grown if growth.mode == "minimal" else [])
            return count > 0
        grown += _change(growth, root, violations[0])
    raise SampleError(
        f"the document is not valid after {_TRIES} changes: {violations[0].message}",
        place=f"{growth.model.entry.name}{violations[0].path}",
        remedy="the data dictionary does not tell what the schema wants here",
    )


def _prune(root: etree._Element, schema: Path, grown: list[etree._Element]) -> None:
    """Remove again what was grown and is not required after all."""
    for node in grown:
        parent = node.getparent()
        if parent is None:
            continue
        place = parent.index(node)
        parent.remove(node)
        if validate(root, schema):
            parent.insert(place, node)


def _change(growth: Growth, root: etree._Element, violation: Violation) -> list[etree._Element]:
    """Make one change that a violation asks for; returns what was grown for it."""
    node = _node(root, violation.path)
    message = violation.message
    parent = node.getparent()
    if "not expected" in message and parent is not None:
        if _minimum(growth, node) > 0 and (grown := _grow_one(growth, parent, message)):
            return grown
        _remove_one(growth, node)
    elif "Missing child" in message:
        return _grow_one(growth, node, message)
    elif (attribute := _ATTRIBUTE.search(message)) is not None:
        _redraw(growth, Spot(node, attribute[1]))
    else:
        _redraw(growth, Spot(node))
    return []


def _grow_one(growth: Growth, parent: etree._Element, message: str) -> list[etree._Element]:
    """Grow one of the elements that a message names as expected."""
    expected = _EXPECTED.search(message)
    names = [] if expected is None else [name.strip(" .*") for name in expected[1].split(",")]
    if not (names := [name for name in names if name]):
        return []
    above = path_of(parent)
    return [growth.insert(parent, f"{above}/{pick(growth.chooser, names)}".lstrip("/"))]


def _node(root: etree._Element, path: str) -> etree._Element:
    prefixes = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    found = root.getroottree().xpath(path, namespaces=prefixes) if path else []
    return found[0] if found and isinstance(found[0], etree._Element) else root


def _remove_one(growth: Growth, node: etree._Element) -> None:
    """Remove an element, or the one before it when they may be alternatives of one choice."""
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    optional = before is not None and before.tag != node.tag and _minimum(growth, before) == 0
    if before is not None and optional and chance(growth.chooser, 2):
        parent.remove(before)
    else:
        parent.remove(node)


def _minimum(growth: Growth, node: etree._Element) -> int:
    field = growth.model.field_at(path_of(node))
    return 1 if field is None else field.minimum


def _redraw(growth: Growth, spot: Spot) -> None:
    field = growth.model.field_at(spot.path)
    if field is None:
        return
    if spot.attribute is not None or growth.model.complex(field.type) is None:
        spot.write(growth.value(field, spot.path))
    else:
        # A type that only an optional part can mend is rare: keep to what was asked for mostly.
        mode = "random" if chance(growth.chooser, 4) else growth.mode
        growth.regrow(spot.element, spot.path, mode)
