"""What all writers of reports do."""

from __future__ import annotations

from typing import Protocol

from dpkit.validation.report import Report

__all__ = ["ReportWriter"]


class ReportWriter(Protocol):
    """Takes reports one by one, and holds no more than it must."""

    def write(self, report: Report) -> None:
        """Take a report."""
        ...

    def close(self) -> None:
        """Write what comes at the end."""
        ...
