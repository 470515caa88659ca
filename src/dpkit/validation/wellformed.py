"""First pass: the document can be read and is well-formed XML."""

from __future__ import annotations

from collections.abc import Iterator

from dpkit.binding.door import parse, read_bytes
from dpkit.errors import ProductError
from dpkit.validation.report import Finding
from dpkit.validation.subject import Subject

__all__ = ["WellFormedPass"]


class WellFormedPass:
    """Read the bytes and parse them safely."""

    level = "well-formed"
    blocking = True

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield why the document cannot be parsed, if so."""
        source = str(subject.source)
        try:
            if subject.data is None:
                subject.data = read_bytes(subject.source)
            subject.root = parse(subject.data, place=source)
        except OSError as error:
            yield Finding(
                code="xml-unreadable",
                source=source,
                message=f"cannot be read: {(error.strerror or str(error)).lower()}",
            )
        except ProductError as error:
            line = error.place.rpartition(":")[2]
            yield Finding(
                code="xml-not-well-formed",
                source=source,
                line=int(line) if line.isdigit() else 0,
                message=error.message,
                remedy=error.remedy,
            )
