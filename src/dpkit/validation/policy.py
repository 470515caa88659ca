"""What counts: findings that are ignored or only warned of, and what makes a run fail."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dpkit.validation.code import require_code
from dpkit.validation.report import Report

__all__ = ["Policy", "apply_policy", "fails"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How findings are taken.

    Attributes
    ----------
    ignored, warned : tuple of str
        Codes that are left out, and those that are warnings at most.
    fail_on : {"error", "warning"}
        The least severe finding that makes a product fail.

    Raises
    ------
    NotFoundError
        There is no such code; names the nearest ones.
    """

    ignored: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    fail_on: str = "error"

    def __post_init__(self) -> None:
        for code in (*self.ignored, *self.warned):
            require_code(code)


def apply_policy(report: Report, policy: Policy) -> Report:
    """Return a report without what is ignored, and with warnings where no more is wanted."""
    findings = [
        replace(finding, severity="warning") if finding.code in policy.warned else finding
        for finding in report.findings
        if finding.code not in policy.ignored
    ]
    return replace(report, findings=findings)


def fails(report: Report, policy: Policy) -> bool:
    """Tell whether a product fails."""
    return not report.ok or (policy.fail_on == "warning" and bool(report.warnings))
