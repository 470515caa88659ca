"""Fourth pass: quality flags say what their own rule gives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from dpkit.errors import ProductError
from dpkit.product.document import select_nodes
from dpkit.product.quality import Judgement, judge, select_flagged
from dpkit.validation.report import Finding
from dpkit.validation.subject import Subject

__all__ = ["QualityPass"]

_TRUE = {"true", "1"}
_NAME = r"(?:[^\W\d][\w.-]*:)?[^\W\d][\w.-]*"
_CONDITION = rf"(?:\d+|(?:@?{_NAME}|local-name\(\))\s*=\s*(?:'[^']*'|\"[^\"]*\"))"
_STEP = rf"@?(?:\*|{_NAME})(?:\[{_CONDITION}\])?"
_PLAIN = re.compile(rf"(?://?)?{_STEP}(?:/{_STEP})*(?:/text\(\))?")
"""Paths that are evaluated in a time that grows no faster than the document."""
_LONGEST = 500
"""Characters of an xpath that a document gives."""
_WORK = 5_000_000_000
"""Bytes looked at for all xpaths that a document gives: each may look at all of it."""
_SHOWN = 5


class QualityPass:
    """Compute every flag anew and compare its text and ``@flagged``."""

    level = "quality"
    blocking = False

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield every flag that is wrong or cannot be computed."""
        document = subject.document
        for path in document.entry.flags:
            for node in select_nodes(document.root, path):
                yield from _Flag(node, path, subject).compare()
        left = _WORK // (len(document.data) or 1)
        for path in document.entry.open_flags:
            for node in select_nodes(document.root, path):
                left -= 1
                yield from _Flag(node, path, subject).compare_open(affordable=left >= 0)


class _Flag:
    """A quality flag of a document."""

    def __init__(self, node: etree._Element, path: str, subject: Subject) -> None:
        self.node, self.path, self.subject = node, path, subject

    def compare_open(self, *, affordable: bool) -> Iterator[Finding]:
        """Yield what is wrong with a flag whose xpath the document gives: it may be anything."""
        xpath, root = self.node.get("xpath", "").strip(), self.subject.document.root
        if len(xpath) > _LONGEST or not affordable:
            yield self._found("flag-xpath-costly", f"xpath {xpath!r} is not evaluated", xpath)
            return
        try:
            etree.XPath(xpath)
            if _PLAIN.fullmatch(xpath) is None:
                yield self._found("flag-xpath-costly", f"xpath {xpath!r} is no plain path", xpath)
                return
            selected = select_flagged(self.node, root)
        except (etree.XPathError, ProductError) as error:
            yield self._found("flag-xpath-invalid", f"xpath {xpath!r}: {error}", xpath)
            return
        if not selected:
            yield self._found("flag-selects-nothing", f"xpath {xpath!r} selects nothing", xpath)
        yield from self.compare()

    def compare(self) -> Iterator[Finding]:
        """Yield what text and attribute say wrongly."""
        try:
            verdict = judge(self.node, self.subject.document.root)
        except ProductError as error:
            yield self._found("flag-no-number", error.message)
            return
        said = {"text": self.node.text or "", "@flagged": self.node.get("flagged", "")}
        for where, text in said.items():
            if (text.strip() in _TRUE) != verdict.flagged:
                yield self._found(
                    "flag-wrong", f"{where} is {text.strip()} but {_reason(verdict)}", text.strip()
                )

    def _found(self, code: str, message: str, value: str = "") -> Finding:
        return Finding(
            code=code,
            source=str(self.subject.source),
            line=self.subject.line_of(self.node),
            path=self.path,
            value=value,
            message=message,
        )


def _reason(verdict: Judgement) -> str:
    values = ", ".join(map(repr, verdict.values[:_SHOWN]))
    more = ", ..." if len(verdict.values) > _SHOWN else ""
    low, high = verdict.limits
    return (
        f"values [{values}{more}] and limits [{low!r}, {high!r}] "
        f"give {str(verdict.flagged).lower()}"
    )
