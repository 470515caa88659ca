"""The policies by which a calibration is chosen in time."""

from __future__ import annotations

from dpkit.errors import ValidityError
from dpkit.tai import FOREVER, format_utc
from dpkit_archive.period import describe_range
from dpkit_archive.timeline import Held, Timeline

__all__ = ["CLOSEST", "INSTANTS", "LATEST_BEFORE", "VALID_AT", "closest", "find_held", "holds"]

VALID_AT, LATEST_BEFORE, CLOSEST = "valid-at", "latest-before", "closest"

INSTANTS = (LATEST_BEFORE, CLOSEST)
"""The policies whose calibrations have an instant, kept as a range of one nanosecond."""


def find_held(
    policy: str,
    timeline: Timeline,
    calibration_set: int,
    at: int,
    *,
    until: int | None = None,
    asked: int | None = None,
    most: int | None = None,
) -> list[Held]:
    """Return what a set answers by a policy: nothing, or ranges of one product.

    Parameters
    ----------
    policy : {"valid-at", "latest-before", "closest"}
        How to choose.
    timeline : Timeline
        The ranges of the selection.
    calibration_set : int
        Number of the set.
    at : int
        The time.
    until : int, optional
        For ``valid-at``, the end of a span that begins at the time.
    asked : int, optional
        For ``closest``, the time from which the largest distance counts, when it is another one.
    most : int, optional
        For ``closest``, the largest distance in nanoseconds, which itself is allowed.

    Raises
    ------
    ValidityError
        Two products answer.
    """
    if policy == VALID_AT:
        return _valid(timeline, calibration_set, at, until)
    begun = timeline.begun(calibration_set, at)[:1]
    if policy == LATEST_BEFORE:
        return begun
    return closest(
        begun, timeline.coming(calibration_set, at), at, at if asked is None else asked, most
    )


def holds(held: Held, at: int) -> bool:
    """Tell whether a range that has begun has not ended at a time."""
    return held.end > at or held.end == FOREVER


def closest(
    begun: list[Held], coming: list[Held], at: int, asked: int, most: int | None
) -> list[Held]:
    """Return the nearer one of the last and the next instant; of two, the later one.

    It is none when that one is too far away: no other is taken in its place.
    """
    sides = [*coming[:1], *begun[:1]]
    nearest = min(sides, key=lambda one: abs(one.begin - at), default=None)
    if nearest is None or (most is not None and abs(nearest.begin - asked) > most):
        return []
    return [nearest]


def _valid(timeline: Timeline, calibration_set: int, at: int, until: int | None) -> list[Held]:
    found = [one for one in timeline.begun(calibration_set, at) if holds(one, at)]
    if until is not None:
        found += timeline.within(calibration_set, at, until)
    if len({one.id for one in found}) > 1:
        first, second = found[0], next(one for one in found if one.id != found[0].id)
        raise ValidityError(
            f"ambiguous: {first.id} and {second.id} are both valid {_when(at, until)}",
            remedy="ask for one time, as --at does, or give the calibration with --use"
            if until is not None
            else "this cannot come from dpkit: check who writes to the database",
        )
    return found


def _when(at: int, until: int | None) -> str:
    return f"at {format_utc(at)}" if until is None else f"in {describe_range(at, until)}"
