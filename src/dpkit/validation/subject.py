"""What is being validated, as the passes hand it on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from lxml import etree

from dpkit.binding.door import line_of
from dpkit.formats.datafile import DataFile
from dpkit.product.document import Document, FileReference, select_nodes, select_texts
from dpkit.schema.dictionary import ProductEntry
from dpkit.schema.upgrade.change import Change
from dpkit.validation.line import LAST_LINE, ElementLines
from dpkit.validation.report import Finding
from dpkit.validation.store import ReferenceStore

__all__ = ["Pass", "Subject"]


@dataclass(slots=True, kw_only=True)
class Subject:
    """A document on its way through the passes.

    Attributes
    ----------
    source : Path
        The document.
    data : bytes or None
        Its bytes; read by the first pass when they are not given.
    root : lxml.etree._Element or None
        Its tree, once it is well-formed.
    entry : ProductEntry or None
        Its product, once the root element is known.
    unreadable : set of FileReference
        Files that an earlier pass found missing or damaged.
    lenient : bool
        Whether elements that the schema does not know are left out with a warning.
    changes : tuple of Change
        What upgrading an older document has changed.
    store : ReferenceStore or None
        The archive in which references must resolve.
    files : dict
        Time of change and size of each file that was looked at; None for one that is not there.
    cut : bool
        Whether the pass that runs knows of more than it tells.
    opened : dict
        The files that a pass has read, for those after it.
    """

    source: Path
    data: bytes | None = None
    root: etree._Element | None = None
    entry: ProductEntry | None = None
    unreadable: set[FileReference] = field(default_factory=set)
    lenient: bool = False
    changes: tuple[Change, ...] = ()
    store: ReferenceStore | None = None
    files: dict[Path, tuple[int, int] | None] = field(default_factory=dict)
    cut: bool = False
    opened: dict[Path, DataFile] = field(default_factory=dict)
    _document: Document | None = None
    _lines: ElementLines | None = None

    @property
    def document(self) -> Document:
        """The valid document; only for the passes after the schema."""
        if self._document is None:
            if self.root is None or self.entry is None:
                raise RuntimeError("the document was not validated against its schema")
            self._document = Document(
                source=self.source,
                data=self.data or b"",
                root=self.root,
                entry=self.entry,
                changes=self.changes,
            )
        return self._document

    def file(self, location: Path) -> DataFile:
        """Return a file of the product; what one pass has read of it is not read again."""
        return self.opened.setdefault(location, DataFile(location))

    def line_of(self, node: etree._Element | str) -> int:
        """Return the line of an element or of what holds an attribute; 0 when it has none.

        The elements of an upgraded document are others than those of its bytes.
        """
        if isinstance(node, str):
            parent = getattr(node, "getparent", lambda: None)()
            return 0 if parent is None else self.line_of(parent)
        line = line_of(node)
        if line < LAST_LINE or self.changes or self.root is None or self.data is None:
            return line
        if self._lines is None:
            self._lines = ElementLines(self.root, self.data)
        return self._lines.of(node)

    def line_of_file(self, reference: FileReference) -> int:
        """Return the line of the storage that names a file."""
        if reference.line < LAST_LINE:
            return reference.line
        storage = self.document.entry.storage(reference.storage)
        for node in select_nodes(self.document.root, storage.path):
            if reference.name in map(str.strip, select_texts(node, storage.parts["name"])):
                return self.line_of(node)
        return reference.line


class Pass(Protocol):
    """One level of validation."""

    level: str
    blocking: bool
    """Whether later levels make no sense when this one finds an error."""

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield what is wrong; may fill in the subject for later passes."""
        ...
