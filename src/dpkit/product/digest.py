"""The content digest: what two products have in common when they say the same.

It leaves out what differs between equal products: the elements that the schema declares volatile
(id, creation date, file names, checksums ...), and for FITS files the cards that tell the time of
writing or are computed from the rest.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

from dpkit.errors import FileFormatError
from dpkit.formats.fits import open_fits
from dpkit.product.document import Document, select_nodes

__all__ = ["content_digest", "file_content_digest"]

_CARD = 80
_BLOCK = 4 * 1024 * 1024
_HINTS = {
    f"{{http://www.w3.org/2001/XMLSchema-instance}}{name}"
    for name in ("schemaLocation", "noNamespaceSchemaLocation")
}
"""Attributes that tell readers where the schema lies, and nothing of the product."""
_VOLATILE_CARDS = (b"DATE    ", b"CHECKSUM", b"DATASUM ")


def content_digest(
    document: Document, reference_digest: Callable[[str], str | None] | None = None
) -> str:
    """Return the SHA-256 of what a product says, in hexadecimal digits.

    Parameters
    ----------
    document : Document
        The product; its files must be there.
    reference_digest : callable, optional
        Answers the content digest of another product from its id, or None when it does not know
        the product; the id itself then counts.

    Returns
    -------
    str
        64 hexadecimal digits.

    Raises
    ------
    FileFormatError
        A file of the product is missing or not readable.
    """
    root = copy.deepcopy(document.root)
    if reference_digest is not None:
        for reference in document.entry.references:
            for node in select_nodes(root, str(reference["path"])):
                node.text = reference_digest((node.text or "").strip()) or node.text
    for path in document.entry.volatile:
        _remove(root, path)
    files = [[f.storage, file_content_digest(f.location)] for f in document.files()]
    content = json.dumps([_canonical(root), files], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


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


def _remove(root: etree._Element, path: str) -> None:
    parent_path, _, last = path.rpartition("/")
    for parent in select_nodes(root, parent_path):
        if last.startswith("@"):
            parent.attrib.pop(last[1:], "")
        else:
            for node in select_nodes(parent, last):
                parent.remove(node)


def _canonical(node: etree._Element) -> list[Any]:
    """Return name, attributes, text and children, free of prefixes and layout."""
    children = [_canonical(child) for child in node]
    text = "" if children else " ".join((node.text or "").split())
    attributes = sorted((str(k), str(v)) for k, v in node.attrib.items() if k not in _HINTS)
    return [str(node.tag), attributes, text, children]


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
