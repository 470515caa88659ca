"""The content digest: what two products have in common when they say the same.

It leaves out what differs between equal products: the elements that the schema declares volatile
(id, creation date, file names, checksums ...), and for FITS files the cards that tell the time of
writing or are computed from the rest.

A reference to another product counts as the id of the product that *stands* for it. Alone, a
document knows only the id that it was given. An archive knows more: when a product was made and
registered again with the same content, the new id is another name of the product that stands,
and both names count as one. The content of the other product is never looked at, so the digest
does not depend on whether, or when, it is registered.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from dpkit.errors import FileFormatError
from dpkit.formats.fits import open_fits
from dpkit.product.document import Document, select_nodes

__all__ = ["Content", "content_digest", "file_content_digest", "read_content", "read_references"]

_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_CARD = 80
_BLOCK = 4 * 1024 * 1024
_HINTS = {
    f"{{http://www.w3.org/2001/XMLSchema-instance}}{name}"
    for name in ("schemaLocation", "noNamespaceSchemaLocation")
}
"""Attributes that tell readers where the schema lies, and nothing of the product."""
_VOLATILE_CARDS = (b"DATE    ", b"CHECKSUM", b"DATASUM ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a product says, in two parts: its own, and which products it refers to.

    Attributes
    ----------
    body_sha256 : str
        SHA-256 of the document, without volatile elements and the ids that it refers to, and of
        the content of its files.
    references : tuple of str
        The ids that it refers to, in the order of the schema and the document.
    """

    body_sha256: str
    references: tuple[str, ...]

    def digest(self, standing_id: Callable[[str], str] | None = None) -> str:
        """Return the content digest in hexadecimal digits.

        Parameters
        ----------
        standing_id : callable, optional
            Answers the id of the product that stands for an id; the id itself by default.
        """
        resolve = standing_id or str
        return _digest([self.body_sha256, [resolve(one) for one in self.references]])


def content_digest(document: Document, standing_id: Callable[[str], str] | None = None) -> str:
    """Return the SHA-256 of what a product says, in hexadecimal digits.

    Parameters
    ----------
    document : Document
        The product; its files must be there.
    standing_id : callable, optional
        Answers the id of the product that stands for an id; the id itself by default.

    Returns
    -------
    str
        64 hexadecimal digits.

    Raises
    ------
    FileFormatError
        A file of the product is missing or not readable.
    """
    return read_content(document).digest(standing_id)


def read_content(document: Document) -> Content:
    """Read what a product says.

    Raises
    ------
    FileFormatError
        A file of the product is missing or not readable.
    """
    root = _stable(document)
    references = _take_references(root, document)
    files = [[f.storage, file_content_digest(f.location)] for f in document.files()]
    return Content(body_sha256=_digest([_canonical(root), files]), references=references)


def read_references(document: Document) -> tuple[str, ...]:
    """Return the ids that a document refers to, as its content counts them; reads no file."""
    return _take_references(_stable(document), document)


def _stable(document: Document) -> etree._Element:
    """Return a copy of a document without what differs between equal products."""
    root = copy.deepcopy(document.root)
    for parent, names in _volatile(tuple(document.entry.volatile)):
        for node in select_nodes(root, parent):
            _remove(node, names)
    return root


@cache
def _volatile(paths: tuple[str, ...]) -> list[tuple[str, set[str]]]:
    """Return the names of volatile elements by the path of their parents."""
    below: dict[str, set[str]] = {}
    for path in paths:
        parent, _, last = path.rpartition("/")
        below.setdefault(parent, set()).add(last)
    return list(below.items())


def _take_references(root: etree._Element, document: Document) -> tuple[str, ...]:
    """Return the ids that a document refers to, and leave their elements empty."""
    found = []
    for reference in document.entry.references:
        for node in select_nodes(root, str(reference["path"])):
            found.append((node.text or "").strip())
            node.text = None
    return tuple(found)


def _digest(value: Any) -> str:
    return hashlib.sha256(_ENCODER.encode(value).encode()).hexdigest()


def file_content_digest(path: Path) -> str:
    """Return the digest of a file's content: of FITS the cards and data, of others all bytes.

    Raises
    ------
    FileFormatError
        The file is missing or cannot be read.
    """
    try:
        with path.open("rb") as stream:
            fits = stream.read(9) == b"SIMPLE  ="
        return _fits_digest(path) if fits else _bytes_digest(path)
    except OSError as error:
        raise FileFormatError(f"cannot be read: {error.strerror or error}", place=path) from None


def _remove(parent: etree._Element, names: set[str]) -> None:
    """Remove children, and attributes with ``@``, by their names without namespaces."""
    for name in [one for one in parent.attrib if f"@{etree.QName(one).localname}" in names]:
        parent.attrib.pop(name)
    for node in [one for one in parent if str(one.tag).rpartition("}")[2] in names]:
        parent.remove(node)


def _canonical(node: etree._Element) -> list[Any]:
    """Return name, attributes, text and children, free of prefixes and layout."""
    children: list[Any] = []
    tails: list[str] = []
    for child in node:
        children.append(_canonical(child))
        tails.append(_words(child.tail))
    # Text between elements; nothing but layout where the schema has no mixed content.
    if any(tails):
        children.append(tails)
    # The items of a node, unlike those of its `attrib`, cost next to nothing when there are none.
    items = node.items()
    attributes = sorted((str(k), str(v)) for k, v in items if k not in _HINTS) if items else []
    return [node.tag, attributes, _words(node.text), children]


def _words(text: str | None) -> str:
    return " ".join(text.split()) if text else ""


def _bytes_digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _fits_digest(path: Path) -> str:
    digest = hashlib.sha256()
    with open_fits(path) as hdus, path.open("rb") as stream:
        for hdu in hdus:
            place = hdu.fileinfo()
            stream.seek(place["hdrLoc"])
            for card in _cards(stream.read(place["datLoc"] - place["hdrLoc"])):
                if not card.startswith(_VOLATILE_CARDS):
                    digest.update(card)
            left = place["datSpan"]
            while left > 0 and (block := stream.read(min(_BLOCK, left))):
                digest.update(block)
                left -= len(block)
    return digest.hexdigest()


def _cards(header: bytes) -> list[bytes]:
    """Return the cards up to END; the padding after it depends on the number of cards."""
    cards = [header[i : i + _CARD] for i in range(0, len(header), _CARD)]
    end = next((i for i, card in enumerate(cards) if card.startswith(b"END     ")), len(cards))
    return cards[:end]
