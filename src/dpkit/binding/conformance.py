"""Whether a document follows its schema, by libxml2."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from dpkit.binding.parsing import InvalidDocumentError, parse

__all__ = ["Violation", "compiled_schema", "parse_valid", "validate"]

LARGE = 100_000
"""Bytes from which on a document is validated while it is parsed.

libxml2 tells the path of each violation by counting siblings, which takes quadratic time when many
siblings are wrong. Validating on the way is linear, but tells no path, and no line of its own.
"""
MOST = 100
"""Most violations that are told of a large document."""

_local = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing that a schema validator found wrong."""

    line: int
    path: str
    message: str


def validate(root: etree._Element, schema: Path, data: bytes | None = None) -> list[Violation]:
    """Validate a document and return what is wrong; of large ones the first hundred.

    Parameters
    ----------
    root : lxml.etree._Element
        The document. Attributes that it leaves out get the defaults of the schema.
    schema : Path
        The schema of its root element.
    data : bytes, optional
        The bytes of the document, without which a large one cannot be validated on the way.

    Returns
    -------
    list of Violation
        In the order of the document; empty when it is valid.
    """
    validator = compiled_schema(schema, defaults=True)
    if data is not None and len(data) > LARGE and not _valid_on_the_way(data, schema):
        return list(_locate(data, schema))
    if validator.validate(root):
        return []
    return [
        Violation(line=error.line, path=error.path or "", message=_plain(error.message))
        for error in validator.error_log
    ]


def parse_valid(
    data: bytes, schema: Path, *, place: str = "document"
) -> tuple[etree._Element, list[Violation]]:
    """Parse and validate a document of a known schema, in one go when it is large.

    Returns
    -------
    tuple
        The root element, and what is wrong.

    Raises
    ------
    ProductError
        As `dpkit.binding.parsing.parse`.
    """
    if len(data) > LARGE:
        try:
            return parse(data, place=place, schema=compiled_schema(schema, defaults=True)), []
        except InvalidDocumentError:
            return parse(data, place=place), list(_locate(data, schema))
    root = parse(data, place=place)
    return root, validate(root, schema)


def _valid_on_the_way(data: bytes, schema: Path) -> bool:
    try:
        parse(data, schema=compiled_schema(schema))
    except InvalidDocumentError:
        return False
    return True


def _locate(data: bytes, schema: Path) -> Iterator[Violation]:
    lines = _Lines(data)
    known = 0
    events = etree.iterparse(
        lines,
        events=("start", "end"),
        schema=compiled_schema(schema),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        for _, element in events:
            yield from _grown(list(events.error_log), known, lines.number)
            known = len(events.error_log)
            if known >= MOST:
                return
            element.clear(keep_tail=True)
    except etree.XMLSyntaxError:  # its own log has what was wrong with earlier documents, too
        yield from _grown(list(events.error_log), known, lines.number)


def _grown(log: list[Any], known: int, line: int) -> Iterator[Violation]:
    """Yield the entries of a log from the first unknown one on."""
    for entry in log[known:MOST]:
        yield Violation(line=line, path="", message=_plain(entry.message))


class _Lines:
    """Bytes read line by line, so that a parser is never ahead of the line it is at."""

    def __init__(self, data: bytes) -> None:
        self.lines = iter(io.BytesIO(data))
        self.number = 0

    def read(self, _size: int = -1) -> bytes:
        self.number += 1
        return next(self.lines, b"")


def compiled_schema(schema: Path, *, defaults: bool = False) -> etree.XMLSchema:
    """Return the compiled schema of this thread: the log of errors is not safe to share.

    Parameters
    ----------
    schema : Path
        The schema file.
    defaults : bool
        Whether validating fills in the attributes that a document leaves out. While parsing that
        takes a second validation, of the finished tree.
    """
    compiled = _local.__dict__.setdefault("schemas", {})
    if (schema, defaults) not in compiled:
        compiled[schema, defaults] = etree.XMLSchema(file=str(schema), attribute_defaults=defaults)
    found: etree.XMLSchema = compiled[schema, defaults]
    return found


def _plain(message: str) -> str:
    """Drop the namespaces that libxml2 writes into messages."""
    kept = message
    while (start := kept.find("{")) >= 0 and (end := kept.find("}", start)) >= 0:
        if " " in kept[start:end]:
            break
        kept = kept[:start] + kept[end + 1 :]
    return kept
