"""Whether a document follows its schema, by libxml2."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from dpkit.binding.parsing import InvalidDocumentError, parse

__all__ = [
    "Violation",
    "compiled_schema",
    "free",
    "parse_valid",
    "safe_events",
    "validate",
    "violations_of",
]

LARGE = 100_000
"""Bytes from which on a document is validated while it is parsed.

libxml2 tells the path of each violation by counting siblings, which takes quadratic time when many
siblings are wrong. Validating on the way is linear, but tells no path, and no line of its own.
"""
MOST = 100
"""Most violations that are told of a large document."""

_LONGEST = 65_536
"""Bytes of a line that are given to the parser at once."""
_READABLE = 600
"""Characters of a message or path."""

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
        Violation(line=error.line, path=_clip(error.path or ""), message=_plain(error.message))
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
    return violations_of(io.BytesIO(data), schema)


def violations_of(stream: BinaryIO, schema: Path) -> Iterator[Violation]:
    """Yield what is wrong in a document that is read piece by piece, at most a hundred things.

    Parameters
    ----------
    stream : binary stream
        The document, at its begin.
    schema : Path
        The schema of its root element.
    """
    lines = _Lines(stream)
    known = 0
    events = safe_events(lines, compiled_schema(schema))
    try:
        for event, element in events:
            yield from _grown(list(events.error_log), known, lines.number)
            known = len(events.error_log)
            if known >= MOST:
                return
            if event == "end":
                free(element)
    except etree.XMLSyntaxError:
        # Not the log of the exception: that one holds what other documents did wrong before.
        yield from _grown(list(events.error_log), known, lines.number)


def safe_events(stream: Any, schema: etree.XMLSchema | None) -> Any:
    """Return the begins and ends of the elements of a document that is parsed on the way."""
    return etree.iterparse(
        stream,
        events=("start", "end"),
        schema=schema,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def free(element: etree._Element) -> None:
    """Drop the content of an element that has ended, and the siblings before it."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _grown(log: list[Any], known: int, line: int) -> Iterator[Violation]:
    """Yield the entries of a log from the first unknown one on."""
    for entry in log[known:MOST]:
        yield Violation(line=line, path="", message=_plain(entry.message))


class _Lines:
    """A stream read line by line, so that a parser is never ahead of the line it is at."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.number = 1
        self.ended = False

    def read(self, _size: int = -1) -> bytes:
        self.number += self.ended
        piece = self.stream.readline(_LONGEST)
        self.ended = piece.endswith(b"\n")
        return piece


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
    """Drop the namespaces that libxml2 writes into messages, and the middle of a long one."""
    kept = message
    while (start := kept.find("{")) >= 0 and (end := kept.find("}", start)) >= 0:
        if " " in kept[start:end]:
            break
        kept = kept[:start] + kept[end + 1 :]
    return _clip(kept)


def _clip(text: str) -> str:
    """Leave out the middle of a text that nobody would read to its end, such as a long value."""
    if len(text) <= _READABLE:
        return text
    return f"{text[: _READABLE * 2 // 3]} ... {text[-_READABLE // 3 :]}"
