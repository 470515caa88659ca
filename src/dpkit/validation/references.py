"""Eighth pass: the products that the document refers to are in the archive, and fit."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from dpkit.errors import NotFoundError
from dpkit.product.document import select_nodes
from dpkit.validation.report import Finding
from dpkit.validation.store import ReferenceStore
from dpkit.validation.subject import Subject

__all__ = ["ReferencesPass"]

_UNFIT = {"invalid", "rejected", "trashed", "purged"}


class ReferencesPass:
    """Look up every id of another product, when an archive is given."""

    level = "references"
    blocking = False

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield every reference that leads nowhere, or to what it must not."""
        document, store = subject.document, subject.store
        if store is None:
            return
        for reference in document.entry.references:
            path, wanted = str(reference["path"]), reference["product"]
            for node in select_nodes(document.root, path):
                identifier = _text(node)
                for code, message in _faults(identifier, wanted, store) if identifier else ():
                    yield Finding(
                        code=code,
                        source=str(subject.source),
                        line=subject.line_of(node),
                        path=path,
                        value=identifier,
                        message=message,
                    )


def _text(node: etree._Element | str) -> str:
    return (node if isinstance(node, str) else node.text or "").strip()


def _faults(
    identifier: str, wanted: str | None, store: ReferenceStore
) -> Iterator[tuple[str, str]]:
    try:
        row = store.product(identifier).to_dict()
    except NotFoundError:
        yield "reference-missing", f"the archive has no product {identifier!r}"
        return
    if wanted is not None and row["product"] != wanted:
        yield "reference-type", f"{identifier!r} is a {row['product']}, not a {wanted}"
    if row["status"] in _UNFIT:
        yield "reference-unfit", f"{identifier!r} is {row['status']}"
