"""Rows of a QC1 table, found by what they measure and when."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    literal_column,
    select,
)

from dpkit.errors import NotFoundError
from dpkit.schema.dictionary import near_names
from dpkit.tai import FOREVER, NEVER
from dpkit_archive import tables
from dpkit_archive.database import Database
from dpkit_archive.qc.column import GENERAL, QcColumn, table_columns, table_products
from dpkit_archive.qc.error import GoneColumnError
from dpkit_archive.qc.matching import matcher
from dpkit_archive.qc.rowset import FACTS, Rowset
from dpkit_archive.qc.table import qc_layout, qc_row, qc_series
from dpkit_archive.statement import Among, select_rows
from dpkit_archive.status import HIDDEN

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Arrays", "QcTable", "Series"]

Arrays = dict[str, "np.ndarray[Any, Any]"]
_DEFAULT = ("row", "time", "product")


@dataclass(frozen=True, slots=True)
class Series:
    """Rows that measure the same thing: the number of the series, and what it is."""

    number: int
    keys: Mapping[str, Any]


class QcTable:
    """A QC1 table of an archive.

    Parameters
    ----------
    database : Database
        The archive.
    name : str
        Name of the table, the ``metricTable`` of a product.

    Raises
    ------
    NotFoundError
        There is no such table; names the nearest ones.
    """

    def __init__(self, database: Database, name: str) -> None:
        self.name = name
        self.columns = table_columns(name)
        self._types = [entry.name for entry in table_products(name)]
        self._database = database

    def rows(
        self,
        where: Mapping[str, Any] | None = None,
        columns: Sequence[str] | None = None,
        since: int | None = None,
        until: int | None = None,
        *,
        hidden: bool = False,
    ) -> Arrays:
        """Find rows.

        Parameters
        ----------
        where : mapping, optional
            Values by column: one, or several of which any will do; ``any`` for no condition, and
            ``na`` for rows without a value. Columns that are no filters cost a look at all rows.
        columns : sequence of str, optional
            Columns to return; by default all but the general ones that say more of the product.
        since, until : int, optional
            Half-open range of times, nanoseconds of TAI.
        hidden : bool
            Also rows that are hidden.

        Returns
        -------
        dict of str to numpy.ndarray
            By column, all of one length, in order of time: doubles with NaN for none, integers
            for ``row``, ``time`` and ``event``, and objects with None else. Of products only the
            current version has rows here.

        Raises
        ------
        NotFoundError
            There is no such column; names the nearest ones.
        GoneColumnError
            Rows have such a column, but the schemas have not any more.
        QualityError
            A number is wanted, and this is none.
        """
        wanted = list(columns) if columns is not None else self.default
        with self._database.reading() as connection:
            return self.read(connection, where or {}, wanted, since, until, hidden=hidden)

    def read(
        self,
        connection: Connection,
        where: Mapping[str, Any],
        columns: Sequence[str],
        since: int | None = None,
        until: int | None = None,
        *,
        hidden: bool = False,
    ) -> Arrays:
        """Do what `rows` does, in a state of the archive."""
        self._check(connection, [*where, *columns])
        tests = {name: matcher(self.columns[name], value) for name, value in where.items()}
        asked = {name: test for name, test in tests.items() if test is not None}
        series = self._series(connection, asked)
        late = {n: test for n, test in asked.items() if not self.columns[n].filter}
        read = list(dict.fromkeys([*columns, *late]))
        found = self._rowset(connection, series, read, (since, until), hidden=hidden)
        arrays = {name: found.column(self.columns[name]) for name in read}
        return _chosen(arrays, late, columns)

    def series(
        self, connection: Connection, where: Mapping[str, Any] | None = None
    ) -> list[Series]:
        """Return what the rows measure, as far as conditions on filters hold."""
        tests = {n: matcher(self.columns[n], value) for n, value in (where or {}).items()}
        return self._series(connection, {n: one for n, one in tests.items() if one is not None})

    def about(
        self, connection: Connection, products: Sequence[int]
    ) -> tuple[dict[str, list[Any]], int, int]:
        """Return the keys and the period of the rows of products, to ask for what is like them.

        Parameters
        ----------
        connection : Connection
            Where to look.
        products : sequence of int
            Their numbers.

        Returns
        -------
        tuple
            Values of keys, ``na`` among them for none, and a half-open range of times.
        """
        rows = select_rows(connection, _series_at, products=products)
        names = [name for name, one in self.columns.items() if one.filter and one.role != "column"]
        keys = [json.loads(text) for text in {text for text, _ in rows}]
        where = {name: list({one.get(name) for one in keys}) for name in names}
        times = [time for _, time in rows]
        return where, min(times, default=0), max(times, default=0) + 1

    @property
    def default(self) -> list[str]:
        """The columns that are returned when none are named."""
        return [*_DEFAULT, *(name for name in self.columns if name not in GENERAL)]

    def _series(
        self, connection: Connection, asked: Mapping[str, Callable[[Any], bool]]
    ) -> list[Series]:
        rows = select_rows(connection, _series_of, tables=[self.name])
        tests = {name: test for name, test in asked.items() if self.columns[name].filter}
        every = (Series(number, json.loads(keys)) for number, keys in rows)
        return [
            one for one in every if all(test(one.keys.get(name)) for name, test in tests.items())
        ]

    def _rowset(
        self,
        connection: Connection,
        series: Sequence[Series],
        columns: Sequence[str],
        period: tuple[int | None, int | None],
        *,
        hidden: bool,
    ) -> Rowset:
        needed = [self.columns[name] for name in columns]
        build = _BUILDS[hidden, _asks_texts(needed)]
        rows = select_rows(
            connection,
            build,
            series=[one.number for one in series],
            since=NEVER if period[0] is None else period[0],
            until=FOREVER if period[1] is None else period[1],
        )
        earlier = {number for (number,) in select_rows(connection, _earlier, types=self._types)}
        current = [
            one for one in rows if one[_STATUS] not in HIDDEN and one[_NUMBER] not in earlier
        ]
        layouts = select_rows(connection, _layouts, tables=[self.name])
        facts = {}
        if any(column.name in FACTS for column in needed):
            some = {one[_NUMBER] for one in current if one[_NUMBER] is not None}
            facts = {row[0]: row for row in select_rows(connection, _facts, products=some)}
        return Rowset(
            current,
            {number: json.loads(names) for number, names in layouts},
            {one.number: one.keys for one in series},
            facts,
        )

    def _check(self, connection: Connection, names: Sequence[str]) -> None:
        for name in names:
            if name in self.columns:
                continue
            near = near_names(name, self.columns, "column")
            gone = select_rows(connection, _layouts, tables=[self.name])
            if any(name in some for _, names in gone for some in json.loads(names)):
                raise GoneColumnError(
                    f"rows of {self.name} have the column {name!r}, but its schema has not any "
                    "more: it was renamed or left out",
                    remedy=f"{near}; `dpkit archive rebuild` reads the documents by the new schema",
                )
            raise NotFoundError(f"{self.name} has no column {name!r}", remedy=near)


def _asks_texts(columns: Sequence[QcColumn]) -> bool:
    return any(not (one.number or one.filter or one.role == "general") for one in columns)


def _chosen(
    arrays: Arrays, late: Mapping[str, Callable[[Any], bool]], columns: Sequence[str]
) -> Arrays:
    """Return the columns that were asked for, of the rows that pass."""
    if not late:
        return {name: arrays[name] for name in columns}
    import numpy as np

    tested = [[test(value) for value in arrays[name]] for name, test in late.items()]
    kept = np.all(np.array(tested, dtype=bool), axis=0)
    return {name: arrays[name][kept] for name in columns}


# Selections; `Rowset` knows the order of the columns.

_NUMBER, _STATUS = 5, 7


def _series_of(among: Among) -> Select[Any]:
    one = qc_series.c
    return select(one.number, one["keys"]).where(among(one.qc_table, "tables"))


def _series_at(among: Among) -> Select[Any]:
    joined = qc_row.join(qc_series)
    chosen = select(qc_series.c["keys"], qc_row.c.time_ns).select_from(joined)
    return chosen.where(among(qc_row.c.product, "products"))


def _layouts(among: Among) -> Select[Any]:
    one = qc_layout.c
    return select(one.number, one.names).where(among(one.qc_table, "tables"))


def _earlier(among: Among) -> Select[Any]:
    """Select products of which there is a later version that counts."""
    later, earlier, kind = tables.product.alias("later"), tables.product.alias("earlier"), _KIND
    return select(earlier.c.number).where(
        later.c.type.in_(select(kind.number).where(among(kind.name, "types"))),
        # As the index says it, which holds nothing else.
        later.c.version > literal_column("1"),
        later.c.status.not_in(_HIDDEN),
        earlier.c.type == later.c.type,
        earlier.c.identity == later.c.identity,
        earlier.c.dataset == later.c.dataset,
        earlier.c.version < later.c.version,
    )


_KIND = tables.product_type.c
_HIDDEN: list[ColumnElement[str]] = [literal_column(f"'{status}'") for status in HIDDEN]


def _facts(among: Among) -> Select[Any]:
    product, document = tables.product, tables.document
    joined = product.join(tables.product_type).join(
        document, document.c.product == product.c.number, isouter=True
    )
    columns = (product.c.version, product.c.software, product.c.software_release)
    chosen = select(product.c.number, _KIND.name, *columns, document.c.name.label("file"))
    return chosen.select_from(joined).where(among(product.c.number, "products"))


def _rows(among: Among) -> Select[Any]:
    row, product = qc_row.c, tables.product
    columns = (row.number, row.series, row.time_ns, row.layout, row.numbers, row.product)
    said = (product.c.id, product.c.status, row.hidden_reason, row.event)
    joined = qc_row.join(product, product.c.number == row.product, isouter=True)
    since, until = (bindparam(name, type_=BigInteger) for name in ("since", "until"))
    return (
        select(*columns, *said)
        .select_from(joined)
        .where(
            among(row.series, "series"),
            row.time_ns >= since,
            row.time_ns < until,
            row.replaced_event.is_(None),
        )
    )


def _rows_texts(among: Among) -> Select[Any]:
    return _rows(among).add_columns(qc_row.c.texts)


def _shown(among: Among) -> Select[Any]:
    return _rows(among).where(qc_row.c.hidden_reason.is_(None))


def _shown_texts(among: Among) -> Select[Any]:
    return _rows_texts(among).where(qc_row.c.hidden_reason.is_(None))


_BUILDS = {
    (True, True): _rows_texts,
    (True, False): _rows,
    (False, True): _shown_texts,
    (False, False): _shown,
}
