"""Fourth pass: quality flags say what their own rule gives."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from dpkit.binding.door import line_of
from dpkit.errors import ProductError
from dpkit.product.document import select_nodes
from dpkit.product.quality import judge
from dpkit.validation.report import Finding
from dpkit.validation.subject import Subject

__all__ = ["QualityPass"]

_TRUE = {"true", "1"}


class QualityPass:
    """Compute every flag anew and compare its text and ``@flagged``."""

    level = "quality"
    blocking = False

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Yield every flag that is wrong or cannot be computed."""
        document = subject.document
        for path in document.entry.flags:
            for node in select_nodes(document.root, path):
                yield from self._compare(node, path, subject)

    def _compare(self, node: etree._Element, path: str, subject: Subject) -> Iterator[Finding]:
        source, line = str(subject.source), line_of(node)
        try:
            verdict = judge(node, subject.document.root)
        except ProductError as error:
            yield Finding(
                code="flag-unusable", source=source, line=line, path=path, message=error.message
            )
            return
        said = {"text": node.text or "", "@flagged": node.get("flagged", "")}
        for where, text in said.items():
            if (text.strip() in _TRUE) != verdict.flagged:
                yield Finding(
                    code="flag-wrong",
                    source=source,
                    line=line,
                    path=path,
                    value=text.strip(),
                    message=f"{where} is {text.strip()} but values {list(verdict.values)} and "
                    f"limits {list(verdict.limits)} give {str(verdict.flagged).lower()}",
                )
