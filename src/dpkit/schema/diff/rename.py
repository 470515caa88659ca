"""Guess which of the things that are gone came back under another name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

from dpkit.schema.xsd.declaration import QName

__all__ = ["Candidate", "guess_renames"]


class Candidate(NamedTuple):
    """Something that is gone or new: its name, its type, and what is said of it."""

    symbol: QName
    type: str
    documentation: str


def guess_renames(gone: Iterable[Candidate], new: Iterable[Candidate]) -> dict[QName, QName]:
    """Pair what is gone with what is new, the likeliest first, each once.

    A guess: the same type with a similar name or documentation, or another type with nearly the
    same name. Nobody can tell from two schemas that one element is the other under a new name.
    """
    others = list(new)
    scored = [(_likeness(old, one), old.symbol, one.symbol) for old in gone for one in others]
    pairs: dict[QName, QName] = {}
    for score, old, one in sorted(scored, key=_order):
        if score > 0 and old not in pairs and one not in pairs.values():
            pairs[old] = one
    return pairs


def _order(scored: tuple[float, QName, QName]) -> tuple[float, str, str]:
    score, old, new = scored
    return -score, str(old), str(new)


def _likeness(old: Candidate, new: Candidate) -> float:
    name = _ratio(old.symbol.name, new.symbol.name)
    said = _ratio(old.documentation, new.documentation) if old.documentation else 0.0
    if old.type == new.type:
        return name + said if name >= 0.5 or said >= 0.8 else 0.0
    return name if name >= 0.8 else 0.0


def _ratio(left: str, right: str) -> float:
    return SequenceMatcher(None, left.casefold(), right.casefold(), autojunk=False).ratio()
