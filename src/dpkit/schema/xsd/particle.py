"""How often the elements of sequences, choices and groups may occur."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from dpkit.schema.xsd.declaration import Field

__all__ = ["in_choice", "in_sequence", "multiply", "occurs"]

Name = tuple[str, str, bool]


def occurs(node: etree._Element) -> tuple[int, int | None]:
    """Return how often an element or group may occur; None is without limit."""
    high = node.get("maxOccurs", "1")
    return int(node.get("minOccurs", "1")), None if high == "unbounded" else int(high)


def multiply(fields: Iterable[Field], low: int, high: int | None) -> list[Field]:
    """Return the fields of a group that occurs several times."""
    return [
        replace(field, minimum=field.minimum * low, maximum=_times(field.maximum, high))
        for field in fields
    ]


def in_sequence(parts: Iterable[list[Field]]) -> list[Field]:
    """Return the fields of parts that follow each other; those of one name become one."""
    found: dict[Name, Field] = {}
    for field in (field for part in parts for field in part):
        known = found.get(_name(field))
        if known is None:
            found[_name(field)] = field
        else:
            found[_name(field)] = replace(
                known,
                minimum=known.minimum + field.minimum,
                maximum=_plus(known.maximum, field.maximum),
            )
    return list(found.values())


def in_choice(branches: list[list[Field]]) -> list[Field]:
    """Return the fields of branches of which a document has one."""
    found: dict[Name, Field] = {}
    lows: dict[Name, list[int]] = {}
    for field in (field for branch in branches for field in branch):
        name = _name(field)
        lows.setdefault(name, []).append(field.minimum)
        known = found.setdefault(name, field)
        found[name] = replace(known, maximum=_larger(known.maximum, field.maximum))
    return [
        replace(field, minimum=min(lows[name]) if len(lows[name]) == len(branches) else 0)
        for name, field in found.items()
    ]


def _name(field: Field) -> Name:
    return (field.name, field.namespace, field.attribute)


def _times(left: int | None, right: int | None) -> int | None:
    if left == 0 or right == 0:
        return 0
    return None if left is None or right is None else left * right


def _plus(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left + right


def _larger(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else max(left, right)
