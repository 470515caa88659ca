"""Second pass: the document is a product and follows its schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from lxml import etree

from dpkit.binding.conformance import LARGE, MOST
from dpkit.binding.door import Violation, bind, line_of
from dpkit.binding.nil import is_nil
from dpkit.binding.unheld import may_be_unheld, unheld_values
from dpkit.errors import ProductError
from dpkit.schema.dictionary import ProductEntry, product_entry
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
        """Yield every violation with its line and path, and values that cannot be read."""
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
        if not found.violations and _may_be_unreadable(found.root, found.entry, data or b""):
            yield from _unheld(found.root, found.entry, subject)


def _may_be_unreadable(root: etree._Element, entry: ProductEntry, data: bytes) -> bool:
    return may_be_unheld(data) or is_nil(root) or _has_odd_types(entry.name)


@cache
def _has_odd_types(product: str) -> bool:
    """Tell whether a product has types of which libxml2 takes more texts than can be read."""
    types = str(product_entry(product).types)
    return "xs:base64Binary" in types or "xs:duration" in types


def _unheld(root: etree._Element, entry: ProductEntry, subject: Subject) -> Iterator[Finding]:
    """Yield the values that keep a valid document from being read."""
    code, source, cls = "schema-value-unheld", str(subject.source), entry.load_class()
    try:
        bind(root, cls)
    except ProductError as error:
        values = [
            Finding(
                code=code,
                source=source,
                line=one.line,
                path=one.path,
                value=one.value,
                message=str(one),
            )
            for one in islice(unheld_values(root, cls), MOST)
        ]
        line, remedy = line_of(root), error.remedy
        whole = Finding(code=code, source=source, line=line, message=error.message, remedy=remedy)
        yield from values or [whole]


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
