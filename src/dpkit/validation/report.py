"""What validation found: findings, and the report that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dpkit.errors import ProductError
from dpkit.schema.upgrade.change import Change
from dpkit.validation.code import CODES

__all__ = ["Finding", "Report", "printable", "shortened"]

_LONGEST = 500
"""Characters of a message or value; what a document says may be of any length."""
_COLUMNS = ("id", "product", "version", "status", "dataset", "created", "document")
_OWN = (*_COLUMNS, "level", "ok", "cut", "failure", "changes", "findings")


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
        Whether the product is unfit or only odd; by default as the code says.
    remedy : str
        What to do; by default as the code says.
    """

    code: str
    message: str
    source: str
    line: int = 0
    path: str = ""
    value: str = ""
    severity: str = ""
    remedy: str = ""

    def __post_init__(self) -> None:
        said = CODES[self.code]
        texts = {
            "severity": self.severity or said.severity,
            "remedy": shortened(self.remedy or said.remedy),
            "message": shortened(self.message),
            "value": shortened(self.value),
            "path": shortened(self.path),
            "source": printable(self.source),
        }
        for name, text in texts.items():
            object.__setattr__(self, name, text)

    @property
    def level(self) -> str:
        """Level of validation that finds such things."""
        return CODES[self.code].level

    def __str__(self) -> str:
        """Return place, code, message and remedy on one line."""
        line = f":{self.line}" if self.line else ""
        path = f" {self.path}" if self.path else ""
        text = f"{self.source}{line}:{path} {self.message} [{self.code}] ({self.remedy})"
        return " ".join(text.split())

    def to_dict(self) -> dict[str, Any]:
        """Return the finding ready for JSON."""
        return {"code": self.code, "level": self.level, **asdict(self)}


def _plain(change: Change) -> dict[str, str]:
    """Return a change ready for JSON; what was left out may be of any length."""
    return {name: shortened(text) for name, text in asdict(change).items()}


def shortened(text: str) -> str:
    """Return printable text, without its end where nobody would read that far."""
    text = printable(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def printable(text: str | Path) -> str:
    """Return text that any terminal and file can hold, whatever bytes a name is made of."""
    return str(text).encode("utf-8", "backslashreplace").decode()


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
    status, dataset, created : str or None
        What the document says of itself.
    keys : mapping
        Its values of the declared keys, a list for a key that repeats.
    cut : list of str
        Levels that found more than is listed.
    files : mapping
        Time of change in nanoseconds and size of each file that was looked at; None for one that
        is not there.
    failure : str
        Where validation itself failed, by a fault of dpkit: why.
    changes : tuple of Change
        What reading changed in an older document before it was judged. It is no finding: nothing
        is wrong with a document of an older version.
    """

    source: Path
    product: str = ""
    id: str = ""
    level: str = ""
    findings: list[Finding] = field(default_factory=list)
    status: str | None = None
    dataset: str | None = None
    created: str | None = None
    keys: Mapping[str, Any] = field(default_factory=dict)
    cut: list[str] = field(default_factory=list)
    files: Mapping[Path, tuple[int, int] | None] = field(default_factory=dict)
    failure: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def errors(self) -> list[Finding]:
        """The findings that make the product unfit."""
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def warnings(self) -> list[Finding]:
        """The findings that are only odd."""
        return [finding for finding in self.findings if finding.severity == "warning"]

    @property
    def ok(self) -> bool:
        """Whether nothing makes the product unfit."""
        return not self.errors and not self.failure

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
            remedy=first.remedy,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the report ready for JSON; it begins like a row of an archive.

        The version is that of a product in an archive, so it is always null.
        """
        return {
            "id": self.id or None,
            "product": self.product or None,
            "version": None,
            "status": self.status,
            "dataset": self.dataset,
            "created": self.created,
            "document": printable(self.source),
            **{name: value for name, value in self.keys.items() if name not in _OWN},
            "level": self.level,
            "ok": self.ok,
            "cut": list(self.cut),
            "failure": self.failure or None,
            "changes": [_plain(change) for change in self.changes],
            "findings": [finding.to_dict() for finding in self.findings],
        }

    @classmethod
    def from_dict(cls, said: Mapping[str, Any], source: Path) -> Report:
        """Return the report of a document from what `to_dict` returned."""
        findings = [{k: v for k, v in one.items() if k != "level"} for one in said["findings"]]
        return cls(
            source=source,
            product=said["product"] or "",
            id=said["id"] or "",
            level=said["level"],
            findings=[Finding(**one) for one in findings],
            status=said["status"],
            dataset=said["dataset"],
            created=said["created"],
            keys={name: value for name, value in said.items() if name not in _OWN},
            cut=list(said["cut"]),
            failure=said["failure"] or "",
            changes=tuple(Change(**one) for one in said["changes"]),
        )
