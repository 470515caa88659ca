"""Faults of an archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dpkit.validation.report import printable
from dpkit_archive.health.code import FAULTS

__all__ = ["Fault"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is not as it must be.

    Attributes
    ----------
    code : str
        Stable name of the kind of fault.
    place : str
        Path, product, table or index that has it.
    message : str
        What was found there.
    subject : str
        What a repair knows the place by.
    """

    code: str
    place: str
    message: str
    subject: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", printable(self.place))
        object.__setattr__(self, "message", " ".join(printable(self.message).split()))

    def __str__(self) -> str:
        """Return place, message, code and remedy on one line."""
        text = f"{self.place}: {self.message} [{self.code}] ({FAULTS[self.code].remedy})"
        return " ".join(text.split())

    def to_dict(self) -> dict[str, Any]:
        """Return the fault ready for JSON."""
        said = FAULTS[self.code]
        return {
            "code": self.code,
            "place": self.place,
            "message": self.message,
            "remedy": said.remedy,
            "repair": said.mend or None,
            "subject": self.subject,
        }
