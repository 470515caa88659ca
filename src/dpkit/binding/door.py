"""The one door for XML: bytes to a safe, valid tree; tree to objects; objects to bytes."""

from __future__ import annotations

import copy
import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from lxml import etree

from dpkit.errors import ProductError

if TYPE_CHECKING:
    from xsdata.formats.dataclass.context import XmlContext

__all__ = ["Violation", "bind", "line_of", "parse", "serialize", "validate"]

T = TypeVar("T")

SIZE_LIMIT = 256 * 1024 * 1024
"""Largest document in bytes; bulk data do not belong into XML."""

_local = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing that a schema validator found wrong."""

    line: int
    path: str
    message: str


def parse(data: bytes, *, place: str = "document") -> etree._Element:
    """Parse a document safely: no network, no entities, no document type, a limited size.

    Parameters
    ----------
    data : bytes
        The document.
    place : str
        Its name for messages.

    Returns
    -------
    lxml.etree._Element
        The root element, without comments and processing instructions.

    Raises
    ------
    ProductError
        The bytes are too many, not well-formed XML, or carry a document type.
    """
    if len(data) > SIZE_LIMIT:
        raise ProductError(
            f"the document has {len(data)} bytes, more than {SIZE_LIMIT}",
            place=place,
            remedy="keep bulk data in a file beside the document",
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise ProductError(
            f"not well-formed XML: {_without_place(error.msg)}",
            place=f"{place}:{line}",
            remedy="a product is an XML document; is this its data file, or is it cut off?",
        ) from None
    if root.getroottree().docinfo.doctype:
        raise ProductError(
            "a document type declaration is not accepted",
            place=f"{place}:1",
            remedy="remove the DOCTYPE",
        )
    return root


def line_of(node: etree._Element) -> int:
    """Return the line of the document on which an element begins; 0 when it is not known."""
    line = node.sourceline
    return line if isinstance(line, int) else 0


def validate(root: etree._Element, schema: Path) -> list[Violation]:
    """Validate a document with libxml2 and return all that is wrong.

    Attributes that the document leaves out get the defaults of the schema.
    """
    validator = _validator(schema)
    if validator.validate(root):
        return []
    return [
        Violation(line=error.line, path=error.path or "", message=_plain(error.message))
        for error in validator.error_log
    ]


def bind(root: etree._Element, cls: type[T], *, place: str = "document") -> T:
    """Make an object of a generated class from a document that was validated before.

    Raises
    ------
    ProductError
        A value is valid but cannot be converted; the message names it.
    """
    from xsdata.exceptions import ParserError
    from xsdata.formats.dataclass.parsers import XmlParser
    from xsdata.formats.dataclass.parsers.config import ParserConfig

    config = ParserConfig(fail_on_converter_warnings=True, fail_on_unknown_attributes=True)
    parser = XmlParser(config=config, context=_context())
    try:
        # xsdata takes apart the tree that it is given.
        bound: T = parser.parse(copy.deepcopy(root), cls)
    except (ParserError, TypeError, ValueError) as error:
        raise ProductError(
            f"cannot be bound to {cls.__name__}: {error}", place=f"{place}:{line_of(root)}"
        ) from None
    return bound


def serialize(content: Any, *, indent: str = "  ") -> bytes:
    """Write an object of a generated class as a document, in UTF-8 with an XML declaration.

    Raises
    ------
    ProductError
        A value is of a type, or has a character, that XML cannot hold.
    """
    from xsdata.formats.dataclass.serializers import XmlSerializer
    from xsdata.formats.dataclass.serializers.config import SerializerConfig

    serializer = XmlSerializer(config=SerializerConfig(indent=indent), context=_context())
    namespace = type(content).Meta.namespace
    try:
        text: str = serializer.render(content, ns_map={"p": namespace} if namespace else None)
        return text.encode()
    except (AttributeError, TypeError, ValueError) as error:
        raise ProductError(
            f"{type(content).__name__} cannot be written: {error}",
            remedy="is a required part missing, of another type, or with control characters?",
        ) from None


@lru_cache(maxsize=1)
def _context() -> XmlContext:
    from xsdata.formats.dataclass.context import XmlContext

    return XmlContext()


def _validator(schema: Path) -> etree.XMLSchema:
    """Return the compiled schema of this thread: the log of errors is not safe to share."""
    compiled: dict[Path, etree.XMLSchema] = _local.__dict__.setdefault("schemas", {})
    if schema not in compiled:
        compiled[schema] = etree.XMLSchema(file=str(schema), attribute_defaults=True)
    return compiled[schema]


def _without_place(message: str | None) -> str:
    """Drop the line and column that libxml2 repeats at the end of a message."""
    return re.sub(r"(, line \d+)?, line \d+, column \d+$", "", message or "")


def _plain(message: str) -> str:
    """Drop the namespaces that libxml2 writes into messages."""
    kept = message
    while (start := kept.find("{")) >= 0 and (end := kept.find("}", start)) >= 0:
        if " " in kept[start:end]:
            break
        kept = kept[:start] + kept[end + 1 :]
    return kept
