"""How an element or attribute that kept its name differs, but for its type."""

from __future__ import annotations

from collections.abc import Iterator

from dpkit.schema.diff.annotation import compare_annotations
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
    if old.default != new.default:
        reason = "what documents leave out or empty would be read differently"
        yield "default", old.default or "", new.default or "", reason
    if old.fixed != new.fixed:
        yield "fixed", old.fixed or "", new.fixed or "", _fixed(old, new)
    if old.nillable != new.nillable:
        reason = "" if new.nillable else "old documents may say xsi:nil"
        yield "nillable", _word(old.nillable), _word(new.nillable), reason
    for identity in sorted(old.identities - new.identities):
        yield "identity", identity, "", ""
    for identity in sorted(new.identities - old.identities):
        yield "identity", "", identity, "old documents may break it"
    yield from compare_annotations(old.node, new.node)


def _fixed(old: Leaf, new: Leaf) -> str:
    if new.fixed is not None:
        return "old documents may have another value"
    return "what documents leave out or empty had that value" if old.fixed is not None else ""


def _word(flag: bool) -> str:
    return "true" if flag else "false"
