"""What a release or dataset should have, and has: a matrix by values of keys and by product."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product as combine
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, select

from dpkit.errors import ArchiveError
from dpkit.schema.dictionary import declared_keys, product_entry
from dpkit_archive import tables
from dpkit_archive.key import COLUMN_KEYS, KeyValue, check_names, single_keys
from dpkit_archive.query.engine import sql_engine
from dpkit_archive.query.run import known_numbers
from dpkit_archive.release.record import read_release
from dpkit_archive.release.table import release_member
from dpkit_archive.run.expectation import ExpectedBy, expected_for_all
from dpkit_archive.status import HIDDEN

__all__ = ["INVALID", "MISSING", "PRESENT", "Completeness", "Extent", "find_completeness"]

PRESENT, MISSING, INVALID = "present", "missing", "INVALID"

Values = tuple[KeyValue, ...]
"""Values of keys, in the order in which the keys are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """A matrix of what is there.

    Attributes
    ----------
    by : tuple of str
        The keys whose combinations of values are the rows.
    expected : tuple of str
        The products that are the columns.
    rows : tuple of (tuple, tuple of str)
        Values of the keys, and a state for each product: ``present``, ``missing`` or ``INVALID``,
        which means that there are only products that are invalid, rejected or trashed.
    makers : mapping of (tuple, str) to ExpectedBy
        For values of the keys and a product that is not present: the call that was to make it,
        when the archive knows of one.
    """

    by: tuple[str, ...]
    expected: tuple[str, ...]
    rows: tuple[tuple[Values, tuple[str, ...]], ...]
    makers: Mapping[tuple[Values, str], ExpectedBy] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How often there is each state."""
        found = Counter(state for _, states in self.rows for state in states)
        return {state: found[state] for state in (PRESENT, MISSING, INVALID)}

    @property
    def is_complete(self) -> bool:
        """Whether everything is present."""
        return all(state == PRESENT for _, states in self.rows for state in states)

    def to_rows(self, *, lacking: bool = False) -> list[dict[str, Any]]:
        """Return the rows ready for JSON; with `lacking` only those that lack something.

        Beside the keys and products each has ``lacking``: what is not present, with the run, call,
        task, exit and error of what was to make it, or null where no run is known.
        """
        names = (*self.by, *self.expected)
        return [
            dict(zip(names, (*values, *states), strict=True))
            | {"lacking": [self._lack(values, product) for product in self._absent(states)]}
            for values, states in self.rows
            if not lacking or any(state != PRESENT for state in states)
        ]

    def _absent(self, states: Sequence[str]) -> list[str]:
        pairs = zip(self.expected, states, strict=True)
        return [product for product, state in pairs if state != PRESENT]

    def _lack(self, values: Values, product: str) -> dict[str, Any]:
        maker = self.makers.get((values, product))
        nobody = dict.fromkeys(ExpectedBy.__slots__)
        return {"product": product, **(nobody if maker is None else maker.to_dict())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Where products are counted.

    Attributes
    ----------
    release : str or None
        Among the members of a release.
    datasets : tuple of str
        Else in datasets; with a release, where the product is that defines what there should be.
    """

    release: str | None = None
    datasets: tuple[str, ...] = ()


def find_completeness(
    connection: Connection,
    extent: Extent,
    *,
    by: Sequence[str],
    expect: Sequence[str],
    over: str | None = None,
) -> Completeness:
    """Return what is there of what should be.

    Parameters
    ----------
    connection : Connection
        The archive.
    extent : Extent
        Where products are counted.
    by : sequence of str
        Keys; of one with several values in a product, each counts. A product that has not all of
        them counts for all values of those that it has not.
    expect : sequence of str
        Products that should be there for each combination.
    over : str, optional
        Product that defines the combinations; those of any expected product by default.

    Raises
    ------
    NotFoundError
        A release, dataset, product or key is unknown.
    ArchiveError
        No product tells which combinations there are.
    """
    names = tuple(dict.fromkeys(product_entry(name).name for name in expect))
    keys = {name: _own_keys(name, by) for name in names}
    member, datasets = _scope(connection, extent)
    found = _found(connection, keys, member, datasets if member is None else [])
    known = _combinations(connection, by, keys, found, over, datasets)
    ordered = sorted(known)
    columns = [_column(ordered, by, keys[name], found[name]) for name in names]
    states = zip(*columns, strict=True)
    rows = tuple(zip(ordered, states, strict=True))
    makers = _makers(connection, by, names, rows)
    return Completeness(by=tuple(by), expected=names, rows=rows, makers=makers)


def _makers(
    connection: Connection,
    by: Sequence[str],
    names: Sequence[str],
    rows: Sequence[tuple[Values, tuple[str, ...]]],
) -> dict[tuple[Values, str], ExpectedBy]:
    """Return the calls that were to make what is not present, as far as there are such."""
    found = {}
    for place, name in enumerate(names):
        absent = [values for values, states in rows if states[place] != PRESENT]
        for values, maker in expected_for_all(connection, name, by, absent).items():
            found[values, name] = maker
    return found


