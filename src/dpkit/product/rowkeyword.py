"""Keywords of rows that the document does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from string import Formatter

from dpkit.product.repetition import Repetition, fill_pattern
from dpkit.schema.dictionary import HeaderMap

__all__ = ["unclaimed_keywords"]


def unclaimed_keywords(
    places: Iterable[tuple[str, str]],
    patterns: Iterable[HeaderMap],
    repeated: Iterable[Repetition],
) -> Iterator[tuple[HeaderMap, str, str]]:
    """Yield the keywords that are named like those of rows, but belong to none of a document.

    Only those that a number tells apart: a word could be the rest of any other keyword.

    Parameters
    ----------
    places : iterable of (str, str)
        HDU and keyword of those that a file has; an HDU by its number and by its name.
    patterns : iterable of HeaderMap
        What the schema says of the keywords of rows.
    repeated : iterable of Repetition
        The keywords that the document asks for.

    Yields
    ------
    pattern : HeaderMap
        What the schema says of such keywords.
    hdu, key : str
        Where the keyword stands.
    """
    asked = list(repeated)
    known = {(one.hdu, one.key) for one in asked}
    single = {one.key for one in asked if one.row is None}
    for pattern, (hdu, key) in product(patterns, places):
        if (hdu, key) not in known and key not in single and _is_of(pattern, hdu, key):
            yield pattern, hdu, key


def _is_of(pattern: HeaderMap, hdu: str, key: str) -> bool:
    whole, place = f"{pattern.hdu} {pattern.key}", f"{hdu} {key}"
    names, expression = _expression(whole)
    found = expression.fullmatch(place)
    if found is None:
        return False
    # Filled in again: a key may stand there twice, and has its width.
    return fill_pattern(whole, dict(zip(names, found.groups(), strict=True))) == place


@cache
def _expression(pattern: str) -> tuple[list[str], re.Pattern[str]]:
    """Return the keys of a pattern, and what finds their numbers."""
    parts = list(Formatter().parse(pattern))
    text = "".join(re.escape(word) + ("" if key is None else r"(-?\d+)") for word, key, *_ in parts)
    return [key for _, key, *_ in parts if key is not None], re.compile(text)
