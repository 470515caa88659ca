"""Make the files that a sample names, and let the document tell their sizes and checksums."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from dpkit.formats.template import make_described
from dpkit.formats.wish import HeaderValue, Wish
from dpkit.product.checksum import METHODS, file_checksum
from dpkit.product.document import NO_FILE, select_nodes, select_texts
from dpkit.product.repetition import Repetition, repetitions
from dpkit.product.rowkeyword import unclaimed_keywords
from dpkit.product.writing import Placing, refuse_existing
from dpkit.schema.dictionary import ProductEntry, Storage
from dpkit.simulate.formatted import description_of
from dpkit.simulate.spot import spots_at

__all__ = ["draft_files"]

_TYPES = {
    "xs:boolean": "Logical",
    "xs:dateTime": "Time",
    **dict.fromkeys(("xs:double", "xs:float", "xs:decimal"), "Double"),
    **dict.fromkeys(("xs:int", "xs:long", "xs:integer", "xs:short"), "Integer"),
}


def draft_files(
    entry: ProductEntry, root: etree._Element, folder: Path, placed: Placing, seed: int
) -> None:
    """Make every file that a document names; they appear when the placing is published.

    A file of a format that nobody describes is a FITS file with the keywords that the schema ties
    to the document, and no data.

    Parameters
    ----------
    entry : ProductEntry
        What the data dictionary says of the product.
    root : lxml.etree._Element
        The root element of its document; sizes and checksums are set in it.
    folder : Path
        Where the document will be; its files are to be in the folder ``data`` below.
    placed : Placing
        Holds the files until they appear.
    seed : int
        The same seed, the same files.

    Raises
    ------
    ProductError
        A file of that name is there already.
    FileFormatError
        The document says what the format of a file does not allow.
    """
    for storage in entry.storages:
        repeated = list(repetitions(entry, root, storage.name))
        description = description_of(storage) or _plain_fits(repeated)
        headers: dict[tuple[str, str], HeaderValue] = {
            (one.hdu, one.key): one.text for one in repeated
        }
        rows = [header for header in entry.row_headers if header.file == storage.name]
        for _, hdu, key in unclaimed_keywords(_places(description), rows, repeated):
            headers[hdu, key] = None
        for number, node in enumerate(select_nodes(root, storage.path)):
            name = next(iter(select_texts(node, storage.parts["name"])), NO_FILE).strip()
            if name in {"", NO_FILE}:
                continue
            target = folder / "data" / name
            refuse_existing(target)
            draft = placed.draft(target)
            make_described(draft, description, Wish(headers=headers, seed=seed + number))
            _enter(node, storage, draft)


def _places(description: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield HDU and keyword of all that a format has outside of groups of HDUs."""
    for number, hdu in enumerate(description.get("hdus", ())):
        for keyword in hdu.get("keywords", ()):
            yield from ((home, keyword["name"]) for home in (str(number), hdu["name"]))
    yield from (("0", keyword["name"]) for keyword in description.get("keywords", ()))
    yield from (("0", value["path"]) for value in description.get("values", ()))


def _plain_fits(repeated: list[Repetition]) -> dict[str, Any]:
    """Describe a FITS file that has the keywords of the document and nothing else."""
    homes: dict[str, list[dict[str, Any]]] = {"PRIMARY": []}
    for one in repeated:
        keyword = {
            "name": one.key,
            "type": _TYPES.get(one.header.type, "String"),
            "required": False,
            "documentation": "",
        }
        homes.setdefault("PRIMARY" if one.hdu == "0" else one.hdu, []).append(keyword)
    hdus = [
        {"kind": "generic", "name": name, "minimum": 1, "maximum": 1, "keywords": keywords}
        for name, keywords in homes.items()
    ]
    return {"kind": "fits", "hdus": hdus}


def _enter(node: etree._Element, storage: Storage, file: Path) -> None:
    """Let a document tell size and checksum of a file where it tells any."""
    for spot in _parts(node, storage, "size"):
        spot.write(str(file.stat().st_size))
    methods = [spot.text.strip() for spot in _parts(node, storage, "checksum-method")]
    for spot in _parts(node, storage, "checksum"):
        spot.write(file_checksum(file, methods[0] if methods else METHODS[0]))


def _parts(node: etree._Element, storage: Storage, part: str) -> list[Any]:
    return spots_at(node, storage.parts[part]) if part in storage.parts else []
