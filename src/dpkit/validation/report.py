"""What validation found: findings, and the report that holds them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dpkit.errors import ProductError
from dpkit.validation.code import CODES

__all__ = ["Finding", "Report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong.

    Attributes
    ----------
    code : str
        Stable name of the kind of finding.
    message : str
        What is wrong.
    source : str
        The document or file.
    line : int
        Line of the document; 0 when there is none.
    path : str
        Path in the document, or place in the file.
    value : str
        The value that is wrong.
    severity : {"error", "warning"}
        Whether the product is unfit or only odd.
    remedy : str
        What to do.
    """

    code: str
    message: str
    source: str
    line: int = 0
    path: str = ""
    value: str = ""
    severity: str = "error"
    remedy: str = ""

    @property
    def level(self) -> str:
        """Level of validation that finds such things."""
        return CODES[self.code].level

    def __str__(self) -> str:
        """Return place, code, message and remedy on one line."""
        line = f":{self.line}" if self.line else ""
        path = f" {self.path}" if self.path else ""
        remedy = self.remedy or CODES[self.code].remedy
        return f"{self.source}{line}:{path} {self.message} [{self.code}] ({remedy})"

    def to_dict(self) -> dict[str, Any]:
        """Return the finding ready for JSON."""
        said = asdict(self)
        return said | {"level": self.level, "remedy": self.remedy or CODES[self.code].remedy}


@dataclass(slots=True, kw_only=True)
class Report:
    """All findings on one product.

    Attributes
    ----------
    source : Path
        The document.
    product : str
        Type of the product; empty when it is not known.
    id : str
        Id of the product; empty when it is not known.
    level : str
        The last level that was run.
    findings : list of Finding
        In the order of the levels.
    """

    source: Path
    product: str = ""
    id: str = ""
    level: str = ""
    findings: list[Finding] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        """The findings that make the product unfit."""
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def ok(self) -> bool:
        """Whether nothing makes the product unfit."""
        return not self.errors

    def refusal(self) -> ProductError:
        """Return the error that says the first thing that makes the product unfit.

        Only for a report that is not ok.
        """
        first, *others = self.errors
        line = f":{first.line}" if first.line else ""
        path = f": {first.path}" if first.path else ""
        more = f"; and {len(others)} more, which `dpkit validate` lists" if others else ""
        return ProductError(
            f"is not valid: {first.message} [{first.code}]{more}",
            place=f"{first.source}{line}{path}",
            remedy=first.remedy or CODES[first.code].remedy,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the report ready for JSON."""
        return {
            "source": str(self.source),
            "product": self.product,
            "id": self.id,
            "level": self.level,
            "ok": self.ok,
            "findings": [finding.to_dict() for finding in self.findings],
        }
