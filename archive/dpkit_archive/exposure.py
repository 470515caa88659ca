"""What an exposure says of the calibration that it needs: its time, and its keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from dpkit.errors import ArchiveError
from dpkit_archive import tables
from dpkit_archive.database import Database
from dpkit_archive.key import KeyValue, convert
from dpkit_archive.row import ProductRow, product_row

__all__ = ["Exposure", "chosen_keys", "observed", "read_exposure", "time_and_keys"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """A product that was observed, and when: nanoseconds of TAI, or None."""

    row: ProductRow
    begin: int | None
    end: int | None


def time_and_keys(
    exposure: Exposure | None,
    select: tuple[str, ...],
    given: Mapping[str, KeyValue],
    span: tuple[int, int] | None,
) -> tuple[tuple[int, int], dict[str, KeyValue]]:
    """Return the span and the keys to choose by: those that are given, and of the exposure.

    Raises
    ------
    ArchiveError
        There is no time, or the keys of the exposure do not tell which ones are meant.
    """
    if exposure is None:
        if span is None:
            raise ArchiveError(
                "no time is given", remedy="give a time, a span or the exposure to calibrate"
            )
        return span, dict(given)
    return span or observed(exposure), chosen_keys(exposure, select, given)


def read_exposure(connection: Connection, database: Database, identifier: str) -> Exposure:
    """Return an exposure by its id.

    Raises
    ------
    NotFoundError
        There is no product of this id.
    """
    row = product_row(connection, database, identifier)
    product = tables.product.c
    time = select(product.begin_ns, product.end_ns).where(product.id == row.id)
    begin, end = connection.execute(time).one()
    return Exposure(row=row, begin=begin, end=end)


def observed(exposure: Exposure) -> tuple[int, int]:
    """Return begin and end of an exposure.

    Raises
    ------
    ArchiveError
        It has no time.
    """
    if exposure.begin is None or exposure.end is None:
        raise ArchiveError(
            f"{exposure.row.id} has no time of observation", remedy="give the time with --at"
        )
    return exposure.begin, exposure.end


def chosen_keys(
    exposure: Exposure, select: tuple[str, ...], given: Mapping[str, KeyValue]
) -> dict[str, KeyValue]:
    """Return the keys that a calibration for an exposure is chosen by.

    Parameters
    ----------
    exposure : Exposure
        The exposure, which has keys of its own.
    select : tuple of str
        The selection keys of the calibration.
    given : mapping of str to int or str
        Keys that were given beside it: one of several values of the exposure, or what it lacks.

    Raises
    ------
    ArchiveError
        A given key contradicts the exposure, or the exposure has several values of a key.
    """
    found = dict(given)
    for name in select:
        own = _values(exposure.row.keys.get(name))
        if name in given:
            _check_same(exposure, name, own, convert(name, given[name]))
        elif len(own) > 1:
            raise ArchiveError(
                f"{exposure.row.id} has several values of {name}: {', '.join(map(str, own))}",
                remedy=f"give one with --{name}",
            )
        elif own:
            found[name] = own[0]
    return found


def _values(said: KeyValue | tuple[KeyValue, ...] | None) -> tuple[KeyValue, ...]:
    if said is None:
        return ()
    return said if isinstance(said, tuple) else (said,)


def _check_same(exposure: Exposure, name: str, own: tuple[KeyValue, ...], given: KeyValue) -> None:
    if own and given not in own:
        raise ArchiveError(
            f"{name} {given} contradicts {exposure.row.id}, which has {', '.join(map(str, own))}",
            remedy=f"leave out --{name}, or give another exposure",
        )
