"""Explain why no calibration holds at a time, and why those that claim the time do not count."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, func, or_, select

from dpkit.tai import FOREVER, NEVER, format_utc
from dpkit_archive import tables
from dpkit_archive.choice import Candidate
from dpkit_archive.duration import format_duration
from dpkit_archive.period import describe_range
from dpkit_archive.question import Question, standing_ranges
from dpkit_archive.status import HIDDEN

__all__ = ["explain_nothing", "rejected"]

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
    wanted = _say(question.selection)
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
        has = "; ".join(_say(selection) for selection in others)
        return f"no {name} for {wanted} in set {sets}; there are ranges for {has}", ()
    return (
        f"none of the {stored} {name} has a range in set {sets}{_elsewhere(connection, question)}",
        (),
    )


def rejected(connection: Connection, question: Question) -> tuple[Candidate, ...]:
    """Return the calibrations whose documents claim the time, with why they do not count."""
    proposed, product = tables.proposed_validity, tables.product
    at = question.at
    claims = (
        select(
            product.c.number,
            product.c.id,
            product.c.version,
            product.c.status,
            proposed.c.begin_ns,
            proposed.c.end_ns,
        )
        .join(product, proposed.c.product == product.c.number)
        .join(tables.product_type, proposed.c.type == tables.product_type.c.number)
        .where(
            tables.product_type.c.name == question.entry.name,
            proposed.c.selection == question.selection,
            proposed.c.begin_ns <= at,
            or_(proposed.c.end_ns > at, proposed.c.end_ns == FOREVER),
        )
        .order_by(product.c.number.desc())
        .limit(_MOST)
    )
    return tuple(
        Candidate(
            id=row.id,
            version=row.version,
            begin=row.begin_ns,
            end=row.end_ns,
            reason=_why_not(connection, question, row),
        )
        for row in connection.execute(claims).all()
    )


def _why_not(connection: Connection, question: Question, row: Any) -> str:
    if row.status in HIDDEN:
        return f"its status is {row.status}"
    validity, sets = tables.validity, tables.calibration_set
    granted = connection.execute(
        select(sets.c.name, validity.c.retired_event)
        .join(sets, validity.c.calibration_set == sets.c.number)
        .where(validity.c.product == row.number)
        .order_by(validity.c.number.desc())
    ).all()
    asked = [one for one in granted if one.name in question.sets]
    if any(one.retired_event is None for one in asked):
        return f"set {asked[0].name!r} is asked after the one that answered"
    if asked:
        return f"its range was retired by event {asked[0].retired_event}"
    if granted:
        return f"it is in set {', '.join(sorted({one.name for one in granted}))}"
    return "its range was never granted"


def _near_misses(connection: Connection, question: Question) -> list[Candidate]:
    validity, at = tables.validity, question.at
    ranges = standing_ranges(question, list(question.sets.values())).where(
        validity.c.selection == question.selection
    )
    before = connection.execute(
        ranges.where(validity.c.end_ns <= at).order_by(validity.c.end_ns.desc()).limit(1)
    ).one_or_none()
    after = connection.execute(
        ranges.where(validity.c.begin_ns > at).order_by(validity.c.begin_ns).limit(1)
    ).one_or_none()
    near = []
    if before is not None:
        near.append(_miss(before, f"the previous range ended {_ago(at - before.end_ns)}"))
    if after is not None:
        distance = format_duration(after.begin_ns - at)
        near.append(_miss(after, f"the next range starts {distance} later"))
    return near


def _miss(row: Any, reason: str) -> Candidate:
    return Candidate(
        id=row.id, version=row.version, begin=row.begin_ns, end=row.end_ns, reason=reason
    )


def _gap(question: Question, near: list[Candidate]) -> str:
    before, after = near[0].end <= question.at, near[-1].begin > question.at
    where = "in a gap" if before and after else _SIDES[before]
    ranges = "; ".join(f"{o.reason}: {describe_range(o.begin, o.end)} of {o.id}" for o in near)
    return (
        f"no {question.entry.name} for {_say(question.selection)} at {_time(question.at)}, "
        f"which lies {where}; {ranges}"
    )


def _ago(distance: int) -> str:
    return f"{format_duration(distance)} earlier" if distance else "then (its end is exclusive)"


def _time(at: int) -> str:
    return {NEVER: "the beginning of time", FOREVER: "the end of time"}.get(at) or format_utc(at)


def _say(selection: str) -> str:
    """Return the selection keys as a person writes them."""
    keys = json.loads(selection)
    return " ".join(f"{name}={value}" for name, value in keys.items()) or "all"


def _count(connection: Connection, question: Question) -> int:
    counted = select(func.count()).select_from(tables.product.join(tables.product_type))
    wanted = tables.product_type.c.name == question.entry.name
    return connection.scalar(counted.where(wanted)) or 0


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
