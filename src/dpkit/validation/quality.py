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
        root = document.root
        for path in document.entry.flags:
            for node in select_nodes(root, path):
                for code, message, value in _compare(node, root):
                    yield _finding(subject, node, path, code, message, value)
        left = _WORK // (len(document.data) or 1)
        for path in document.entry.open_flags:
            for node in select_nodes(root, path):
                left -= 1
                for code, message in _compare_open(node, root, affordable=left >= 0):
                    yield _finding(subject, node, path, code, message, node.get("xpath", ""))


def _finding(
    subject: Subject, node: etree._Element, path: str, code: str, message: str, value: str
) -> Finding:
    return Finding(
        code=code,
        source=str(subject.source),
        line=subject.line_of(node),
        path=path,
        value=value,
        message=message,
    )


def _compare_open(
    node: etree._Element, root: etree._Element, *, affordable: bool
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a flag whose xpath the document gives: it may be anything."""
    xpath = node.get("xpath", "").strip()
    if len(xpath) > _LONGEST or not affordable:
        yield "flag-xpath-costly", f"xpath {xpath!r} is not evaluated"
        return
    try:
        etree.XPath(xpath)
        if _PLAIN.fullmatch(xpath) is None:
            yield "flag-xpath-costly", f"xpath {xpath!r} is no plain path"
            return
        selected = select_flagged(node, root)
    except (etree.XPathError, ProductError) as error:
        yield "flag-xpath-invalid", f"xpath {xpath!r}: {error}"
        return
    if not selected:
        yield "flag-selects-nothing", f"xpath {xpath!r} selects nothing"
    for code, message, _ in _compare(node, root):
        yield code, message


def _compare(node: etree._Element, root: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Yield what text and attribute of a flag say wrongly."""
    try:
        verdict = judge(node, root)
    except ProductError as error:
        yield "flag-no-number", error.message, ""
        return
    for where, text in (("text", node.text or ""), ("@flagged", node.get("flagged", ""))):
        if (text.strip() in _TRUE) != verdict.flagged:
            yield "flag-wrong", f"{where} is {text.strip()} but {_reason(verdict)}", text.strip()


def _reason(verdict: Judgement) -> str:
    values = ", ".join(map(repr, verdict.values[:_SHOWN]))
    more = ", ..." if len(verdict.values) > _SHOWN else ""
    low, high = verdict.limits
    return (
        f"values [{values}{more}] and limits [{low!r}, {high!r}] "
        f"give {str(verdict.flagged).lower()}"
    )
