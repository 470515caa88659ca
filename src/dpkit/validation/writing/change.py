"""How reports tell in few words that a document was upgraded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dpkit.validation.report import Report

__all__ = ["told_changes"]


def told_changes(report: Report) -> Iterator[str]:
    """Yield a line for each step that changed a document, in the order of the steps.

    What each change was is in the JSON only: the header of one generation is changed in the same
    way in all documents.
    """
    counts: dict[str, Counter[str]] = {}
    for change in report.changes:
        counts.setdefault(change.step, Counter())[change.kind] += 1
    for step, kinds in counts.items():
        said = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
        yield f"changed when read, by {step}: {said} (--format json tells each)"
