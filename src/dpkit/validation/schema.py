"""Second pass: the document is a product and follows its schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dpkit.binding.door import Violation, line_of
from dpkit.errors import ProductError
from dpkit.schema.upgrade.upgrading import upgrade
from dpkit.validation.report import Finding
from dpkit.validation.subject import Subject

__all__ = ["SchemaPass"]


class SchemaPass:
    """Find the product by its root element, upgrade it, and validate with libxml2."""

    level = "schema"
    blocking = True

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield every violation with its line and path."""
        root, source = subject.root, str(subject.source)
        if root is None:
            return
        try:
            found = upgrade(root, place=source, data=subject.data, lenient=subject.lenient)
        except ProductError as error:
            yield Finding(
                code="schema-root",
                source=source,
                line=line_of(root),
                message=error.message,
                remedy=error.remedy,
            )
            return
        subject.root, subject.entry, subject.changes = found.root, found.entry, found.changes
        yield from _findings("schema-violation", "error", found.violations, source)
        yield from _findings("schema-unknown-element", "warning", found.warnings, source)


def _findings(
    code: str, severity: str, violations: Iterable[Violation], source: str
) -> Iterator[Finding]:
    for violation in violations:
        yield Finding(
            code=code,
            severity=severity,
            source=source,
            line=violation.line,
            path=violation.path,
            message=violation.message,
        )
