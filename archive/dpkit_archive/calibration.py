"""Choose the calibration that holds at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from dpkit.errors import ValidityError
from dpkit.tai import format_utc
from dpkit_archive.choice import CalibrationChoice
from dpkit_archive.database import Database
from dpkit_archive.duration import format_duration
from dpkit_archive.explanation import explain_nothing, rejected
from dpkit_archive.period import describe_range
from dpkit_archive.policy import LATEST_BEFORE, VALID_AT, find_held
from dpkit_archive.question import Question
from dpkit_archive.row import product_row
from dpkit_archive.timeline import Held, Timeline

__all__ = ["choose", "find_all", "said"]


def choose(connection: Connection, database: Database, question: Question) -> CalibrationChoice:
    """Answer a question from the first set that has an answer.

    Raises
    ------
    ValidityError
        Two products answer.
    """
    found = find_all(connection, question)
    if not found:
        reason, near = explain_nothing(connection, question)
        others = rejected(connection, question, {})
        return CalibrationChoice(
            **said(question), chosen=None, reason=reason, near_misses=near, rejected=others
        )
    name, held = next(iter(found.items()))
    return CalibrationChoice(
        **said(question),
        chosen=product_row(connection, database, held[0].id, question.event),
        begin=held[0].begin,
        end=held[0].end,
        calibration_set=name,
        reason=_reason(question, name, held),
        rejected=rejected(connection, question, {name: one[0] for name, one in found.items()}),
    )


def find_all(connection: Connection, question: Question) -> dict[str, list[Held]]:
    """Return what each set answers, in the order of the sets; the first one counts.

    Raises
    ------
    ValidityError
        The first set that has an answer has two.
    """
    timeline = question.timeline(connection)
    found: dict[str, list[Held]] = {}
    for name, number in question.sets.items():
        try:
            held = _of_set(question, timeline, number)
        except ValidityError:
            if not found:
                raise
            continue  # it is not asked: an earlier one has answered
        if held:
            found[name] = held
    return found


def _of_set(question: Question, timeline: Timeline, number: int) -> list[Held]:
    return find_held(
        question.policy,
        timeline,
        number,
        question.at,
        until=question.until,
        asked=question.asked,
        most=question.most,
    )


def said(question: Question) -> Mapping[str, Any]:
    """Return what a choice says of the question."""
    return {
        "product": question.entry.name,
        "keys": question.keys,
        "at": question.at,
        "until": question.until,
        "asked": question.asked,
        "night": question.night,
        "sets": tuple(question.sets),
        "policy": question.policy,
        "max_distance": question.most,
        "event": question.last,
    }


def _reason(question: Question, name: str, held: list[Held]) -> str:
    first, at, time = held[0], question.at, format_utc(question.at)
    if question.policy == VALID_AT:
        granted = " and ".join(describe_range(one.begin, one.end) for one in held)
        if question.until is None:
            return f"valid-at: {time} is in {granted} of set {name!r}"
        return f"valid-at: {describe_range(at, question.until)} overlaps {granted} of set {name!r}"
    instant = format_utc(first.begin)
    apart = format_duration(abs(at - first.begin))
    if question.policy == LATEST_BEFORE:
        return f"latest-before: {instant} of set {name!r} is {apart} before {time}, the latest"
    side = "after" if first.begin > at else "before"
    return f"closest: {instant} of set {name!r} is {apart} {side} {time}, {_limit(question)}"


def _limit(question: Question) -> str:
    if question.most is None:
        return "the closest"
    return f"the closest, and not further than {format_duration(question.most)}"
