"""Fifth pass: the files of the product are there, whole and unchanged."""

from __future__ import annotations

from collections.abc import Iterator

from dpkit.binding.door import line_of
from dpkit.product.checksum import METHODS, file_checksum
from dpkit.product.document import NO_FILE, FileReference, select_nodes, select_texts
from dpkit.validation.report import Finding
from dpkit.validation.subject import Subject

__all__ = ["FilesPass"]


class FilesPass:
    """Compare existence, size and checksum of each file with its container."""

    level = "files"
    blocking = False

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield every file that is missing or differs."""
        yield from self._unnamed(subject)
        for reference in subject.document.files():
            for finding in self._findings(reference, subject):
                subject.unreadable.add(reference.storage)
                yield finding

    def _findings(self, reference: FileReference, subject: Subject) -> Iterator[Finding]:
        try:
            yield from self._compare(reference, subject)
        except OSError as error:
            yield Finding(
                code="file-unreadable",
                source=str(reference.location),
                path=reference.storage,
                message=f"cannot be read: {error.strerror or error}",
            )

    def _unnamed(self, subject: Subject) -> Iterator[Finding]:
        document = subject.document
        for storage in document.entry.storages:
            for node in select_nodes(document.root, storage.path):
                names = select_texts(node, storage.parts["name"])
                if not names or names[0].strip() in {"", NO_FILE}:
                    yield Finding(
                        code="file-unnamed",
                        source=str(subject.source),
                        line=line_of(node),
                        path=storage.path,
                        severity="error" if storage.required else "warning",
                        message=f"{storage.name} names no file",
                    )

    def _compare(self, reference: FileReference, subject: Subject) -> Iterator[Finding]:
        def found(code: str, message: str, value: str = "") -> Finding:
            return Finding(
                code=code,
                source=str(reference.location),
                path=reference.storage,
                value=value,
                message=message,
            )

        if not reference.location.is_file():
            yield found("file-missing", f"the file that {subject.source.name} names is missing")
            return
        size = reference.location.stat().st_size
        if reference.size is not None and size != reference.size:
            yield found("file-size", f"has {size} bytes, not {reference.size}", str(size))
            return
        if reference.checksum is None:
            return
        method = reference.checksum_method
        if method not in METHODS:
            yield found("file-checksum-method", f"checksum by {method} cannot be verified")
            return
        checksum = file_checksum(reference.location, method)
        if checksum != reference.checksum.strip().lower():
            yield found(
                "file-checksum", f"{method} is {checksum}, not {reference.checksum}", checksum
            )
