"""Suggestions for misspelled names."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["suggest"]

_NEAR = 0.8
"""How alike names must be: those of macros and schema files begin alike, and are long."""


def suggest(wanted: str, known: Iterable[str], otherwise: str) -> str:
    """Ask whether the nearest of some names was meant, or say something else when none is near.

    Examples
    --------
    >>> suggest("$PrintDataProductNaem", ["$PrintDataProductName", "$PrintCatalog"], "")
    'did you mean $PrintDataProductName?'
    >>> suggest("$PrintTheMoon", ["$PrintDataProductName", "$PrintCatalog"], "look it up")
    'look it up'
    """
    folded = {name.casefold(): name for name in known}
    near = get_close_matches(wanted.casefold(), folded, n=1, cutoff=_NEAR)
    return f"did you mean {folded[near[0]]}?" if near else otherwise
