"""A query as programs write it: immutable, one condition after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dpkit.errors import ArchiveError, NotFoundError
from dpkit.schema.dictionary import (
    declared_keys,
    near_names,
    product_entry,
    product_of_class,
)
from dpkit.tai import format_utc, from_time, parse_utc
from dpkit_archive.database import Database
from dpkit_archive.key import KeyValue, check_names, convert, whole_number
from dpkit_archive.query.operand import key_words
from dpkit_archive.query.run import count, find_ids, find_rows
from dpkit_archive.query.wanted import Wanted
from dpkit_archive.region.area import CONTAINS, OVERLAPS, RELATIONS, Area, area_of
from dpkit_archive.row import ProductRow
from dpkit_archive.status import parse_status

if TYPE_CHECKING:
    from astropy.table import Table
    from astropy.time import Time
    from sqlalchemy import Connection

    from dpkit.product.product import Product
    from dpkit_archive.query.explanation import Explanation

__all__ = ["Query"]

Values = KeyValue | Sequence[KeyValue]

_ALL = "leave it out for all"


class Query:
    """A query: each method returns a new one with one more condition; iterate it for rows.

    Every declared key is a method, too: ``query.observation(5).filter(["NIR_J", "NIR_H"])``.
    Nothing is asked before rows, products, ids or a count are wanted.

    Parameters
    ----------
    database : Database
        What is asked.
    wanted : Wanted
        What is looked for.

    Examples
    --------
    >>> archive.query("DpdNirCalibratedFrame").observation(5).ids()  # doctest: +SKIP
    """

    def __init__(self, database: Database, wanted: Wanted) -> None:
        self._database = database
        self._wanted = wanted

    def __repr__(self) -> str:
        said = {n: v for n, v in self._wanted.labels().items() if n.startswith(("key", "where"))}
        return f"<Query {' and '.join([self._wanted.product or 'all products', *said.values()])}>"

    def __getattr__(self, name: str) -> Callable[[Values], Query]:
        if name.startswith("_") or name not in declared_keys():
            hint = near_names(name, [*declared_keys(), *_methods()], "condition")
            raise AttributeError(f"a query has no condition {name!r} ({hint})")
        return lambda values: self.keys(**{name: values})

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *declared_keys()]

    def keys(self, **values: Values) -> Query:
        """Ask for values of keys; a key that repeats in a product matches any of its values.

        Parameters
        ----------
        **values : int, str or sequence of them
            What to accept, by name of the key.

        Raises
        ------
        NotFoundError
            A key or a value is unknown; names the nearest ones.
        ArchiveError
            A value is not of the key's type.
        """
        product = self._wanted.product
        check_names(values, None if product is None else product_entry(product))
        known = dict(self._wanted.keys)
        for name, given in values.items():
            known[name] = _accepted(name, given, product)
        return self._with(keys=tuple(known.items()))

    def where(self, expression: str) -> Query:
        """Ask that an expression on paths, keys and columns holds, such as ``Data.Mean > 3``."""
        return self._with(where=(*self._wanted.where, expression))

    def within(self, area: Area | str) -> Query:
        """Ask that the area of a product overlaps an area, such as ``cone 150.1 2.2 0.5``.

        Raises
        ------
        ArchiveError, NotFoundError
            There is no such area.
        """
        return self.region(area, OVERLAPS)

    def contains(self, area: Area | str) -> Query:
        """Ask that one part of the area of a product contains an area wholly."""
        return self.region(area, CONTAINS)

    def region(self, area: Area | str, relation: str = OVERLAPS) -> Query:
        """Ask how the area of a product stands to an area.

        Raises
        ------
        ArchiveError, NotFoundError
            There is no such area or relation.
        """
        if relation not in RELATIONS:
            raise NotFoundError(
                f"no relation is named {relation!r}", remedy=f"known are {', '.join(RELATIONS)}"
            )
        return self._with(areas=(*self._wanted.areas, (relation, area_of(area))))

    def dataset(self, *names: str) -> Query:
        """Search datasets; a product in an earlier one hides the same identity in later ones."""
        return self._with(dataset=names)

    def release(self, name: str) -> Query:
        """Search the members of a release: all of them, whatever became of them since.

        An `InvalidMemberWarning` names those that were good when it was frozen, and are not any
        more.
        """
        return self._with(release=name)

    def status(self, *words: str) -> Query:
        """Accept statuses, instead of all but invalid, rejected and trashed.

        Raises
        ------
        NotFoundError
            There is no such status.
        """
        return self._with(status=tuple(parse_status(word) for word in words))

    def all_versions(self) -> Query:
        """Find not only the current version of each identity."""
        return self._with(current=False)

    def between(self, begin: int | str | Time, end: int | str | Time) -> Query:
        """Ask that the observation overlaps a half-open range of time.

        Parameters
        ----------
        begin, end : str, astropy.time.Time or int
            UTC text with a zone, a time, or nanoseconds of TAI.

        Raises
        ------
        ArchiveError
            It is no time, a text has no zone, or the range is empty or reversed.
        """
        bounds = (_instant(begin), _instant(end))
        if bounds[0] >= bounds[1]:
            raise ArchiveError("the time to search ends before it begins, or is empty")
        return self._with(between=bounds)

    def to_review(self) -> Query:
        """Ask that a product is to be reviewed, because something that it came from is bad."""
        return self._with(review=True)

    def as_of(self, when: int | str | Time) -> Query:
        """Answer as the archive would have then: what was registered, current, and its status.

        Parameters
        ----------
        when : int, str or astropy.time.Time
            Number of an event; or a time, which means the highest event that is not later.
        """
        return self._with(
            as_of=when if isinstance(when, (int, str)) else format_utc(_instant(when))
        )

    def order_by(self, *names: str) -> Query:
        """Order by columns, keys or paths, with ``-`` for descending; by type and keys else."""
        return self._with(order=names)

    def limit(self, number: int | None) -> Query:
        """Return at most so many; None for all.

        Raises
        ------
        ArchiveError
            The number is none, negative, or beyond 64 bits.
        """
        if number is not None:
            number = whole_number("the limit", number)
            if number < 0:
                raise ArchiveError(f"the limit is negative: {number}", remedy=_ALL)
        return self._with(limit=number)

    def __iter__(self) -> Iterator[ProductRow]:
        return iter(self.rows())

    def rows(self) -> list[ProductRow]:
        """Return the rows found.

        Raises
        ------
        NotFoundError
            A product, dataset, path, key or column is unknown; names the nearest ones.
        ArchiveError
            An expression cannot be read, or compares what cannot be compared.
        """
        with self._database.reading() as connection:
            rows = find_rows(connection, self._database, self._wanted)
            self._judge(connection, [row.id for row in rows])
            return rows

    def ids(self) -> list[str]:
        """Return the ids of the products found."""
        with self._database.reading() as connection:
            found = find_ids(connection, self._wanted)
            self._judge(connection, found)
            return found

    def count(self) -> int:
        """Return how many products are found."""
        with self._database.reading() as connection:
            return count(connection, self._wanted)

    def products(self) -> Iterator[Product[Any]]:
        """Read the products found, one by one."""
        from dpkit.product.reading import read

        return (read(row.stored_document()) for row in self.rows())

    def values(self, *columns: str) -> list[dict[str, Any]]:
        """Return some columns of the rows found, ready for JSON.

        Parameters
        ----------
        *columns : str
            Names of columns and keys, and paths of the documents; all columns by default.

        Raises
        ------
        NotFoundError
            There is no such column, key or path.
        """
        from dpkit_archive.query.column import values_of

        with self._database.reading() as connection:
            rows = find_rows(connection, self._database, self._wanted)
            self._judge(connection, [row.id for row in rows])
            return values_of(connection, rows, columns, self._wanted)

    def table(self, *columns: str) -> Table:
        """Return the rows found as a table of astropy; what is not there is masked."""
        from dpkit_archive.query.column import table_of

        return table_of(self.values(*columns), columns)

    def explain(self) -> Explanation:
        """Return the SQL, how the database goes about it, and what each condition leaves."""
        from dpkit_archive.query.explanation import explain

        with self._database.reading() as connection:
            return explain(connection, self._wanted)

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        return self._wanted

    def _judge(self, connection: Connection, found: Sequence[str]) -> None:
        """Warn of what is spoiled, and refuse what cannot be meant."""
        if not found and self._wanted.keys and self._wanted.product is None:
            from dpkit_archive.query.spelling import refuse_misspelt

            refuse_misspelt(connection, self._wanted)
        if self._wanted.release is not None and found:
            from dpkit_archive.release.spoilage import warn_of_spoiled

            warn_of_spoiled(connection, self._wanted.release, found, self._wanted.as_of)

    def _with(self, **changed: Any) -> Query:
        return Query(self._database, replace(self._wanted, **changed))


def query(database: Database, product: str | type[Any] | None = None) -> Query:
    """Return the query for all products of a type, or of all types.

    Raises
    ------
    NotFoundError
        There is no such product; names the nearest ones.
    """
    if isinstance(product, type):
        return Query(database, Wanted(product=product_of_class(product).name))
    return Query(database, Wanted(product=None if product is None else product_entry(product).name))


def _methods() -> list[str]:
    return [name for name in vars(Query) if not name.startswith("_")]


def _accepted(name: str, given: Values, product: str | None) -> tuple[KeyValue, ...]:
    alone = isinstance(given, str) or not isinstance(given, Iterable)
    values: Iterable[KeyValue] = [given] if alone else given  # type: ignore[assignment,list-item]
    converted = tuple(convert(name, value) for value in values)
    words = key_words(name, product)
    for value in converted:
        if words and value not in words:
            raise NotFoundError(
                f"no {name} is named {value!r}", remedy=near_names(str(value), words, name)
            )
    return converted


def _instant(time: int | str | Time) -> int:
    if hasattr(time, "tai"):
        return from_time(time)
    if not isinstance(time, str):
        return whole_number("a time in nanoseconds", time)
    try:
        return parse_utc(time)
    except ValueError as error:
        raise ArchiveError(str(error)) from None
