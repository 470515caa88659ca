"""Calibrations of one type, looked up often and fast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, NamedTuple

from sqlalchemy import Connection

from dpkit.schema.dictionary import ProductEntry
from dpkit_archive import tables
from dpkit_archive.compiled import Statement
from dpkit_archive.contention import translated
from dpkit_archive.database import Database
from dpkit_archive.key import KeyValue
from dpkit_archive.lookupstatement import asked_parameters, begun_each, coming_each, for_each
from dpkit_archive.moment import Moment, to_moment
from dpkit_archive.policy import CLOSEST, VALID_AT, closest, find_held, holds
from dpkit_archive.query.run import known_numbers
from dpkit_archive.question import (
    calibration_entry,
    largest_distance,
    policy_of,
    selected,
    type_number,
)
from dpkit_archive.timeline import Held, Timeline

__all__ = ["Calibrations", "Found"]

Asked = tuple[int, str]
"""A time, and the canonical text of selection keys."""


class Found(NamedTuple):
    """The calibration that holds: its id, version, range in nanoseconds of TAI, and set."""

    id: str
    version: int
    begin: int
    end: int
    calibration_set: str


class Calibrations:
    """The calibrations of one type in some sets; each question sees what stands then.

    Answers what `Archive.calib` chooses, without saying why. Use it as a context manager, as it
    holds a connection to the database; and in one thread at a time.

    Parameters
    ----------
    database : Database
        The archive.
    product : str
        Name of the type.
    sets : sequence of str
        Sets to ask, in this order.
    max_distance : int, optional
        Largest distance in time, nanoseconds; by default what the schema says.

    Raises
    ------
    NotFoundError
        There is no such product or set.
    ValidityError
        The product has no validity.
    """

    def __init__(
        self,
        database: Database,
        product: str,
        sets: Sequence[str],
        max_distance: int | None = None,
    ) -> None:
        self._entry: ProductEntry = calibration_entry(product)
        self._policy = policy_of(self._entry)
        self._most = largest_distance(self._entry, max_distance)
        self._database = database
        with database.reading() as connection:
            numbers = known_numbers(connection, tables.calibration_set, sets)
        self._sets = dict(zip(sets, numbers, strict=True))
        self._connection = _connect(database)
        self._type = 0
        self._timelines: dict[tuple[tuple[str, KeyValue], ...], Timeline] = {}

    def __enter__(self) -> Calibrations:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def at(self, time: Moment, /, **keys: KeyValue) -> Found | None:
        """Return the calibration that holds at a time, or None.

        Parameters
        ----------
        time : int, str or Time
            Nanoseconds of TAI, UTC text with Z, or a time of astropy.
        **keys : int or str
            The selection keys, all of them and no others.

        Raises
        ------
        NotFoundError
            A key is unknown.
        ArchiveError
            A selection key is missing, or a key is none of selection.
        ValidityError
            Two calibrations answer.
        """
        instant = time if type(time) is int else to_moment(time)
        with translated(self._database.engine, self._database.location.text):
            timeline = self._timeline(keys)
            for name, number in self._sets.items():
                held = find_held(self._policy, timeline, number, instant, most=self._most)
                if held:
                    return Found(*held[0], name)
        return None

    def at_each(self, asked: Iterable[tuple[Moment, Mapping[str, KeyValue]]]) -> list[Found | None]:
        """Return the calibration for each of many times and keys, as `at` does for one.

        Parameters
        ----------
        asked : iterable of (time, keys)
            Times and selection keys, as for `at`.

        Returns
        -------
        list of Found or None
            In the order of the questions.

        Raises
        ------
        NotFoundError
            A key is unknown.
        ArchiveError
            A selection key is missing, or a key is none of selection.
        """
        with translated(self._database.engine, self._database.location.text):
            left = {
                place: (
                    time if type(time) is int else to_moment(time),
                    self._timeline(keys).selection,
                )
                for place, (time, keys) in enumerate(asked)
            }
            found: list[Found | None] = [None] * len(left)
            for name, number in self._sets.items():
                for place, held in self._of_set(number, left):
                    found[place] = Found(*held, name)
                left = {place: one for place, one in left.items() if found[place] is None}
        return found

    def _of_set(self, number: int, left: Mapping[int, Asked]) -> list[tuple[int, Held]]:
        """Return what one set answers, with the place of each question."""
        places, asked = list(left), list(left.values())
        begun = self._each(begun_each, number, asked)
        if self._policy == VALID_AT:
            begun = {row: one for row, one in begun.items() if holds(one, asked[row][0])}
        elif self._policy == CLOSEST:
            begun = self._closest(begun, self._each(coming_each, number, asked), asked)
        return [(places[row], one) for row, one in begun.items()]

    def _closest(
        self, begun: Mapping[int, Held], coming: Mapping[int, Held], asked: Sequence[Asked]
    ) -> dict[int, Held]:
        nearest = {
            row: closest(_some(begun.get(row)), _some(coming.get(row)), at, at, self._most)
            for row, (at, _) in enumerate(asked)
        }
        return {row: held[0] for row, held in nearest.items() if held}

    def _each(self, build: Any, number: int, asked: Sequence[Asked]) -> dict[int, Held]:
        dialect = self._connection.dialect
        given = asked_parameters(dialect.name, asked) | {"set": number, "type": self._type}
        rows = self._run(for_each(build, dialect), given)
        return {row: Held(*held) for row, *held in rows}

    def _timeline(self, keys: Mapping[str, KeyValue]) -> Timeline:
        known = tuple(keys.items())
        timeline = self._timelines.get(known)
        if timeline is None or not self._type:
            timeline = self._timelines[known] = self._new_timeline(keys)
        return timeline

    def _new_timeline(self, keys: Mapping[str, KeyValue]) -> Timeline:
        _, selection = selected(self._entry, keys)
        if not self._type:
            with self._database.reading() as connection:
                self._type = type_number(connection, self._entry.name)
        return Timeline(
            run=self._run,
            dialect=self._connection.dialect,
            type=self._type,
            selection=selection,
        )

    def _run(self, statement: Statement, given: Mapping[str, Any]) -> Sequence[Any]:
        cursor = self._connection.connection.cursor()
        cursor.execute(statement.sql, statement.arguments(given))
        rows: Sequence[Any] = cursor.fetchall()
        return rows


def _some(held: Held | None) -> list[Held]:
    return [] if held is None else [held]


def _connect(database: Database) -> Connection:
    """Return a connection without transactions, so that each question sees what stands then."""
    connection = database.engine.connect()
    if connection.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="AUTOCOMMIT")
    # The driver of SQLite was told to begin none by itself.
    return connection
