"""Choose the calibration that is valid at a time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, or_, select

from dpkit.errors import ValidityError
from dpkit.tai import FOREVER, format_utc
from dpkit_archive import tables
from dpkit_archive.choice import CalibrationChoice
from dpkit_archive.database import Database
from dpkit_archive.explanation import explain_nothing, rejected
from dpkit_archive.period import describe_range
from dpkit_archive.question import Question, standing_ranges
from dpkit_archive.row import product_row

__all__ = ["choose"]


def choose(connection: Connection, database: Database, question: Question) -> CalibrationChoice:
    """Answer a question from the first set that has an answer."""
    claims = rejected(connection, question)
    for name, number in question.sets.items():
        found = _valid(connection, question, number)
        if found is not None:
            row = product_row(connection, database, found.id)
            return CalibrationChoice(
                chosen=row,
                begin=found.begin_ns,
                end=found.end_ns,
                calibration_set=name,
                reason=f"valid-at: {format_utc(question.at)} is in "
                f"{describe_range(found.begin_ns, found.end_ns)} of set {name!r}",
                rejected=tuple(claim for claim in claims if claim.id != row.id),
            )
    reason, near = explain_nothing(connection, question)
    return CalibrationChoice(chosen=None, reason=reason, near_misses=near, rejected=claims)


def _valid(connection: Connection, question: Question, calibration_set: int) -> Any:
    validity = tables.validity
    # The last two to begin suffice to tell none, one or several, however long the history: the
    # end is tested outside, else the search would go back through all earlier ranges.
    begun = (
        standing_ranges(question, [calibration_set])
        .where(validity.c.selection == question.selection, validity.c.begin_ns <= question.at)
        .order_by(validity.c.begin_ns.desc())
        .limit(2)
        .subquery()
    )
    holds = or_(begun.c.end_ns > question.at, begun.c.end_ns == FOREVER)
    found = connection.execute(select(begun).where(holds)).all()
    if len(found) > 1:
        raise ValidityError(
            f"{found[0].id} and {found[1].id} are both valid at {format_utc(question.at)}",
            remedy="this cannot come from dpkit: check who writes to the database",
        )
    return found[0] if found else None
