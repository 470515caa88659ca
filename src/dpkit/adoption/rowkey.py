"""Rows that keywords tell of: one for each that is named like those of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from string import Formatter

from dpkit.adoption.filling import Filling
from dpkit.adoption.origin import annotated
from dpkit.schema.dictionary import HeaderMap

__all__ = ["fill_keyword_rows"]


def fill_keyword_rows(filling: Filling) -> None:
    """Fill rows from the keywords that the schema ties to them, such as ``EXTSN{order:03}``.

    Where the mapping has made rows, they are those; else there is one for each keyword of such a
    name, whose keys are numbers.
    """
    for header in filling.document.entry.row_headers:
        source = filling.source(header.file)
        if source is None or not filling.files.get(header.file):
            continue
        if not filling.document.count(header.row):
            _make_rows(filling, header)
        for row, keys in enumerate(_rows(filling, header)):
            if None not in keys.values():
                origin = replace(annotated(header), hdu=_put_in(header.hdu, keys))
                filling.fill_row(replace(origin, key=_put_in(header.key, keys)), row)


def _make_rows(filling: Filling, header: HeaderMap) -> None:
    source = filling.source(header.file)
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for hdu, key, *_ in () if source is None else source.keywords():
        for name in (hdu, "0") if hdu == "PRIMARY" else (hdu,):
            keys = _match(f"{header.hdu} {header.key}", f"{name} {key}")
            if keys is not None:
                found[tuple(keys.values())] = keys
    for row, keys in enumerate(sorted(found.values(), key=lambda one: [*map(int, one.values())])):
        for name, text in keys.items():
            path = f"{header.row}/{header.scope[name]}"
            filling.put(replace(annotated(header), path=path), str(int(text)), row)


def _rows(filling: Filling, header: HeaderMap) -> Iterator[dict[str, str | None]]:
    """Yield the keys of each row."""
    columns = {
        name: list(filling.document.texts(f"{header.row}/{path}"))
        for name, path in header.scope.items()
    }
    for row in range(filling.document.count(header.row)):
        yield {name: texts[row] if row < len(texts) else None for name, texts in columns.items()}


def _match(pattern: str, place: str) -> dict[str, str] | None:
    pieces = [
        re.escape(text) + ("" if name is None else f"(?P<{name}>\\d+)")
        for text, name, *_ in Formatter().parse(pattern)
    ]
    found = re.fullmatch("".join(pieces), place)
    keys = None if found is None else found.groupdict()
    return keys if keys is None or _put_in(pattern, keys) == place else None


def _put_in(pattern: str, keys: dict[str, str] | dict[str, str | None]) -> str:
    numbers = {
        name: int(text) if text is not None and text.strip().lstrip("-").isdecimal() else text
        for name, text in keys.items()
    }
    try:
        return pattern.format(**numbers)
    except ValueError:  # a width is asked of a word
        return re.sub(r":0?\d+\}", "}", pattern).format(**keys)
