"""Grant and retire validity: the ranges for which a calibration set answers with a product."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Connection, Select, and_, bindparam, func, select, true

from dpkit.errors import ValidityError
from dpkit_archive import tables
from dpkit_archive.pending import Pending
from dpkit_archive.period import describe_range
from dpkit_archive.statement import Among, select_rows

__all__ = ["Range", "Validities", "grant_row", "load_validities", "propose"]


class Range(NamedTuple):
    """A half-open range of one product for one selection, in nanoseconds of TAI.

    Attributes
    ----------
    type, product : int
        Numbers of the type and of the product.
    selection : str
        Canonical text of the selection keys.
    begin, end : int
        The range; the end is exclusive.
    """

    type: int
    product: int
    selection: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class _Granted:
    """A range that stands."""

    begin: int
    end: int
    number: int
    product: int
    product_id: str


_Key = tuple[int, int, str]


class Validities:
    """The ranges that stand around those of a batch, kept up while it is written."""

    def __init__(self) -> None:
        self._standing: dict[_Key, list[_Granted]] = {}
        self._keys: dict[int, _Key] = {}
        self._of_product: dict[int, list[_Granted]] = {}

    def add(self, calibration_set: int, held: Range, number: int, identifier: str) -> None:
        """Add a range that stands."""
        if number not in self._keys:
            granted = _Granted(held.begin, held.end, number, held.product, identifier)
            key = (calibration_set, held.type, held.selection)
            insort(self._standing.setdefault(key, []), granted, key=lambda one: one.begin)
            self._keys[number] = key
            self._of_product.setdefault(held.product, []).append(granted)

    def check(
        self,
        wanted: Range,
        calibration_set: int,
        versions: Sequence[int],
        place: str | Path = "",
        remedy: str = "change the range, or register into another calibration set",
    ) -> None:
        """Refuse a range of which another product holds a part.

        Parameters
        ----------
        wanted : Range
            The range.
        calibration_set : int
            Number of the set.
        versions : sequence of int
            Products whose ranges will be retired, so that they are in nobody's way.
        place, remedy : str or Path, and str
            What a refusal names.

        Raises
        ------
        ValidityError
            Names the product that holds a part, and its range.
        """
        standing = self._standing.get((calibration_set, wanted.type, wanted.selection), [])
        # They do not overlap: the last ones to begin before our end are the ones to ask.
        last = bisect_left(standing, wanted.end, key=lambda one: one.begin)
        for held in reversed(standing[:last]):
            if held.end <= wanted.begin:
                return
            if held.product not in versions:
                raise ValidityError(
                    f"the validity range {describe_range(wanted.begin, wanted.end)} overlaps "
                    f"{describe_range(held.begin, held.end)} of {held.product_id}",
                    place=place,
                    remedy=remedy,
                )

    def stands(self, wanted: Range, calibration_set: int) -> bool:
        """Tell whether a product holds exactly a range."""
        return any(
            (held.begin, held.end) == (wanted.begin, wanted.end)
            for held in self._of_product.get(wanted.product, ())
            if self._keys[held.number] == (calibration_set, wanted.type, wanted.selection)
        )

    def held_in(self, product: int, calibration_set: int) -> list[_Granted]:
        """Return the ranges that a product holds in a set."""
        held = self._of_product.get(product, ())
        return [one for one in held if self._keys[one.number][0] == calibration_set]

    def retire(
        self, versions: Iterable[int], calibration_set: int, event: int, pending: Pending
    ) -> None:
        """Retire what products hold in a set."""
        for product in versions:
            for held in self.held_in(product, calibration_set):
                self._standing[self._keys[held.number]].remove(held)
                self._of_product[product].remove(held)
                pending.change(tables.validity.c.retired_event, held.number, event)

    def grant(
        self, granted: Range, calibration_set: int, event: int, pending: Pending, identifier: str
    ) -> None:
        """Let a product answer for a range in a calibration set; ask `check` before."""
        number = grant_row(
            pending,
            calibration_set=calibration_set,
            type=granted.type,
            selection=granted.selection,
            begin_ns=granted.begin,
            end_ns=granted.end,
            product=granted.product,
            granted_event=event,
        )
        self.add(calibration_set, granted, number, identifier)


def grant_row(pending: Pending, **columns: Any) -> int:
    """Add the row of a range that stands, and return its number."""
    number = pending.number(tables.validity)
    pending.add(tables.validity, {"number": number, "retired_event": None, **columns})
    return number


def load_validities(
    connection: Connection,
    wanted: Sequence[tuple[int, Range]],
    versions: Iterable[int],
) -> Validities:
    """Ask for the ranges that stand around some in their sets, and those that products hold."""
    found = Validities()
    if not wanted:
        return found
    ranges = [one for _, one in wanted]
    around = select_rows(
        connection,
        _around,
        sets={calibration_set for calibration_set, _ in wanted},
        types={one.type for one in ranges},
        selections={one.selection for one in ranges},
        begin=min(one.begin for one in ranges),
        end=max(one.end for one in ranges),
    )
    held = select_rows(connection, _held, products=versions)
    for row in (*(one for one in around if one[0] is not None), *held):
        calibration_set, number, identifier, kind, product, selection, begin, end = row
        said = Range(type=kind, product=product, selection=selection, begin=begin, end=end)
        found.add(calibration_set, said, number, identifier)
    return found


def propose(pending: Pending, proposed: Range) -> None:
    """Record the range that a document proposes."""
    pending.add(
        tables.proposed_validity,
        {
            "product": proposed.product,
            "type": proposed.type,
            "selection": proposed.selection,
            "begin_ns": proposed.begin,
            "end_ns": proposed.end,
        },
    )


def _columns() -> tuple[Any, ...]:
    validity = tables.validity.c
    return (
        validity.calibration_set,
        validity.number,
        tables.product.c.id,
        validity.type,
        validity.product,
        validity.selection,
        validity.begin_ns,
        validity.end_ns,
    )


def _around(among: Among) -> Select[Any]:
    validity, before = tables.validity.c, tables.validity.alias("before").c
    lists = [
        among.rows(column, name)
        for column, name in (
            (validity.calibration_set, "sets"),
            (validity.type, "types"),
            (validity.selection, "selections"),
        )
    ]
    one_set, one_type, one_selection = (listed.c.value for listed in lists)
    begin: Any = bindparam("begin", type_=BigInteger)
    # Of what began earlier only the last one can reach into a range: however long the history is,
    # it is not looked through.
    last = (
        select(func.max(before.begin_ns))
        .where(
            before.calibration_set == one_set,
            before.type == one_type,
            before.selection == one_selection,
            before.retired_event.is_(None),
            before.begin_ns <= begin,
        )
        .correlate(*lists)
        .scalar_subquery()
    )
    reaches = and_(
        validity.calibration_set == one_set,
        validity.type == one_type,
        validity.selection == one_selection,
        validity.retired_event.is_(None),
        validity.begin_ns >= func.coalesce(last, begin),
        validity.begin_ns < bindparam("end", type_=BigInteger),
        validity.end_ns > begin,
    )
    # An outer join, so that SQLite begins with the lists; where nothing stands its row is empty.
    wanted = lists[0].join(lists[1], true()).join(lists[2], true())
    found = wanted.outerjoin(tables.validity, reaches)
    product = tables.product
    return select(*_columns()).select_from(
        found.outerjoin(product, validity.product == product.c.number)
    )


def _held(among: Among) -> Select[Any]:
    validity, product = tables.validity, tables.product
    return (
        select(*_columns())
        .join(product, validity.c.product == product.c.number)
        .where(validity.c.retired_event.is_(None), among(validity.c.product, "products"))
    )
