"""How an element or attribute that kept its name differs, but for its type."""

from __future__ import annotations

from collections.abc import Iterator

from dpkit.schema.diff.annotation import compare_annotations
from dpkit.schema.diff.component import tag
from dpkit.schema.diff.shape import Leaf

__all__ = ["compare_leaves", "compare_multiplicity"]

Row = tuple[str, str, str, str]
"""Kind, old, new, and the reason why it breaks; an empty reason is no break."""


def compare_multiplicity(old: Leaf, new: Leaf) -> Iterator[Row]:
    """Yield a difference in how often something may occur."""
    if old.occurs == new.occurs:
        return
    reason = ""
    if new.minimum > old.minimum:
        reason = "old documents may have fewer"
    elif new.maximum is not None and (old.maximum is None or old.maximum > new.maximum):
        reason = "old documents may have more"
    yield "multiplicity", old.occurs, new.occurs, reason


def compare_leaves(old: Leaf, new: Leaf) -> Iterator[Row]:
    """Yield what is said differently of two elements or attributes of one name."""
    reason = _filled_in(old, new)
    if old.default != new.default:
        yield "default", old.default or "", new.default or "", reason
    if old.fixed != new.fixed:
        limited = "" if new.fixed is None else "old documents may have another value"
        yield "fixed", old.fixed or "", new.fixed or "", limited or reason
    if old.nillable != new.nillable:
        reason = "" if new.nillable else "old documents may say xsi:nil"
        yield "nillable", _word(old.nillable), _word(new.nillable), reason
    for identity in sorted(old.identities - new.identities):
        yield "identity", identity, "", ""
    known = {one for identity in old.identities for one in _implied(identity)}
    for identity in sorted(new.identities - old.identities):
        yield "identity", "", identity, "" if identity in known else "old documents may break it"
    yield from compare_annotations(old.node, new.node)


def _filled_in(old: Leaf, new: Leaf) -> str:
    """Say why old documents would be read with another value where they have none."""
    was = old.fixed if old.default is None else old.default
    now = new.fixed if new.default is None else new.default
    never = old.minimum == 1 and old.node.tag == tag("attribute")  # an element may be empty
    same = was == now or never
    return "" if same else "what documents leave out or empty would be read differently"


def _implied(identity: str) -> Iterator[str]:
    """Yield an identity constraint, and the weaker one that holds where it does."""
    yield identity
    kind, _, rest = identity.partition(" ")
    if kind == "key":
        yield f"unique {rest}"


def _word(flag: bool) -> str:
    return "true" if flag else "false"
