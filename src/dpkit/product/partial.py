"""Parts of products: one element of a document, or the repeated records of a large one."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from dpkit.binding.access import Child, children
from dpkit.binding.codec import is_nil
from dpkit.binding.conformance import compiled_schema, free, safe_events, violations_of
from dpkit.binding.door import bind, line_of
from dpkit.binding.instruction import Watched
from dpkit.binding.parsing import (
    HEAD,
    InvalidDocumentError,
    check_encoding,
    not_xml,
    refuse_doctype,
)
from dpkit.errors import NotFoundError, ProductError
from dpkit.product.document import Document, entry_for, read_document, reading
from dpkit.schema.dictionary import ProductEntry, near_names
from dpkit.schema.upgrade.alias import default_version, resolve_aliases
from dpkit.schema.upgrade.step import load_steps
from dpkit.schema.upgrade.upgrading import said_version

__all__ = ["bind_part", "children_on", "read_part", "stream_records"]

_BEGINNING = 1024 * 1024
"""Bytes in which the line of a document type is looked for."""


def read_part(location: str | Path, path: str) -> Any:
    """Read one part of a document, such as its header; the document is validated whole.

    Parameters
    ----------
    location : str or Path
        The document.
    path : str
        Elements from below the root down to the part, such as ``Header``.

    Returns
    -------
    object
        Of the generated class of the part; None when the document leaves it out.

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
    steps = children_on(document.entry.load_class(), path)
    found = document.root.find("/".join(step.tag for step in steps))
    return None if found is None else bind(found, steps[-1].cls, place=str(document.source))


def children_on(cls: type[Any], path: str) -> list[Child]:
    """Return the elements on a path below a class, the last of them of a generated class.

    Raises
    ------
    NotFoundError
        There is no element of a class at the path.
    """
    found: list[Child] = []
    for step in path.split("/"):
        known = children(cls)
        if step not in known:
            raise NotFoundError(
                f"{cls.__name__} has no element {step!r}",
                remedy=near_names(step, known, "element"),
            )
        found.append(known[step])
        cls = known[step].cls
    if not hasattr(cls, "__dataclass_fields__"):
        raise NotFoundError(f"{path} has no parts", remedy="give the path of an element with parts")
    return found


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
        Elements from below the root down to the record, without prefixes.

    Yields
    ------
    object
        Of the generated class of the record, equal to that of the whole document.

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
        steps = children_on(entry.load_class(), path)
        stream.seek(0)
        try:
            for node in _records(stream, entry, [step.tag for step in steps]):
                yield bind(node, steps[-1].cls, place=str(source))
        except (InvalidDocumentError, etree.XMLSyntaxError):
            raise _broken(stream, entry, source) from None


def _records(stream: BinaryIO, entry: ProductEntry, tags: list[str]) -> Iterator[etree._Element]:
    """Yield the elements at a path as they end, and free all others and them afterwards.

    Raises
    ------
    InvalidDocumentError
        The document breaks its schema a little further on, or off: with a schema lxml says
        neither, but ends as if there were no more.
    """
    defaults = _Defaults(entry)
    opened: list[str] = []
    events = safe_events(Watched(stream), compiled_schema(entry.schema))
    for event, node in events:
        if event == "start":
            opened.append(str(node.tag))
            continue
        below_root = opened[1:]
        opened.pop()
        if below_root == tags:
            if len(events.error_log):
                break
            defaults.fill(node, below_root)
            yield node
        if below_root[: len(tags)] != tags or len(below_root) == len(tags):
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
        self.types = {
            name: {one["name"]: one for one in said.get("fields", ()) if not one.get("attribute")}
            for name, said in entry.types.items()
        }
        self.any = any("default" in one for said in self.types.values() for one in said.values())
        self.root = entry.root_type

    def fill(self, record: etree._Element, tags: list[str]) -> None:
        """Fill what is empty in a record."""
        if self.any:
            kind = self.root
            for tag in tags:
                kind = self._fields(kind).get(etree.QName(tag).localname, {}).get("type", "")
            self._fill(record, kind)

    def _fields(self, kind: str) -> dict[str, Any]:
        return self.types.get(kind, {})

    def _fill(self, node: etree._Element, kind: str) -> None:
        for child in node:
            said = self._fields(kind).get(etree.QName(child).localname, {})
            if "default" in said and not len(child) and not child.text and not is_nil(child):
                child.text = said["default"]
            self._fill(child, said.get("type", ""))
