"""Reports as text: one line per finding, grouped by document, with a summary by code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import click

from dpkit.validation.code import CODES
from dpkit.validation.report import Report, printable, shortened
from dpkit.validation.writing.change import told_changes

__all__ = ["TextWriter"]

_COLOURS = {"error": "red", "warning": "yellow"}


class TextWriter:
    """Writes lines; documents without findings or changes are passed over.

    Parameters
    ----------
    echo : callable
        Writes a line, and drops its colours where they cannot be shown.
    """

    def __init__(self, echo: Callable[[str], object] = click.echo) -> None:
        self._echo = echo
        self._counts: Counter[tuple[str, str]] = Counter()

    def write(self, report: Report) -> None:
        """Write the document and, below, how it was upgraded, and each finding."""
        if report.ok and not (report.findings or report.changes):
            return
        name = click.style(" ".join(printable(report.source).split()), bold=True)
        self._echo(f"{name} {report.product} {shortened(report.id)}".rstrip())
        for line in told_changes(report):
            self._echo(f"  {line}")
        for finding in report.findings:
            self._counts[finding.code, finding.severity] += 1
            severity = click.style(finding.severity, fg=_COLOURS[finding.severity])
            self._echo(f"  {severity}: {finding}")
        if report.cut:
            self._echo(f"  and more, of level {', '.join(report.cut)}")
        if report.failure:
            failure = " ".join(printable(report.failure).split())
            self._echo(f"  {click.style('failure', fg='magenta')}: {failure} (a fault of dpkit)")

    def close(self) -> None:
        """Write how often each code was found."""
        if self._counts:
            self._echo("\nfindings by code")
        for (code, severity), count in sorted(self._counts.items()):
            self._echo(f"{count:7d}  {severity:7}  {code:24}  {CODES[code].meaning}")
