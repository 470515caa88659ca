"""Content models: how often elements may occur, and a model with no needless groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from dpkit.schema.xsd.declaration import Field, Particle

__all__ = ["elements_in", "in_sequence", "occurs", "simplified"]

Name = tuple[str, str, bool]


def occurs(node: etree._Element) -> tuple[int, int | None]:
    """Return how often an element or group may occur; None is without limit."""
    high = node.get("maxOccurs", "1")
    return int(node.get("minOccurs", "1")), None if high == "unbounded" else int(high)


def elements_in(particle: Particle) -> list[Field]:
    """Return the elements of a content model, each once with how often it may occur in all."""
    if particle.field is not None:
        fields = [particle.field]
    else:
        parts = [elements_in(part) for part in particle.parts]
        fields = _in_choice(parts) if particle.kind == "choice" else in_sequence(parts)
    low, high = particle.minimum, particle.maximum
    return [
        replace(field, minimum=field.minimum * low, maximum=_times(field.maximum, high))
        for field in fields
    ]


def in_sequence(parts: Iterable[Iterable[Field]]) -> list[Field]:
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


def _in_choice(branches: list[list[Field]]) -> list[Field]:
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


def simplified(particle: Particle) -> Particle:
    """Return a content model without needless groups, and without what may never occur.

    Wildcards are left out where anything else is; a branch without elements makes its choice
    optional.
    """
    if particle.field is not None:
        return particle
    choosable = (part for part in particle.parts if particle.kind != "choice" or not _void(part))
    inner = [part for part in map(simplified, choosable) if part.maximum != 0]
    parts: list[Particle] = []
    for part in inner:
        # A sequence within a sequence and a choice within a choice say nothing more.
        parts += part.parts if part.kind == particle.kind and part.once else _kept(part)
    if not parts:
        wild = particle.kind == "any" or any(part.kind == "any" for part in inner)
        return replace(particle, kind="any" if wild else "sequence", parts=())
    optional = particle.kind == "choice" and any(_empty(part) for part in inner)
    whole = replace(particle, minimum=0 if optional else particle.minimum, parts=tuple(parts))
    if len(parts) == 1 and whole.once:
        return parts[0]
    if len(parts) == 1 and parts[0].once:
        return replace(parts[0], minimum=whole.minimum, maximum=whole.maximum)
    return whole


def _kept(part: Particle) -> tuple[Particle, ...]:
    return () if part.kind == "any" or _empty(part) else (part,)


def _void(part: Particle) -> bool:
    """Tell whether no document can have a part: an abstract element that no other stands for."""
    return part.kind == "choice" and not part.parts and part.minimum > 0


def _empty(part: Particle) -> bool:
    return part.kind != "any" and part.field is None and not part.parts


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
