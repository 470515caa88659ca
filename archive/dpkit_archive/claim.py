"""What is asked of those who grant validity: which products, for when, and how."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Claim", "GrantOrder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A product that is to be valid, and for when.

    Attributes
    ----------
    id : str
        Its id.
    begin, end : int or None
        Its half-open range, nanoseconds of TAI; None for the bound that its document proposes.
        Calibrations of a policy of instants have a begin only.
    """

    id: str
    begin: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantOrder:
    """How to grant or take back validity: in which set, for when, why, and who does it."""

    calibration_set: str | None = None
    begin: int | None = None
    end: int | None = None
    reason: str | None = None
    actor: str
    create_set: bool = False
    rehearsal: bool = False
