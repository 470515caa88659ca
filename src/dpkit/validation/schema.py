"""Second pass: the document is a product and follows its schema."""

from __future__ import annotations

from collections.abc import Iterator

from dpkit.binding.door import line_of, validate
from dpkit.errors import ProductError
from dpkit.product.document import entry_for
from dpkit.validation.report import Finding
from dpkit.validation.subject import Subject

__all__ = ["SchemaPass"]


class SchemaPass:
    """Find the product by its root element and validate with libxml2."""

    level = "schema"
    blocking = True

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield every violation with its line and path."""
        root, source = subject.root, str(subject.source)
        if root is None:
            return
        try:
            entry = entry_for(root, subject.source)
        except ProductError as error:
            yield Finding(
                code="schema-root",
                source=source,
                line=line_of(root),
                message=error.message,
                remedy=error.remedy,
            )
            return
        subject.entry = entry
        for violation in validate(root, entry.schema):
            yield Finding(
                code="schema-violation",
                source=source,
                line=violation.line,
                path=violation.path,
                message=violation.message,
            )
