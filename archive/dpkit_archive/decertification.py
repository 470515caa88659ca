"""Decertify: take back a part of time, and split or cut the ranges that reach into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dpkit.tai import FOREVER, NEVER, format_utc
from dpkit_archive import tables
from dpkit_archive.claim import GrantOrder
from dpkit_archive.claimant import check_range
from dpkit_archive.contention import retried
from dpkit_archive.database import Database
from dpkit_archive.event import add_event
from dpkit_archive.heldrange import HeldRange, held_ranges
from dpkit_archive.key import KeyValue
from dpkit_archive.pending import Pending
from dpkit_archive.validity import grant_row

__all__ = ["Decertification", "decertify"]

_SUBJECTS = 20
"""So many ids the entry in the log names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decertification:
    """A range that was taken back, whole or in part.

    Attributes
    ----------
    id, product : str
        The product that held it, and its type.
    calibration_set : str
        The set.
    begin, end : int
        The half-open range as it was, nanoseconds of TAI.
    kept : tuple of tuple of int
        The parts of it that stand still: none, one or two.
    """

    id: str
    product: str
    calibration_set: str
    begin: int
    end: int
    kept: tuple[tuple[int, int], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {
            "id": self.id,
            "product": self.product,
            "set": self.calibration_set,
            "was_valid_from": format_utc(self.begin),
            "was_valid_until": format_utc(self.end),
            "kept": [
                {"valid_from": format_utc(begin), "valid_until": format_utc(end)}
                for begin, end in self.kept
            ],
        }


def decertify(
    database: Database, names: Sequence[str], keys: Mapping[str, KeyValue], order: GrantOrder
) -> list[Decertification]:
    """Take back what products hold of a part of time, in one transaction.

    No row is changed but for being retired: what remains of a range is granted anew, with the
    same event.

    Parameters
    ----------
    database : Database
        The archive.
    names : sequence of str
        The name of one type, or ids of products.
    keys : mapping of str to int or str
        Selection keys, for a type.
    order : GrantOrder
        In which set, for when, why, and who does it.

    Raises
    ------
    ValidityError
        The range is empty, or the product has no validity.
    NotFoundError
        There is no such product, key or set.
    ArchiveError
        Keys are given with ids, or are none of selection.
    """
    begin = NEVER if order.begin is None else order.begin
    end = FOREVER if order.end is None else order.end
    check_range(begin, end)
    return retried(lambda: _decertify(database, names, keys, order, begin, end))


def _decertify(
    database: Database,
    names: Sequence[str],
    keys: Mapping[str, KeyValue],
    order: GrantOrder,
    begin: int,
    end: int,
) -> list[Decertification]:
    with database.writing(keep=not order.rehearsal) as connection:
        held = list(held_ranges(connection, database, names, keys, order, begin, end))
        made = [_made(one, begin, end) for one in held]
        if held:
            pending = Pending(connection)
            event = add_event(
                pending, "decertify", names[0], order.actor, _detail(held, order, begin, end)
            )
            for one, answer in zip(held, made, strict=True):
                pending.change(tables.validity.c.retired_event, one.number, event)
                for first, last in answer.kept:
                    grant_row(
                        pending,
                        calibration_set=one.set_number,
                        type=one.type,
                        selection=one.selection,
                        begin_ns=first,
                        end_ns=last,
                        product=one.product_number,
                        granted_event=event,
                    )
            pending.flush()
    return made


def _made(held: HeldRange, begin: int, end: int) -> Decertification:
    sides = ((held.begin, min(begin, held.end)), (max(end, held.begin), held.end))
    return Decertification(
        id=held.id,
        product=held.product,
        calibration_set=held.set_name,
        begin=held.begin,
        end=held.end,
        kept=tuple((first, last) for first, last in sides if first < last),
    )


def _detail(held: Sequence[HeldRange], order: GrantOrder, begin: int, end: int) -> dict[str, Any]:
    return {
        "calibration_set": sorted({one.set_name for one in held}),
        "begin": format_utc(begin),
        "end": format_utc(end),
        "ranges": len(held),
        "products": list(dict.fromkeys(one.id for one in held))[:_SUBJECTS],
        "reason": order.reason,
    }
