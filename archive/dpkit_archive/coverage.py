"""Where the calibrations of a type are valid: ranges, gaps, overlaps, and who has no range."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import Connection, select

from dpkit.tai import FOREVER, NEVER, format_utc
from dpkit_archive import tables
from dpkit_archive.asof import AsOf, status_as_of
from dpkit_archive.duration import format_duration
from dpkit_archive.explanation import say_selection
from dpkit_archive.heldrange import selection_keys, selects
from dpkit_archive.key import KeyValue
from dpkit_archive.policy import CLOSEST, LATEST_BEFORE
from dpkit_archive.question import (
    Question,
    Wish,
    calibration_entry,
    pose_type,
    standing_ranges,
)
from dpkit_archive.status import WITHOUT_VALIDITY

__all__ = ["Stretch", "ValidityReport", "covered", "read_report"]

RANGE, GAP, OVERLAP, HIDDEN_RANGE, NOT_CERTIFIED, NO_RANGE = (
    "range",
    "gap",
    "overlap",
    "hidden",
    "never certified",
    "without range",
)
"""What a report tells of: in a set, ranges, gaps between them and overlaps; what a set that is
asked earlier hides; products that propose a range and never got one, or have none now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time in a report.

    Attributes
    ----------
    what : {"range", "gap", "overlap", "hidden", "never certified", "without range"}
        What it is.
    calibration_set : str or None
        The set; None for products that have no range in any set that was asked for.
    selection : str
        The selection keys, as a person writes them.
    begin, end : int
        Half-open, nanoseconds of TAI. A calibration of a policy of instants answers from the
        begin to the end; those without range say what they propose.
    id : str or None
        The product; None for a gap.
    version : int or None
        Its version.
    reason : str
        What else there is to say.
    """

    what: str
    calibration_set: str | None
    selection: str
    begin: int
    end: int
    id: str | None = None
    version: int | None = None
    reason: str = ""

    @property
    def is_unbounded(self) -> bool:
        """Whether it has no begin, or no end."""
        return self.begin == NEVER or self.end == FOREVER

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {
            "what": self.what,
            "set": self.calibration_set,
            "selection": self.selection,
            "valid_from": format_utc(self.begin),
            "valid_until": format_utc(self.end),
            "length": None if self.is_unbounded else format_duration(self.end - self.begin),
            "id": self.id,
            "version": self.version,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidityReport:
    """Where the calibrations of a type are valid, and where none is.

    Attributes
    ----------
    product : str
        Name of the type.
    policy : str
        How it is chosen by time.
    event : int
        The last event that counts.
    sets : tuple of str
        The sets, in the order in which they are asked.
    stretches : tuple of Stretch
        By set, selection and time; then products without range.
    """

    product: str
    policy: str
    event: int
    sets: tuple[str, ...]
    stretches: tuple[Stretch, ...]

    def those(self, *what: str) -> list[Stretch]:
        """Return the stretches of some kinds."""
        return [one for one in self.stretches if one.what in what]


def read_report(
    connection: Connection,
    product: str,
    keys: Mapping[str, KeyValue],
    sets: Sequence[str],
    as_of: AsOf | None = None,
) -> ValidityReport:
    """Report on the validity of a type.

    Raises
    ------
    NotFoundError
        There is no such product, key or set.
    ValidityError
        The product has no validity.
    ArchiveError
        A key is none of selection.
    """
    entry = calibration_entry(product)
    wanted = selection_keys(entry.select, entry.name, keys)
    wish = Wish(begin=NEVER, end=NEVER, sets=sets, as_of=as_of)
    question = pose_type(connection, entry, wish)
    stretches: list[Stretch] = []
    earlier: list[dict[str, list[Stretch]]] = []
    for name, number in question.sets.items():
        held = [
            one
            for one in _held(connection, question, name, number)
            if selects(entry.select, wanted, one.selection)
        ]
        found = [one for _, some in groupby(held, _selection) for one in _of_one(question, some)]
        ranges = _by_selection(found)
        stretches += [*found, *_hidden(earlier, ranges)]
        earlier.append(ranges)
    without = [
        one
        for one in _without_range(connection, question)
        if selects(entry.select, wanted, one.selection)
    ]
    return ValidityReport(
        product=entry.name,
        policy=question.policy,
        event=question.last,
        sets=tuple(question.sets),
        stretches=tuple(
            replace(one, selection=say_selection(one.selection)) for one in (*stretches, *without)
        ),
    )


def covered(policy: str, ranges: Sequence[Stretch], most: int | None = None) -> list[Stretch]:
    """Return when each calibration of one selection answers, of a policy of instants, too.

    Parameters
    ----------
    policy : {"valid-at", "latest-before", "closest"}
        How they are chosen.
    ranges : sequence of Stretch
        What they hold, in the order of time.
    most : int, optional
        Largest distance in time, nanoseconds.
    """
    if policy == LATEST_BEFORE:
        ends = [*(one.begin for one in ranges[1:]), FOREVER]
        return [replace(one, end=end) for one, end in zip(ranges, ends, strict=True)]
    if policy != CLOSEST:
        return list(ranges)
    instants = [one.begin for one in ranges]
    # In the middle both are as close, and the later one counts.
    middles = [(first + second + 1) // 2 for first, second in pairwise(instants)]
    begins, ends = [NEVER, *middles], [*middles, FOREVER]
    if most is not None:
        begins = [max(b, at - most) for b, at in zip(begins, instants, strict=True)]
        ends = [min(e, at + most + 1) for e, at in zip(ends, instants, strict=True)]
    return [
        replace(one, begin=begin, end=end)
        for one, begin, end in zip(ranges, begins, ends, strict=True)
    ]


def _selection(one: Stretch) -> str:
    return one.selection


def _held(connection: Connection, question: Question, name: str, number: int) -> list[Stretch]:
    validity = tables.validity.c
    held = standing_ranges(question, [number])
    rows = connection.execute(held.order_by(validity.selection, validity.begin_ns))
    return [
        Stretch(
            what=RANGE,
            calibration_set=name,
            selection=row.selection,
            begin=row.begin_ns,
            end=row.end_ns,
            id=row.id,
            version=row.version,
        )
        for row in rows
    ]


def _of_one(question: Question, held: Iterator[Stretch]) -> Iterator[Stretch]:
    """Yield the ranges of one selection in a set, with the gaps and overlaps between them."""
    ranges = covered(question.policy, list(held), question.most)
    last: Stretch | None = None
    for one in ranges:
        if last is not None and one.begin > last.end:
            yield replace(one, what=GAP, begin=last.end, end=one.begin, id=None, version=None)
        yield one
        if last is not None and one.begin < last.end:
            end = min(one.end, last.end)
            yield replace(one, what=OVERLAP, end=end, reason=f"{last.id} holds it, too")
        if last is None or one.end > last.end:
            last = one


def _hidden(
    earlier: Sequence[Mapping[str, list[Stretch]]], found: Mapping[str, list[Stretch]]
) -> Iterator[Stretch]:
    """Yield what ranges of sets that are asked earlier hide of those of a later one."""
    for ranges in earlier:
        for selection, some in found.items():
            for one, other in _common(some, ranges.get(selection, [])):
                reason = f"{other.id} of set {other.calibration_set!r} answers"
                begin, end = max(one.begin, other.begin), min(one.end, other.end)
                yield replace(one, what=HIDDEN_RANGE, begin=begin, end=end, reason=reason)


def _common(
    first: Sequence[Stretch], second: Sequence[Stretch]
) -> Iterator[tuple[Stretch, Stretch]]:
    """Yield the pairs that overlap of two lists in the order of time."""
    here = there = 0
    while here < len(first) and there < len(second):
        one, other = first[here], second[there]
        if one.begin < other.end and other.begin < one.end:
            yield one, other
        if one.end <= other.end:
            here += 1
        else:
            there += 1


def _by_selection(found: Iterable[Stretch]) -> dict[str, list[Stretch]]:
    ranges: dict[str, list[Stretch]] = {}
    for one in found:
        if one.what == RANGE:
            ranges.setdefault(one.selection, []).append(one)
    return ranges


def _without_range(connection: Connection, question: Question) -> Iterator[Stretch]:
    """Yield the products that propose a range and have none in the sets that were asked for."""
    proposed, product, validity = tables.proposed_validity, tables.product, tables.validity
    sets = list(question.sets.values())
    held = standing_ranges(question, sets).with_only_columns(validity.c.product)
    found = (
        select(
            product.c.number,
            product.c.id,
            product.c.version,
            status_as_of(tables.product, question.event).label("status"),
            proposed.c.selection,
            proposed.c.begin_ns,
            proposed.c.end_ns,
            _last_retired(question, sets).label("retired"),
        )
        .join(product, proposed.c.product == product.c.number)
        .where(
            proposed.c.type == question.type,
            product.c.registered_event <= question.last,
            product.c.number.not_in(held),
        )
        .order_by(proposed.c.selection, proposed.c.begin_ns, product.c.number)
    )
    for row in connection.execute(found):
        never = row.retired is None and row.status not in WITHOUT_VALIDITY
        yield Stretch(
            what=NOT_CERTIFIED if never else NO_RANGE,
            calibration_set=None,
            selection=row.selection,
            begin=row.begin_ns,
            end=row.end_ns,
            id=row.id,
            version=row.version,
            reason=_why(row),
        )


def _why(row: Any) -> str:
    if row.status in WITHOUT_VALIDITY:
        return f"its status is {row.status}"
    if row.retired is not None:
        return f"its range was retired by event {row.retired}"
    return "it proposes a range, which was never certified"


def _last_retired(question: Question, sets: Sequence[int]) -> Any:
    validity, product = tables.validity.c, tables.product.c
    retired = select(validity.retired_event).where(
        validity.product == product.number,
        validity.calibration_set.in_(sets),
        validity.retired_event <= question.last,
    )
    return retired.order_by(validity.retired_event.desc()).limit(1).scalar_subquery()
