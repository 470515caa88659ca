"""Enter calls in groups: many in one transaction, and each of them whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from dpkit.errors import DpkitError
from dpkit.workflow.record import CallEntry
from dpkit_archive.contention import ContentionError
from dpkit_archive.database import Database
from dpkit_archive.order import Order
from dpkit_archive.registration import Registration, register_submissions
from dpkit_archive.submission import Submission, prepare

__all__ = ["Answer", "enter_group"]

Answer = list[Registration] | DpkitError
"""The products of a call, or why it was refused."""

_Prepared = tuple[CallEntry, list[Submission]]


def enter_group(database: Database, entries: Sequence[CallEntry], actor: str) -> list[Answer]:
    """Register what calls made, and enter the calls; answer for each, in their order."""
    prepared = [_prepared(one) for one in entries]
    good = [one for one in prepared if not isinstance(one, DpkitError)]
    made = iter(_enter(database, good, actor))
    return [one if isinstance(one, DpkitError) else next(made) for one in prepared]


def _prepared(entry: CallEntry) -> _Prepared | DpkitError:
    where = {"dataset": None, "calibration_set": None}
    try:
        return entry, [prepare(one, **where, inputs=entry.record.inputs) for one in entry.documents]
    except DpkitError as error:
        return error


def _enter(database: Database, calls: Sequence[_Prepared], actor: str) -> list[Answer]:
    """Enter calls in one transaction; when one is refused, each half in one of its own."""
    if not calls:
        return []
    submissions = [one for _, some in calls for one in some]
    order = Order(actor=actor, calls=[entry for entry, _ in calls])
    try:
        made = iter(register_submissions(database, submissions, order))
    except ContentionError as error:
        return [error for _ in calls]
    except DpkitError as error:
        if len(calls) == 1:
            return [error]
        half = len(calls) // 2
        return [*_enter(database, calls[:half], actor), *_enter(database, calls[half:], actor)]
    return [[next(made) for _ in some] for _, some in calls]
