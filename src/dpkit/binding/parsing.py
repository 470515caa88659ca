"""Bytes to a safe tree: no network, no entities, no document type, a limited size."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from dpkit.binding.instruction import refuse_instructions
from dpkit.errors import ProductError

__all__ = [
    "HEAD",
    "InvalidDocumentError",
    "check_encoding",
    "line_of",
    "not_xml",
    "parse",
    "read_bytes",
    "refuse_doctype",
    "safe_parser",
]

SIZE_LIMIT = 256 * 1024 * 1024
"""Largest document in bytes; bulk data do not belong into XML."""

_PIECE = 1024 * 1024
_AT_ONCE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""How a file is opened: a pipe that nobody writes into is empty, instead of waited for."""

HEAD = 256
"""Bytes of a document in which its XML declaration must be."""
_SAID = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml\s[^>]*?\sencoding\s*=\s*["']([^"']*)["']""")
_USUAL = tuple(
    f"<?xml version={q}1.0{q} encoding={q}{name}{q}?>".encode()
    for q in "\"'"
    for name in ("UTF-8", "utf-8")
)
"""The declarations of nearly all documents: finding the encoding in others takes a few us."""
_MARKS_OF_UTF32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_ENCODINGS = re.compile(
    rb"UTF-?8|UTF-?16(LE|BE)?|US-ASCII|ASCII|ISO-?8859-?\d+|WINDOWS-125\d|LATIN-?1", re.IGNORECASE
)
"""Encodings in which a document may come: UTF-16, and those in which a byte below 128 is what it is
in ASCII, so that nobody who looks at the bytes sees another document than we do."""

_DOCTYPE = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!DOCTYPE", re.DOTALL)

_SCHEMA_ERRORS = range(1800, 1900)
"""Codes of libxml2 for what breaks a schema; all others are of documents that are no XML."""

_HUGE = re.compile(r", (try|use) XML_PARSE_HUGE( option)?")
"""How libxml2 tells that a limit was passed: by an option that we do not offer."""
_AS_BYTES = re.compile(r"""line \d+: b(["'])(.*?)(\\n)?\1$""")

_local = threading.local()


class InvalidDocumentError(Exception):
    """A document that was to be validated on the way breaks its schema."""


def parse(
    data: bytes, *, place: str = "document", schema: etree.XMLSchema | None = None
) -> etree._Element:
    """Parse a document safely.

    Parameters
    ----------
    data : bytes
        The document.
    place : str
        Its name for messages.
    schema : lxml.etree.XMLSchema, optional
        Validates the document while it is parsed.

    Returns
    -------
    lxml.etree._Element
        The root element, without comments and processing instructions.

    Raises
    ------
    ProductError
        The bytes are too many, not well-formed XML, carry a document type, or a processing
        instruction inside of a text.
    InvalidDocumentError
        The document breaks the schema that was given.
    """
    _check_size(len(data), place)
    check_encoding(data, place)
    try:
        root = etree.fromstring(data, _parser() if schema is None else safe_parser(schema))
    except etree.XMLSyntaxError as error:
        if schema is not None and _SCHEMA_ERRORS.start <= error.code < _SCHEMA_ERRORS.stop:
            raise InvalidDocumentError from None
        raise not_xml(error, place) from None
    refuse_doctype(root, place, lambda: data)
    refuse_instructions(data, place)
    return root


def read_bytes(source: Path) -> bytes:
    """Read the bytes of a document, but no more than `parse` accepts.

    Raises
    ------
    OSError
        The file is not there or cannot be read.
    ProductError
        It is too large; a pipe or device without end is, too.
    """
    descriptor = os.open(source, _AT_ONCE)
    try:
        return _read_all(descriptor, str(source))
    finally:
        os.close(descriptor)


def _read_all(descriptor: int, place: str) -> bytes:
    """Read an open file to its end; that of a pipe is where nobody writes into it any more."""
    size = os.fstat(descriptor).st_size
    _check_size(size, place)
    if not size:
        os.set_blocking(descriptor, True)
    pieces = [os.read(descriptor, size + 1)]
    read = len(pieces[0])
    if read != size or not size:  # a pipe, or a file that is written right now
        while piece := os.read(descriptor, _PIECE):
            read += len(piece)
            _check_size(read, place)
            pieces.append(piece)
    return b"".join(pieces)


def not_xml(error: etree.XMLSyntaxError, place: str) -> ProductError:
    """Return the refusal of what libxml2 could not parse."""
    said = _without_place(error.msg)
    message = _HUGE.sub("", said)
    remedy = "a product is an XML document; is this its data file, or is it cut off?"
    return ProductError(
        f"not well-formed XML: {message}",
        place=f"{place}:{error.lineno or 1}",
        remedy="keep bulk data in a file beside the document" if message != said else remedy,
    )


def safe_parser(schema: etree.XMLSchema | None = None) -> etree.XMLParser:
    """Return a parser that reaches nothing outside the document, and may validate on the way."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
        schema=schema,
    )


def _parser() -> etree.XMLParser:
    """Return the parser of this thread; making one anew takes as long as a small document."""
    if not hasattr(_local, "parser"):
        _local.parser = safe_parser()
    parser: etree.XMLParser = _local.parser
    return parser


def _check_size(size: int, place: str) -> None:
    if size > SIZE_LIMIT:
        raise ProductError(
            f"the document has {size} bytes, more than {SIZE_LIMIT}",
            place=place,
            remedy="keep bulk data in a file beside the document",
        )


def check_encoding(data: bytes, place: str) -> None:
    """Refuse a document that says an encoding which hides what it is.

    Raises
    ------
    ProductError
        It is in UTF-7, say, or in UTF-32, which libxml2 reads from memory only. What it cannot
        decode at all it refuses itself.
    """
    if data.startswith(_USUAL):
        return
    said = _SAID.match(data[:HEAD])
    name = b"UTF-32" if data[:4] in _MARKS_OF_UTF32 else b"" if said is None else said[1]
    if name and _ENCODINGS.fullmatch(name) is None:
        raise ProductError(
            f"not well-formed XML: the encoding {name.decode('ascii', 'replace')} is not known",
            place=f"{place}:1",
            remedy="write the document in UTF-8",
        )


def refuse_doctype(root: etree._Element, place: str, beginning: Callable[[], bytes]) -> None:
    """Refuse a document with a document type.

    Parameters
    ----------
    root : lxml.etree._Element
        The root element.
    place : str
        The name of the document for messages.
    beginning : callable
        Gives the bytes before the root element, in which the line is looked for.

    Raises
    ------
    ProductError
        It has one.
    """
    if root.getroottree().docinfo.doctype:
        raise ProductError(
            "a document type declaration is not accepted",
            place=f"{place}:{_doctype_line(beginning())}",
            remedy="remove the DOCTYPE",
        )


def _doctype_line(data: bytes) -> int:
    """Return the line of a document type outside of comments; 1 in an encoding of two bytes."""
    for found in _DOCTYPE.finditer(data):
        if found[0].endswith(b"DOCTYPE"):
            return data.count(b"\n", 0, found.start()) + 1
    return 1


def line_of(node: etree._Element) -> int:
    """Return the line of the document on which an element begins; 0 when it is not known."""
    line = node.sourceline
    return line if isinstance(line, int) else 0


def _without_place(message: str | None) -> str:
    """Drop the line and column that libxml2 repeats at the end of a message.

    Where lxml has no more than the bytes of a message, it puts the line before them as Python
    would print them.
    """
    text = " ".join((message or "").split())
    if found := _AS_BYTES.match(text):
        text = found[2]
    return re.sub(r"(, line \d+)?, line \d+, column \d+$", "", text)
