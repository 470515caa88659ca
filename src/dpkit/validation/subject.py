"""What is being validated, as the passes hand it on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from lxml import etree

from dpkit.product.document import Document
from dpkit.schema.dictionary import ProductEntry
from dpkit.schema.upgrade.change import Change
from dpkit.validation.report import Finding

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
    unreadable : set of str
        Storages whose file an earlier pass found missing or damaged.
    lenient : bool
        Whether elements that the schema does not know are left out with a warning.
    changes : tuple of Change
        What upgrading an older document has changed.
    """

    source: Path
    data: bytes | None = None
    root: etree._Element | None = None
    entry: ProductEntry | None = None
    unreadable: set[str] = field(default_factory=set)
    lenient: bool = False
    changes: tuple[Change, ...] = ()

    @property
    def document(self) -> Document:
        """The valid document; only for the passes after the schema."""
        if self.root is None or self.entry is None:
            raise RuntimeError("the document was not validated against its schema")
        return Document(
            source=self.source,
            data=self.data or b"",
            root=self.root,
            entry=self.entry,
            changes=self.changes,
        )


class Pass(Protocol):
    """One level of validation."""

    level: str
    blocking: bool
    """Whether later levels make no sense when this one finds an error."""

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield what is wrong; may fill in the subject for later passes."""
        ...
