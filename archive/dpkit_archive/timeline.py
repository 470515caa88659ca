"""The ranges of one selection, in the order of time: as they stand, or stood as of an event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Dialect,
    Select,
    Text,
    and_,
    bindparam,
    select,
    union_all,
)

from dpkit_archive import tables
from dpkit_archive.asof import stands_as_of, status_as_of
from dpkit_archive.compiled import Statement, compiled
from dpkit_archive.status import WITHOUT_VALIDITY

__all__ = ["Held", "Timeline", "shown", "standing"]

Run = Callable[[Statement, Mapping[str, Any]], Sequence[Any]]
"""Runs a statement and returns its rows."""

Event = ColumnElement[int] | int | None
"""As of which event; None for what is so now."""

_validity, _product = tables.validity.c, tables.product.c


class Held(NamedTuple):
    """A range that a product holds; half-open, in nanoseconds of TAI."""

    id: str
    version: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What products of one type hold for one selection.

    Attributes
    ----------
    run : callable
        Runs statements.
    dialect : Dialect
        The engine that they are for.
    type : int
        Number of the type.
    selection : str
        Canonical text of the selection keys.
    event : int or None
        As of which event; None for what stands.
    """

    run: Run
    dialect: Dialect
    type: int
    selection: str
    event: int | None = None

    def begun(self, calibration_set: int, at: int) -> list[Held]:
        """Return the last two ranges that have begun at a time, the last one first."""
        return self._ask(_begun, calibration_set, at=at)

    def coming(self, calibration_set: int, at: int) -> list[Held]:
        """Return the first range that begins after a time."""
        return self._ask(_coming, calibration_set, at=at)

    def within(self, calibration_set: int, begin: int, end: int) -> list[Held]:
        """Return the ranges that begin after a time and before another one, in their order."""
        return self._ask(_within, calibration_set, begin=begin, end=end)

    def _ask(self, build: Callable[[bool], Select[Any]], number: int, **times: int) -> list[Held]:
        statement = _statement(build, self.event is not None, self.dialect)
        given = {"set": number, "type": self.type, "selection": self.selection, **times}
        if self.event is not None:
            given["event"] = self.event
        return [Held(*row) for row in self.run(statement, given)]


def shown(event: Event) -> ColumnElement[bool]:
    """Return the condition that the status of a product is one with which it may be valid."""
    return and_(*(status_as_of(tables.product, event) != word for word in WITHOUT_VALIDITY))


def standing(event: Event) -> ColumnElement[bool]:
    """Return the condition that a range stands, or stood as of an event."""
    return stands_as_of(_validity.granted_event, _validity.retired_event, event)


@cache
def _statement(build: Callable[[bool], Select[Any]], history: bool, dialect: Dialect) -> Statement:
    return compiled(build(history), dialect)


def _begun(history: bool) -> Select[Any]:
    # Ranges do not overlap: the last two to begin suffice to tell none, one or several, however
    # long the history. Whoever asks looks at the ends, else the search would go through all.
    latest = [
        one.where(_validity.begin_ns <= _parameter("at")).order_by(_validity.begin_ns.desc())
        for one in _parts(history)
    ]
    return _first(latest, 2, descending=True)


def _coming(history: bool) -> Select[Any]:
    next_ones = [
        one.where(_validity.begin_ns > _parameter("at")).order_by(_validity.begin_ns)
        for one in _parts(history)
    ]
    return _first(next_ones, 1, descending=False)


def _within(history: bool) -> Select[Any]:
    inside = (_validity.begin_ns > _parameter("begin"), _validity.begin_ns < _parameter("end"))
    found = union_all(*(one.where(*inside) for one in _parts(history))).subquery()
    return select(found).order_by(found.c.begin_ns)


def _first(parts: list[Select[Any]], number: int, *, descending: bool) -> Select[Any]:
    if len(parts) == 1:
        return parts[0].limit(number)
    both = union_all(*(select(part.limit(number).subquery()) for part in parts)).subquery()
    begin = both.c.begin_ns
    return select(both).order_by(begin.desc() if descending else begin).limit(number)


def _parts(history: bool) -> list[Select[Any]]:
    """Return the selections of ranges, each from an index of its own."""
    asked = (
        select(_product.id, _product.version, _validity.begin_ns, _validity.end_ns)
        .join(tables.product, _validity.product == _product.number)
        .where(
            _validity.calibration_set == _parameter("set"),
            _validity.type == _parameter("type"),
            _validity.selection == bindparam("selection", type_=Text()),
        )
    )
    stands = _validity.retired_event.is_(None)
    if not history:
        return [asked.where(stands, shown(None))]
    event = _parameter("event")
    then = asked.where(_validity.granted_event <= event, shown(event))
    return [then.where(stands), then.where(_validity.retired_event > event)]


def _parameter(name: str) -> ColumnElement[int]:
    return bindparam(name, type_=BigInteger())
