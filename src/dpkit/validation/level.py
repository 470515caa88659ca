"""The levels of validation: one pass each, run in order."""

from __future__ import annotations

from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import near_names
from dpkit.validation.fact import fill_facts
from dpkit.validation.files import FilesPass
from dpkit.validation.format import FormatPass
from dpkit.validation.headers import HeadersPass
from dpkit.validation.quality import QualityPass
from dpkit.validation.references import ReferencesPass
from dpkit.validation.report import Finding, Report
from dpkit.validation.rules import RulesPass
from dpkit.validation.schema import SchemaPass
from dpkit.validation.subject import Pass, Subject
from dpkit.validation.wellformed import WellFormedPass

__all__ = ["LEVELS", "last_level", "run_passes"]

MOST = 1000
"""Findings of one severity that a level tells of one document; as many changes are told."""

_PASSES: tuple[Pass, ...] = (
    WellFormedPass(),
    SchemaPass(),
    RulesPass(),
    QualityPass(),
    FilesPass(),
    FormatPass(),
    HeadersPass(),
    ReferencesPass(),
)

_READ = 2
"""How many passes a document has passed when it could be read."""

LEVELS = tuple(one.level for one in _PASSES)
"""The levels of validation, in the order in which they are run."""


def last_level(level: str | None, *, archive: bool) -> str:
    """Return the last level to run; references are looked up only in an archive.

    Raises
    ------
    NotFoundError
        There is no such level, or it needs an archive.
    """
    if level is None:
        return LEVELS[-1 if archive else -2]
    if level not in LEVELS:
        raise NotFoundError(
            f"no level is named {level!r}", remedy=near_names(level, LEVELS, "level")
        )
    if level == ReferencesPass.level and not archive:
        raise NotFoundError(
            f"level {level!r} needs an archive", remedy="give the archive to look references up in"
        )
    return level


def run_passes(subject: Subject, level: str, *, facts: bool = True, read: bool = False) -> Report:
    """Run the passes up to a level; one that blocks ends the run when it finds an error.

    What the document says of itself is told when it is asked for, or when there are findings or
    changes. With `read`, the document was parsed and validated before, and is not again.
    """
    report = Report(source=subject.source, level=level)
    for one in _PASSES[_READ:] if read else _PASSES:
        report.level = one.level
        found = _limited(one, subject)
        report.findings += found
        if subject.cut:
            report.cut.append(one.level)
            subject.cut = False
        unfit = bool(found) and any(finding.severity == "error" for finding in found)
        if (unfit and one.blocking) or one.level == level:
            break
    report.files, report.changes = subject.files, subject.changes[:MOST]
    if len(subject.changes) > MOST and SchemaPass.level not in report.cut:
        report.cut.append(SchemaPass.level)
    told = facts or report.findings or report.changes
    if told and subject.entry is not None:
        fill_facts(report, subject.document)
    return report


def _limited(one: Pass, subject: Subject) -> list[Finding]:
    kept: list[Finding] = []
    counts = {"error": 0, "warning": 0}
    for finding in one.findings(subject):
        counts[finding.severity] += 1
        if counts[finding.severity] <= MOST:
            kept.append(finding)
            continue
        subject.cut = True
        if finding.severity == "error":
            break
    return kept
