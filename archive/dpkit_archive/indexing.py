"""The rows of a product, added to those that wait to be written."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from dpkit_archive import tables
from dpkit_archive.order import SYMLINK
from dpkit_archive.pending import NameBook, Pending
from dpkit_archive.standing import Standing
from dpkit_archive.submission import HashedFile, Submission

__all__ = ["Placement", "add_product"]


# Tables with many rows of each product: their values in the order of the columns, but for the
# product itself, which comes first.
_KEY, _METRIC = (itemgetter(*t.c.keys()[1:]) for t in (tables.product_key, tables.metric))


@dataclass(frozen=True, slots=True)
class Placement:
    """How the files of a product are kept: below a folder of the archive, or left in place.

    Attributes
    ----------
    mode, folder : str
        How, and where.
    document : str
        The path of the document as the archive records it.
    """

    mode: str
    folder: str
    document: str

    def file(self, item: HashedFile) -> str:
        """Return the path of a file as the archive records it."""
        if self.mode == SYMLINK:
            return str(item.reference.location.absolute())
        return f"{self.folder}/data/{item.reference.name}"


def add_product(
    pending: Pending,
    names: NameBook,
    submission: Submission,
    standing: Standing,
    placement: Placement,
    event: int,
    reason: str | None = "as registered",
) -> None:
    """Add the rows of a new product, but for its files, validity and lineage."""
    derived, number = submission.derived, standing.number
    pending.add(tables.product, _product_row(names, submission, standing, event))
    pending.add(tables.document, _document_row(submission, placement, number))
    pending.add(
        tables.product_status,
        {
            "product": number,
            "event": event,
            "status": standing.status,
            "reason": reason,
        },
    )
    pending.add_tuples(tables.product_key, [(number, *_KEY(row)) for row in derived.keys])
    pending.add_tuples(tables.metric, [(number, *_METRIC(row)) for row in derived.metrics])
    if derived.measures:
        names.series().add(derived.measures, number, standing.dataset, event)
    pending.add_tuples(
        tables.product_reference,
        [
            (number, ordinal, identifier)
            for ordinal, identifier in enumerate(submission.content.references)
        ],
    )


def _product_row(
    names: NameBook, submission: Submission, standing: Standing, event: int
) -> dict[str, Any]:
    return {
        "number": standing.number,
        "id": standing.id,
        "type": names.number(tables.product_type, standing.type),
        "dataset": names.number(tables.dataset, standing.dataset),
        "identity": standing.identity,
        "version": standing.version,
        "status": standing.status,
        "content_sha256": standing.content_sha256,
        "body_sha256": submission.content.body_sha256,
        "registered_event": event,
        **submission.derived.columns,
    }


def _document_row(submission: Submission, placement: Placement, number: int) -> dict[str, Any]:
    return {
        "product": number,
        "name": submission.source.name,
        "path": placement.document,
        "mode": placement.mode,
        "sha256": submission.document_sha256,
        "size": len(submission.data),
        "original": submission.data,
        "content": submission.derived.content,
    }
