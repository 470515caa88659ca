"""The question which calibration holds at a time, checked before it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Select, func, select

from dpkit.errors import ArchiveError, ValidityError
from dpkit.schema.dictionary import ProductEntry, product_entry
from dpkit_archive import tables
from dpkit_archive.asof import AsOf, event_at
from dpkit_archive.compiled import Statement
from dpkit_archive.duration import parse_duration
from dpkit_archive.key import KeyValue, canonical, check_names, convert
from dpkit_archive.moment import night_of
from dpkit_archive.period import describe_range
from dpkit_archive.policy import CLOSEST, INSTANTS, VALID_AT
from dpkit_archive.query.run import known_numbers
from dpkit_archive.timeline import Timeline, shown, standing

__all__ = [
    "Question",
    "Wish",
    "calibration_entry",
    "largest_distance",
    "policy_of",
    "pose",
    "pose_type",
    "selected",
    "standing_ranges",
    "type_number",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted of a calibration, as it was said.

    Attributes
    ----------
    begin, end : int
        The time, nanoseconds of TAI: a span when the end is later than the begin.
    keys : mapping of str to int or str
        Selection keys.
    sets : sequence of str
        Sets to ask, in their order.
    night : float or None
        East longitude of the telescope, when the time is that of the night.
    max_distance : int or None
        Largest distance that is asked for, nanoseconds; by default that of the schema.
    as_of : int, str or None
        As of which event or time.
    policy : str or None
        How to choose by time; by default as the schema says.
    """

    begin: int
    end: int
    keys: Mapping[str, KeyValue] = field(default_factory=dict)
    sets: Sequence[str]
    night: float | None = None
    max_distance: int | None = None
    as_of: AsOf | None = None
    policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which calibration of a type, for a selection, at a time, in which sets.

    Attributes
    ----------
    entry : ProductEntry
        The type.
    type : int
        Its number; 0 when no product of it was registered.
    policy : str
        How it is chosen by time.
    keys : mapping of str to int or str
        The selection keys.
    selection : str
        Canonical text of them.
    at, until : int, and int or None
        The time; the end of a span, or None for an instant.
    asked : int
        The time before it became that of the night.
    night : float or None
        East longitude that was asked for.
    sets : mapping of str to int
        Numbers of the sets to ask, by name, in their order.
    most : int or None
        Largest distance from the time that was asked for, nanoseconds.
    event : int or None
        As of which event; None for what is so now.
    last : int
        The last event that counts.
    """

    entry: ProductEntry
    type: int
    policy: str
    keys: Mapping[str, KeyValue] = field(default_factory=dict)
    selection: str = ""
    at: int
    until: int | None
    asked: int
    night: float | None
    sets: Mapping[str, int]
    most: int | None
    event: int | None
    last: int

    def timeline(self, connection: Connection) -> Timeline:
        """Return the ranges of the selection, to be asked through a connection."""

        def run(statement: Statement, given: Mapping[str, Any]) -> Sequence[Any]:
            return statement.run(connection, given).all()

        return Timeline(
            run=run,
            dialect=connection.dialect,
            type=self.type,
            selection=self.selection,
            event=self.event,
        )


def pose(connection: Connection, product: str, wish: Wish) -> Question:
    """Check a question before it is asked.

    Raises
    ------
    NotFoundError
        A product, key or set is unknown.
    ValidityError
        The product has no validity, or the span ends before it begins.
    ArchiveError
        A selection key is missing, a key is none of selection, or the policy knows no spans or
        distances.
    """
    entry = calibration_entry(product)
    keys, selection = selected(entry, wish.keys)
    return replace(pose_type(connection, entry, wish), keys=keys, selection=selection)


def pose_type(connection: Connection, entry: ProductEntry, wish: Wish) -> Question:
    """Check a question about a type, of no selection yet.

    Raises
    ------
    DpkitError
        As for `pose`.
    """
    numbers = known_numbers(connection, tables.calibration_set, wish.sets)
    event = None if wish.as_of is None else event_at(connection, wish.as_of)
    policy = _policy(entry, wish.policy)
    at, until = _time(policy, wish)
    return Question(
        entry=entry,
        type=type_number(connection, entry.name),
        policy=policy,
        at=at,
        until=until,
        asked=wish.begin,
        night=wish.night,
        sets=dict(zip(wish.sets, numbers, strict=True)),
        most=largest_distance(entry, wish.max_distance, policy),
        event=event,
        last=_last_event(connection) if event is None else event,
    )


def calibration_entry(product: str) -> ProductEntry:
    """Return what the dictionary says of a calibration.

    Raises
    ------
    NotFoundError
        There is no such product.
    ValidityError
        It has no validity in time.
    """
    entry = product_entry(product)
    if entry.validity is None:
        raise ValidityError(
            f"{entry.name} has no validity in time", remedy="`dpkit archive find` searches by keys"
        )
    return entry


def policy_of(entry: ProductEntry) -> str:
    """Return the policy by which a calibration is chosen."""
    return "" if entry.validity is None else entry.validity.policy


def standing_ranges(question: Question, sets: Sequence[int]) -> Select[Any]:
    """Return the selection of the ranges that stand for a type, at any time."""
    validity, product = tables.validity, tables.product
    return (
        select(
            product.c.id,
            product.c.version,
            validity.c.begin_ns,
            validity.c.end_ns,
            validity.c.selection,
        )
        .join(product, validity.c.product == product.c.number)
        .where(
            validity.c.calibration_set.in_(sets),
            validity.c.type == question.type,
            standing(question.event),
            shown(question.event),
        )
    )


def selected(entry: ProductEntry, keys: Mapping[str, KeyValue]) -> tuple[dict[str, KeyValue], str]:
    """Return the selection keys of a calibration, converted, and their canonical text.

    Raises
    ------
    NotFoundError
        A key is unknown.
    ArchiveError
        A selection key is missing or not of its type, or a key is none of selection.
    """
    check_names(keys, None)
    _check_selection(entry, keys)
    values = {name: convert(name, keys[name]) for name in entry.select}
    return values, canonical(entry.select, {name: [value] for name, value in values.items()})


def _check_selection(entry: ProductEntry, keys: Mapping[str, KeyValue]) -> None:
    missing = [name for name in entry.select if name not in keys]
    if missing:
        raise ArchiveError(
            f"{entry.name} is chosen by {', '.join(entry.select)}; missing: {', '.join(missing)}",
            remedy=" ".join(f"--{name} VALUE" for name in missing),
        )
    others = [name for name in keys if name not in entry.select]
    if others:
        raise ArchiveError(
            f"{entry.name} is not chosen by {', '.join(others)}",
            remedy=f"its selection keys: {', '.join(entry.select) or 'none'}; "
            "`dpkit archive find` searches by all keys",
        )


def _policy(entry: ProductEntry, wanted: str | None) -> str:
    """Return the policy to choose by: as wanted, else as the schema says."""
    own = policy_of(entry)
    if wanted is None or wanted == own:
        return own
    if wanted not in INSTANTS or own not in INSTANTS:
        raise ValidityError(
            f"{entry.name} has the policy {own!r}, and cannot be chosen by {wanted!r}",
            remedy=f"{' and '.join(INSTANTS)} can stand for each other"
            if own in INSTANTS
            else "leave the policy out",
        )
    return wanted


def _time(policy: str, wish: Wish) -> tuple[int, int | None]:
    """Return the time to choose by, and the end of a span."""
    if wish.end < wish.begin:
        raise ValidityError(
            f"the span {describe_range(wish.begin, wish.end)} ends before it begins"
        )
    if wish.night is not None:
        return night_of(wish.begin, wish.night), None
    if policy != VALID_AT or wish.end == wish.begin:
        return wish.begin, None
    return wish.begin, wish.end


def largest_distance(
    entry: ProductEntry, wanted: int | None, policy: str | None = None
) -> int | None:
    """Return the largest distance in time, nanoseconds: as wanted, else as the schema says.

    The policy is that of the schema, unless another one is given.

    Raises
    ------
    ArchiveError
        One is wanted, but the policy knows no distance.
    """
    chosen = policy or policy_of(entry)
    if chosen != CLOSEST:
        if wanted is not None:
            raise ArchiveError(
                f"{entry.name} is chosen by the policy {chosen!r}, which knows no distance",
                remedy="leave out the largest distance",
            )
        return None
    if wanted is not None:
        return wanted
    declared = entry.validity and entry.validity.maximum_distance
    return parse_duration(declared) if declared else None


def type_number(connection: Connection, name: str) -> int:
    """Return the number of a type; 0 when no product of it was registered."""
    kind = tables.product_type.c
    return connection.scalar(select(kind.number).where(kind.name == name)) or 0


def _last_event(connection: Connection) -> int:
    return connection.scalar(select(func.max(tables.event.c.seq))) or 0
