"""The inputs of a run: documents and lists of them, checked before anything runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from dpkit.binding.door import parse
from dpkit.errors import NotFoundError, ProductError, TaskError
from dpkit.schema.dictionary import product_of_class
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.port import Port, check_number

__all__ = ["NOTHING", "check_document", "check_inputs", "is_list", "read_list"]

NOTHING = "None"
"""Name of a file by which workflow managers say that an optional port gets nothing."""
_LIST = 'write it as ["a.xml", "b.xml"]'


def check_inputs(
    declaration: Declaration[..., Any], inputs: Mapping[str, Sequence[Path]]
) -> dict[str, tuple[Path, ...]]:
    """Return the documents by port, absolute; ports that get nothing are left out.

    Raises
    ------
    TaskError
        A port is unknown, gets nothing, too much, or a list file in place of a product.
    ProductError
        A document is of another product, or no document at all.
    NotFoundError
        A document is not there.
    """
    known = {port.name for port in declaration.inputs}
    for name in inputs:
        if name not in known:
            raise TaskError(
                f"there is no port {name!r}",
                place=declaration.place,
                remedy=f"the ports are {', '.join(sorted(known))}",
            )
    found = {}
    for port in declaration.inputs:
        documents = tuple(path.absolute() for path in inputs.get(port.name, ()))
        check_number(port, len(documents), declaration.place)
        for document in documents:
            check_document(port, document)
        if documents:
            found[port.name] = documents
    return found


def check_document(port: Port, document: Path) -> None:
    """Check that a file is a document of the product that a port takes.

    Raises
    ------
    TaskError
        It is a list file.
    ProductError
        It is of another product, or no document at all.
    NotFoundError
        It is not there.
    """
    if is_list(document):
        raise TaskError(
            f"is a list file, and {port.name!r} takes a document here",
            place=document,
            remedy=f"give the document of one {port.product_name}",
        )
    name, wanted = _root_name(document), product_of_class(port.product).root
    if name != wanted:
        raise ProductError(
            f"is a {name}, not a {wanted}, which the port {port.name!r} takes",
            place=document,
            remedy="give the document of the product that is expected",
        )


def _root_name(document: Path) -> str:
    """Return the name of the root element; the rest is read by who uses the document."""
    try:
        with document.open("rb") as stream:
            events = etree.iterparse(
                stream, events=("start",), resolve_entities=False, no_network=True, load_dtd=False
            )
            _, root = next(iter(events))
            return str(etree.QName(root).localname)
    except (etree.XMLSyntaxError, StopIteration):
        return str(etree.QName(parse(document.read_bytes(), place=str(document))).localname)


def is_list(file: Path) -> bool:
    """Tell whether a file is a JSON list, not a document.

    Raises
    ------
    NotFoundError
        There is no such file.
    ProductError
        It cannot be read.
    """
    try:
        with file.open("rb") as stream:
            begin = stream.read(64).lstrip()[:1]
            return begin in {b"[", b"{"} or (file.suffix == ".json" and begin != b"<")
    except FileNotFoundError:
        raise NotFoundError(
            "there is no such file", place=file, remedy="give the path of a document"
        ) from None
    except IsADirectoryError:
        raise ProductError("is a folder", place=file, remedy="give the documents in it") from None
    except OSError as error:
        raise ProductError(f"cannot be read: {error.strerror}", place=file) from None


def read_list(file: Path, folder: Path) -> list[Path]:
    """Return the documents that a list file names, relative to a folder.

    Raises
    ------
    TaskError
        The file is no JSON list of names.
    """
    remedy = f"{_LIST}, with paths relative to {folder}"
    try:
        names = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise TaskError(
            f"is no JSON list of documents: {error}", place=file, remedy=remedy
        ) from None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TaskError("is no JSON list of documents", place=file, remedy=remedy)
    return [folder / name for name in names if name != NOTHING]
