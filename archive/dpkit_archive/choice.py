"""The answer to which calibration holds at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dpkit.tai import format_utc
from dpkit_archive.key import KeyValue
from dpkit_archive.policy import INSTANTS
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

    def to_dict(self) -> dict[str, Any]:
        """Return the candidate ready for JSON."""
        return {
            "id": self.id,
            "version": self.version,
            "valid_from": format_utc(self.begin),
            "valid_until": format_utc(self.end),
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationChoice:
    """The answer to which calibration holds at a time, with all that was asked.

    The same question, asked as of the same event, has the same answer for ever.

    Attributes
    ----------
    product : str
        Name of the type that was asked for.
    keys : mapping of str to int or str
        The selection keys.
    at, until : int, and int or None
        The time, nanoseconds of TAI; the end of a span, or None.
    asked, night : int, and float or None
        The time that was asked for, and the east longitude of the telescope when the time is that
        of its night.
    sets : tuple of str
        The sets that were asked, in their order.
    policy : str
        How calibrations of the type are chosen by time.
    max_distance : int or None
        The largest distance in time that was allowed, nanoseconds.
    event : int
        Number of the event as of which it was chosen: the last one, unless an earlier one was
        asked for.
    chosen : ProductRow or None
        The calibration.
    begin, end : int or None
        Its half-open range, nanoseconds of TAI; for policies of instants, the instant and the
        nanosecond after it. None for what has no range that answers.
    calibration_set : str or None
        The set that answered.
    given : bool
        Whether the user gave the calibration.
    reason : str
        Why this one, or why none.
    warnings : tuple of str
        What the user must know of a calibration that was given.
    near_misses : tuple of Candidate
        For no answer: the nearest range before and the nearest after.
    rejected : tuple of Candidate
        Calibrations that claim the time, and why they do not count.
    """

    product: str
    keys: Mapping[str, KeyValue] = field(default_factory=dict)
    at: int
    until: int | None = None
    asked: int
    night: float | None = None
    sets: tuple[str, ...] = ()
    policy: str
    max_distance: int | None = None
    event: int
    chosen: ProductRow | None
    begin: int | None = None
    end: int | None = None
    calibration_set: str | None = None
    given: bool = False
    reason: str
    warnings: tuple[str, ...] = ()
    near_misses: tuple[Candidate, ...] = ()
    rejected: tuple[Candidate, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the choice ready for JSON, as the provenance of what is made with it."""
        return {
            **self.question(),
            "chosen": None if self.chosen is None else self.chosen.to_dict(),
            **self.answer(),
        }

    def question(self) -> dict[str, Any]:
        """Return what was asked, ready for JSON."""
        return {
            "asked_for": self.product,
            "asked_keys": dict(self.keys),
            "at": format_utc(self.at),
            "until": _time(self.until),
            "asked": format_utc(self.asked),
            "night": self.night,
            "sets": list(self.sets),
            "policy": self.policy,
            "max_distance_ns": self.max_distance,
            "event": self.event,
        }

    def answer(self) -> dict[str, Any]:
        """Return all of the answer but the row of the product, ready for JSON.

        A calibration of a policy of instants is valid from its instant; it has no end of its own.
        """
        return {
            "valid_from": _time(self.begin),
            "valid_until": None if self.policy in INSTANTS else _time(self.end),
            "set": self.calibration_set,
            "given": self.given,
            "reason": self.reason,
            "warnings": list(self.warnings),
            "near_misses": [one.to_dict() for one in self.near_misses],
            "rejected": [one.to_dict() for one in self.rejected],
        }


def _time(instant: int | None) -> str | None:
    return None if instant is None else format_utc(instant)
