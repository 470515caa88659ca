"""Second pass: the document is a product and follows its schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from dpkit.binding.conformance import LARGE, MOST
from dpkit.binding.door import Violation, line_of
from dpkit.errors import ProductError
from dpkit.schema.upgrade.upgrading import entry_for, upgrade
from dpkit.validation.line import LAST_LINE
from dpkit.validation.report import Finding
from dpkit.validation.subject import Subject

__all__ = ["SchemaPass"]


class SchemaPass:
    """Find the product by its root element, upgrade it, and validate with libxml2."""

    level = "schema"
    blocking = True

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield every violation with its line and path."""
        root, source, data = subject.root, str(subject.source), subject.data
        if root is None:
            return
        try:
            found = upgrade(root, place=source, data=data, lenient=subject.lenient)
        except ProductError as error:
            yield Finding(
                code="schema-version" if _is_product(root) else "schema-root",
                source=source,
                line=line_of(root),
                message=error.message,
                remedy=error.remedy,
            )
            return
        subject.root, subject.entry, subject.changes = found.root, found.entry, found.changes
        subject.cut = len(data or b"") > LARGE and len(found.violations) >= MOST
        yield from _findings("schema-violation", found.violations, subject)
        yield from _findings("schema-unknown-element", found.warnings, subject)


def _is_product(root: etree._Element) -> bool:
    try:
        entry_for(root, "")
    except ProductError:
        return False
    return True


def _findings(code: str, violations: Iterable[Violation], subject: Subject) -> Iterator[Finding]:
    for violation in violations:
        yield Finding(
            code=code,
            source=str(subject.source),
            line=_line(violation, subject),
            path=violation.path,
            message=violation.message,
        )


def _line(violation: Violation, subject: Subject) -> int:
    """Return the line of a violation; libxml2 cannot count far, but tells the path."""
    root = subject.root
    if violation.line < LAST_LINE or not violation.path or root is None:
        return violation.line
    names = {prefix: name for prefix, name in root.nsmap.items() if prefix}
    try:
        found = root.xpath(violation.path, namespaces=names)
    except etree.XPathError:
        return violation.line
    return subject.line_of(found[0]) if isinstance(found, list) and found else violation.line
