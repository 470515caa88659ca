"""Files by their content and by where they lie, kept up while a batch is written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, select

from dpkit.errors import ArchiveError
from dpkit_archive import tables
from dpkit_archive.indexing import Placement
from dpkit_archive.pending import Pending
from dpkit_archive.statement import Among, select_rows
from dpkit_archive.submission import HashedFile, Submission

__all__ = ["FileIndex", "load_files"]


class FileIndex:
    """The files and paths that a batch may meet.

    Parameters
    ----------
    files : dict
        Numbers of files by their SHA-256.
    locations : dict
        Number, and SHA-256 of the file, by path.
    documents : dict
        SHA-256 of documents by path.
    """

    def __init__(
        self,
        files: dict[str, int],
        locations: dict[str, tuple[int, str | None]],
        documents: dict[str, str],
    ) -> None:
        self._files = files
        self._locations = locations
        self._documents = documents

    def check(self, submission: Submission, placement: Placement) -> None:
        """Refuse what would give a path that is known other bytes, or another product.

        Raises
        ------
        ArchiveError
            Names the path.
        """
        if placement.document in self._documents:
            raise ArchiveError(
                "another product is registered in place under this path",
                place=submission.source,
                remedy="give the new document a new name",
            )
        self.check_files(submission, placement)

    def check_same(self, submission: Submission, placement: Placement) -> None:
        """Refuse a product that stands, and whose bytes are not those that its paths had.

        Raises
        ------
        ArchiveError
            Names the path.
        """
        path = placement.document
        _check_bytes(path, submission.document_sha256, self._documents.get(path))
        self.check_files(submission, placement)

    def check_files(self, submission: Submission, placement: Placement) -> None:
        """Refuse files whose paths are known with other bytes.

        Raises
        ------
        ArchiveError
            Names the path.
        """
        for item in submission.files:
            path = placement.file(item)
            _check_bytes(path, item.sha256, self._locations.get(path, (0, None))[1])

    def is_in_place(self, path: Path) -> bool:
        """Tell whether a product is registered with a file, or a document, under a path."""
        return str(path) in self._locations or str(path) in self._documents

    def add(
        self,
        pending: Pending,
        submission: Submission,
        placement: Placement,
        product: int,
        event: int,
    ) -> None:
        """Add the rows of the files of a product."""
        self._documents[placement.document] = submission.document_sha256
        counts: dict[str, int] = {}
        for item in submission.files:
            reference = item.reference
            ordinal = counts[reference.storage] = counts.get(reference.storage, -1) + 1
            row = {
                "product": product,
                "storage": reference.storage,
                "ordinal": ordinal,
                "name": reference.name,
                "location": self._location(pending, item, placement, event),
                "format": reference.format,
                "format_version": reference.format_version,
            }
            pending.add(tables.product_file, row)

    def _location(
        self, pending: Pending, item: HashedFile, placement: Placement, event: int
    ) -> int:
        path = placement.file(item)
        if path in self._locations:
            return self._locations[path][0]
        number = pending.number(tables.file_location)
        row = {
            "number": number,
            "file": self._file(pending, item),
            "path": path,
            "mode": placement.mode,
            "registered_event": event,
        }
        pending.add(tables.file_location, row)
        self._locations[path] = number, item.sha256
        return number

    def _file(self, pending: Pending, item: HashedFile) -> int:
        if item.sha256 not in self._files:
            number = self._files[item.sha256] = pending.number(tables.file)
            pending.add(tables.file, {"number": number, "sha256": item.sha256, "size": item.size})
        return self._files[item.sha256]


def _check_bytes(path: str, now: str, known: str | None) -> None:
    if known not in {now, None}:
        raise ArchiveError(
            "other bytes are registered under this path",
            place=path,
            remedy="give the changed file a new name",
        )


def load_files(connection: Connection, hashes: Iterable[str], paths: Iterable[str]) -> FileIndex:
    """Ask for files by their SHA-256, and for what lies under paths."""
    paths = list(paths)
    return FileIndex(
        files=dict(select_rows(connection, _by_hash, hashes=hashes)),
        locations={path: (n, s) for path, n, s in select_rows(connection, _by_path, paths=paths)},
        documents=dict(select_rows(connection, _documents, paths=paths)),
    )


def _by_hash(among: Among) -> Select[Any]:
    file = tables.file.c
    return select(file.sha256, file.number).where(among(file.sha256, "hashes"))


def _by_path(among: Among) -> Select[Any]:
    location, file = tables.file_location, tables.file
    selected = select(location.c.path, location.c.number, file.c.sha256).join(file)
    return selected.where(among(location.c.path, "paths"))


def _documents(among: Among) -> Select[Any]:
    document = tables.document.c
    return select(document.path, document.sha256).where(among(document.path, "paths"))
