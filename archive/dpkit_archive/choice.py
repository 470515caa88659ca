"""The answer to which calibration holds at a time."""

from __future__ import annotations

from dataclasses import dataclass

from dpkit_archive.row import ProductRow

__all__ = ["CalibrationChoice", "Candidate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A calibration that was not chosen, its range, and the reason."""

    id: str
    version: int
    begin: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationChoice:
    """The answer to which calibration holds at a time.

    Attributes
    ----------
    chosen : ProductRow or None
        The calibration.
    begin, end : int or None
        Its half-open range, nanoseconds of TAI.
    calibration_set : str or None
        The set that answered.
    reason : str
        Why this one, or why none.
    near_misses : tuple of Candidate
        For no answer: the nearest range before and the nearest after.
    rejected : tuple of Candidate
        Calibrations whose documents claim the time, and why they do not count.
    """

    chosen: ProductRow | None
    begin: int | None = None
    end: int | None = None
    calibration_set: str | None = None
    reason: str
    near_misses: tuple[Candidate, ...] = ()
    rejected: tuple[Candidate, ...] = ()
