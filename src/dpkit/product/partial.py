"""Parts of products: one element of a document, or the repeated records of a large one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from dpkit.binding.access import attribute_class, attributes
from dpkit.binding.conformance import compiled_schema
from dpkit.binding.door import bind
from dpkit.errors import NotFoundError, ProductError
from dpkit.product.document import Document, entry_for, read_document, select_nodes
from dpkit.schema.dictionary import near_names

__all__ = ["bind_part", "class_at", "read_part", "stream_records"]


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
    cls = class_at(document.entry.load_class(), path)
    found = select_nodes(document.root, path)
    return bind(found[0], cls, place=str(document.source)) if found else None


def class_at(cls: type[Any], path: str) -> type[Any]:
    """Return the generated class at a path below a class.

    Raises
    ------
    NotFoundError
        There is no element of a class at the path.
    """
    for step in path.split("/"):
        known = attributes(cls) if hasattr(cls, "__dataclass_fields__") else {}
        if step not in known:
            names = [name for name in known if name[0] != "@"]
            raise NotFoundError(
                f"{cls.__name__} has no element {step!r}",
                remedy=near_names(step, names, "element"),
            )
        cls = attribute_class(cls, known[step])
    if not hasattr(cls, "__dataclass_fields__"):
        raise NotFoundError(f"{path} has no parts", remedy="give the path of an element with parts")
    return cls


def stream_records(location: str | Path, path: str) -> Iterator[Any]:
    """Read the repeated records of a large document one by one, in flat memory.

    The document is validated on the way: records before a violation have been given by then.

    Parameters
    ----------
    location : str or Path
        The document.
    path : str
        Elements from below the root down to the record.

    Yields
    ------
    object
        Of the generated class of the record.

    Raises
    ------
    ProductError
        The document breaks its schema, or is no XML; raised where it is found.
    """
    source = Path(location)
    entry = entry_for(_first_element(source), source)
    cls = class_at(entry.load_class(), path)
    schema = compiled_schema(entry.schema)
    try:
        with source.open("rb") as stream:
            for node in _records(stream, schema, path.split("/")):
                yield bind(node, cls, place=str(source))
    except etree.XMLSyntaxError as error:
        raise ProductError(
            f"breaks off: {error.msg}",
            place=source,
            remedy="`dpkit validate` lists all that is wrong",
        ) from None


def _records(
    stream: BinaryIO, schema: etree.XMLSchema, tags: list[str]
) -> Iterator[etree._Element]:
    """Yield the elements at a path as they end, and free them afterwards."""
    opened: list[str] = []
    for event, node in _events(stream, schema):
        if event == "start":
            opened.append(str(node.tag))
            continue
        below_root = opened[1:]
        opened.pop()
        if below_root == tags:
            yield node
        if len(below_root) <= len(tags):
            _free(node)


def _events(stream: BinaryIO, schema: etree.XMLSchema | None) -> Any:
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


def _first_element(source: Path) -> etree._Element:
    """Return the root element as it begins, refusing what a safe document does not have."""
    try:
        with source.open("rb") as stream:
            _, root = next(_events(stream, None))
    except OSError:
        raise NotFoundError("there is no such file", place=source) from None
    except (etree.XMLSyntaxError, StopIteration) as error:
        raise ProductError(f"not well-formed XML: {error}", place=source) from None
    if root.getroottree().docinfo.doctype:
        raise ProductError(
            "a document type declaration is not accepted",
            place=f"{source}:1",
            remedy="remove the DOCTYPE",
        )
    found: etree._Element = root
    return found


def _free(node: etree._Element) -> None:
    """Drop an element's content and the siblings before it."""
    node.clear(keep_tail=True)
    while node.getprevious() is not None:
        parent = node.getparent()
        if parent is None:
            return
        del parent[0]
