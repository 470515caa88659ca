"""Mend the faults of an archive, one by one, each with an entry in the log of events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dpkit.errors import DpkitError
from dpkit.validation.report import printable
from dpkit_archive.contention import ContentionError
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.health import rowmend
from dpkit_archive.health.code import FAULTS
from dpkit_archive.health.fault import Fault
from dpkit_archive.health.filemend import (
    mend_document,
    mend_file,
    mend_links,
    mend_unknown,
)
from dpkit_archive.health.plan import Mend, Plan
from dpkit_archive.pending import Pending

__all__ = ["FAILED", "GONE", "MENDED", "PLANNED", "Repair", "repair"]

MENDED, PLANNED, FAILED, GONE = "mended", "would be mended", "not mended", "is none any more"

_MENDS: dict[str, Mend] = {
    "document-missing": mend_document,
    "document-size": mend_document,
    "document-damaged": mend_document,
    "file-missing": mend_file,
    "file-size": mend_file,
    "file-damaged": mend_file,
    "link-missing": mend_links,
    "file-unknown": mend_unknown,
    "leftover": mend_unknown,
    "row-orphan": rowmend.mend_orphans,
    "event-in-future": rowmend.mend_clock,
    "record-damaged": rowmend.mend_record,
    "index-missing": rowmend.make_index,
    "guard-missing": rowmend.make_guard,
    "path-gone": rowmend.drop_index,
    "path-differs": rowmend.renew_index,
    "index-damaged": rowmend.mend_index,
    "key-differs": rowmend.mend_derived,
    "derived-differs": rowmend.mend_derived,
}

_FIRST = ("event-in-future", "index-damaged", "record-damaged", "row-orphan")
"""What must be mended before the rest: without these nothing can be written, or derived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What became of a fault.

    Attributes
    ----------
    fault : Fault
        The fault.
    result : {"mended", "would be mended", "not mended", "is none any more"}
        Whether it is mended.
    what : str
        What was done, or why nothing was.
    """

    fault: Fault
    result: str
    what: str

    def to_dict(self) -> dict[str, Any]:
        """Return the repair ready for JSON."""
        said = {"code": self.fault.code, "place": self.fault.place, "found": self.fault.message}
        return said | {"result": self.result, "what": self.what}


def repair(
    database: Database, faults: Iterable[Fault], *, actor: str, rehearse: bool = False
) -> Iterator[Repair]:
    """Mend faults, and yield what became of each.

    Each is looked at again before anything is done about it, and mended in a transaction of its
    own, which no registration can be in the middle of.

    Parameters
    ----------
    database : Database
        The archive.
    faults : iterable of Fault
        What a check found.
    actor : str
        Who repairs.
    rehearse : bool
        Only tell what would be done.

    Raises
    ------
    ArchiveError
        The archive cannot be written to, or others are at work in it.
    """
    order = {code: number for number, code in enumerate(_FIRST)}
    for fault in sorted(faults, key=lambda one: order.get(one.code, len(order))):
        mend = _MENDS.get(fault.code)
        if mend is None:
            yield Repair(fault=fault, result=FAILED, what=FAULTS[fault.code].remedy)
        else:
            yield _tried(database, fault, mend, None if rehearse else actor)


def _tried(database: Database, fault: Fault, mend: Mend, actor: str | None) -> Repair:
    try:
        plan = (
            _plan(database, fault, mend) if actor is None else _mend(database, fault, mend, actor)
        )
    except ContentionError:
        raise
    except (DpkitError, OSError) as error:
        return Repair(fault=fault, result=FAILED, what=str(error))
    if plan is None:
        return Repair(fault=fault, result=GONE, what="")
    return Repair(
        fault=fault, result=PLANNED if actor is None else MENDED, what=printable(plan.says)
    )


def _plan(database: Database, fault: Fault, mend: Mend) -> Plan | None:
    with database.reading() as connection:
        return mend(connection, database, fault.subject)


def _mend(database: Database, fault: Fault, mend: Mend, actor: str) -> Plan | None:
    with database.writing() as connection:
        plan = mend(connection, database, fault.subject)
        if plan is not None:
            plan.carry_out()
            pending = Pending(connection)
            detail = {"code": fault.code, "did": printable(plan.says)}
            add_event(pending, "repair", fault.place, actor, detail)
            pending.flush()
    return plan
