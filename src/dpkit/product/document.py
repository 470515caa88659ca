"""A valid document: its bytes, its tree and what the data dictionary says of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from lxml import etree

from dpkit.binding.door import line_of, parse, validate
from dpkit.errors import NotFoundError, ProductError
from dpkit.schema.dictionary import ProductEntry, Storage, product_for_root

__all__ = ["Document", "FileReference", "entry_for", "parse_document", "read_document"]

NO_FILE = "None"
"""File name by which documents of older systems say that there is no file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReference:
    """What a document says of one of its files, and where the file lies."""

    storage: str
    name: str
    location: Path
    format: str | None = None
    format_version: str | None = None
    checksum_method: str | None = None
    checksum: str | None = None
    size: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that is valid against its schema.

    Attributes
    ----------
    source : Path
        Where the document lies or will lie; its files are in the folder ``data`` beside it.
    data : bytes
        The original bytes.
    root : lxml.etree._Element
        The root element, without comments.
    entry : ProductEntry
        What the data dictionary says of the product.
    """

    source: Path
    data: bytes
    root: etree._Element
    entry: ProductEntry

    def texts(self, path: str) -> list[str]:
        """Return the texts at an XPath below the root, in document order."""
        return select_texts(self.root, path)

    def text(self, path: str) -> str | None:
        """Return the first text at an XPath below the root; None when there is none."""
        return next(iter(self.texts(path)), None)

    def role(self, name: str) -> str | None:
        """Return the text of the element with a role, such as ``id``; None when it has none."""
        path = self.entry.roles.get(name)
        return None if path is None else self.text(path)

    @property
    def id(self) -> str:
        """Id of the product.

        Raises
        ------
        ProductError
            The schema or the document has no id.
        """
        found = (self.role("id") or "").strip()
        if not found:
            raise ProductError("the document has no product id", place=self.source)
        return found

    def files(self) -> list[FileReference]:
        """Return the files that the document names; an absent file is left out."""
        found = []
        for storage in self.entry.storages:
            for node in select_nodes(self.root, storage.path):
                reference = self._file(storage, node)
                if reference is not None:
                    found.append(reference)
        return found

    def _file(self, storage: Storage, node: etree._Element) -> FileReference | None:
        def part(name: str) -> str | None:
            path = storage.parts.get(name)
            return None if path is None else next(iter(select_texts(node, path)), None)

        name = (part("name") or "").strip()
        if name in {"", NO_FILE}:
            return None
        size = part("size")
        return FileReference(
            storage=storage.name,
            name=name,
            location=self.source.parent / "data" / name,
            format=part("format"),
            format_version=part("format-version"),
            checksum_method=part("checksum-method"),
            checksum=part("checksum"),
            size=None if size is None else int(size),
            line=line_of(node),
        )


def read_document(location: str | Path) -> Document:
    """Read a document and validate it against the schema of its product.

    Raises
    ------
    ProductError
        The file is no XML, belongs to no product, or breaks its schema; names file and line.
    NotFoundError
        There is no such file.
    """
    source = Path(location)
    return parse_document(_read(source), source)


def parse_document(data: bytes, source: Path) -> Document:
    """Make a document from bytes, as `read_document` does from a file."""
    root = parse(data, place=str(source))
    entry = entry_for(root, source)
    violations = validate(root, entry.schema)
    if violations:
        first = violations[0]
        more = f", and {len(violations) - 1} more" if len(violations) > 1 else ""
        raise ProductError(
            f"breaks the schema of {entry.name}: {first.message}{more}",
            place=f"{source}:{first.line}",
            remedy="`dpkit validate` lists all that is wrong",
        )
    return Document(source=source, data=data, root=root, entry=entry)


def entry_for(root: etree._Element, source: Path) -> ProductEntry:
    """Return the data dictionary's entry for a root element.

    Raises
    ------
    ProductError
        The root element belongs to no product.
    """
    name = etree.QName(root)
    try:
        return product_for_root(name.namespace or "", name.localname)
    except NotFoundError as error:
        raise ProductError(
            f"the root element is no product: {error.message}",
            place=f"{source}:{line_of(root)}",
            remedy=error.remedy,
        ) from None


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except FileNotFoundError:
        raise NotFoundError("there is no such file", place=source) from None
    except OSError as error:
        raise ProductError(f"cannot be read: {error.strerror}", place=source) from None


def select_nodes(node: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at an XPath below a node."""
    if not path:
        return [node]
    return cast("list[etree._Element]", _compile(path)(node))


def select_texts(node: etree._Element, path: str) -> list[str]:
    """Return the texts of the elements or attributes at an XPath below a node."""
    return [
        value if isinstance(value, str) else (value.text or "")
        for value in select_nodes(node, path)
    ]


@lru_cache(maxsize=4096)
def _compile(path: str) -> etree.XPath:
    return etree.XPath(path)
