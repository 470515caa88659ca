"""Parts of products: one element of a document, or the repeated records of a large one."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from dpkit.binding.codec import is_nil
from dpkit.binding.conformance import compiled_schema, free, safe_events, violations_of
from dpkit.binding.door import line_of
from dpkit.binding.instruction import Watched
from dpkit.binding.parsing import (
    HEAD,
    InvalidDocumentError,
    check_encoding,
    not_xml,
    refuse_doctype,
)
from dpkit.binding.part import bind_below, class_below, class_named
from dpkit.errors import NotFoundError, ProductError
from dpkit.product.document import Document, entry_for, read_document, reading
from dpkit.schema.dictionary import ProductEntry
from dpkit.schema.paths import places_at
from dpkit.schema.standing import actual_type
from dpkit.schema.upgrade.alias import default_version, resolve_aliases
from dpkit.schema.upgrade.step import load_steps
from dpkit.schema.upgrade.upgrading import said_version

__all__ = ["bind_part", "read_part", "stream_records"]

Way = tuple[str, ...]
"""Names of elements from below the root down to one, without their namespaces."""

_BEGINNING = 1024 * 1024
"""Bytes in which the line of a document type is looked for."""


def read_part(location: str | Path, path: str) -> Any:
    """Read one part of a document, such as its header; the document is validated whole.

    Parameters
    ----------
    location : str or Path
        The document.
    path : str
        A path of the product, such as ``Header`` or ``Data.ValidityRange``. That of an element that
        others stand for means these, too.

    Returns
    -------
    object
        What the part is in the whole document: of a generated class, or a plain value. Of several
        the first one; None when the document leaves it out.

    Raises
    ------
    NotFoundError
        There is no such file, or the product has no such part.
    ProductError
        The document breaks its schema.

    Examples
    --------
    ``read_part("cal.xml", "Header").product_id``
    """
    return bind_part(read_document(location), path)


def bind_part(document: Document, path: str) -> Any:
    """Make an object of one part of a document; see `read_part`."""
    ways = _ways(document.entry, path)
    found = next(_elements(document.root, ways), None)
    if found is None:
        return None
    owner = _class_above(found, document.entry)
    return bind_below(found, owner, place=str(document.source))


def _ways(entry: ProductEntry, path: str) -> set[Way]:
    """Return the names that lead to the elements of a path.

    Raises
    ------
    NotFoundError
        The product has no such path, or it is that of an attribute.
    """
    places = places_at(entry, path)
    if any(place.field.get("attribute") for place in places):
        raise NotFoundError(
            f"{path} is an attribute of {entry.name}",
            remedy="give the path of an element: it has its attributes with it",
        )
    return {place.steps for place in places}


def _elements(node: etree._Element, ways: set[Way]) -> Iterator[etree._Element]:
    """Yield the elements below a node to which names lead, in the order of the document."""
    for child in node:
        name = etree.QName(child).localname
        inner = {way[1:] for way in ways if way[0] == name}
        if () in inner:  # all names lead equally far
            yield child
        elif inner:
            yield from _elements(child, inner)


def _class_above(node: etree._Element, entry: ProductEntry) -> type[Any]:
    """Return the class of the element above another."""
    root, *inner = reversed([*node.iterancestors()])
    owner = class_named(root, entry.load_class())
    for one in inner:
        owner = class_below(one, owner)
    return owner


def stream_records(location: str | Path, path: str) -> Iterator[Any]:
    """Read the repeated records of a large document one by one, in flat memory.

    The document is validated on the way: records well before a violation have been given by then.
    Its size has no limit, but it must be of the newest version of its schema: what upgrades an
    older one needs the whole document.

    Parameters
    ----------
    location : str or Path
        The document.
    path : str
        A path of the product, such as ``Data.CorrectionFactorList.CorrectionFactor``. That of an
        element that others stand for means these, too.

    Yields
    ------
    object
        What the record is in the whole document: of a generated class, or a plain value.

    Raises
    ------
    NotFoundError
        There is no such file, or the product has no such record.
    ProductError
        The document is of an older version, breaks its schema, or is no XML; names file and line,
        and is raised where it is found.
    """
    source = Path(location)
    with reading(source), source.open("rb") as stream:
        entry = _newest(_first_element(stream, source), source)
        ways = _ways(entry, path)
        stream.seek(0)
        try:
            above, owner = None, object
            for node in _records(stream, entry, ways):
                if (parent := node.getparent()) is not above:
                    above, owner = parent, _class_above(node, entry)
                yield bind_below(node, owner, place=str(source))
        except (InvalidDocumentError, etree.XMLSyntaxError):
            raise _broken(stream, entry, source) from None


def _records(stream: BinaryIO, entry: ProductEntry, ways: set[Way]) -> Iterator[etree._Element]:
    """Yield the elements of a path as they end, and free all others and them afterwards.

    Raises
    ------
    InvalidDocumentError
        The document breaks its schema a little further on, or off: with a schema lxml says
        neither, but ends as if there were no more.
    """
    defaults = _Defaults(entry)
    opened: list[str] = []
    record: etree._Element | None = None
    length = len(next(iter(ways)))
    events = safe_events(Watched(stream), compiled_schema(entry.schema))
    for event, node in events:
        if event == "start":
            opened.append(node.tag.rpartition("}")[2])
            if len(opened) == length + 1 and tuple(opened[1:]) in ways:
                record = node
            continue
        opened.pop()
        if record is not None and node is record:
            record = None
            if len(events.error_log):
                break
            defaults.fill(node)
            yield node
        if record is None:
            free(node)
    if opened or len(events.error_log):
        raise InvalidDocumentError


def _first_element(stream: BinaryIO, source: Path) -> etree._Element:
    """Return the root element as it begins, refusing what a safe document does not have."""
    check_encoding(stream.read(HEAD), str(source))
    stream.seek(0)
    try:
        root: etree._Element = next(safe_events(stream, None))[1]
    except etree.XMLSyntaxError as error:
        raise not_xml(error, str(source)) from None
    name = str(root.tag).rpartition("}")[2]
    if ":" in name:  # libxml2 would say so at the end only
        raise ProductError(
            f"not well-formed XML: the prefix of {name} is not declared",
            place=f"{source}:{line_of(root)}",
            remedy="declare it with xmlns",
        )
    refuse_doctype(root, str(source), lambda: _beginning(stream))
    return root


def _beginning(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(_BEGINNING)


def _newest(root: etree._Element, source: Path) -> ProductEntry:
    """Return the product of a root element, refusing a document that must be upgraded first."""
    present, renamed = resolve_aliases(copy.deepcopy(root))
    try:
        entry = entry_for(present, source)
    except ProductError:
        if etree.QName(root).localname in {product for product, _ in load_steps().versions}:
            raise _must_be_read_whole("is of an older schema version", root, source) from None
        raise
    version = said_version(root, entry) or default_version(entry.package)
    if renamed or version not in {None, entry.version}:
        what = f"is of schema version {version}, not {entry.version}"
        was = f"has the old namespace {etree.QName(root).namespace}"
        raise _must_be_read_whole(was if renamed else what, root, source)
    return entry


def _must_be_read_whole(why: str, root: etree._Element, source: Path) -> ProductError:
    return ProductError(
        f"{why}, so its records cannot be streamed",
        place=f"{source}:{line_of(root)}",
        remedy="read the document whole: that upgrades it, where its version is known",
    )


def _broken(stream: BinaryIO, entry: ProductEntry, source: Path) -> ProductError:
    """Return the refusal of a document that turned out to be wrong, with its line.

    Validating on the way tells no line, so the document is read once more up to there.
    """
    stream.seek(0)
    try:
        for event, node in safe_events(stream, None):
            if event == "end":
                free(node)
    except etree.XMLSyntaxError as error:
        return not_xml(error, str(source))
    stream.seek(0)
    first = next(violations_of(stream, entry.schema))
    return ProductError(
        f"breaks the schema of {entry.name}: {first.message}",
        place=f"{source}:{first.line}",
        remedy="`dpkit validate` lists all that is wrong; an older form is upgraded only when "
        "the document is read whole",
    )


class _Defaults:
    """Fills empty elements with their defaults, as validating a whole document does."""

    def __init__(self, entry: ProductEntry) -> None:
        self.types = entry.types
        self.elements = {
            name: {one["name"]: one for one in said.get("fields", ()) if not one.get("attribute")}
            for name, said in entry.types.items()
        }
        every = [one for said in self.elements.values() for one in said.values()]
        self.any = any(one.keys() & {"default", "fixed"} for one in every)
        self.root: Mapping[str, Any] = {"type": entry.root_type}

    def fill(self, record: etree._Element) -> None:
        """Fill what is empty in a record, and itself."""
        if self.any:
            field = self.root
            above = [*reversed([*record.iterancestors()]), record]
            for outer, inner in pairwise(above):
                field = self._below(field, outer, inner)
            self._fill(record, field)

    def _below(
        self, field: Mapping[str, Any], outer: etree._Element, inner: etree._Element
    ) -> Mapping[str, Any]:
        """Return the field of an element, given that of the element above it."""
        kind = actual_type(self.types, field, outer)
        found: Mapping[str, Any] = self.elements.get(kind, {}).get(etree.QName(inner).localname, {})
        return found or {"type": ""}

    def _fill(self, node: etree._Element, field: Mapping[str, Any]) -> None:
        given = field.get("default", field.get("fixed"))
        if given is not None and not len(node) and not node.text and not is_nil(node):
            node.text = given
        for child in node:
            self._fill(child, self._below(field, node, child))
