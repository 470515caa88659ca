"""Explain why no calibration holds at a time, and why those that claim the time do not count."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from dpkit.tai import FOREVER, NEVER, format_utc
from dpkit_archive import tables
from dpkit_archive.asof import status_as_of
from dpkit_archive.choice import Candidate
from dpkit_archive.duration import format_duration
from dpkit_archive.period import describe_range
from dpkit_archive.policy import CLOSEST, INSTANTS, LATEST_BEFORE, VALID_AT
from dpkit_archive.question import Question, standing_ranges
from dpkit_archive.status import WITHOUT_VALIDITY
from dpkit_archive.timeline import Held

__all__ = ["explain_nothing", "rejected", "say_selection"]

_MOST = 20
_SIDES = {True: "after the last range", False: "before the first range"}


def explain_nothing(
    connection: Connection, question: Question
) -> tuple[str, tuple[Candidate, ...]]:
    """Say why a question has no answer, with the nearest ranges around its time."""
    near = _near_misses(connection, question)
    if near:
        return _gap(question, near), tuple(near)
    name, sets = question.entry.name, ", ".join(question.sets)
    wanted = say_selection(question.selection)
    stored = _count(connection, question)
    if stored == 0:
        return f"no {name} is registered", ()
    others = connection.scalars(
        standing_ranges(question, list(question.sets.values()))
        .with_only_columns(tables.validity.c.selection)
        .distinct()
        .order_by(tables.validity.c.selection)
        .limit(_MOST)
    ).all()
    if others:
        has = "; ".join(say_selection(selection) for selection in others)
        return f"no {name} for {wanted} in set {sets}; there are ranges for {has}", ()
    return (
        f"none of the {stored} {name} has a range in set {sets}{_elsewhere(connection, question)}",
        (),
    )


def rejected(
    connection: Connection, question: Question, answers: Mapping[str, Held]
) -> tuple[Candidate, ...]:
    """Return the calibrations that claim the time, with why they do not count.

    Parameters
    ----------
    connection : Connection
        The archive.
    question : Question
        What was asked.
    answers : mapping of str to Held
        What each set answers; the first one was chosen.
    """
    chosen = next(iter(answers.values()), None)
    window = _window(question, chosen)
    found: dict[str, Candidate] = {}
    for one in (
        *_later_sets(answers),
        *_other_sides(connection, question, answers),
        *_retired(connection, question, window),
        *_claims(connection, question, window),
    ):
        if chosen is None or one.id != chosen.id:
            found.setdefault(one.id, one)
    return tuple(found.values())[:_MOST]


def say_selection(selection: str) -> str:
    """Return selection keys as a person writes them."""
    keys = json.loads(selection)
    return " ".join(f"{name}={value}" for name, value in keys.items()) or "all"


def _window(question: Question, chosen: Held | None) -> tuple[int, int]:
    """Return the first and the last time at which a calibration could have been chosen instead."""
    at = question.at
    if question.policy == VALID_AT:
        return at, at if question.until is None else question.until - 1
    if question.policy == LATEST_BEFORE:
        return (NEVER if chosen is None else chosen.begin), at
    far = question.most if chosen is None else abs(chosen.begin - at)
    if far is None:
        return NEVER, FOREVER
    return max(at - far, NEVER), min(at + far, FOREVER)


def _later_sets(answers: Mapping[str, Held]) -> Iterator[Candidate]:
    for name, held in [*answers.items()][1:]:
        yield _candidate(held, f"set {name!r} is asked after the one that answered")


def _other_sides(
    connection: Connection, question: Question, answers: Mapping[str, Held]
) -> Iterator[Candidate]:
    """Yield the calibrations on the other side of the time, for policies of instants."""
    if question.policy not in INSTANTS or not answers:
        return
    name, chosen = next(iter(answers.items()))
    timeline, number = question.timeline(connection), question.sets[name]
    sides = [*timeline.begun(number, question.at)[:1], *timeline.coming(number, question.at)]
    for held in sides:
        if held != chosen:
            apart = format_duration(abs(held.begin - question.at))
            side = "later" if held.begin > question.at else "earlier"
            yield _candidate(held, f"it is {apart} {side}{_rule(question)}")


def _rule(question: Question) -> str:
    return ", which is further away" if question.policy == CLOSEST else " than the time"


def _candidate(held: Held, reason: str) -> Candidate:
    return Candidate(
        id=held.id, version=held.version, begin=held.begin, end=held.end, reason=reason
    )


def _claims(
    connection: Connection, question: Question, window: tuple[int, int]
) -> Iterator[Candidate]:
    """Yield the calibrations whose documents claim a time within a window."""
    proposed, product = tables.proposed_validity, tables.product
    claims = (
        _products(question, proposed)
        .where(
            proposed.c.type == question.type,
            proposed.c.selection == question.selection,
            _touches(proposed, window),
        )
        .order_by(product.c.number.desc())
        .limit(_MOST)
    )
    for row in connection.execute(claims).all():
        held = Held(row.id, row.version, row.begin_ns, row.end_ns)
        yield _candidate(held, _why_not(connection, question, row))


def _retired(
    connection: Connection, question: Question, window: tuple[int, int]
) -> Iterator[Candidate]:
    """Yield the calibrations that had been granted a time within a window."""
    validity = tables.validity
    had = (
        _products(question, validity)
        .add_columns(validity.c.retired_event)
        .where(
            validity.c.calibration_set.in_(list(question.sets.values())),
            validity.c.type == question.type,
            validity.c.selection == question.selection,
            validity.c.retired_event <= question.last,
            _touches(validity, window),
        )
        .order_by(validity.c.retired_event.desc())
        .limit(_MOST)
    )
    for row in connection.execute(had).all():
        held = Held(row.id, row.version, row.begin_ns, row.end_ns)
        retired = f"its range was retired by event {row.retired_event}"
        yield _candidate(
            held, f"its status is {row.status}" if row.status in WITHOUT_VALIDITY else retired
        )


def _products(question: Question, ranges: Any) -> Select[Any]:
    product = tables.product
    return (
        select(
            product.c.number,
            product.c.id,
            product.c.version,
            status_as_of(tables.product, question.event).label("status"),
            ranges.c.begin_ns,
            ranges.c.end_ns,
        )
        .join(product, ranges.c.product == product.c.number)
        .where(product.c.registered_event <= question.last)
    )


def _touches(ranges: Any, window: tuple[int, int]) -> Any:
    first, last = window
    ends = or_(ranges.c.end_ns > first, ranges.c.end_ns == FOREVER)
    return and_(ranges.c.begin_ns <= last, ends)


def _why_not(connection: Connection, question: Question, row: Any) -> str:
    if row.status in WITHOUT_VALIDITY:
        return f"its status is {row.status}"
    validity, sets = tables.validity, tables.calibration_set
    granted = connection.execute(
        select(sets.c.name, validity.c.retired_event, validity.c.begin_ns, validity.c.end_ns)
        .join(sets, validity.c.calibration_set == sets.c.number)
        .where(validity.c.product == row.number, validity.c.granted_event <= question.last)
        .order_by(validity.c.number.desc())
    ).all()
    asked = [one for one in granted if one.name in question.sets]
    stands = [one for one in asked if not _is_retired(one, question)]
    if stands:
        held = stands[0]
        return f"set {held.name!r} has it for {describe_range(held.begin_ns, held.end_ns)}"
    if asked:
        return f"its range was retired by event {asked[0].retired_event}"
    if granted:
        return f"it is in set {', '.join(sorted({one.name for one in granted}))}"
    return "its range was never granted"


def _is_retired(row: Any, question: Question) -> bool:
    return row.retired_event is not None and row.retired_event <= question.last


def _near_misses(connection: Connection, question: Question) -> list[Candidate]:
    validity, at = tables.validity, question.at
    ranges = standing_ranges(question, list(question.sets.values())).where(
        validity.c.selection == question.selection
    )
    before = connection.execute(
        ranges.where(validity.c.end_ns <= at).order_by(validity.c.end_ns.desc()).limit(1)
    ).one_or_none()
    last = at if question.until is None else question.until - 1
    after = connection.execute(
        ranges.where(validity.c.begin_ns > last).order_by(validity.c.begin_ns).limit(1)
    ).one_or_none()
    said = _RANGES if question.policy == VALID_AT else _INSTANTS
    near = []
    if before is not None:
        apart = at - (before.end_ns if question.policy == VALID_AT else before.begin_ns)
        near.append(_miss(before, f"{said[0]} {_ago(apart)}"))
    if after is not None:
        near.append(_miss(after, f"{said[1]} {format_duration(after.begin_ns - last)} later"))
    return near


_RANGES = ("the previous range ended", "the next range starts")
_INSTANTS = ("the last one before is", "the next one is")


def _miss(row: Any, reason: str) -> Candidate:
    return _candidate(Held(row.id, row.version, row.begin_ns, row.end_ns), reason)


def _gap(question: Question, near: list[Candidate]) -> str:
    wanted = f"no {question.entry.name} for {say_selection(question.selection)}"
    if question.policy in INSTANTS:
        instants = "; ".join(f"{o.reason}: {format_utc(o.begin)} of {o.id}" for o in near)
        return f"{wanted} {_sought(question)} {_time(question.at)}; {instants}"
    before, after = near[0].end <= question.at, near[-1].begin > question.at
    where = "in a gap" if before and after else _SIDES[before]
    ranges = "; ".join(f"{o.reason}: {describe_range(o.begin, o.end)} of {o.id}" for o in near)
    time = (
        _time(question.at)
        if question.until is None
        else describe_range(question.at, question.until)
    )
    return f"{wanted} at {time}, which lies {where}; {ranges}"


def _sought(question: Question) -> str:
    if question.policy == LATEST_BEFORE or question.most is None:
        return "not after"
    return f"within {format_duration(question.most)} of"


def _ago(distance: int) -> str:
    return f"{format_duration(distance)} earlier" if distance else "then (its end is exclusive)"


def _time(at: int) -> str:
    return {NEVER: "the beginning of time", FOREVER: "the end of time"}.get(at) or format_utc(at)


def _count(connection: Connection, question: Question) -> int:
    product = tables.product.c
    counted = select(func.count()).where(
        product.type == question.type, product.registered_event <= question.last
    )
    return connection.scalar(counted) or 0


def _elsewhere(connection: Connection, question: Question) -> str:
    """Name the other sets in which the product has ranges."""
    sets = tables.calibration_set
    everywhere = dict(connection.execute(select(sets.c.name, sets.c.number)).all())
    others = [
        name
        for name, number in everywhere.items()
        if connection.execute(standing_ranges(question, [number]).limit(1)).first()
    ]
    return f"; there are ranges in set {', '.join(others)}" if others else ""
