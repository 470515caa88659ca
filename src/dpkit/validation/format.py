"""Sixth pass: the files follow their formats."""

from __future__ import annotations

from collections.abc import Iterator

from dpkit.errors import FileFormatError, NotFoundError
from dpkit.formats.check import check_file
from dpkit.product.document import FileReference
from dpkit.validation.report import Finding
from dpkit.validation.subject import Subject

__all__ = ["FormatPass"]


class FormatPass:
    """Check the format that each storage claims, and the file against it."""

    level = "format"
    blocking = False

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield every departure of a file from its format; a format not described is a warning."""
        for reference in subject.document.files():
            yield from self._claim(reference, subject)
            if reference not in subject.unreadable and reference.format is not None:
                yield from self._content(reference, subject)

    def _claim(self, reference: FileReference, subject: Subject) -> Iterator[Finding]:
        declared = subject.document.entry.storage(reference.storage)
        wanted = (declared.format, declared.format_version)
        claimed = (reference.format, reference.format_version)
        if declared.format is not None and claimed != wanted:
            yield Finding(
                code="format-wrong",
                source=str(subject.source),
                line=subject.line_of_file(reference),
                path=declared.path,
                value=f"{claimed[0]} {claimed[1]}",
                message=f"the format is {claimed[0]} {claimed[1]}, not {wanted[0]} {wanted[1]}",
            )

    def _content(self, reference: FileReference, subject: Subject) -> Iterator[Finding]:
        try:
            deviations = check_file(subject.file(reference.location), str(reference.format))
        except NotFoundError as error:
            # A storage whose format the schema fixes was judged by `_claim`.
            yield Finding(
                code="format-unknown",
                source=str(subject.source),
                line=subject.line_of_file(reference),
                path=reference.storage,
                message=error.message,
                remedy=error.remedy,
            )
            return
        except FileFormatError as error:
            yield Finding(
                code="format-unchecked",
                source=str(reference.location),
                path=reference.storage,
                message=error.message,
                remedy=error.remedy,
            )
            return
        for deviation in deviations:
            if deviation.code == "file-unreadable":
                subject.unreadable.add(reference)
            yield Finding(
                code=deviation.code,
                source=str(reference.location),
                path=deviation.place,
                value=deviation.value,
                message=deviation.message,
                remedy=deviation.remedy,
            )