def _own_keys(product: str, by: Sequence[str]) -> tuple[str, ...]:
    entry = product_entry(product)
    check_names(by, None)
    own = {key.name for key in entry.keys}
    if not own.intersection(by):
        raise ArchiveError(
            f"{product} has none of the keys {', '.join(by)}",
            remedy=f"its keys: {', '.join(sorted(own)) or 'none'}",
        )
    return tuple(name for name in by if name in own)


def _scope(connection: Connection, extent: Extent) -> tuple[int | None, list[int]]:
    release = None if extent.release is None else read_release(connection, extent.release).number
    return release, known_numbers(connection, tables.dataset, extent.datasets)


Found = Mapping[str, Mapping[Values, bool]]
"""By product and values of its keys: whether all that there is is bad."""


def _found(
    connection: Connection,
    keys: Mapping[str, tuple[str, ...]],
    release: int | None,
    datasets: Sequence[int],
) -> Found:
    """Return what there is; products that have their keys in the same places are asked at once."""
    together: dict[tuple[tuple[str, bool], ...], list[str]] = {}
    for name, own in keys.items():
        single = single_keys(product_entry(name)).intersection(COLUMN_KEYS)
        together.setdefault(tuple((key, key in single) for key in own), []).append(name)
    engine = sql_engine(connection.dialect.name)
    kind = tables.product_type.c
    named = select(kind.number, kind.name).where(kind.name.in_(keys))
    types: dict[int, str] = dict(connection.execute(named).all())
    found: dict[str, dict[Values, bool]] = {name: {} for name in keys}
    for places, products in together.items():
        numbers = [number for number, name in types.items() if name in products]
        selection = _selection(places, numbers, release, datasets, engine.unindexed)
        for number, bad, *values in _run(connection, selection):
            found[types[number]][tuple(values)] = bool(bad)
    return found


def _run(connection: Connection, selection: Select[Any]) -> Any:
    """Return the rows of a selection from the driver itself: there may be very many."""
    literal = {"literal_binds": True}
    cursor: Any = connection.connection.cursor()
    cursor.execute(str(selection.compile(dialect=connection.dialect, compile_kwargs=literal)))
    return cursor.fetchall()


def _selection(
    places: Iterable[tuple[str, bool]],
    types: Sequence[int],
    release: int | None,
    datasets: Sequence[int],
    unindexed: Callable[[ColumnElement[Any]], ColumnElement[Any]],
) -> Select[Any]:
    """Return the selection of the values that there are, and whether all is bad, by type.

    Keys are looked up by product: by name, each would be joined with all others.
    """
    product = tables.product
    source: Any = product
    values = []
    for name, single in places:
        if single:
            values.append(product.c[name])
            continue
        key = tables.product_key.alias(f"key_{name}")
        source = source.join(
            key, (key.c.product == product.c.number) & (unindexed(key.c.name) == name)
        )
        integer = declared_keys()[name]["type"] == "integer"
        values.append(key.c.value_integer if integer else key.c.value_text)
    chosen: list[ColumnElement[bool]] = [
        product.c.type.in_(types),
        *(value.is_not(None) for value in values),
    ]
    if release is not None:
        source = source.join(release_member, release_member.c.product == product.c.number)
        chosen += [release_member.c.release == release, release_member.c.removed_event.is_(None)]
    elif datasets:
        chosen.append(product.c.dataset.in_(datasets))
    bad = func.min(case((product.c.status.in_(HIDDEN), 1), else_=0))
    grouped = select(product.c.type, bad, *values).select_from(source).where(*chosen)
    return grouped.group_by(product.c.type, *values)


def _combinations(
    connection: Connection,
    by: Sequence[str],
    keys: Mapping[str, tuple[str, ...]],
    found: Found,
    over: str | None,
    datasets: Sequence[int],
) -> set[Values]:
    """Return the combinations of values that there should be."""
    if over is None:
        return _told(by, keys, found)
    own = _own_keys(over, by)
    defined = _found(connection, {over: own}, None, datasets)[over]
    fixed = {values for values, bad in defined.items() if not bad}
    others = [name for name in by if name not in own]
    if not others:
        return fixed
    free = _told(others, keys, found)
    order = [(*own, *others).index(name) for name in by]
    return {
        tuple((*first, *second)[place] for place in order) for first, second in combine(fixed, free)
    }


def _told(by: Sequence[str], keys: Mapping[str, tuple[str, ...]], found: Found) -> set[Values]:
    """Return the combinations that there are of the expected products that have all keys."""
    telling = [name for name, own in keys.items() if {*by} <= {*own}]
    if not telling:
        raise ArchiveError(
            f"no expected product has {' and '.join(by)}, to tell which combinations there are",
            remedy="name a product that defines them with --over",
        )
    return {
        tuple(values[keys[name].index(key)] for key in by)
        for name in telling
        for values in found[name]
    }


def _column(
    known: Sequence[Values], by: Sequence[str], own: Sequence[str], found: Mapping[Values, bool]
) -> list[str]:
    """Return the state of one product for each combination."""
    if len(own) < len(by):
        places = [by.index(key) for key in own]
        known = [tuple(values[place] for place in places) for values in known]
    return [_STATES[found.get(values)] for values in known]


_STATES = {None: MISSING, True: INVALID, False: PRESENT}
