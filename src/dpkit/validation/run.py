"""Run the passes of validation over a document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dpkit.errors import NotFoundError
from dpkit.product.document import Document
from dpkit.product.product import Product
from dpkit.schema.dictionary import near_names
from dpkit.validation.files import FilesPass
from dpkit.validation.format import FormatPass
from dpkit.validation.headers import HeadersPass
from dpkit.validation.quality import QualityPass
from dpkit.validation.report import Report
from dpkit.validation.rules import RulesPass
from dpkit.validation.schema import SchemaPass
from dpkit.validation.subject import Pass, Subject
from dpkit.validation.wellformed import WellFormedPass

__all__ = ["LEVELS", "validate"]

_PASSES: tuple[Pass, ...] = (
    WellFormedPass(),
    SchemaPass(),
    RulesPass(),
    QualityPass(),
    FilesPass(),
    FormatPass(),
    HeadersPass(),
)

_OF_READING = (WellFormedPass.level, SchemaPass.level)
"""Levels that a document has passed when it could be read."""

LEVELS = tuple(one.level for one in _PASSES)
"""The levels of validation, in the order in which they are run."""


def validate(
    source: str | Path | Product[Any] | Document,
    level: str | None = None,
    *,
    lenient: bool = False,
) -> Report:
    """Validate a product that was written, and its files.

    Parameters
    ----------
    source : str, Path, Product or Document
        The document, or a product that was read or written. A `Document` was validated against
        its schema when it was read; it is judged as it is, without reading it again.
    level : str, optional
        Last level to run, one of `LEVELS`; all by default.
    lenient : bool
        Leave out elements that the schema does not know, with a warning each.

    Returns
    -------
    Report
        Never raises for a bad product; a missing document is a finding, too.

    Raises
    ------
    NotFoundError
        There is no such level.

    Examples
    --------
    ``validate("cal.xml", level="rules").ok``
    """
    if level is not None and level not in LEVELS:
        raise NotFoundError(
            f"no level is named {level!r}", remedy=near_names(level, LEVELS, "level")
        )
    subject = _subject(source)
    subject.lenient = lenient
    report = Report(source=subject.source)
    for one in _passes(source, level):
        report.level = one.level
        found = list(one.findings(subject))
        report.findings += found
        if one.blocking and any(finding.severity == "error" for finding in found):
            break
    if subject.entry is not None and subject.root is not None:
        report.product = subject.entry.name
        report.id = subject.document.role("id") or ""
    return report


def _passes(source: object, level: str | None) -> tuple[Pass, ...]:
    wanted = _PASSES if level is None else _PASSES[: LEVELS.index(level) + 1]
    read = _OF_READING if isinstance(source, Document) else ()
    return tuple(one for one in wanted if one.level not in read)


def _subject(source: str | Path | Product[Any] | Document) -> Subject:
    if isinstance(source, Document):
        return Subject(
            source=source.source,
            data=source.data,
            root=source.root,
            entry=source.entry,
            changes=source.changes,
        )
    if not isinstance(source, Product):
        return Subject(source=Path(source))
    if source.source is None:
        raise NotFoundError("the product was not written yet", remedy="write it first")
    return Subject(source=source.source)
