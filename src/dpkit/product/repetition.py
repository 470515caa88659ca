"""Which text of a document each keyword of its files repeats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from dpkit.product.document import select_nodes, select_texts
from dpkit.schema.dictionary import HeaderMap, ProductEntry

__all__ = ["Repetition", "fill_pattern", "repetitions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """A keyword that must agree with a text of the document.

    Attributes
    ----------
    header : HeaderMap
        What the schema says of it.
    hdu, key : str
        Where it stands in the file, with the keys of its row filled in.
    text : str or None
        The text, of a list as the keyword has it; None where the document leaves it out.
    row : lxml.etree._Element or None
        The row that it belongs to; None where there is one for the document.
    """

    header: HeaderMap
    hdu: str
    key: str
    text: str | None
    row: etree._Element | None = None


def repetitions(entry: ProductEntry, root: etree._Element, storage: str) -> Iterator[Repetition]:
    """Yield what the files of a storage repeat of a document; rows without their keys are left out.

    Parameters
    ----------
    entry : ProductEntry
        What the data dictionary says of the product.
    root : lxml.etree._Element
        The root element of its document.
    storage : str
        Name of the storage.
    """
    for header in entry.headers:
        if header.file == storage:
            text = _joined(header, next(iter(select_texts(root, header.path)), None))
            yield Repetition(header=header, hdu=header.hdu, key=header.key, text=text)
    for header in entry.row_headers:
        if header.file == storage:
            yield from _of_rows(header, root)


def _joined(header: HeaderMap, text: str | None) -> str | None:
    """Return the text of a list with its items as they stand in the keyword; None without any."""
    return text if text is None or not header.join else header.join.join(text.split()) or None


def _of_rows(header: HeaderMap, root: etree._Element) -> Iterator[Repetition]:
    below = header.path.removeprefix(header.row).lstrip("/")
    for row in select_nodes(root, header.row):
        names = {
            name: text
            for name, path in header.scope.items()
            for text in select_texts(row, path)[:1]
        }
        if names.keys() == header.scope.keys():
            yield Repetition(
                header=header,
                hdu=fill_pattern(header.hdu, names),
                key=fill_pattern(header.key, names),
                text=_joined(header, next(iter(select_texts(row, below)), None)),
                row=row,
            )


def fill_pattern(pattern: str, names: dict[str, str]) -> str:
    """Put keys into the braces of a name; those with a width are numbers."""
    wide = {n: int(t) if t.strip().lstrip("-").isdecimal() else t.strip() for n, t in names.items()}
    try:
        return pattern.format(**wide)
    except ValueError:
        return pattern.format(**names)
