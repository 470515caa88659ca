"""Reports as a product: one document that says what a run of validation found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from dpkit.binding.access import attribute_class
from dpkit.product.creation import new
from dpkit.product.writing import write
from dpkit.schema.dictionary import product_entry
from dpkit.validation.policy import Policy, fails
from dpkit.validation.report import Finding, Report, printable

__all__ = ["PRODUCT", "ResultWriter"]

PRODUCT = "DpdValidationResult"
MOST = 10_000
"""Findings that the product lists; all are counted."""


class ResultWriter:
    """Writes a product with the verdict, the counts by code, and the findings.

    Parameters
    ----------
    folder : Path
        Where to write it.
    level : str
        Last level that is run.
    policy : Policy
        Tells what fails.
    software : tuple of str
        Name and version of the software that validates.

    Raises
    ------
    NotFoundError
        No schema package declares the product.
    """

    def __init__(self, folder: Path, level: str, policy: Policy, software: tuple[str, str]) -> None:
        self._folder, self._level, self._policy, self._software = folder, level, policy, software
        self._class = product_entry(PRODUCT).load_class()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._findings: list[tuple[Report, Finding]] = []
        self._documents = self._failed = 0
        self.document: Path | None = None

    def write(self, report: Report) -> None:
        """Count a report, and keep its findings while there is room."""
        self._documents += 1
        self._failed += fails(report, self._policy)
        for finding in report.findings:
            self._counts[finding.code, finding.severity] += 1
            if len(self._findings) < MOST:
                self._findings.append((report, finding))

    def close(self) -> None:
        """Write the product."""
        data = attribute_class(self._class, "data")
        product = new(self._class, data=data(**self._values(data)), software=self._software)
        self.document = write(product, self._folder)

    def _values(self, data: type[Any]) -> dict[str, Any]:
        counts, findings = (attribute_class(data, f"{part}_list") for part in ("code", "finding"))
        count, finding = attribute_class(counts, "code"), attribute_class(findings, "finding")
        result = attribute_class(data, "result")
        fail_on = attribute_class(data, "fail_on")
        return {
            "result": result("FAILED" if self._failed else "PASSED"),
            "level": self._level,
            "fail_on": fail_on(self._policy.fail_on),
            "documents": self._documents,
            "failed": self._failed,
            "listed": len(self._findings),
            "found": self._counts.total(),
            "code_list": counts(
                code=[
                    count(name=code, severity=fail_on(severity), count=number)
                    for (code, severity), number in sorted(self._counts.items())
                ]
            ),
            "finding_list": findings(
                finding=[
                    finding(**_plain(report, one), severity=fail_on(one.severity))
                    for report, one in self._findings
                ]
            ),
        }


def _plain(report: Report, finding: Finding) -> dict[str, Any]:
    """Return the texts of a finding; those that are empty are left out."""
    texts = {
        "document": printable(report.source),
        "product_id": report.id,
        "product_type": report.product,
        "code": finding.code,
        "source": finding.source,
        "path": finding.path,
        "value": finding.value,
        "message": finding.message,
        "remedy": finding.remedy,
    }
    return {
        "line": finding.line or None,
        **{name: _clean(text) for name, text in texts.items() if text},
    }


def _clean(text: str) -> str:
    """Replace characters that XML cannot hold, and fold white space."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
