"""A valid document: its bytes, its tree and what the data dictionary says of it."""

from __future__ import annotations

import contextlib
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import cast

from lxml import etree

from dpkit.binding.door import line_of, parse, read_bytes
from dpkit.errors import NotFoundError, ProductError, UnknownElementWarning
from dpkit.schema.dictionary import KeyPath, ProductEntry, Storage
from dpkit.schema.upgrade.change import Change
from dpkit.schema.upgrade.upgrading import entry_for, upgrade

__all__ = ["Document", "FileReference", "entry_for", "parse_document", "read_document"]

_LOCAL_STEP = re.compile(r"^(@?)([^\W\d][\w.-]*)$")
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
        The root element, without comments, upgraded to the newest version of the schema.
    entry : ProductEntry
        What the data dictionary says of the product.
    changes : tuple of Change
        What the upgrade changed; empty for a document of the newest version.
    locations : mapping of str to Path
        Where files lie that are not in that folder, by name.
    """

    source: Path
    data: bytes
    root: etree._Element
    entry: ProductEntry
    changes: tuple[Change, ...] = ()
    locations: Mapping[str, Path] = field(default_factory=dict)

    def texts(self, path: str) -> list[str]:
        """Return the texts at an XPath below the root, in document order."""
        return select_texts(self.root, path)

    def text(self, path: str) -> str | None:
        """Return the first text at an XPath below the root; None when there is none."""
        return next(iter(self.texts(path)), None)

    def key_texts(self, key: KeyPath) -> list[str]:
        """Return the texts of a key, those of a list one by one."""
        texts = self.texts(key.path)
        return [part for text in texts for part in text.split()] if key.list else texts

    def role(self, name: str) -> str | None:
        """Return the text of the element with a role, such as ``id``; None when it has none."""
        path = self.entry.roles.get(name)
        return None if path is None else self.text(path)

    @property
    def id(self) -> str:
        """Id of the product; where its schema names none, its name and the SHA-256 of its bytes.

        Raises
        ------
        ProductError
            The document has no id.
        """
        if "id" not in self.entry.roles:
            return id_of_bytes(self.entry.name, self.data)
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
            location=self.locations.get(name, self.source.parent / "data" / name),
            format=part("format"),
            format_version=part("format-version"),
            checksum_method=part("checksum-method"),
            checksum=part("checksum"),
            size=None if size is None else int(size),
            line=line_of(node),
        )


def read_document(location: str | Path, *, lenient: bool = False) -> Document:
    """Read a document, upgrade it to the newest version of its product, and validate it.

    Parameters
    ----------
    location : str or Path
        The document.
    lenient : bool
        Leave out elements that the schema does not know, with an `UnknownElementWarning`, instead
        of refusing the document.

    Raises
    ------
    ProductError
        The file is no XML, belongs to no product, has a version that is not known, or breaks its
        schema; names file and line.
    NotFoundError
        There is no such file.
    """
    source = Path(location)
    with reading(source):
        data = read_bytes(source)
    return parse_document(data, source, lenient=lenient)


def parse_document(data: bytes, source: Path, *, lenient: bool = False) -> Document:
    """Make a document from bytes, as `read_document` does from a file."""
    root = parse(data, place=str(source))
    found = upgrade(root, place=str(source), data=data, lenient=lenient)
    if found.violations:
        first = found.violations[0]
        more = f", and {len(found.violations) - 1} more" if len(found.violations) > 1 else ""
        raise ProductError(
            f"breaks the schema of {found.entry.name}: {first.message}{more}",
            place=f"{source}:{first.line}",
            remedy="`dpkit validate` lists all that is wrong",
        )
    for one in found.warnings:
        warnings.warn(f"{source}:{one.line}: {one.message}", UnknownElementWarning, stacklevel=3)
    return Document(
        source=source, data=data, root=found.root, entry=found.entry, changes=found.changes
    )


@contextlib.contextmanager
def reading(source: Path) -> Iterator[None]:
    """Say plainly that a document is not there, or why it cannot be read."""
    try:
        yield
    except FileNotFoundError:
        raise NotFoundError(
            "there is no such file", place=source, remedy="give the path of a document"
        ) from None
    except IsADirectoryError:
        raise ProductError("is a folder", place=source, remedy="give the documents in it") from None
    except OSError as error:
        raise ProductError(
            f"cannot be read: {error.strerror}", place=source, remedy="check its permissions"
        ) from None


def select_nodes(node: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements at a path below a node, whatever namespaces their names are in."""
    if not path:
        return [node]
    found = cast("list[etree._Element]", _compile(path)(node))
    return found or cast("list[etree._Element]", _compile_local(path)(node))


def select_texts(node: etree._Element, path: str) -> list[str]:
    """Return the texts of the elements or attributes at an XPath below a node."""
    return [
        value if isinstance(value, str) else (value.text or "")
        for value in select_nodes(node, path)
    ]


@lru_cache(maxsize=4096)
def _compile_local(path: str) -> etree.XPath:
    """Compile a path of names without namespaces, for a document whose elements have some."""
    steps = (_LOCAL_STEP.sub(r"\1*[local-name()='\2']", step) for step in path.split("/"))
    return etree.XPath("/".join(steps))


def id_of_bytes(product: str, data: bytes) -> str:
    """Return the id of a document that has none of its own."""
    import hashlib  # OpenSSL, which it loads, is dear to start

    return f"{product}-{hashlib.sha256(data).hexdigest()}"


@lru_cache(maxsize=4096)
def _compile(path: str) -> etree.XPath:
    return etree.XPath(path)
