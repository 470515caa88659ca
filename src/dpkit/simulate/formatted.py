"""Give a grown document the values that the formats of its files fix or limit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lxml import etree

from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import HeaderMap, ProductEntry, Storage, file_format
from dpkit.simulate.chooser import pick
from dpkit.simulate.spot import Spot, spots_at

if TYPE_CHECKING:
    from dpkit.simulate.meaning import Meaning

__all__ = ["description_of", "heed_formats"]

_ROWS = "NAXIS2"
_MOST_ROWS = 9
"""Rows of the tables of samples, which are to be small."""


def description_of(storage: Storage) -> dict[str, Any] | None:
    """Return the description of the format of a storage; None where nobody describes it."""
    try:
        return None if storage.format is None else file_format(storage.format)
    except NotFoundError:
        return None


def heed_formats(meaning: Meaning, root: etree._Element) -> None:
    """Set what the files will repeat of a document to what their formats allow."""
    for header in meaning.entry.headers:
        for spot in spots_at(root, header.path):
            if header.key == _ROWS:
                meaning.put(spot, str(meaning.chooser.integer(1, _MOST_ROWS)))
            for said in _keywords(meaning.entry, header):
                _heed(meaning, spot, said)


def _keywords(entry: ProductEntry, header: HeaderMap) -> Iterator[dict[str, Any]]:
    """Yield the description of a keyword, of a place in a tree, or of both HDUs that have it."""
    description = description_of(entry.storage(header.file)) or {}
    for value in (*description.get("values", ()), *description.get("keywords", ())):
        if header.key in {value.get("path"), value.get("name")}:
            yield value
    for number, hdu in enumerate(description.get("hdus", ())):
        for keyword in hdu.get("keywords", ()):
            if keyword["name"] == header.key and header.hdu in {hdu["name"], str(number)}:
                yield keyword


def _heed(meaning: Meaning, spot: Spot, said: dict[str, Any]) -> None:
    wanted = [said["fixed"]] if "fixed" in said else said.get("allowed", ())
    if wanted:
        if spot.text.strip() not in map(_text, wanted):
            meaning.put(spot, _text(pick(meaning.chooser, wanted)))
    elif "minimum" in said or "maximum" in said:
        low, high = said.get("minimum", -math.inf), said.get("maximum", math.inf)
        number = float(spot.text)
        if not low <= number <= high:
            meaning.put(spot, str(low if number < low else high))


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
